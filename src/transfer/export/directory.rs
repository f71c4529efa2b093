//! A directory of exported files with their hashes. It appears under its name once it is complete.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::foundation::digest::sha256_hex;

/// The list of files, at the top of the directory.
pub const MANIFEST: &str = "manifest.json";
/// The same list for `sha256sum --check`.
const SUMS: &str = "SHA256SUMS";

/// A file of the export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedFile {
    pub file: String,
    /// Media type from the service. A web server should send the same.
    pub media_type: String,
    pub bytes: usize,
    pub sha256: String,
}

/// The content of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The kind of export: `public`.
    pub answerable_export: String,
    /// RFC 3339.
    pub made_at: String,
    pub licence: String,
    pub files: Vec<ExportedFile>,
}

/// An export being written, beside its final place.
pub struct Unfinished {
    place: PathBuf,
    directory: PathBuf,
    files: Vec<ExportedFile>,
    /// True once it is in its place.
    done: bool,
}

impl Unfinished {
    /// Begins an export. `place` must be free, an empty directory or an earlier export.
    pub fn begin(place: &Path) -> Result<Self, String> {
        check_replaceable(place)?;
        // For a link, the target is replaced.
        let place = &fs::canonicalize(place).unwrap_or_else(|_| place.to_path_buf());
        let place = std::path::absolute(place).map_err(|error| about(place, &error))?;
        let name = place.file_name().ok_or_else(|| format!("{} has no file name: give a directory", place.display()))?;
        let prefix = format!(".{}.new-", name.to_string_lossy());
        clear_earlier(&place, &prefix);
        let directory = place.with_file_name(format!("{prefix}{:08x}", rand::random::<u32>()));
        fs::create_dir_all(&directory).map_err(|error| about(&directory, &error))?;
        Ok(Self { place, directory, files: Vec::new(), done: false })
    }

    /// Writes a file.
    pub fn write(&mut self, file: &str, media_type: &str, body: &[u8]) -> Result<(), String> {
        if Path::new(file).components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(format!("{file} is outside the export"));
        }
        let path = self.directory.join(file);
        let directory = path.parent().unwrap_or(&self.directory);
        fs::create_dir_all(directory).and_then(|()| fs::write(&path, body)).map_err(|error| about(&path, &error))?;
        self.files.push(ExportedFile {
            file: file.to_owned(),
            media_type: media_type.to_owned(),
            bytes: body.len(),
            sha256: sha256_hex(body),
        });
        Ok(())
    }

    /// Writes the lists of files and moves the export into its place; returns the number of files.
    pub fn finish(mut self, made_at: String, licence: &str) -> Result<usize, String> {
        let mut files = std::mem::take(&mut self.files);
        files.sort_by(|one, other| one.file.cmp(&other.file));
        let count = files.len();
        let lines: Vec<String> = files.iter().map(|file| format!("{}  {}\n", file.sha256, file.file)).collect();
        let manifest = Manifest { answerable_export: "public".into(), made_at, licence: licence.to_owned(), files };
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(|error| error.to_string())?;
        for (name, body) in [(SUMS, lines.concat().into_bytes()), (MANIFEST, manifest)] {
            let path = self.directory.join(name);
            fs::write(&path, body).map_err(|error| about(&path, &error))?;
        }
        self.put_in_place()?;
        self.done = true;
        Ok(count)
    }

    /// A directory cannot be renamed over one that has files: the earlier export is renamed first.
    fn put_in_place(&self) -> Result<(), String> {
        check_replaceable(&self.place)?;
        let earlier = earlier(&self.directory);
        let had_earlier = match fs::rename(&self.place, &earlier) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(about(&self.place, &error)),
        };
        if let Err(error) = fs::rename(&self.directory, &self.place) {
            if had_earlier {
                drop(fs::rename(&earlier, &self.place));
            }
            return Err(about(&self.place, &error));
        }
        if had_earlier { fs::remove_dir_all(&earlier).map_err(|error| about(&earlier, &error)) } else { Ok(()) }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.done {
            drop(fs::remove_dir_all(&self.directory));
        }
    }
}

/// Returns the temporary name of an earlier export.
fn earlier(directory: &Path) -> PathBuf {
    let mut name = directory.file_name().unwrap_or_default().to_owned();
    name.push(".earlier");
    directory.with_file_name(name)
}

/// Removes earlier exports left by an export that was killed before it could remove them.
fn clear_earlier(place: &Path, prefix: &str) {
    let beside = place.parent().and_then(|parent| fs::read_dir(parent).ok()).into_iter().flatten().flatten();
    for entry in beside {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(prefix) && name.ends_with(".earlier") {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

/// Reads the manifest of an export.
pub fn manifest(directory: &Path) -> Result<Manifest, String> {
    let path = directory.join(MANIFEST);
    let text = fs::read(&path).map_err(|error| about(&path, &error))?;
    serde_json::from_slice(&text).map_err(|_| format!("{}: is not the manifest of an export: export again", path.display()))
}

/// Refuses to overwrite anything but an export.
fn check_replaceable(place: &Path) -> Result<(), String> {
    let is_empty = match fs::read_dir(place) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(about(place, &error)),
    };
    if is_empty || manifest(place).is_ok_and(|manifest| manifest.answerable_export == "public") {
        Ok(())
    } else {
        Err(format!("{} contains files that are not an export of this kind: choose another directory", place.display()))
    }
}

fn about(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export(place: &Path, body: &[u8]) -> Result<usize, String> {
        let mut unfinished = Unfinished::begin(place)?;
        unfinished.write("public/v1/a.json", "application/json", body)?;
        unfinished.finish("2019-02-01T12:00:00Z".into(), "licence")
    }

    #[test]
    fn an_export_takes_the_place_of_an_export_only() {
        let home = tempfile::tempdir().expect("a directory");
        let place = home.path().join("out");
        assert_eq!(export(&place, b"1"), Ok(1));
        // A killed export left the earlier one behind.
        let left = earlier(&home.path().join(".out.new-00000000"));
        fs::create_dir(&left).expect("a directory");
        fs::write(left.join("a.json"), "withdrawn").expect("a file");
        assert_eq!(export(&place, b"2"), Ok(1));
        assert!(!left.exists());
        assert_eq!(fs::read(place.join("public/v1/a.json")).expect("a file"), b"2");
        assert_eq!(manifest(&place).expect("a manifest").files.len(), 1);
        let other = home.path().join("other");
        fs::create_dir(&other).expect("a directory");
        fs::write(other.join("letter.txt"), "mine").expect("a file");
        assert!(export(&other, b"1").is_err());
        assert_eq!(fs::read_to_string(other.join("letter.txt")).expect("a file"), "mine");
        assert!(export(&other.join("letter.txt"), b"1").is_err());
        let mut names: Vec<_> =
            fs::read_dir(home.path()).expect("a directory").map(|entry| entry.expect("one").file_name()).collect();
        names.sort();
        assert_eq!(names, ["other", "out"]);
    }

    #[test]
    fn nothing_is_written_elsewhere() {
        let home = tempfile::tempdir().expect("a directory");
        let mut unfinished = Unfinished::begin(&home.path().join("out")).expect("a beginning");
        for bad in ["../a", "/a", "a/../../b"] {
            assert!(unfinished.write(bad, "text/plain", b"").is_err(), "{bad}");
        }
        drop(unfinished);
        assert_eq!(fs::read_dir(home.path()).expect("a directory").count(), 0);
    }
}
