//! Text files that people write.

use std::path::Path;

/// Reads a text. An error begins with what follows the name of the file: a colon, and the line if the text is not UTF-8.
pub fn read(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| format!(": {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.split(|byte| *byte == b'\n').count();
        format!(":{line}: is not UTF-8 from here on: save the file as UTF-8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_utf_8_has_its_line() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), b"one\ntwo \xff\n").expect("written");
        assert_eq!(read(file.path()), Err(":2: is not UTF-8 from here on: save the file as UTF-8".to_owned()));
        std::fs::write(file.path(), "one é").expect("written");
        assert_eq!(read(file.path()), Ok("one é".to_owned()));
    }
}
