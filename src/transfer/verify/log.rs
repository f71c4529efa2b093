//! Checks of the log: its signature, its tree, its earlier state, and every document.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::expected::{Expected, ExpectedEntry, Step};
use super::options::Options;
use super::report::{Progress, Report};
use super::source::{Fetched, Source};
use super::state::{SeenLeaf, State};
use crate::foundation::digest::{hex, sha256_hex};
use crate::foundation::signing::Verifier;
use crate::public::files::named::named_in;
use crate::public::records::PublishedFile;
use crate::publication_log::checkpoint::Checkpoint;
use crate::publication_log::tile_path::tiles;
use crate::publication_log::tree::{Hash, Tree, leaf_hash};

const CHECKPOINT: &str = "/public/v1/log/checkpoint";

/// Maximum lengths of responses.
const MOST_TEXT: usize = 64 << 10;
const MOST_TILE: usize = 256 * 32;
pub const MOST_DOCUMENT: usize = 64 << 20;

/// The log as signed and hashed, before its documents are checked.
pub struct Log {
    key: Verifier,
    checkpoint: Checkpoint,
    signed: String,
    tree: Tree,
}

/// The members needed from a document.
#[derive(Debug, Deserialize)]
struct Document {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    title: Option<String>,
    withdrawn_sha256: Option<String>,
    #[serde(default)]
    record: Value,
}

/// The members needed from the response in place of a withdrawn document.
#[derive(Debug, Deserialize)]
struct Stub {
    edition_id: String,
    leaf_hash: String,
    sha256: String,
    withdrawal_leaf: usize,
}

/// A checked leaf.
#[derive(Debug, Clone, Default)]
pub struct CheckedLeaf {
    pub id: String,
    pub title: String,
    pub sha256: String,
    pub is_withdrawal: bool,
    /// True when its document is no longer served.
    pub gone: bool,
    /// For a withdrawal: the document it withdraws. For a withdrawn document: the leaf that withdraws it.
    withdrawn_sha256: Option<String>,
    withdrawal_leaf: Option<usize>,
    /// The files that the document names.
    pub files: Vec<PublishedFile>,
}

/// The checked log.
pub struct CheckedLog {
    log: Log,
    pub leaves: Vec<CheckedLeaf>,
    /// The data that must be served for this log.
    pub expected: Expected,
    /// The leaves of an edition: its document, and its withdrawal.
    leaves_of: HashMap<String, Vec<usize>>,
}

impl Log {
    /// Fetches key, checkpoint and leaf hashes, and compares them.
    pub async fn fetch(source: &Source, options: &Options, report: &mut Report) -> Result<Self, String> {
        let (key, since) = key(source, options).await?;
        let signed = text(source, CHECKPOINT).await?;
        let checkpoint = Checkpoint::open(&signed, &key).map_err(|error| format!("the checkpoint: {error}"))?;
        report.checked(format!("signed by {} ({since})", key.note_key()));
        let mut tree = Tree::default();
        for tile in tiles(checkpoint.size).iter().filter(|tile| tile.level == 0) {
            let path = format!("/public/v1/log/tile/{}", tile.path());
            let Fetched::Body(bytes) = source.get(&path, MOST_TILE).await? else { return Err(format!("{path} is missing")) };
            if bytes.len() != tile.width * 32 {
                return Err(format!("{path} does not have {} hashes", tile.width));
            }
            bytes.chunks(32).filter_map(|hash| Hash::try_from(hash).ok()).for_each(|hash| tree.push(hash));
        }
        if tree.root(checkpoint.size) == Some(checkpoint.root) {
            report.checked(format!("{} leaves have the signed root {}", checkpoint.size, hex(&checkpoint.root)));
        } else {
            report.fault("the leaf hashes of the log do not match the signed root");
        }
        Ok(Self { key, checkpoint, signed, tree })
    }

    /// Compares the log with its earlier state, and every document with its leaf.
    pub async fn check(
        self,
        source: &Source,
        known: Option<&State>,
        report: &mut Report,
        progress: &mut Progress<'_>,
    ) -> Result<CheckedLog, String> {
        if let Some(known) = known {
            self.compare(known, report);
        }
        let (mut leaves, mut steps): (Vec<CheckedLeaf>, Vec<Step>) = (Vec::new(), Vec::new());
        for number in 0..self.checkpoint.size {
            progress("documents", number, self.checkpoint.size);
            let seen = known.and_then(|known| known.leaves.get(number));
            let (leaf, step) = self.leaf(source, number, seen, report).await?;
            leaves.push(leaf);
            steps.push(step);
        }
        let gone = leaves.iter().filter(|leaf| leaf.gone).count();
        report.checked(format!("{} documents checked, {gone} of them withdrawn and known by their hashes", leaves.len()));
        check_withdrawals(&leaves, report);
        let mut leaves_of: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, leaf) in leaves.iter().enumerate() {
            leaves_of.entry(leaf.id.clone()).or_default().push(number);
        }
        Ok(CheckedLog { log: self, leaves, expected: Expected::of(steps), leaves_of })
    }

    /// Checks that everything seen before is unchanged, in the same places.
    fn compare(&self, known: &State, report: &mut Report) {
        let before = report.faults.len();
        for (number, seen) in known.leaves.iter().enumerate() {
            let name = name(&seen.id, &seen.title, number);
            match self.tree.leaf(number) {
                None => report.fault(format!("{name} was in the log, but is missing now: the log was truncated")),
                leaf if leaf != known.leaf(number) => {
                    report.fault(format!("{name} has been changed: its hash in the log differs from the one seen before"));
                }
                Some(_) => {}
            }
        }
        if report.faults.len() == before {
            report.checked(format!("begins with the {} leaves that were seen before", known.leaves.len()));
        }
    }

    async fn leaf(
        &self,
        source: &Source,
        number: usize,
        seen: Option<&SeenLeaf>,
        report: &mut Report,
    ) -> Result<(CheckedLeaf, Step), String> {
        let unknown = || seen.map_or_else(|| format!("leaf {number}"), |seen| name(&seen.id, &seen.title, number));
        let path = format!("/public/v1/log/leaves/{number}");
        Ok(match source.get(&path, MOST_DOCUMENT).await? {
            Fetched::Missing => {
                report.fault(format!("{} is in the log, but its document is not served", unknown()));
                (remembered(seen), Step::Unknown)
            }
            Fetched::Gone(body) => self.gone(number, &body, seen, &unknown(), report),
            Fetched::Body(body) => self.document(number, &body, seen, report),
        })
    }

    /// Checks the response in place of a withdrawn document.
    fn gone(&self, number: usize, body: &[u8], seen: Option<&SeenLeaf>, known: &str, report: &mut Report) -> (CheckedLeaf, Step) {
        let Ok(stub) = serde_json::from_slice::<Stub>(body) else {
            report.fault(format!("{known} is withdrawn, but the response in its place cannot be read"));
            return (remembered(seen), Step::Unknown);
        };
        let is_other = seen.is_some_and(|seen| seen.id != stub.edition_id || seen.sha256 != stub.sha256);
        if is_other || self.tree.leaf(number).map(|hash| hex(&hash)) != Some(stub.leaf_hash) {
            report.fault(format!("{known} is reported as withdrawn with hashes that are not its own"));
        }
        let step = Step::Gone(stub.edition_id.clone());
        let leaf = CheckedLeaf {
            id: stub.edition_id,
            title: seen.map(|seen| seen.title.clone()).unwrap_or_default(),
            sha256: stub.sha256,
            gone: true,
            withdrawal_leaf: Some(stub.withdrawal_leaf),
            ..CheckedLeaf::default()
        };
        (leaf, step)
    }

    /// Checks a document against its leaf, and reads its content.
    fn document(&self, number: usize, body: &[u8], seen: Option<&SeenLeaf>, report: &mut Report) -> (CheckedLeaf, Step) {
        let document = serde_json::from_slice::<Document>(body).ok();
        let known = seen.map(|seen| name(&seen.id, &seen.title, number));
        let found = document.as_ref().map(|found| name(&found.id, found.title.as_deref().unwrap_or_default(), number));
        let named = known.or(found).unwrap_or_else(|| format!("leaf {number}"));
        if self.tree.leaf(number) != Some(leaf_hash(body)) {
            report.fault(format!("{named} has been changed: its document does not match its leaf hash"));
        }
        let Some(document) = document else {
            report.fault(format!("{named} has a document that cannot be read"));
            return (remembered(seen), Step::Unknown);
        };
        let is_withdrawal = document.kind == "withdrawal";
        let step = Step::read(number, body, is_withdrawal).unwrap_or_else(|_| {
            report.fault(format!("{named} has a document that is not an edition or a withdrawal"));
            Step::Unknown
        });
        let leaf = CheckedLeaf {
            is_withdrawal,
            title: document.title.unwrap_or_default(),
            id: document.id,
            sha256: sha256_hex(body),
            withdrawn_sha256: document.withdrawn_sha256,
            files: named_in(&document.record),
            ..CheckedLeaf::default()
        };
        (leaf, step)
    }
}

impl CheckedLog {
    /// Returns the hash of a leaf in the signed tree.
    pub fn hash(&self, leaf: usize) -> Option<Hash> {
        self.log.tree.leaf(leaf)
    }

    /// True when bytes are a leaf of an edition: its document, or its withdrawal.
    pub fn is_of_edition(&self, id: &str, body: &[u8]) -> bool {
        let hash = Some(leaf_hash(body));
        self.leaves_of.get(id).into_iter().flatten().any(|&number| self.hash(number) == hash)
    }

    /// Returns the leaf of an edition's document.
    pub fn leaf_of(&self, id: &str) -> Option<usize> {
        let is_document = |number: &&usize| self.leaves.get(**number).is_some_and(|leaf| !leaf.is_withdrawal);
        self.leaves_of.get(id).into_iter().flatten().find(is_document).copied()
    }

    /// True when the document of a leaf could not be read, for which there is a fault already.
    pub fn is_unknown(&self, leaf: usize) -> bool {
        matches!(self.expected.entries.get(leaf), Some(ExpectedEntry::Unknown))
    }

    /// Returns the name of a leaf's edition for a fault.
    pub fn name(&self, number: usize) -> String {
        self.leaves.get(number).map_or_else(|| format!("leaf {number}"), |leaf| name(&leaf.id, &leaf.title, number))
    }

    /// Returns the name of an edition for a fault, even if it is not in the log.
    pub fn name_of(&self, id: &str) -> String {
        self.leaf_of(id).map_or_else(|| format!("edition {id:?}"), |leaf| self.name(leaf))
    }

    /// True when something was published since the log was fetched.
    pub async fn has_grown(&self, source: &Source) -> bool {
        let Ok(signed) = text(source, CHECKPOINT).await else { return false };
        Checkpoint::open(&signed, &self.log.key).is_ok_and(|now| now.size > self.log.checkpoint.size)
    }

    /// Returns the state to keep for the next check.
    pub fn state(&self) -> State {
        let seen = |(number, leaf): (usize, &CheckedLeaf)| SeenLeaf {
            hash: self.hash(number).map(|hash| hex(&hash)).unwrap_or_default(),
            id: leaf.id.clone(),
            title: leaf.title.clone(),
            sha256: leaf.sha256.clone(),
        };
        State {
            key: self.log.key.note_key(),
            checkpoint: self.log.signed.clone(),
            leaves: self.leaves.iter().enumerate().map(seen).collect(),
        }
    }
}

/// Checks that every missing document is withdrawn by a later leaf, and that no edition is published twice.
fn check_withdrawals(leaves: &[CheckedLeaf], report: &mut Report) {
    let mut editions: HashMap<&str, usize> = HashMap::new();
    for (number, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| !leaf.is_withdrawal && !leaf.id.is_empty()) {
        if let Some(first) = editions.insert(&leaf.id, number) {
            report.fault(format!("{} is in the log more than once, also as leaf {first}", name(&leaf.id, &leaf.title, number)));
        }
        let withdraws = |by: &CheckedLeaf| by.is_withdrawal && by.id == leaf.id;
        let by = leaves.iter().enumerate().skip(number).find(|(_, by)| withdraws(by));
        let is_right = |(at, by): (usize, &CheckedLeaf)| {
            by.withdrawn_sha256.as_ref() == Some(&leaf.sha256) && leaf.withdrawal_leaf.is_none_or(|said| said == at)
        };
        match (leaf.gone, by) {
            (false, None) => {}
            (true, Some(by)) if is_right(by) => {}
            (true, _) => {
                report
                    .fault(format!("{} is not served, but nothing in the log withdraws it", name(&leaf.id, &leaf.title, number)));
            }
            (false, Some((at, _))) => {
                let name = name(&leaf.id, &leaf.title, number);
                report.fault(format!("{name} was withdrawn by leaf {at}, but its document is still served"));
            }
        }
    }
}

/// Returns the name of an edition for a fault.
pub fn name(id: &str, title: &str, leaf: usize) -> String {
    format!("edition {id} {title:?} (leaf {leaf})")
}

fn remembered(seen: Option<&SeenLeaf>) -> CheckedLeaf {
    seen.map_or_else(CheckedLeaf::default, |seen| CheckedLeaf {
        id: seen.id.clone(),
        title: seen.title.clone(),
        sha256: seen.sha256.clone(),
        ..CheckedLeaf::default()
    })
}

/// Returns the key to check with, and its source.
async fn key(source: &Source, options: &Options) -> Result<(Verifier, &'static str), String> {
    let seen = options.state.as_ref().map(State::verifier).transpose()?;
    match (&options.key, seen) {
        (Some(given), Some(seen)) if *given != seen => {
            Err(format!("the given key is not the one in the state file, {}", seen.note_key()))
        }
        (Some(given), _) => Ok((given.clone(), "the given key")),
        (None, Some(seen)) => Ok((seen, "the key in the state file")),
        (None, None) => {
            let key = text(source, "/public/v1/log/key").await?;
            let key = Verifier::from_note_key(&key).map_err(|error| error.to_string())?;
            Ok((key, "the key published by the service: compare it with a key from another source"))
        }
    }
}

async fn text(source: &Source, path: &str) -> Result<String, String> {
    match source.get(path, MOST_TEXT).await? {
        Fetched::Body(body) => String::from_utf8(body).map_err(|_| format!("{path} is not UTF-8")),
        Fetched::Gone(_) | Fetched::Missing => {
            Err(format!("there is no publication log here, because {path} is missing: check the address"))
        }
    }
}
