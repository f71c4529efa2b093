//! The house held to its rules by reading its source: sizes, names, what may import what, no circles, every slice mounted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::visit::{self, Visit};

/// A source file: its path from the top of the project, and its text.
pub(super) type File = (String, String);

pub(super) fn files(folders: &[&str]) -> Vec<File> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut waiting: Vec<_> = folders.iter().map(|folder| top.join(folder)).collect();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(top).expect("inside").to_str().expect("a name").to_owned();
                found.push((name, std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    assert!(found.len() > 3, "{folders:?} has hardly a file");
    found.sort();
    found
}

fn parsed(file: &File) -> syn::File {
    syn::parse_file(&file.1).unwrap_or_else(|error| panic!("{}: {error}", file.0))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The lines of a pattern that takes a record apart member by member: a list, however long the record.
fn taken_apart(statement: &syn::Stmt) -> usize {
    let syn::Stmt::Local(syn::Local { pat: syn::Pat::Struct(pattern), .. }) = statement else { return 0 };
    let (first, last) = (pattern.brace_token.span.open().start().line, pattern.brace_token.span.close().end().line);
    if pattern.rest.is_some() { 0 } else { last - first }
}

fn too_long(file: &File) -> Vec<String> {
    struct Functions<'a>(&'a str, Vec<String>);
    impl Functions<'_> {
        fn look(&mut self, signature: &syn::Signature, block: &syn::Block) {
            let lines = block.brace_token.span.close().end().line - signature.fn_token.span.start().line + 1;
            let lines = lines - block.stmts.iter().map(taken_apart).sum::<usize>();
            if lines > 60 {
                self.1.push(format!("{}: fn {} has {lines} lines, 60 are enough", self.0, signature.ident));
            }
        }
    }
    impl<'ast> Visit<'ast> for Functions<'_> {
        fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
            self.look(&item.sig, &item.block);
            visit::visit_item_fn(self, item);
        }
        fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
            self.look(&item.sig, &item.block);
            visit::visit_impl_item_fn(self, item);
        }
    }
    let mut functions = Functions(&file.0, Vec::new());
    functions.visit_file(&parsed(file));
    let lines = file.1.lines().count();
    if lines > 500 {
        functions.1.push(format!("{}: {lines} lines, 500 are the limit", file.0));
    }
    functions.1
}

#[test]
fn files_and_functions_are_short() {
    assert_none(&files(&["src", "tests", "bench"]).iter().flat_map(too_long).collect::<Vec<_>>());
    let long = |lines: usize| ("a.rs".to_owned(), format!("fn f() {{\n{}}}\n", "g();\n".repeat(lines)));
    assert_eq!(too_long(&long(58)), Vec::<String>::new());
    assert_eq!(too_long(&long(59)).len(), 1);
    assert_eq!(too_long(&long(500)).len(), 2);
    let apart = |rest: &str| format!("fn f() {{\nlet A {{\n{}{rest}\n}} = a;\n}}\n", "b,\n".repeat(60));
    assert_eq!(too_long(&("a.rs".to_owned(), apart(""))), Vec::<String>::new());
    assert_eq!(too_long(&("a.rs".to_owned(), apart(".."))).len(), 1);
}

fn says_nothing(name: &str) -> bool {
    let parts = name.trim_end_matches(".rs").split(['/', '_']);
    parts.into_iter().any(|part| ["util", "utils", "helper", "helpers", "common", "manager", "misc"].contains(&part))
}

#[test]
fn names_say_what_is_inside() {
    let faults: Vec<String> =
        files(&["src", "tests", "bench"]).into_iter().map(|file| file.0).filter(|f| says_nothing(f)).collect();
    assert_none(&faults);
    assert!(says_nothing("src/http/utils.rs") && says_nothing("tests/common/mod.rs") && !says_nothing("src/community.rs"));
}

/// Paths that a file names outside its tests, in `use` items and in the code, each as its segments.
pub(super) fn named_paths(file: &File) -> BTreeSet<Vec<String>> {
    #[derive(Default)]
    struct Paths(BTreeSet<Vec<String>>);
    fn flatten(tree: &syn::UseTree, before: &[String], paths: &mut BTreeSet<Vec<String>>) {
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => flatten(&path.tree, &with(&path.ident), paths),
            syn::UseTree::Name(name) if name.ident == "self" => drop(paths.insert(before.to_vec())),
            syn::UseTree::Name(name) => drop(paths.insert(with(&name.ident))),
            syn::UseTree::Rename(name) => drop(paths.insert(with(&name.ident))),
            syn::UseTree::Glob(_) => drop(paths.insert(before.to_vec())),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, paths)),
        }
    }
    impl<'ast> Visit<'ast> for Paths {
        fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
            flatten(&item.tree, &[], &mut self.0);
        }
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
            visit::visit_path(self, path);
        }
        fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
        fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
            let is_test = |attribute: &syn::Attribute| {
                attribute.path().is_ident("cfg")
                    && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
            };
            if !item.attrs.iter().any(is_test) {
                visit::visit_item_mod(self, item);
            }
        }
    }
    let mut paths = Paths::default();
    paths.visit_file(&parsed(file));
    paths.0
}

/// The roots of the crates whose sources lie in src/; a module is named the same in each of them.
const ROOTS: [&str; 3] = ["lib", "foundation_lib", "record_lib"];

/// The module a file is: `src/http/mod.rs` is `["http"]`, `src/http/body.rs` is `["http", "body"]`.
pub(super) fn module_of(name: &str) -> Vec<String> {
    let inside = name.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    inside.split('/').filter(|part| !ROOTS.contains(part)).map(str::to_owned).collect()
}

/// A path as seen from the top of the crate; `None` when it leads outside or stays in the file.
pub(super) fn from_top(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([module, rest].concat()),
        "super" => {
            let above = &module[..module.len().saturating_sub(1)];
            if rest.first().is_some_and(|next| next == "super") { from_top(above, rest) } else { Some([above, rest].concat()) }
        }
        _ => None,
    }
}

/// Pure files: what each imports besides data, decisions and values.
fn impure(file: &File) -> Vec<String> {
    let module = module_of(&file.0);
    let is_pure = |path: &[String]| match from_top(&module, path) {
        Some(inside) => {
            let last_module = inside.iter().rev().find(|part| part.starts_with(|first: char| first.is_lowercase()));
            let is_data = inside.iter().any(|part| part == "model" || part == "rules");
            let is_asked_or_refused = inside.first().is_none_or(|first| first == "foundation")
                && inside.get(1).is_none_or(|second| second == "actor" || second == "error");
            is_data || is_asked_or_refused || last_module.is_none()
        }
        None => !["diesel", "actix_web", "serde_json", "tokio", "log"].contains(&path[0].as_str()),
    };
    let paths = named_paths(file);
    paths.iter().filter(|path| !is_pure(path)).map(|path| format!("{} uses {}", file.0, path.join("::"))).collect()
}

#[test]
fn rules_are_pure_and_have_tables() {
    let rules: Vec<File> = files(&["src"]).into_iter().filter(|(name, _)| name.ends_with("/rules.rs")).collect();
    assert!(rules.len() >= 8, "{}", rules.len());
    assert_none(&rules.iter().flat_map(impure).collect::<Vec<_>>());
    for (name, text) in &rules {
        assert!(text.contains("#[cfg(test)]") && text.contains("#[test]"), "{name} has no table test");
    }
    let file = |text: &str| ("src/record/questions/rules.rs".to_owned(), text.to_owned());
    assert!(
        impure(&file("use super::model::Question; use crate::foundation::actor::{Actor, Role}; use chrono::NaiveDate;"))
            .is_empty()
    );
    for bad in [
        "use super::store;",
        "use crate::foundation::db::AnyConnection;",
        "use diesel::prelude::*;",
        "fn f() { crate::foundation::clock::now() }",
    ] {
        assert_eq!(impure(&file(bad)).len(), 1, "{bad}");
    }
    assert!(impure(&file("#[cfg(test)] mod tests { use crate::foundation::db::AnyConnection; }")).is_empty());
}

fn queries(file: &File) -> Vec<String> {
    let of_diesel =
        |path: &&Vec<String>| path[0] == "diesel" || path.starts_with(&["crate".into(), "foundation".into(), "schema".into()]);
    named_paths(file).iter().filter(of_diesel).map(|path| format!("{} uses {}", file.0, path.join("::"))).collect()
}

#[test]
fn only_stores_write_queries() {
    let asks = |name: &str| ["/api.rs", "/acts.rs", "/rules.rs"].iter().any(|end| name.ends_with(end)) || name.contains("/api/");
    let faults: Vec<String> = files(&["src"]).iter().filter(|file| asks(&file.0)).flat_map(queries).collect();
    assert_none(&faults);
    let file = |text: &str| ("src/record/questions/api.rs".to_owned(), text.to_owned());
    assert_eq!(queries(&file("use diesel::prelude::*;")).len(), 1);
    assert_eq!(queries(&file("use crate::foundation::schema::questions;")).len(), 1);
    assert!(queries(&file("use super::store;")).is_empty());
}

#[test]
fn lists_count_in_one_way() {
    let counts = |file: &File| {
        !["src/http/paging.rs", "src/http/listing.rs"].contains(&file.0.as_str()) && file.1.contains("window.count")
    };
    let faults: Vec<String> = files(&["src"]).iter().filter(|file| counts(file)).map(|file| file.0.clone()).collect();
    assert_none(&faults);
    let lists = |file: &File| file.1.matches("::page(conn, window, ").count() + file.1.matches("counted!(conn, window, ").count();
    let lists = files(&["src"]).iter().map(lists).sum::<usize>();
    assert!(lists > 40, "{lists} lists");
}

#[test]
fn the_clock_is_read_in_one_place() {
    let reads = |file: &File| {
        let is_clock = |path: &&Vec<String>| {
            path.ends_with(&["Utc".into(), "now".into()]) || path.ends_with(&["Uuid".into(), "now_v7".into()])
        };
        named_paths(file).iter().filter(is_clock).map(|path| format!("{}: {}", file.0, path.join("::"))).collect::<Vec<_>>()
    };
    let all = files(&["src"]);
    assert_none(&all.iter().filter(|file| file.0 != "src/foundation/clock.rs").flat_map(reads).collect::<Vec<_>>());
    let clock = all.iter().find(|file| file.0 == "src/foundation/clock.rs").expect("the clock");
    assert_eq!(reads(clock).len(), 2, "the search finds nothing where there is something");
}

/// The folder of a slice, of the file that has its handlers.
fn slice_of_api(name: &str) -> Option<&str> {
    name.strip_suffix("/api.rs").or_else(|| name.strip_suffix("/api/mod.rs"))
}

#[test]
fn every_slice_is_mounted() {
    let routes = include_str!("../../src/service/routes.rs");
    let slices: Vec<String> = files(&["src"]).iter().filter_map(|(name, _)| slice_of_api(name).map(str::to_owned)).collect();
    assert!(slices.len() >= 12, "{slices:?}");
    for slice in slices {
        // Wings bring their slices in by name; a report is mounted as `reporting::owed`.
        let path = slice.trim_start_matches("src/").replace('/', "::");
        let name = path.rsplit("::").next().expect("a name");
        let mounts = |path: &str| ["(", ", "].iter().any(|before| routes.contains(&format!("{before}{path}::api::")));
        let is_mounted = [path.as_str(), name].into_iter().any(mounts);
        assert!(is_mounted, "src/service/routes.rs does not mount {path}");
    }
}

/// Which file imports which, re-exports followed to the file that has the thing.
pub(super) fn imports(files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let modules: BTreeMap<Vec<String>, &str> = files.iter().map(|file| (module_of(&file.0), file.0.as_str())).collect();
    // Read once: to parse a file for each path that leads to it took a minute.
    let names: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> =
        files.iter().map(|file| (module_of(&file.0), named_paths(file))).collect();
    let paths: BTreeMap<Vec<String>, Vec<Vec<String>>> = names
        .iter()
        .map(|(module, named)| {
            // `serve::run` in `cli/mod.rs` is a path into a child.
            let child = |path: &Vec<String>| {
                let inside = [&module[..], &path[..]].concat();
                modules.contains_key(&inside[..=module.len()]).then_some(inside)
            };
            // `b::c::x` behind `use crate::b;` is a path into what was imported.
            let through = |path: &Vec<String>| {
                let (first, rest) = path.split_first().filter(|(_, rest)| !rest.is_empty())?;
                let imported = named.iter().filter(|one| one.len() > 1 && one.last() == Some(first));
                let imported = imported.filter_map(|one| from_top(module, one)).find(|one| modules.contains_key(one))?;
                Some([&imported[..], rest].concat())
            };
            let of = |path: &Vec<String>| from_top(module, path).or_else(|| child(path)).or_else(|| through(path));
            let inside = named.iter().filter_map(of).collect();
            (module.clone(), inside)
        })
        .collect();
    // A module passes on the names it takes from modules below itself.
    let target = |path: &[String]| -> Option<Vec<String>> {
        let length = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let name = rest.first();
        let passed = names.get(module)?.iter().find_map(|named| {
            let child = [module, &named[..named.len() - 1]].concat();
            (named.last() == name && named.len() > 1 && modules.contains_key(&child)).then_some(child)
        });
        Some(passed.unwrap_or_else(|| module.to_vec()))
    };
    let mut graph = BTreeMap::new();
    for (module, named) in &paths {
        let edges = named.iter().filter_map(|path| target(path)).filter(|other| other != module);
        graph.insert(modules[module].to_owned(), edges.map(|other| modules[&other].to_owned()).collect());
    }
    graph
}

/// The files that lie on a circle of imports.
fn circles(graph: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let reaches = |from: &str| {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&str> = graph[from].iter().map(String::as_str).collect();
        while let Some(file) = waiting.pop() {
            if seen.insert(file.to_owned()) {
                waiting.extend(graph.get(file).into_iter().flatten().map(String::as_str));
            }
        }
        seen
    };
    let onward: BTreeMap<&str, BTreeSet<String>> = graph.keys().map(|file| (file.as_str(), reaches(file))).collect();
    let on_circle = onward.iter().filter(|(file, reached)| reached.contains(**file));
    on_circle
        .map(|(file, reached)| {
            let partners = graph[*file].iter().filter(|next| reached.contains(*next) && onward[next.as_str()].contains(*file));
            format!("{file} -> {}", partners.cloned().collect::<Vec<_>>().join(", "))
        })
        .collect()
}

#[test]
fn no_circular_imports() {
    let circle = |a: &str, b: &str| {
        circles(&imports(&[
            ("src/a.rs".into(), a.into()),
            ("src/b/mod.rs".into(), b.into()),
            ("src/b/c.rs".into(), String::new()),
        ]))
    };
    assert_eq!(circle("use crate::b::x;", "use crate::a::y;").len(), 2);
    assert_eq!(circle("fn f() { crate::b::x() }", "use super::a;").len(), 2);
    assert_eq!(circle("use super::b::c;", "mod c; fn f() { c::g() } fn h() { crate::a::y() }").len(), 0);
    assert_eq!(circle("use crate::b::X;", "pub use c::X; use crate::a::y;"), Vec::<String>::new());
    assert_eq!(circle("use crate::b::x;", "pub fn x() {}"), Vec::<String>::new());
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let a = file("src/a.rs", "use crate::b; fn f() { b::c::x() }");
    let through = imports(&[a, file("src/b/mod.rs", "pub mod c;"), file("src/b/c.rs", "")]);
    assert!(through["src/a.rs"].contains("src/b/c.rs"), "{through:?}");
    assert_none(&circles(&imports(&files(&["src"]))));
}

/// The types that OpenAPI shows by their names: derived ones, and those that `text_enum!` and `id_type!` make.
fn described(file: &File) -> Vec<String> {
    #[derive(Default)]
    struct Types(Vec<String>);
    impl Types {
        fn look(&mut self, attributes: &[syn::Attribute], ident: &syn::Ident) {
            let derives = |attribute: &&syn::Attribute| attribute.path().is_ident("derive");
            let tokens = |attribute: &syn::Attribute| attribute.meta.require_list().map(|list| list.tokens.to_string());
            if attributes
                .iter()
                .filter(derives)
                .filter_map(|attribute| tokens(attribute).ok())
                .any(|text| text.contains("ToSchema"))
            {
                self.0.push(named(attributes).unwrap_or_else(|| ident.to_string()));
            }
        }
    }
    /// The name that a type gives itself there: `#[schema(as = RecordFileArea)]`.
    fn named(attributes: &[syn::Attribute]) -> Option<String> {
        let mut name = None;
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("schema")) {
            // What comes after it is not read.
            let _: syn::Result<()> = attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("as") {
                    name = Some(meta.value()?.parse::<syn::Ident>()?.to_string());
                }
                Ok(())
            });
        }
        name
    }
    impl<'ast> Visit<'ast> for Types {
        fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
            self.look(&item.attrs, &item.ident);
        }
        fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
            self.look(&item.attrs, &item.ident);
        }
        fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
            if ["text_enum", "id_type", "orders"].iter().any(|name| item.mac.path.is_ident(name)) {
                let names = item.mac.tokens.clone().into_iter().filter_map(|token| match token {
                    proc_macro2::TokenTree::Ident(ident) => Some(ident.to_string()),
                    _ => None,
                });
                self.0.extend(names);
            }
        }
    }
    let mut types = Types::default();
    types.visit_file(&parsed(file));
    types.0
}

#[test]
fn no_two_types_share_a_name_in_the_description() {
    let doubles = |files: &[File]| {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut faults = Vec::new();
        for file in files {
            for name in described(file) {
                if let Some(other) = seen.insert(name.clone(), file.0.clone()) {
                    faults.push(format!("{name} is in {other} and in {}: one would stand for both", file.0));
                }
            }
        }
        faults
    };
    assert_none(&doubles(&files(&["src"])));
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let (one, other) = ("#[derive(Debug, ToSchema)] struct A;", "text_enum!(/// Doc.\nA { B = \"b\" });");
    assert_eq!(doubles(&[file("a.rs", one), file("b.rs", other)]).len(), 1);
    assert_eq!(doubles(&[file("a.rs", one), file("b.rs", "struct A;")]).len(), 0);
}

/// What a file of the public surface names besides itself, what is published, and what knows nothing of the working record.
fn beyond_the_public(file: &File) -> Vec<String> {
    const OPEN: [&str; 3] = ["public", "publication_log", "http"];
    const TABLES: [&str; 10] = [
        "public_editions",
        "public_items",
        "public_item_priorities",
        "public_files",
        "public_rules",
        "publication_log",
        "areas",
        "feed_entries",
        "feed_entry_terms",
        "feed_events",
    ];
    let module = module_of(&file.0);
    let is_open = |path: &Vec<String>| {
        let Some(inside) = from_top(&module, path) else { return true };
        match inside.first().map(String::as_str) {
            // What an edition is made of reads the working record; what stands in a gap is published itself.
            Some("publishing") => {
                inside.ends_with(&["redact".into(), "marker".into()])
                    || inside.get(1).is_some_and(|part| part == "reasons")
                    || inside.iter().any(|part| part == "model")
            }
            Some("foundation") if inside.get(1).is_some_and(|part| part == "schema") => {
                inside.get(2).is_none_or(|table| TABLES.contains(&table.as_str()))
            }
            Some("foundation") => inside.get(1).is_none_or(|part| part != "file_store"),
            // Figures as data, beside the model of data points.
            Some("record") => inside.iter().any(|part| part == "model" || part == "figure"),
            Some(first) => OPEN.contains(&first),
            None => true,
        }
    };
    named_paths(file).iter().filter(|path| !is_open(path)).map(|path| format!("{} uses {}", file.0, path.join("::"))).collect()
}

#[test]
fn the_public_surface_reads_only_what_is_published() {
    let public: Vec<File> = files(&["src/public"]);
    assert_none(&public.iter().flat_map(beyond_the_public).collect::<Vec<_>>());
    let file = |text: &str| ("src/public/pages.rs".to_owned(), text.to_owned());
    for bad in [
        "use crate::record::questions::store;",
        "use crate::foundation::schema::questions;",
        "use crate::foundation::schema::{public_items, editions};",
        "use crate::publishing::source;",
        "fn f() { crate::publishing::editions::acts::create() }",
    ] {
        assert_eq!(beyond_the_public(&file(bad)).len(), 1, "{bad}");
    }
    assert!(
        beyond_the_public(&file(
            "use crate::foundation::schema::publication_log; use crate::record::meetings::model::MeetingKind;"
        ))
        .is_empty()
    );
}
