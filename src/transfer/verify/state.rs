//! The state of a check, kept for the next: the key, the signed checkpoint, and the hash and name of every leaf.
//!
//! The checkpoint is kept as signed. If the log no longer matches it, that note proves that the log was different, and nobody
//! can forge it without the key of the service.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::foundation::digest::unhex;
use crate::foundation::signing::Verifier;
use crate::publication_log::checkpoint::Checkpoint;
use crate::publication_log::tree::{Hash, Tree};

/// A leaf seen in a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenLeaf {
    /// Leaf hash, in hexadecimal.
    pub hash: String,
    /// Id of the edition.
    pub id: String,
    pub title: String,
    /// SHA-256 of the document, in hexadecimal.
    pub sha256: String,
}

/// The state file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The verifier key.
    pub key: String,
    /// The signed note.
    pub checkpoint: String,
    pub leaves: Vec<SeenLeaf>,
}

impl State {
    /// Reads the file; `None` when it does not exist yet.
    pub fn read(path: &Path) -> Result<Option<Self>, String> {
        let about = |what: String| format!("{}: {what}", path.display());
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(about(error.to_string())),
        };
        let state: Self =
            serde_json::from_str(&text).map_err(|_| about("is not a state file: restore it from a backup".to_owned()))?;
        state.check().map_err(|what| about(format!("has been changed, so restore it from a backup: {what}")))?;
        Ok(Some(state))
    }

    /// Checks that the leaves give the signed root.
    fn check(&self) -> Result<(), String> {
        let checkpoint = Checkpoint::open(&self.checkpoint, &self.verifier()?).map_err(|error| error.to_string())?;
        let mut tree = Tree::default();
        for leaf in &self.leaves {
            tree.push(unhex(&leaf.hash).ok_or("a hash cannot be read")?);
        }
        let is_whole = tree.size() == checkpoint.size && tree.root(checkpoint.size) == Some(checkpoint.root);
        if is_whole { Ok(()) } else { Err("its leaves do not match its checkpoint".into()) }
    }

    /// Returns the key seen.
    pub fn verifier(&self) -> Result<Verifier, String> {
        Verifier::from_note_key(&self.key).map_err(|error| error.to_string())
    }

    /// Returns the hash of a leaf as it was seen.
    pub fn leaf(&self, leaf: usize) -> Option<Hash> {
        self.leaves.get(leaf).and_then(|leaf| unhex(&leaf.hash))
    }

    /// Replaces the file, completely or not at all.
    pub fn write(&self, path: &Path) -> Result<(), String> {
        let about = |error: std::io::Error| format!("{}: {error}", path.display());
        let mut text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        text.push('\n');
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let unfinished = path.with_file_name(format!(".{name}.{:08x}", rand::random::<u32>()));
        let written = fs::File::create(&unfinished).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&unfinished, path)
        });
        if written.is_err() {
            drop(fs::remove_file(&unfinished));
        }
        written.map_err(about)
    }
}
