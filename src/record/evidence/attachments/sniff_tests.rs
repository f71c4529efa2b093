//! Files of every accepted type, and files that only look like one.

use super::*;

/// Returns a ZIP file of uncompressed parts.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let short = |number: usize| u16::try_from(number).expect("short").to_le_bytes();
    let long = |number: usize| u32::try_from(number).expect("long").to_le_bytes();
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in parts {
        let offset = file.len();
        file.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        file.extend([long(bytes.len()), long(bytes.len())].concat());
        file.extend([short(name.len()), short(0)].concat());
        file.extend([name.as_bytes(), bytes].concat());
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        directory.extend([long(bytes.len()), long(bytes.len())].concat());
        directory.extend([short(name.len()), short(0), short(0), short(0), short(0)].concat());
        directory.extend([long(0), long(offset)].concat());
        directory.extend(name.as_bytes());
    }
    let (offset, size) = (file.len(), directory.len());
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([short(parts.len()), short(parts.len())].concat());
    file.extend([long(size), long(offset)].concat());
    file.extend(short(0));
    file
}

fn office(main: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts = [&[("[Content_Types].xml", &b"<Types/>"[..]), ("_rels/.rels", b"<r/>"), (main, b"<w/>")], more].concat();
    zip(&parts)
}

fn open_document(kind: &[u8]) -> Vec<u8> {
    zip(&[("mimetype", kind), ("content.xml", b"<office/>"), ("META-INF/manifest.xml", b"<m/>")])
}

fn png() -> Vec<u8> {
    [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"[..], &[0; 64], b"IEND\xaeB`\x82"].concat()
}

/// Returns the type or the refusal, which must not depend on how the bytes are split.
fn look(bytes: &[u8], name: &str, declared: Option<MediaType>) -> String {
    let mut all = Vec::new();
    for size in [1, 7, 4096, 1 << 20] {
        let mut inspector = Inspector::default();
        let fault = bytes.chunks(size).find_map(|piece| inspector.look(piece).err());
        let outcome = fault.map_or_else(|| inspector.finish(name, declared), Err);
        all.push(match outcome {
            Ok(found) => found.to_string(),
            Err(Unfit::Empty) => "empty".into(),
            Err(Unfit::NotLetIn(detail)) => format!("not let in: {detail}"),
            Err(Unfit::OtherThanDeclared(detail)) => format!("other than declared: {detail}"),
            Err(Unfit::OtherThanNamed(detail)) => format!("other than named: {detail}"),
        });
    }
    all.dedup();
    all.join(" / ")
}

#[test]
fn files_and_what_they_are() {
    let pdf = b"%PDF-1.7\n1 0 obj\n%%EOF\n".to_vec();
    let cases: Vec<(&str, Vec<u8>, &str, Option<MediaType>)> = vec![
        ("a PDF", pdf.clone(), "a.pdf", Some(MediaType::Pdf)),
        ("a PDF, not declared", pdf.clone(), "A.PDF", None),
        ("a PDF declared as an image", pdf.clone(), "a.pdf", Some(MediaType::Png)),
        ("a PDF with the name of a program", pdf.clone(), "a.pdf.exe", None),
        ("a PDF without an ending", pdf.clone(), "a", None),
        ("Word", office("word/document.xml", &[]), "a.docx", None),
        ("Excel", office("xl/workbook.xml", &[]), "a.xlsx", None),
        ("PowerPoint", office("ppt/presentation.xml", &[]), "a.pptx", None),
        ("Word as Excel", office("word/document.xml", &[]), "a.xlsx", Some(MediaType::Xlsx)),
        ("Word with macros", office("word/document.xml", &[("word/vbaProject.bin", b"x")]), "a.docx", None),
        ("Word that is Excel too", office("word/document.xml", &[("xl/workbook.xml", b"x")]), "a.docx", None),
        ("Word with a program", office("word/document.xml", &[("META-INF/MANIFEST.MF", b"Main-Class: A")]), "a.docx", None),
        ("text of OpenDocument", open_document(b"application/vnd.oasis.opendocument.text"), "a.odt", None),
        ("a sheet of OpenDocument", open_document(b"application/vnd.oasis.opendocument.spreadsheet"), "a.ods", None),
        ("a drawing of OpenDocument", open_document(b"application/vnd.oasis.opendocument.graphics"), "a.odt", None),
        ("any ZIP", zip(&[("a.txt", b"a")]), "a.docx", None),
        ("ZIP behind something", [b"PK\x03\x04rubbish".to_vec(), office("word/document.xml", &[])].concat(), "a.docx", None),
        ("ZIP before something", [office("word/document.xml", &[]), b"<script>".to_vec()].concat(), "a.docx", None),
        ("half a ZIP", office("word/document.xml", &[])[..60].to_vec(), "a.docx", None),
        ("PNG", png(), "a.png", None),
        ("PNG with a ZIP behind it", [png(), zip(&[("a.class", b"x")])].concat(), "a.png", None),
        ("JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\xff\xd9".to_vec(), "a.jpeg", None),
        ("GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "a.png", None),
        ("CSV, by its name", b"month,backlog\n2019-01,893\n".to_vec(), "a.csv", None),
        ("CSV, declared", "month,backlog £\r\n".into(), "a.csv", Some(MediaType::Csv)),
        ("CSV with a mark of Excel", "\u{feff}month,backlog\n".into(), "a.csv", None),
        ("CSV in Windows-1252", b"month,cost \xa3\n".to_vec(), "a.csv", None),
        ("text", "Backlog: 893. BM and MZ begin sentences too.".into(), "a.txt", None),
        ("text that begins as a program", "MZ was the mark of the unit.".into(), "a.txt", Some(MediaType::Plain)),
        ("text as PDF", b"not a PDF".to_vec(), "a.pdf", Some(MediaType::Pdf)),
        ("long text", "é".repeat(5000).into(), "a.txt", None),
        ("long text that ends as bytes", ["é".repeat(5000).as_bytes(), b"\xff"].concat(), "a.txt", None),
        ("text cut in a character", b"caf\xc3".to_vec(), "a.txt", None),
        ("text with zero bytes", b"a\0b".to_vec(), "a.txt", None),
        ("white space", b" \n\n ".to_vec(), "a.txt", None),
        ("HTML", b"\n <!DOCTYPE html><script>alert(1)</script>".to_vec(), "a.txt", Some(MediaType::Plain)),
        ("HTML without a head", b"<b onclick=alert(1)>".to_vec(), "a.csv", None),
        ("SVG", b"\xef\xbb\xbf<svg onload='alert(1)'/>".to_vec(), "a.png", Some(MediaType::Png)),
        ("XML", b"<?xml version='1.0'?><a/>".to_vec(), "a.txt", None),
        ("a script", b"#!/bin/sh\nrm -rf /\n".to_vec(), "a.txt", None),
        ("ELF", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec(), "a.pdf", None),
        ("a program of Windows", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec(), "a.pdf", None),
        ("nothing", Vec::new(), "a.txt", None),
    ];
    let table: Vec<String> =
        cases.iter().map(|(about, bytes, name, declared)| format!("{about}: {}", look(bytes, name, *declared))).collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn a_large_office_file_is_looked_at_in_bounded_memory() {
    let picture = vec![7; 5 << 20];
    let file = office("ppt/presentation.xml", &[("ppt/media/image1.png", &picture)]);
    assert_eq!(look(&file, "a.pptx", None), MediaType::Pptx.as_str());
    let mut inspector = Inspector::default();
    for piece in file.chunks(64 << 10) {
        inspector.look(piece).expect("it is fit");
        assert!(inspector.tail.len() <= 2 * TAIL + (64 << 10));
    }
}
