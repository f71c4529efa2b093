//! The file of the signing key: PKCS#8 PEM that only its owner can read.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::key::{Signer, SigningError};
use crate::foundation::actor::keys::new_pem;

/// A signing key that could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    #[error("{0}: {1}")]
    Key(String, SigningError),
    #[error("the random number generator failed: try again")]
    Random,
}

/// The place of an instance's signing key, and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPlace {
    pub path: PathBuf,
    /// True when the operator has named the file. Such a file is never created: if it is missing, that is a mistake.
    pub given: bool,
    /// The name of the key and of the log that it signs, such as `example.org/answerable`.
    pub name: String,
}

impl KeyPlace {
    /// Opens the key; creates it at first use if nobody has named a file.
    pub fn open(&self) -> Result<Signer, KeyFileError> {
        if self.given { open(&self.path, &self.name) } else { open_or_make(&self.path, &self.name) }
    }
}

/// Opens the key in the file `path`, under `name`.
pub fn open(path: &Path, name: &str) -> Result<Signer, KeyFileError> {
    let pem = fs::read(path).map_err(|error| KeyFileError::File(path.display().to_string(), error))?;
    Signer::from_pem(name, &String::from_utf8_lossy(&pem)).map_err(|error| KeyFileError::Key(path.display().to_string(), error))
}

/// Opens the key; creates a missing file with a new key first.
pub fn open_or_make(path: &Path, name: &str) -> Result<Signer, KeyFileError> {
    match open(path, name) {
        Err(KeyFileError::File(_, error)) if error.kind() == ErrorKind::NotFound => {}
        other => return other,
    }
    let pem = new_pem().map_err(|_| KeyFileError::Random)?;
    make(path, &pem).map_err(|error| KeyFileError::File(path.display().to_string(), error))?;
    // Opens the file that is there now: another process may have been faster.
    open(path, name)
}

/// Writes the key beside its place and links it there once it is completely on disk: nobody ever reads half a key, and an
/// existing key stays.
fn make(path: &Path, pem: &str) -> std::io::Result<()> {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unfinished = directory.join(format!(".new-key-{:016x}", rand::random::<u64>()));
    let linked = write_alone(&unfinished, pem).and_then(|()| fs::hard_link(&unfinished, path));
    let removed = fs::remove_file(&unfinished);
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => removed?,
    }
    fs::File::open(directory)?.sync_all()
}

fn write_alone(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_is_made_however_many_ask() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("signing-key.pem");
        assert!(open(&path, "a").is_err());
        let ask = || open_or_make(&path, "a").expect("a key").verifier().note_key();
        let keys: Vec<String> = std::thread::scope(|scope| {
            let asked: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            asked.into_iter().map(|thread| thread.join().expect("a key")).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        let names: Vec<_> =
            fs::read_dir(directory.path()).expect("a directory").map(|entry| entry.expect("a file").file_name()).collect();
        assert_eq!(names, ["signing-key.pem"]);
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).expect("a file").permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_that_is_no_key_is_left_alone() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), "something else").expect("a file");
        assert!(matches!(open_or_make(file.path(), "a"), Err(KeyFileError::Key(..))));
        assert_eq!(fs::read_to_string(file.path()).expect("a file"), "something else");
    }
}
