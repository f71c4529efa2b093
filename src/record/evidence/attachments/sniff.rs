//! Determines the type of a file from its bytes. The declared type must agree, and decides only between the two kinds of text.

use super::container;
use super::container::TAIL;
use super::model::MediaType;

/// The number of bytes at the beginning that are examined.
const HEAD: usize = 4096;

const LET_IN: &str = "PDF, Word, Excel, PowerPoint, OpenDocument text and sheets, CSV, text in UTF-8, PNG and JPEG";

/// The reasons a file is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// The file is empty.
    Empty,
    /// The type is not accepted.
    NotLetIn(String),
    /// The type differs from its header.
    OtherThanDeclared(String),
    /// The type differs from its name.
    OtherThanNamed(String),
}

/// The kind of bytes, as far as the beginning shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pdf,
    Png,
    Jpeg,
    Zip,
    Text,
}

/// Examines a file while it is received, in bounded memory.
#[derive(Default)]
pub struct Inspector {
    head: Vec<u8>,
    kind: Option<Kind>,
    tail: Vec<u8>,
    length: usize,
    text: TextCheck,
}

impl Inspector {
    /// Examines the next bytes; an error as soon as it is certain that the file is not accepted.
    pub fn look(&mut self, bytes: &[u8]) -> Result<(), Unfit> {
        self.length += bytes.len();
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..missing).unwrap_or_default());
        if self.kind.is_none() && self.head.len() == HEAD {
            self.kind = Some(kind_of(&self.head)?);
        }
        self.text.look(bytes);
        if self.kind == Some(Kind::Text) {
            self.text.verdict()?;
        }
        self.tail.extend_from_slice(bytes);
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
        Ok(())
    }

    /// Returns the type of the file, or the reason it is not accepted.
    pub fn finish(mut self, name: &str, declared: Option<MediaType>) -> Result<MediaType, Unfit> {
        if self.length == 0 {
            return Err(Unfit::Empty);
        }
        let kind = self.kind.map_or_else(|| kind_of(&self.head), Ok)?;
        if self.tail.len() > TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
        let is_csv = declared.map_or_else(|| extension(name) == "csv", |declared| declared == MediaType::Csv);
        let found = match kind {
            Kind::Pdf => MediaType::Pdf,
            // Data appended to an image is another file in disguise.
            Kind::Png if !self.tail.ends_with(b"IEND\xaeB`\x82") => return Err(not_let_in("is a damaged PNG image")),
            Kind::Png => MediaType::Png,
            Kind::Jpeg => MediaType::Jpeg,
            Kind::Zip => container::office(&self.head, &self.tail, self.length).map_err(not_let_in)?,
            Kind::Text => {
                self.text.end();
                self.text.verdict()?;
                if is_csv { MediaType::Csv } else { MediaType::Plain }
            }
        };
        if let Some(declared) = declared.filter(|declared| *declared != found) {
            return Err(Unfit::OtherThanDeclared(format!("the file is {found}, not {declared}: send the matching Content-Type")));
        }
        if !found.extensions().contains(&extension(name).as_str()) {
            let endings = found.extensions().join(" or .");
            return Err(Unfit::OtherThanNamed(format!(
                "the extension does not match: a file of type {found} must end in .{endings}"
            )));
        }
        Ok(found)
    }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
}

fn not_let_in(detail: &str) -> Unfit {
    Unfit::NotLetIn(format!("the file {detail}"))
}

fn kind_of(head: &[u8]) -> Result<Kind, Unfit> {
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Zip);
    }
    // The library decides only types that no text can look like: "BM" and "MZ" begin images and programs, but also sentences.
    match infer::get(head).map(|kind| kind.mime_type()) {
        Some("application/pdf") => Ok(Kind::Pdf),
        Some("image/png") => Ok(Kind::Png),
        Some("image/jpeg") => Ok(Kind::Jpeg),
        other => {
            let mut text = TextCheck::default();
            text.look(head);
            match (text.verdict(), other) {
                (Ok(()), _) => Ok(Kind::Text),
                (Err(_), Some(mime)) if !mime.starts_with("text/") => {
                    Err(not_let_in(&format!("is of type {mime}: send one of {LET_IN}")))
                }
                (Err(unfit), _) => Err(unfit),
            }
        }
    }
}

/// Checks that bytes are text: UTF-8 without control characters, and neither markup nor a script.
#[derive(Default)]
struct TextCheck {
    /// The first bytes of a character whose other bytes are still to come.
    cut: Vec<u8>,
    fault: Option<&'static str>,
    /// The first characters other than white space.
    opening: String,
}

impl TextCheck {
    fn look(&mut self, bytes: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        let joined;
        let bytes = if self.cut.is_empty() {
            bytes
        } else {
            joined = [self.cut.as_slice(), bytes].concat();
            &joined
        };
        let (text, rest) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, &[][..]),
            Err(error) if error.error_len().is_none() => {
                let (good, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(good).unwrap_or_default(), rest)
            }
            Err(_) => {
                self.fault = Some("is not of an accepted type, and not text in UTF-8: save text or CSV with that encoding");
                return;
            }
        };
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.fault = Some("contains control characters, so it is not text");
        }
        if self.opening.len() < 16 {
            let begun = !self.opening.is_empty();
            let more = text.chars().skip_while(|c| !begun && (c.is_whitespace() || *c == '\u{feff}')).take(16);
            self.opening.extend(more);
        }
        self.cut = rest.to_vec();
    }

    fn end(&mut self) {
        if !self.cut.is_empty() {
            self.fault = Some("ends in the middle of a UTF-8 character");
        }
        if self.opening.is_empty() {
            self.fault = Some("contains only white space");
        }
    }

    fn verdict(&self) -> Result<(), Unfit> {
        let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?' | '/'));
        if self.opening.strip_prefix('<').is_some_and(is_tag) {
            return Err(not_let_in("is HTML, SVG or other markup"));
        }
        if self.opening.starts_with("#!") {
            return Err(not_let_in("is a script"));
        }
        self.fault.map_or(Ok(()), |fault| Err(not_let_in(fault)))
    }
}

#[cfg(test)]
#[path = "sniff_tests.rs"]
mod tests;
