//! docs/WAYS-BACK.md against the OpenAPI document: every act has a row, and every way back exists.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::contract;

/// The operations of the document, such as `POST /v1/actions/{id}/accept`.
fn operations() -> BTreeSet<String> {
    let paths = contract::document()["paths"].as_object().expect("paths");
    let methods = |path: &String, item: &serde_json::Value| {
        let names = item.as_object().expect("methods").keys().map(|method| format!("{} {path}", method.to_uppercase()));
        names.collect::<Vec<_>>()
    };
    paths.iter().flat_map(|(path, item)| methods(path, item)).collect()
}

/// True for an operation that does something with one record: `POST` of a path that goes on after the id.
fn is_act(operation: &str) -> bool {
    operation.strip_prefix("POST /v1/").is_some_and(|path| path.split_once('}').is_some_and(|(_, rest)| !rest.is_empty()))
}

/// The lines of the tables of the page: the act, whose it is, and how it is put right.
fn lines() -> Vec<[String; 3]> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/WAYS-BACK.md");
    let page = std::fs::read_to_string(page).expect("docs/WAYS-BACK.md");
    let lines = page.lines().filter(|line| line.starts_with("| `"));
    let cells = lines.map(|line| {
        let mut cells = line.trim_matches('|').splitn(3, " | ").map(|cell| cell.trim().to_owned());
        let mut next = || cells.next().unwrap_or_default();
        [next().trim_matches('`').to_owned(), next(), next()]
    });
    cells.collect()
}

/// The rows of the page: the act, and the cell that says how it is put right.
fn rows() -> BTreeMap<String, String> {
    let mut rows = BTreeMap::new();
    for [act, _, back] in lines() {
        assert_eq!(rows.insert(act.clone(), back), None, "{act} stands there twice");
    }
    rows
}

/// Acts that are listed in `allowed_acts` of a record under another name than their operation has: what is added to a record, and
/// what is done to an account.
const ELSEWHERE: &[(&str, &str)] = &[
    ("add-agenda-item", "POST /v1/meetings/{id}/agenda-items"),
    ("add-attendance", "POST /v1/meetings/{id}/attendance"),
    ("add-decision", "POST /v1/decisions"),
    ("add-finding", "POST /v1/findings"),
    ("add-follow-up", "POST /v1/follow-ups"),
    ("add-matter", "POST /v1/meetings/{id}/matters"),
    ("add-paper", "POST /v1/meetings/{id}/papers"),
    ("add-part", "POST /v1/questions/{id}/parts"),
    ("add-question", "POST /v1/questions"),
    ("add-recommendation", "POST /v1/recommendation-sets/{id}/recommendations"),
    ("cite", "POST /v1/attachments/{id}/citations"),
    ("claim-progress", "POST /v1/recommendation-sets/{id}/progress"),
    ("record-exchange", "POST /v1/exchanges"),
    ("set-action", "POST /v1/actions"),
    ("update", "POST /v1/actions/{id}/updates"),
    ("extend", "POST /v1/questions/{id}/deadline"),
    ("pause", "POST /v1/questions/{id}/deadline"),
    ("resume", "POST /v1/questions/{id}/deadline"),
    ("take-back-extension", "POST /v1/questions/{id}/deadline"),
    ("respond", "POST /v1/questions/{id}/responses"),
];

/// The act that only the operator does, with `answerable user reset`: a secret that was replaced is not used again.
const BY_COMMAND: &str = "reset";

/// Every act that the enumerations of acts name, with the schema that names it. What is edited is put right by editing, and what
/// is deleted was a draft that nobody else had seen.
fn enumerated() -> Vec<(String, String)> {
    let schemas = contract::document()["components"]["schemas"].as_object().expect("schemas");
    let acts = schemas.iter().filter(|(name, _)| name.ends_with("Act")).flat_map(|(name, schema)| {
        let values = schema["enum"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
        values.map(|value| (name.clone(), value.to_owned())).collect::<Vec<_>>()
    });
    acts.filter(|(_, act)| !["edit", "delete", BY_COMMAND].contains(&act.as_str())).collect()
}

/// The words in code of a cell, before the colon that begins an explanation.
fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// What is wrong with a way back: it names nothing, or nothing that exists.
fn faults(act: &str, cell: &str, operations: &BTreeSet<String>) -> Vec<String> {
    if let Some(reason) = cell.strip_prefix("none") {
        let says_why = reason.strip_prefix(": ").is_some_and(|reason| reason.len() > 20);
        return if says_why { Vec::new() } else { vec![format!("{act}: \"none\" without a reason")] };
    }
    let above = act.rsplit_once('/').map_or("", |(above, _)| above);
    let ways = named(cell);
    let first = ways.first().map(|way| if way.contains(' ') { (*way).to_owned() } else { format!("{above}/{way}") });
    match first {
        None => vec![format!("{act}: no way back")],
        Some(first) if !operations.contains(&first) => vec![format!("{act}: {first} does not exist")],
        Some(_) => {
            let addresses = ways.iter().filter(|way| way.contains(" /") && !operations.contains(**way));
            addresses.map(|way| format!("{act}: {way} does not exist")).collect()
        }
    }
}

/// Who did each operation in the tables of access: those who succeeded in a state; for an act that no state of the tables allows, those
/// who were not refused for who they are.
fn whose() -> BTreeMap<String, Vec<&'static str>> {
    const NAMES: [(&str, &str); 3] = [("pcc", "PCC"), ("opcc", "office"), ("force", "force")];
    let tables = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/access/snapshots");
    let (mut did, mut could): (BTreeMap<String, BTreeSet<usize>>, BTreeMap<String, BTreeSet<usize>>) = Default::default();
    for table in std::fs::read_dir(tables).expect("the tables of access") {
        let table = std::fs::read_to_string(table.expect("a table").path()).expect("a table");
        let mut callers: Vec<&str> = Vec::new();
        for line in table.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if words.first() == Some(&"nobody") {
                callers = words;
                continue;
            }
            if callers.is_empty() || !line.starts_with("POST ") {
                continue;
            }
            let operation = words[..2].join(" ");
            for (caller, status) in callers.iter().zip(&words[words.len() - callers.len()..]) {
                let Some(name) = NAMES.iter().position(|(role, _)| role == caller) else { continue };
                if status.starts_with('2') {
                    did.entry(operation.clone()).or_default().insert(name);
                }
                if !["401", "403", "404"].contains(status) {
                    could.entry(operation.clone()).or_default().insert(name);
                }
            }
        }
    }
    could.extend(did);
    could.into_iter().map(|(operation, all)| (operation, all.into_iter().map(|one| NAMES[one].1).collect())).collect()
}

#[test]
fn the_page_says_whose_each_act_is() {
    let whose = whose();
    let wrong: Vec<_> = lines()
        .into_iter()
        .filter(|[act, by, _]| whose.get(act).map(|names| names.join(", ")).as_ref() != Some(by))
        .map(|[act, by, _]| format!("{act}: {by:?}, and not {:?}", whose.get(&act)))
        .collect();
    assert!(wrong.is_empty(), "docs/WAYS-BACK.md:\n{}", wrong.join("\n"));
}

#[test]
fn every_act_has_a_way_back() {
    let (operations, rows) = (operations(), rows());
    let acts: BTreeSet<&String> = operations.iter().filter(|one| is_act(one)).collect();
    assert!(acts.len() > 100, "{} acts are hardly all", acts.len());
    let without: Vec<&&String> = acts.iter().filter(|act| !rows.contains_key(**act)).collect();
    assert!(without.is_empty(), "docs/WAYS-BACK.md has no row for {without:#?}");
    let gone: Vec<&String> = rows.keys().filter(|act| !acts.contains(act)).collect();
    assert!(gone.is_empty(), "docs/WAYS-BACK.md has rows for acts that are not there: {gone:#?}");
    let faults: Vec<String> = rows.iter().flat_map(|(act, cell)| faults(act, cell, &operations)).collect();
    assert!(faults.is_empty(), "docs/WAYS-BACK.md:\n{}", faults.join("\n"));
}

/// The enumerations of acts, which every `rules.rs` matches without a remainder, and the page know the same acts.
#[test]
fn every_enumerated_act_is_on_the_page() {
    let (operations, rows, all) = (operations(), rows(), enumerated());
    assert!(all.len() > 80, "{} acts are hardly all", all.len());
    let has_row = |act: &str| rows.keys().any(|row| row.ends_with(&format!("}}/{act}")));
    let added = |act: &str| ELSEWHERE.iter().any(|(name, operation)| *name == act && operations.contains(*operation));
    let missing: Vec<_> = all.iter().filter(|(_, act)| !has_row(act) && !added(act)).collect();
    assert!(missing.is_empty(), "no row of docs/WAYS-BACK.md and no operation is {missing:#?}");
}

#[test]
fn a_row_that_says_nothing_is_noticed() {
    let operations = BTreeSet::from(["POST /v1/actions/{id}/reopen".to_owned(), "DELETE /v1/papers/{id}".to_owned()]);
    let act = "POST /v1/actions/{id}/accept";
    for (cell, want) in [
        ("`reopen`", 0),
        ("`unaccept`", 1),
        ("`DELETE /v1/papers/{id}`", 0),
        ("`DELETE /v1/plans/{id}`", 1),
        ("`reopen`, or `DELETE /v1/plans/{id}`", 1),
        ("ask a colleague", 1),
        ("none", 1),
        ("none: it says only that work has begun", 0),
    ] {
        assert_eq!(faults(act, cell, &operations).len(), want, "{cell}");
    }
    assert!(is_act(act) && is_act("POST /v1/meetings/{id}/papers"));
    assert!(!is_act("POST /v1/actions") && !is_act("PATCH /v1/actions/{id}") && !is_act("POST /public/v1/x/{id}/y"));
}
