//! Every snapshot is one that a test looks at: one whose test is gone says nothing, and reads as if it did.

use std::path::{Path, PathBuf};

use crate::architecture::files;

/// Every file under `folders` whose name ends so, by its path from the top of the project.
fn named(folders: &[&str], endings: &[&str]) -> Vec<PathBuf> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| top.join(folder)).collect();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.display().to_string();
            if path.is_dir() {
                waiting.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path.strip_prefix(top).expect("inside").to_owned());
            }
        }
    }
    found
}

/// The function `name` of a source text, from its name to the next test.
fn function<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("fn {name}("))?;
    Some(rest.split("#[test]").next().unwrap_or(rest))
}

/// How many snapshots in files a piece of source looks at: those with `@` stand in the source itself.
fn looks(text: &str) -> usize {
    let calls = text.split("assert_snapshot!(").skip(1);
    calls.filter(|call| !call.split(");").next().unwrap_or("").contains(" @")).count()
}

/// Whether one of the sources beside the folder `snapshots` of `snapshot` looks at it.
fn has_a_test(snapshot: &str, sources: &[(String, String)]) -> bool {
    let (folder, file) = snapshot.split_once("/snapshots/").expect("a folder of snapshots");
    let name = file.trim_end_matches(".snap");
    let beside: Vec<&(String, String)> =
        sources.iter().filter(|(path, _)| path.rsplit_once('/').is_some_and(|(place, _)| place == folder)).collect();
    // With a name of its own, or that of the file that it is about.
    let literal = format!("assert_snapshot!(\"{name}\"");
    let about = name.split_once('_').is_some_and(|(first, rest)| {
        let made = format!("assert_snapshot!(format!(\"{first}_{{name}}\")");
        beside.iter().any(|(_, text)| text.contains(&made))
            && beside.iter().any(|(path, _)| *path == format!("{folder}/{rest}.rs"))
    });
    if about || beside.iter().any(|(_, text)| text.contains(&literal)) {
        return true;
    }
    // Otherwise insta's: crate__modules__test, and -2 for the second one of a test.
    let (modules, test) = name.rsplit_once("__").unwrap_or(("", name));
    let (test, number) = match test.rsplit_once('-') {
        Some((test, number)) => (test, number.parse().unwrap_or(usize::MAX)),
        None => (test, 1),
    };
    beside.iter().any(|(path, text)| {
        // The tests of a long file stand in one beside it: a.rs and a_tests.rs.
        let file = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("_tests");
        let module = file.trim_end_matches("/mod").replace('/', "__");
        // The wing record is a crate of its own.
        let of_crate = if module.starts_with("record__") { "answerable_record" } else { "answerable" };
        let of_module = modules == format!("{of_crate}__{module}__tests") || modules == format!("{of_crate}__{module}");
        of_module && function(text, test).is_some_and(|body| looks(body) >= number)
    })
}

#[test]
fn every_snapshot_has_a_test() {
    let sources = files(&["src", "tests"]);
    let snapshots = named(&["src", "tests"], &[".snap"]);
    assert!(snapshots.len() > 50, "{} snapshots are hardly all", snapshots.len());
    let mut alone: Vec<String> = snapshots.iter().map(|path| path.display().to_string()).collect();
    alone.retain(|path| !has_a_test(path, &sources));
    assert!(alone.is_empty(), "no test looks at these snapshots, remove them:\n{}", alone.join("\n"));
}

#[test]
fn no_snapshot_waits_for_a_decision() {
    let waiting = named(&["src", "tests"], &[".snap.new", ".pending-snap"]);
    assert!(waiting.is_empty(), "a test has written these beside the snapshots; accept or remove them: {waiting:?}");
}

#[test]
fn a_snapshot_without_a_test_is_found() {
    let source = "#[test]\nfn table() {\n    insta::assert_snapshot!(one);\n    insta::assert_snapshot!(two, @r\"\n\");\n}\n\
        #[test]\nfn other() {\n    assert!(true);\n}\n";
    let about = "insta::assert_snapshot!(format!(\"access_{name}\"), table);\ninsta::assert_snapshot!(\"own_name\", text);";
    let sources = [
        ("src/a/rules.rs", source),
        ("src/a/long_tests.rs", source),
        ("src/record/rules.rs", source),
        ("tests/it/access/mod.rs", about),
        ("tests/it/access/users.rs", ""),
    ];
    let sources = sources.map(|(path, text)| (path.to_owned(), text.to_owned()));
    for (snapshot, wanted) in [
        ("src/a/snapshots/answerable__a__rules__tests__table.snap", true),
        ("src/a/snapshots/answerable__a__long__tests__table.snap", true),
        ("src/a/snapshots/answerable__a__rules__tests__table-2.snap", false),
        ("src/a/snapshots/answerable__a__rules__tests__other.snap", false),
        ("src/a/snapshots/answerable__a__rules__tests__gone.snap", false),
        ("src/a/snapshots/answerable__b__rules__tests__table.snap", false),
        ("src/b/snapshots/answerable__a__rules__tests__table.snap", false),
        ("src/record/snapshots/answerable_record__record__rules__tests__table.snap", true),
        ("src/record/snapshots/answerable__record__rules__tests__table.snap", false),
        ("tests/it/access/snapshots/access_users.snap", true),
        ("tests/it/access/snapshots/access_gone.snap", false),
        ("tests/it/access/snapshots/own_name.snap", true),
        ("tests/it/access/snapshots/another_name.snap", false),
    ] {
        assert_eq!(has_a_test(snapshot, &sources), wanted, "{snapshot}");
    }
}
