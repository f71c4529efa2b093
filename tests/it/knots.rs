//! Knots of modules: how many hang together because each needs the others.

use std::collections::{BTreeMap, BTreeSet};

use super::architecture::{File, files, imports};

/// The most modules that may hang together. It only ever falls: who adds to a knot moves what it needs to a module below instead.
const MOST: usize = 7;

/// The module of a file: a slice, a part of one with a folder of its own, or what a wing has beside its slices.
fn module(file: &str) -> &str {
    file.rsplit_once('/').map_or(file, |(folder, _)| folder)
}

/// The modules of each knot, those that hang on no other left out.
fn knots(files: &[File]) -> Vec<BTreeSet<String>> {
    let mut graph: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let imports = imports(files);
    for (file, imported) in &imports {
        let others = imported.iter().map(|other| module(other)).filter(|other| *other != module(file));
        graph.entry(module(file)).or_default().extend(others);
    }
    let reach = |from: &str| {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![from]);
        while let Some(module) = waiting.pop() {
            waiting.extend(graph.get(module).into_iter().flatten().filter(|next| seen.insert((**next).to_owned())));
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<String>> = graph.keys().map(|module| (*module, reach(module))).collect();
    let both_ways = |one: &str, other: &String| reached.get(other.as_str()).is_some_and(|back| back.contains(one));
    let knot = |one: &str| reached[one].iter().filter(|other| both_ways(one, other)).cloned().collect::<BTreeSet<String>>();
    let all: BTreeSet<BTreeSet<String>> = graph.keys().map(|module| knot(module)).filter(|knot| knot.len() > 1).collect();
    all.into_iter().collect()
}

#[test]
fn knots_of_modules_are_small() {
    let knots_of = |texts: &[(&str, &str)]| {
        let files: Vec<File> = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        knots(&files).into_iter().map(|knot| knot.into_iter().collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let (a, b) = (("src/a/x.rs", "use crate::b::y::Y;"), ("src/b/y.rs", "pub struct Y;"));
    assert!(knots_of(&[a, b]).is_empty());
    // Not a circle of files, and all the same neither module can be read without the other.
    let back = ("src/b/z.rs", "fn f() { crate::a::w::g() }");
    assert_eq!(knots_of(&[a, b, back, ("src/a/w.rs", "pub fn g() {}")]), [["src/a", "src/b"]]);
    assert!(knots_of(&[a, b, ("src/a/w.rs", "use crate::a::x;")]).is_empty(), "inside a module");

    let large: Vec<_> = knots(&files(&["src"])).into_iter().filter(|knot| knot.len() > MOST).collect();
    assert!(large.is_empty(), "more than {MOST} modules hang together: {large:#?}");
}
