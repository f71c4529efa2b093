//! The manifest of a handover, and the note that signs it.

use serde::{Deserialize, Serialize};

use crate::foundation::digest::sha256_hex;
use crate::foundation::signing::{Signer, SigningError, Verifier, note};

/// The version of the file format.
pub const FORMAT: &str = "answerable-handover/1";
/// The names of the two entries at the beginning.
pub const MANIFEST: &str = "manifest.json";
pub const SIGNATURE: &str = "manifest.sig";

/// A file of the handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Name: `tables/NAME.ndjson`, or `files/SHA256` for the bytes of attachments.
    pub file: String,
    /// Number of lines of a table; absent for attachments.
    pub rows: Option<usize>,
    pub bytes: u64,
    pub sha256: String,
}

/// The publication log of the sending service, and the area's leaves in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// A signed checkpoint (C2SP tlog-checkpoint) that covers these leaves.
    pub checkpoint: String,
    /// The number of each document of the area in that log, in order.
    pub leaves: Vec<i32>,
}

/// The content of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: String,
    /// The version of the software.
    pub software: String,
    /// The migrations of the schema, in order.
    pub schema: Vec<String>,
    /// The slug of the area.
    pub area: String,
    /// RFC 3339.
    pub created_at: String,
    /// The verifier key of the sender (C2SP signed-note).
    pub key: String,
    /// The logins of accounts that were active: in the tables all are deactivated.
    pub active_accounts: Vec<String>,
    pub log: Log,
    /// Files in the order of the package.
    pub files: Vec<File>,
}

impl Manifest {
    /// Serialises the manifest.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// Returns the signed text: the format and the hash of the manifest, which contains the hashes of everything else.
fn signed_text(manifest: &[u8]) -> String {
    format!("{FORMAT}\n{}\n", sha256_hex(manifest))
}

/// Returns the note for `manifest.sig`.
pub fn sign(manifest: &[u8], signer: &Signer) -> Result<String, SigningError> {
    note::sign(&signed_text(manifest), signer)
}

/// Checks that `signature` is a note of `key` about `manifest`; an error begins with the name of the file at fault.
pub fn check(manifest: &[u8], signature: &[u8], key: &Verifier) -> Result<(), String> {
    let text = std::str::from_utf8(signature).map_err(|_| format!("{SIGNATURE}: is not UTF-8"))?;
    let signed = note::verify(text, key).map_err(|error| format!("{SIGNATURE}: {error}"))?;
    if signed == signed_text(manifest) {
        Ok(())
    } else {
        Err(format!("{MANIFEST}: does not match {SIGNATURE}: get the file again"))
    }
}
