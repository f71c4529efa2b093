//! The content of a ZIP file, read from the directory at its end: office documents are ZIP files, and so are programs.

use super::model::MediaType;

/// The number of last bytes that must contain the directory of a file. An entry takes about 80, so there is room for 12,000
/// parts.
pub const TAIL: usize = 1 << 20;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_le_bytes(*pair).into())
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..)?.first_chunk::<4>()?;
    usize::try_from(u32::from_le_bytes(*four)).ok()
}

/// Returns the names of the parts of a ZIP file that begins with its first byte and ends with its last: without anything before
/// or after it, it cannot be another kind of file at the same time. `tail` are the last of its `length` bytes.
///
/// APPNOTE.TXT, sections 4.3.12 and 4.3.16. Larger files in several volumes (Zip64) are not office documents.
pub fn parts(tail: &[u8], length: usize) -> Option<Vec<String>> {
    let end = (0..tail.len().checked_sub(21)?).rev().find(|at| {
        let here = tail.get(*at..).unwrap_or_default();
        here.starts_with(END) && short(here, 20).is_some_and(|comment| here.len() == 22 + comment)
    })?;
    let record = tail.get(end..)?;
    let (count, size, offset) = (short(record, 10)?, long(record, 12)?, long(record, 16)?);
    let before_tail = length.checked_sub(tail.len())?;
    let one_volume = short(record, 4)? == 0 && short(record, 6)? == 0 && short(record, 8)? == count;
    if !one_volume || offset.checked_add(size)? != before_tail.checked_add(end)? {
        return None;
    }
    let mut rest = tail.get(offset.checked_sub(before_tail)?..end)?;
    let mut names = Vec::new();
    while !rest.is_empty() {
        if !rest.starts_with(ENTRY) {
            return None;
        }
        let (name, extra, comment) = (short(rest, 28)?, short(rest, 30)?, short(rest, 32)?);
        names.push(std::str::from_utf8(rest.get(46..46 + name)?).ok()?.to_owned());
        rest = rest.get(46 + name + extra + comment..)?;
    }
    (names.len() == count).then_some(names)
}

/// Returns the first part, if it is stored uncompressed: OpenDocument puts its type there.
fn first_part(head: &[u8]) -> Option<(&[u8], &[u8])> {
    let (name, extra) = (short(head, 26)?, short(head, 28)?);
    let stored = short(head, 8)? == 0;
    let (begin, size) = (30 + name + extra, long(head, 22)?);
    stored.then_some((head.get(30..30 + name)?, head.get(begin..begin.checked_add(size)?)?))
}

/// Returns the type of the office document in a ZIP file, or the reason it is not accepted.
pub fn office(head: &[u8], tail: &[u8], length: usize) -> Result<MediaType, &'static str> {
    let parts = parts(tail, length).ok_or("is a damaged ZIP file, or has data before or after it")?;
    let has = |name: &str| parts.iter().any(|part| part == name);
    let is_code = |part: &String| {
        let part = part.to_ascii_lowercase();
        let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
        part.ends_with("vbaproject.bin")
            || ["class", "exe", "dll", "js", "vbs"].contains(&ending)
            || part.starts_with("basic/")
            || part.starts_with("scripts/")
            || part == "meta-inf/manifest.mf"
    };
    if parts.iter().any(is_code) {
        return Err("contains macros or a program: save it without them");
    }
    if let Some((b"mimetype", kind)) = first_part(head) {
        return match kind {
            b"application/vnd.oasis.opendocument.text" if has("content.xml") => Ok(MediaType::Odt),
            b"application/vnd.oasis.opendocument.spreadsheet" if has("content.xml") => Ok(MediaType::Ods),
            _ => Err("is an OpenDocument file of a kind that is not accepted"),
        };
    }
    let main =
        [("word/document.xml", MediaType::Docx), ("xl/workbook.xml", MediaType::Xlsx), ("ppt/presentation.xml", MediaType::Pptx)];
    let found: Vec<MediaType> = main.into_iter().filter(|(part, _)| has(part)).map(|(_, kind)| kind).collect();
    match found.as_slice() {
        [only] if has("[Content_Types].xml") => Ok(*only),
        _ => Err("is a ZIP file, but not a Word, Excel, PowerPoint or OpenDocument document"),
    }
}
