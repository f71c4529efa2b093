//! The checks of the log: its signature, its tree, what was seen of it before, and every document.

use std::collections::HashMap;

use serde::Deserialize;

use super::expected::{Expected, ExpectedEntry, Step};
use super::options::Options;
use super::report::{Progress, Report};
use super::source::{Fetched, Source};
use super::state::{SeenLeaf, State};
use crate::foundation::digest::{hex, sha256_hex};
use crate::foundation::signing::Verifier;
use crate::publication_log::checkpoint::Checkpoint;
use crate::publication_log::tile_path::tiles;
use crate::publication_log::tree::{Hash, Tree, leaf_hash};

const CHECKPOINT: &str = "/public/v1/log/checkpoint";

/// Longest answers that are read.
const MOST_TEXT: usize = 64 << 10;
const MOST_TILE: usize = 256 * 32;
pub const MOST_DOCUMENT: usize = 64 << 20;

/// The log as it is signed and hashed; its documents are not looked at yet.
pub struct Log {
    key: Verifier,
    checkpoint: Checkpoint,
    signed: String,
    tree: Tree,
}

/// What is used of a document.
#[derive(Debug, Deserialize)]
struct Document {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    title: Option<String>,
    withdrawn_sha256: Option<String>,
}

/// What is used of the answer in place of a withdrawn document.
#[derive(Debug, Deserialize)]
struct Stub {
    edition_id: String,
    leaf_hash: String,
    sha256: String,
    withdrawal_leaf: usize,
}

/// A leaf after its check.
#[derive(Debug, Clone, Default)]
pub struct CheckedLeaf {
    pub id: String,
    pub title: String,
    pub sha256: String,
    pub is_withdrawal: bool,
    /// Its document is no longer served.
    pub gone: bool,
    /// Of a withdrawal: what it says it withdraws. Of a document that is gone: the leaf that is said to withdraw it.
    withdrawn_sha256: Option<String>,
    withdrawal_leaf: Option<usize>,
}

/// The log after its checks.
pub struct CheckedLog {
    log: Log,
    pub leaves: Vec<CheckedLeaf>,
    /// What has to be served when it is what is in the log.
    pub expected: Expected,
    /// The leaves of an edition: its document, and its withdrawal.
    leaves_of: HashMap<String, Vec<usize>>,
}

impl Log {
    /// Fetches key, checkpoint and leaf hashes, and holds them against each other.
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
                return Err(format!("{path} has not {} hashes", tile.width));
            }
            bytes.chunks(32).filter_map(|hash| Hash::try_from(hash).ok()).for_each(|hash| tree.push(hash));
        }
        if tree.root(checkpoint.size) == Some(checkpoint.root) {
            report.checked(format!("{} leaves have the signed root {}", checkpoint.size, hex(&checkpoint.root)));
        } else {
            report.fault("the leaf hashes of the log do not have the root that is signed");
        }
        Ok(Self { key, checkpoint, signed, tree })
    }

    /// Holds the log against what was seen before, and every document against its leaf.
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
        report.checked(format!("{} documents looked at, {gone} of them withdrawn and known by their hashes", leaves.len()));
        check_withdrawals(&leaves, report);
        let mut leaves_of: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, leaf) in leaves.iter().enumerate() {
            leaves_of.entry(leaf.id.clone()).or_default().push(number);
        }
        Ok(CheckedLog { log: self, leaves, expected: Expected::of(steps), leaves_of })
    }

    /// What was seen is still there, in the same places.
    fn compare(&self, known: &State, report: &mut Report) {
        let before = report.faults.len();
        for (number, seen) in known.leaves.iter().enumerate() {
            let name = name(&seen.id, &seen.title, number);
            match self.tree.leaf(number) {
                None => report.fault(format!("{name} was in the log and is no longer: the log was shortened")),
                leaf if leaf != known.leaf(number) => {
                    report.fault(format!("{name} has been changed: its hash in the log is another than when it was seen"));
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
                report.fault(format!("{} is in the log, and its document is not served", unknown()));
                (remembered(seen), Step::Unknown)
            }
            Fetched::Gone(body) => self.gone(number, &body, seen, &unknown(), report),
            Fetched::Body(body) => self.document(number, &body, seen, report),
        })
    }

    /// What stands in the place of a document that is gone.
    fn gone(&self, number: usize, body: &[u8], seen: Option<&SeenLeaf>, known: &str, report: &mut Report) -> (CheckedLeaf, Step) {
        let Ok(stub) = serde_json::from_slice::<Stub>(body) else {
            report.fault(format!("{known} is gone, and what stands in its place cannot be read"));
            return (remembered(seen), Step::Unknown);
        };
        let is_other = seen.is_some_and(|seen| seen.id != stub.edition_id || seen.sha256 != stub.sha256);
        if is_other || self.tree.leaf(number).map(|hash| hex(&hash)) != Some(stub.leaf_hash) {
            report.fault(format!("{known} is said to be withdrawn under other hashes than its own"));
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

    /// A document against its leaf, and what it says.
    fn document(&self, number: usize, body: &[u8], seen: Option<&SeenLeaf>, report: &mut Report) -> (CheckedLeaf, Step) {
        let document = serde_json::from_slice::<Document>(body).ok();
        let known = seen.map(|seen| name(&seen.id, &seen.title, number));
        let found = document.as_ref().map(|found| name(&found.id, found.title.as_deref().unwrap_or_default(), number));
        let named = known.or(found).unwrap_or_else(|| format!("leaf {number}"));
        if self.tree.leaf(number) != Some(leaf_hash(body)) {
            report.fault(format!("{named} has been changed: its document does not hash to its leaf"));
        }
        let Some(document) = document else {
            report.fault(format!("{named} has a document that cannot be read"));
            return (remembered(seen), Step::Unknown);
        };
        let is_withdrawal = document.kind == "withdrawal";
        let step = Step::read(number, body, is_withdrawal).unwrap_or_else(|_| {
            report.fault(format!("{named} has a document that is none of an edition"));
            Step::Unknown
        });
        let leaf = CheckedLeaf {
            is_withdrawal,
            title: document.title.unwrap_or_default(),
            id: document.id,
            sha256: sha256_hex(body),
            withdrawn_sha256: document.withdrawn_sha256,
            ..CheckedLeaf::default()
        };
        (leaf, step)
    }
}

impl CheckedLog {
    /// The hash of a leaf as it is signed.
    pub fn hash(&self, leaf: usize) -> Option<Hash> {
        self.log.tree.leaf(leaf)
    }

    /// Whether bytes are a leaf of an edition: its document, or its withdrawal.
    pub fn is_of_edition(&self, id: &str, body: &[u8]) -> bool {
        let hash = Some(leaf_hash(body));
        self.leaves_of.get(id).into_iter().flatten().any(|&number| self.hash(number) == hash)
    }

    /// The leaf of the document of an edition.
    pub fn leaf_of(&self, id: &str) -> Option<usize> {
        let is_document = |number: &&usize| self.leaves.get(**number).is_some_and(|leaf| !leaf.is_withdrawal);
        self.leaves_of.get(id).into_iter().flatten().find(is_document).copied()
    }

    /// Whether the document of a leaf could not be read: there is a fault about it already.
    pub fn is_unknown(&self, leaf: usize) -> bool {
        matches!(self.expected.entries.get(leaf), Some(ExpectedEntry::Unknown))
    }

    /// How the edition of a leaf is named in a fault.
    pub fn name(&self, number: usize) -> String {
        self.leaves.get(number).map_or_else(|| format!("leaf {number}"), |leaf| name(&leaf.id, &leaf.title, number))
    }

    /// How an edition is named in a fault, when it may not be in the log.
    pub fn name_of(&self, id: &str) -> String {
        self.leaf_of(id).map_or_else(|| format!("edition {id:?}"), |leaf| self.name(leaf))
    }

    /// Whether anything was published since it was fetched.
    pub async fn has_grown(&self, source: &Source) -> bool {
        let Ok(signed) = text(source, CHECKPOINT).await else { return false };
        Checkpoint::open(&signed, &self.log.key).is_ok_and(|now| now.size > self.log.checkpoint.size)
    }

    /// What to keep for the next check.
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

/// A document is gone only where a later leaf withdraws that very document, and no edition is published twice.
fn check_withdrawals(leaves: &[CheckedLeaf], report: &mut Report) {
    let mut editions: HashMap<&str, usize> = HashMap::new();
    for (number, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| !leaf.is_withdrawal && !leaf.id.is_empty()) {
        if let Some(first) = editions.insert(&leaf.id, number) {
            report.fault(format!("{} is in the log twice, also as leaf {first}", name(&leaf.id, &leaf.title, number)));
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
                    .fault(format!("{} is not served, and nothing in the log withdraws it", name(&leaf.id, &leaf.title, number)));
            }
            (false, Some((at, _))) => {
                let name = name(&leaf.id, &leaf.title, number);
                report.fault(format!("{name} was withdrawn by leaf {at}, and its document is still served"));
            }
        }
    }
}

/// How an edition is named in a fault.
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

/// The key to check with, and where it is known from.
async fn key(source: &Source, options: &Options) -> Result<(Verifier, &'static str), String> {
    let seen = options.state.as_ref().map(State::verifier).transpose()?;
    match (&options.key, seen) {
        (Some(given), Some(seen)) if *given != seen => {
            Err(format!("the key that was given is not the one of the state file, {}", seen.note_key()))
        }
        (Some(given), _) => Ok((given.clone(), "the key that was given")),
        (None, Some(seen)) => Ok((seen, "the key of the state file")),
        (None, None) => {
            let key = text(source, "/public/v1/log/key").await?;
            let key = Verifier::from_note_key(&key).map_err(|error| error.to_string())?;
            Ok((key, "the key that the service names: compare it with one you have from elsewhere"))
        }
    }
}

async fn text(source: &Source, path: &str) -> Result<String, String> {
    match source.get(path, MOST_TEXT).await? {
        Fetched::Body(body) => String::from_utf8(body).map_err(|_| format!("{path} is not UTF-8")),
        Fetched::Gone(_) | Fetched::Missing => Err(format!("there is no publication log here: {path} is missing")),
    }
}
