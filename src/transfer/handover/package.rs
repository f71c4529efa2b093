//! The file format: a tar (POSIX ustar) in which the content determines every byte, so that a reader can refuse anything the
//! writer would not have written, including padding and headers.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tar::{Builder, EntryType, Header};

/// The size of a tar block.
const BLOCK: u64 = 512;
/// The two blocks of zeros that end a tar.
const END: usize = 1024;
/// The number of bytes read at once.
const CHUNK: u64 = 64 * 1024;

fn header(name: &str, size: u64) -> Result<Header, String> {
    let mut header = Header::new_ustar();
    header.set_path(name).map_err(|error| format!("{name}: {error}"))?;
    header.set_entry_type(EntryType::Regular);
    header.set_size(size);
    // Readable by the owner alone: it is a working record.
    header.set_mode(0o600);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_cksum();
    Ok(header)
}

/// Writes a package.
pub struct Writer<W: Write>(Builder<W>);

impl<W: Write> Writer<W> {
    pub fn new(out: W) -> Self {
        Self(Builder::new(out))
    }

    /// Adds an entry of `size` bytes.
    pub fn add(&mut self, name: &str, size: u64, body: impl Read) -> Result<(), String> {
        self.0.append(&header(name, size)?, body).map_err(|error| format!("{name}: {error}"))
    }

    /// Ends the package.
    pub fn finish(self) -> Result<W, String> {
        self.0.into_inner().map_err(|error| error.to_string())
    }
}

/// Returns true when a file begins like a package and not like a text.
pub fn is_package(path: &Path) -> std::io::Result<bool> {
    let mut first = Vec::new();
    File::open(path)?.take(BLOCK).read_to_end(&mut first)?;
    Ok(first.contains(&0))
}

/// Reads a package from beginning to end; every error begins with the name of the entry at fault.
pub struct Reader {
    file: BufReader<File>,
}

impl Reader {
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        Ok(Self { file: BufReader::new(file) })
    }

    /// Reads the header of the next entry, which must be `name`, and returns its size. If `size` is given it must match.
    pub fn expect(&mut self, name: &str, size: Option<u64>) -> Result<u64, String> {
        let mut found = Header::new_ustar();
        self.file.read_exact(found.as_mut_bytes()).map_err(|error| format!("{name}: {error}"))?;
        let changed = || format!("{name}: is not at its place, or its header was changed: get the file again");
        let size = match size {
            Some(size) => size,
            None => found.entry_size().map_err(|_| changed())?,
        };
        if header(name, size)?.as_bytes() == found.as_bytes() { Ok(size) } else { Err(changed()) }
    }

    /// Returns the next bytes of an entry that has `left` bytes left.
    pub fn some(&mut self, name: &str, left: u64) -> Result<Vec<u8>, String> {
        let mut chunk = Vec::new();
        let read = (&mut self.file).take(left.min(CHUNK)).read_to_end(&mut chunk);
        match read {
            Ok(0) => Err(format!("{name}: the file ends in the middle of this entry: get the file again")),
            Ok(_) => Ok(chunk),
            Err(error) => Err(format!("{name}: {error}")),
        }
    }

    /// Reads the padding of an entry of `size` bytes.
    pub fn fill(&mut self, name: &str, size: u64) -> Result<(), String> {
        let mut rest = Vec::new();
        let fill = size.next_multiple_of(BLOCK) - size;
        (&mut self.file).take(fill).read_to_end(&mut rest).map_err(|error| format!("{name}: {error}"))?;
        if u64::try_from(rest.len()).is_ok_and(|length| length == fill) && rest.iter().all(|byte| *byte == 0) {
            Ok(())
        } else {
            Err(format!("{name}: the bytes after it were changed: get the file again"))
        }
    }

    /// Reads the `size` bytes of an entry and its padding.
    pub fn body(&mut self, name: &str, size: u64, mut each: impl FnMut(&[u8]) -> Result<(), String>) -> Result<(), String> {
        let mut left = size;
        while left > 0 {
            let chunk = self.some(name, left)?;
            each(&chunk)?;
            left -= u64::try_from(chunk.len()).map_err(|_| format!("{name}: is too large"))?;
        }
        self.fill(name, size)
    }

    /// Returns a whole entry of at most `most` bytes.
    pub fn whole(&mut self, name: &str, most: u64) -> Result<Vec<u8>, String> {
        let size = self.expect(name, None)?;
        if size > most {
            return Err(format!("{name}: is larger than {most} bytes"));
        }
        let mut bytes = Vec::new();
        self.body(name, size, |chunk| {
            bytes.extend_from_slice(chunk);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// Checks that nothing follows but the end.
    pub fn end(mut self) -> Result<(), String> {
        let mut rest = Vec::new();
        self.file.by_ref().take(BLOCK * 4).read_to_end(&mut rest).map_err(|error| error.to_string())?;
        if rest.len() == END && rest.iter().all(|byte| *byte == 0) {
            Ok(())
        } else {
            Err("the end of the file was changed, or something was added to it: get the file again".into())
        }
    }

    /// Returns the position in the file.
    pub fn place(&mut self) -> Result<u64, String> {
        self.file.stream_position().map_err(|error| error.to_string())
    }

    /// Goes back to a position.
    pub fn go_to(&mut self, place: u64) -> Result<(), String> {
        self.file.seek(SeekFrom::Start(place)).map(drop).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODIES: [(&str, &[u8]); 3] = [("a.json", b"{}\n"), ("tables/b.ndjson", b""), ("files/c", &[7; 512])];

    fn package() -> Vec<u8> {
        let mut writer = Writer::new(Vec::new());
        for (name, body) in BODIES {
            writer.add(name, u64::try_from(body.len()).expect("a size"), body).expect("an entry");
        }
        writer.finish().expect("a package")
    }

    fn read(bytes: &[u8]) -> Result<(), String> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), bytes).expect("a file");
        let mut reader = Reader::open(file.path())?;
        for (name, body) in BODIES {
            let size = reader.expect(name, None)?;
            let mut read = Vec::new();
            reader.body(name, size, |chunk| {
                read.extend_from_slice(chunk);
                Ok(())
            })?;
            assert!(read.len() == body.len(), "{name}");
        }
        reader.end()
    }

    #[test]
    fn every_byte_that_is_no_content_is_accounted_for() {
        let good = package();
        assert_eq!(read(&good), Ok(()));
        let contents = [512..515, 512 + 512 + 512 + 512..512 + 512 + 512 + 512 + 512];
        for at in (0..good.len()).filter(|at| !contents.iter().any(|range| range.contains(at))) {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert!(read(&bad).is_err(), "byte {at}");
        }
        assert!(read(&good[..good.len() - 1]).is_err());
        assert!(read(&[&good[..], b"\0"].concat()).is_err());
    }

    #[test]
    fn others_can_read_it() {
        let bytes = package();
        let mut archive = tar::Archive::new(&bytes[..]);
        let names: Vec<String> = archive
            .entries()
            .expect("entries")
            .map(|entry| entry.expect("an entry").path().expect("a path").display().to_string())
            .collect();
        assert_eq!(names, BODIES.map(|(name, _)| name));
    }
}
