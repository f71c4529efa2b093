//! The pages for people are true of the tree: every path they name exists, and every rule is where ARCHITECTURE.md says.

use std::path::{Path, PathBuf};

const TOP: &str = env!("CARGO_MANIFEST_DIR");

/// Folders at the top of the project whose paths a page may name.
const FOLDERS: [&str; 9] = ["bench", "crates", "data", "docs", "migrations", "openapi", "scripts", "src", "tests"];

/// The pages for people, each with its text; what was decided once speaks of its own day.
fn pages() -> Vec<(String, String)> {
    let read = |path: PathBuf| (path.display().to_string(), std::fs::read_to_string(&path).expect("a page"));
    let docs = std::fs::read_dir(Path::new(TOP).join("docs")).expect("docs/").map(|entry| entry.expect("a file").path());
    let docs = docs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    docs.chain(["README.md", "CONTRIBUTING.md"].map(|page| Path::new(TOP).join(page))).map(read).collect()
}

/// The pieces of a text between single backticks, line by line.
fn code(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// True for a path from the top of the project, without a placeholder.
fn is_path(piece: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/_-.".contains(letter);
    piece.chars().all(plain) && !piece.contains("..") && piece.split_once('/').is_some_and(|(first, _)| FOLDERS.contains(&first))
}

#[test]
fn every_path_that_a_page_names_exists() {
    let mut missing = Vec::new();
    for (page, text) in pages() {
        let paths = code(&text).into_iter().filter(|piece| is_path(piece) && !Path::new(TOP).join(piece).exists());
        missing.extend(paths.map(|path| format!("{page}: {path}")));
    }
    assert!(missing.is_empty(), "these are not there:\n{}", missing.join("\n"));
    assert!(is_path("src/http/app.rs") && !is_path("src/.../rules.rs") && !is_path("record/x.rs") && !is_path("/v1/docs"));
}

/// The sources at a path below `src/` (or below the top, for other folders): a file, or all files of a folder.
fn sources(path: &str) -> Option<String> {
    let below =
        if FOLDERS.iter().any(|folder| path.starts_with(&format!("{folder}/"))) { TOP.into() } else { format!("{TOP}/src") };
    let at = Path::new(&below).join(path);
    if at.is_file() {
        return std::fs::read_to_string(at).ok();
    }
    let files = std::fs::read_dir(&at).ok()?.map(|entry| entry.expect("a file").path()).filter(|path| path.is_file());
    Some(files.filter_map(|path| std::fs::read_to_string(path).ok()).collect())
}

/// What is wrong with a row of the table: a path that is not there, or an item that none of its files has.
fn faults(row: &str) -> Vec<String> {
    let mut cells = row.split('|').skip(2);
    let (Some(paths), Some(items)) = (cells.next(), cells.next()) else { return Vec::new() };
    // `...` stands for any slice, and a bare name for a file of the slice.
    let paths: Vec<&str> = code(paths).into_iter().filter(|path| path.contains('/') && !path.contains("...")).collect();
    let mut faults = Vec::new();
    let mut text = String::new();
    for path in &paths {
        match sources(path) {
            Some(more) => text.push_str(&more),
            None => faults.push(format!("{path} is not there")),
        }
    }
    let beside = items.contains(".rs`");
    for item in code(items).into_iter().filter(|item| !item.contains("...") && !item.contains(".rs") && !paths.is_empty()) {
        let name = item.rsplit("::").next().unwrap_or(item).trim_end_matches('!');
        let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
        if !beside && !words.contains(&name) {
            faults.push(format!("{} does not have {item}", paths.join(", ")));
        }
    }
    faults
}

#[test]
fn every_rule_is_where_the_table_says() {
    let text = std::fs::read_to_string(Path::new(TOP).join("docs/ARCHITECTURE.md")).expect("docs/ARCHITECTURE.md");
    let (_, table) = text.split_once("## Where is the rule that").expect("the table");
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| **")).collect();
    assert!(rows.len() > 70, "{} rows are hardly all", rows.len());
    let found: Vec<String> = rows.into_iter().flat_map(faults).collect();
    assert!(found.is_empty(), "docs/ARCHITECTURE.md:\n{}", found.join("\n"));
    assert_eq!(faults("| a | `http/gone.rs` | `f` |").len(), 2);
    assert_eq!(faults("| a | `http/app.rs` | `no_such_item` |").len(), 1);
    assert_eq!(faults("| a | `http/app.rs` | `App` |"), [""; 0]);
}
