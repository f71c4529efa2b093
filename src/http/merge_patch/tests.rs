//! Tests of patches: what they change, what they refuse, and how they are described.

use serde::Deserialize;
use serde_json::json;
use utoipa::PartialSchema;

use super::*;
use crate::foundation::db::JsonText;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    parent: String,
    title: String,
    note: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    from: i32,
    to: i32,
    place: Option<i32>,
    maker: Option<DraftMaker>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftMaker {
    name: String,
    role: Option<String>,
}

merge_patch!(
    /// Changes a draft.
    EditDraft of Draft, such as {"note": null};
    Record {
        edited: title, note, from, to;
        as json: tags, maker;
        settled: place;
        fixed: parent;
        not in the draft: version;
    }
);

impl Check for Draft {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line_up_to("/title", &self.title, 10);
        self.note = faults.optional_prose("/note", self.note.as_deref());
        if self.to < self.from {
            faults.add("/to", "is before from");
        }
        self
    }
}

#[derive(Clone)]
pub struct Record {
    version: i32,
    parent: String,
    title: String,
    note: Option<String>,
    tags: JsonText<Vec<String>>,
    from: i32,
    to: i32,
    place: i32,
    maker: JsonText<Option<DraftMaker>>,
}

fn stored() -> Draft {
    let maker = Some(DraftMaker { name: "A".into(), role: Some("B".into()) });
    let tags = vec!["x".into()];
    Draft { parent: "p".into(), title: "Title".into(), note: Some("n".into()), tags, from: 1, to: 5, place: Some(3), maker }
}

fn record(draft: Draft) -> Record {
    let (parent, title, from) = (String::from("p"), String::new(), 0);
    let (tags, maker) = (JsonText::new(&vec![]).expect("JSON"), JsonText::new(&None).expect("JSON"));
    let empty = Record { version: 7, parent, title, note: None, tags, from, to: 0, place: 0, maker };
    empty.with(draft).expect("a record")
}

/// The draft of a stored one after a patch, or its faults.
fn edit(stored: &Draft, patch: &str) -> Result<Edited<Draft>, Vec<String>> {
    match EditDraft::read(patch.as_bytes()).and_then(|patch| patch.apply(&record(stored.clone()))) {
        Err(ApiError::Invalid(faults)) => Err(faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.detail)).collect()),
        other => Ok(other.expect("an edit")),
    }
}

#[test]
fn a_record_is_its_draft_and_more() {
    let edited = Draft { parent: "q".into(), title: "New".into(), place: None, ..stored() };
    let after = record(stored()).with(edited).expect("a record");
    assert_eq!(after.draft().expect("a draft"), Draft { title: "New".into(), ..stored() });
    assert_eq!(after.version, 7);
}

#[test]
fn members_are_replaced_cleared_or_left() {
    for (patch, want) in [
        ("{}", stored()),
        (r#"{"title": " New "}"#, Draft { title: "New".into(), ..stored() }),
        (r#"{"note": null, "maker": null}"#, Draft { note: None, maker: None, ..stored() }),
        (r#"{"tags": ["y", "z"]}"#, Draft { tags: vec!["y".into(), "z".into()], ..stored() }),
        (r#"{"maker": {"name": "C"}}"#, Draft { maker: Some(DraftMaker { name: "C".into(), role: None }), ..stored() }),
        (r#"{"from": 6, "to": 7}"#, Draft { from: 6, to: 7, ..stored() }),
    ] {
        assert_eq!(edit(&stored(), patch).expect(patch).draft, want, "{patch}");
    }
    let changes = edit(&stored(), r#"{"title": " New ", "note": null}"#).expect("an edit").changes;
    assert_eq!(changes, json!({"title": "New", "note": null}));
}

#[test]
fn what_is_refused() {
    for (patch, want) in [
        (r#"{"titel": "a"}"#, "/titel is not known here: did you mean title?"),
        (r#"{"title": "a", "title": "b"}"#, " title is given twice"),
        (r#"{"title": null}"#, "/title cannot be cleared"),
        (r#"{"tags": null}"#, "/tags cannot be cleared"),
        (r#"{"place": null}"#, "/place cannot be cleared"),
        (r#"{"parent": "q"}"#, "/parent is set when the record is created"),
        (r#"{"title": 1}"#, "/title is a number: send a text"),
        (r#"{"maker": {"role": "C"}}"#, "/maker name is missing"),
        (r#"{"maker": {"name": null}}"#, "/maker/name is null: send a text"),
        (r#"{"from": 9007199254740993}"#, "/from is too large"),
        (r#"{"title": " "}"#, "/title must not be empty"),
        (r#"{"from": 6}"#, "/to is before from"),
        ("[]", " is a list: send an object"),
        ("null", " is null: send an object"),
    ] {
        let faults = edit(&stored(), patch).err().unwrap_or_default();
        assert!(faults.len() == 1 && faults[0].starts_with(want), "{patch}: {want}: {faults:?}");
    }
}

/// A rule is younger than the record: it holds for what is given now.
#[test]
fn an_older_record_stays_editable() {
    let old = Draft { title: "Longer than ten".into(), from: 6, ..stored() };
    let edited = edit(&old, r#"{"note": "Another."}"#).expect("an edit");
    assert_eq!(edited.draft, Draft { note: Some("Another.".into()), ..old.clone() });
    assert_eq!(edited.changes, json!({"note": "Another."}));
    assert_eq!(edit(&old, r#"{"title": "Also too long"}"#).expect_err("a fault"), ["/title must be at most 10 characters"]);
    assert_eq!(edit(&old, r#"{"to": 2}"#).expect_err("a fault"), ["/to is before from"]);
}

#[test]
fn the_schema_is_that_of_the_draft() {
    let schema = serde_json::to_value(EditDraft::schema()).expect("JSON");
    let draft = serde_json::to_value(Draft::schema()).expect("JSON");
    let mut properties = draft["properties"].clone();
    properties.as_object_mut().expect("members").remove("parent");
    properties["place"]["type"] = json!("integer");
    assert_eq!(schema["properties"], properties);
    assert_eq!(properties["note"]["type"], json!(["string", "null"]));
    assert_eq!((&schema["required"], &schema["description"]), (&Value::Null, &json!("Changes a draft.")));
    assert_eq!((&schema["additionalProperties"], EditDraft::name().as_ref()), (&json!(false), "EditDraft"));
}
