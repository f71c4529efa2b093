//! JSON Merge Patch (RFC 7396): the members of a record that a caller gives another value.
//!
//! A slice says once what can be edited: the draft, which is also the body that creates a record. A patch is laid over the draft
//! of the stored record, and the result is checked as a new draft is. So each rule of a draft holds for both.
//!
//! Two decisions go beyond the RFC:
//!
//! - A member that is an object or a list is replaced as a whole: its parts mean something only together.
//! - A rule may be younger than a record. A fault that the stored record has already, at a member that the patch leaves alone, does
//!   not stop an edit: that member stays as it is. Every other fault does, also one that the patch causes at another member.

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::openapi::schema::{Schema, SchemaType};
use utoipa::openapi::{RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

use super::body::{self, Body};
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::validate::{Check, Faults};

/// A draft that a patch can be laid over. [`merge_patch!`] implements it.
pub trait Editable: Check + Clone + Serialize + DeserializeOwned + ToSchema + 'static {
    /// The name of the patch in the OpenAPI document.
    const NAME: &'static str;
    /// The description of the patch in the OpenAPI document, by line.
    const ABOUT: &'static [&'static str];
    /// The members that are set at creation and never edited.
    const FIXED: &'static [&'static str];
    /// The members that creation may leave out, and that a patch may not clear.
    const NEVER_NULL: &'static [&'static str];

    /// Returns an example of the patch.
    fn example() -> Value;
}

/// Says which members of a record can be edited: those of its draft. Names every other member, too, so that a new column is not
/// forgotten.
///
/// ```text
/// merge_patch!(
///     /// Change a priority (JSON Merge Patch): absent members stay, `null` clears.
///     EditPriority of AddPriority, such as {"position": 2};
///     Priority {
///         edited: title, description;
///         settled: position;
///         fixed: plan_id;
///         not in the draft: id, area, created_at, updated_at, version;
///     }
/// );
/// ```
///
/// - `as json`: edited, and kept as `JsonText`.
/// - `not cleared`: edited, and not cleared although the draft may leave them out.
/// - `settled`: the same for members that a record always has, because creation settles what the draft leaves out.
/// - `fixed`: set by the draft that creates a record, and not edited.
/// - `only when created`: the same for members of the draft that become records of their own.
/// - `stored elsewhere`: edited, and neither read nor written here: the slice does that, see [`MergePatch::apply_to`].
///
/// Without a record, the slice says itself how the two belong together.
macro_rules! merge_patch {
    (
        $(#[doc = $about:literal])+
        $name:ident of $draft:ident, such as $example:tt;
    ) => {
        $crate::http::merge_patch::merge_patch!(@patch [$($about),+] $name, $draft, $example, [], []);
    };
    (
        $(#[doc = $about:literal])+
        $name:ident of $draft:ident, such as $example:tt;
        $record:ident {
            $(edited: $($edited:ident),+;)?
            $(as json: $($json:ident),+;)?
            $(not cleared: $($stays:ident),+;)?
            $(settled: $($settled:ident),+;)?
            $(fixed: $($fixed:ident),+;)?
            $(only when created: $($born:ident),+;)?
            $(stored elsewhere: $($elsewhere:ident),+;)?
            not in the draft: $($other:ident),+;
        }
    ) => {
        $crate::http::merge_patch::merge_patch!(
            @patch [$($about),+] $name, $draft, $example, [$($($fixed)+)? $($($born)+)?], [$($($stays)+)? $($($settled)+)?]
        );

        impl $crate::http::merge_patch::Drafted for $record {
            type Draft = $draft;

            fn draft(&self) -> Result<$draft, $crate::foundation::error::ApiError> {
                let Self {
                    $($($edited,)+)? $($($json,)+)? $($($stays,)+)? $($($settled,)+)? $($($fixed,)+)? $($other: _,)+
                } = self.clone();
                Ok($draft {
                    $($($edited,)+)?
                    $($($json: $json.get()?,)+)?
                    $($($stays,)+)?
                    $($($settled: Some($settled),)+)?
                    $($($fixed,)+)?
                    $($($born: Default::default(),)+)?
                    $($($elsewhere: Default::default(),)+)?
                })
            }

            fn with(self, draft: $draft) -> Result<Self, $crate::foundation::error::ApiError> {
                let $draft {
                    $($($edited,)+)? $($($json,)+)? $($($stays,)+)? $($($settled,)+)?
                    $($($fixed: _,)+)? $($($born: _,)+)? $($($elsewhere: _,)+)?
                } = draft;
                Ok(Self {
                    $($($edited,)+)?
                    $($($json: $crate::foundation::db::JsonText::new(&$json)?,)+)?
                    $($($stays,)+)?
                    $($($settled: $settled.unwrap_or(self.$settled),)+)?
                    ..self
                })
            }
        }
    };
    (@patch [$($about:literal),+] $name:ident, $draft:ident, $example:tt, [$($fixed:ident)*], [$($stays:ident)*]) => {
        $(#[doc = $about])+
        pub type $name = $crate::http::merge_patch::MergePatch<$draft>;

        impl $crate::http::merge_patch::Editable for $draft {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static [&'static str] = &[$($about),+];
            const FIXED: &'static [&'static str] = &[$(stringify!($fixed)),*];
            const NEVER_NULL: &'static [&'static str] = &[$(stringify!($stays)),*];

            fn example() -> serde_json::Value {
                serde_json::json!($example)
            }
        }
    };
}
pub(crate) use merge_patch;

/// A stored record with a draft of what can be edited. [`merge_patch!`] implements it.
pub trait Drafted: Sized {
    /// The draft that creates such a record.
    type Draft: Editable;

    /// Returns the draft that would create this record.
    fn draft(&self) -> Result<Self::Draft, ApiError>;

    /// Returns the record as an edited draft has it.
    fn with(self, draft: Self::Draft) -> Result<Self, ApiError>;
}

/// A patch of the draft `D`: its members have the right types, and are checked once they meet a record.
pub struct MergePatch<D> {
    members: Map<String, Value>,
    draft: PhantomData<fn() -> D>,
}

/// A draft after a patch.
#[derive(Debug)]
pub struct Edited<D> {
    /// The whole draft, checked.
    pub draft: D,
    /// The members of the patch in their final form, for the audit trail.
    pub changes: Value,
}

impl<D: Editable> Body for MergePatch<D> {
    fn read(bytes: &[u8]) -> Result<Self, ApiError> {
        // As a draft first, which refuses members that are unknown, repeated or of the wrong type. Only here may members be missing.
        if let Some(error) = body::parse::<D>(bytes).err().and_then(without_missing_members) {
            return Err(error_about_null(error, bytes));
        }
        Self::of(body::parse(bytes)?)
    }
}

impl<D: Editable> MergePatch<D> {
    /// Makes a patch of members that have the right types.
    pub fn of(members: Value) -> Result<Self, ApiError> {
        let Value::Object(members) = members else {
            return Err(ApiError::Invalid(vec![FieldError::new("", "must be an object")]));
        };
        let mut faults = Faults::default();
        for (name, value) in &members {
            if D::FIXED.contains(&name.as_str()) {
                faults.add(&format!("/{name}"), "is set when the record is created and cannot be changed: leave it out");
            } else if value.is_null() && D::NEVER_NULL.contains(&name.as_str()) {
                faults.add(&format!("/{name}"), NO_NULL);
            }
        }
        faults.finish().map(|()| Self { members, draft: PhantomData })
    }

    /// Returns the value that the patch gives a member, if it does.
    pub fn get(&self, member: &str) -> Option<&Value> {
        self.members.get(member)
    }

    /// Lays the patch over the draft of a stored record and checks the result.
    pub fn apply<R: Drafted<Draft = D>>(&self, record: &R) -> Result<Edited<D>, ApiError> {
        self.apply_with(record, |_, _| ())
    }

    /// The same; `settle` changes members that follow from those that the patch gives, before the result is checked.
    pub fn apply_with<R: Drafted<Draft = D>>(
        &self,
        record: &R,
        settle: impl FnOnce(&Self, &mut D),
    ) -> Result<Edited<D>, ApiError> {
        self.lay_over(record.draft()?, settle)
    }

    /// The same for the draft of a record of which some members are stored elsewhere.
    pub fn apply_to(&self, stored: D) -> Result<Edited<D>, ApiError> {
        self.lay_over(stored, |_, _| ())
    }

    fn lay_over(&self, stored: D, settle: impl FnOnce(&Self, &mut D)) -> Result<Edited<D>, ApiError> {
        let before = to_object(&stored)?;
        let mut merged = before.clone();
        merged.extend(self.members.clone());
        let mut draft = from_object::<D>(merged)?;
        settle(self, &mut draft);
        let mut faults = Faults::default();
        let checked = draft.check(&mut faults);
        let faults = faults.into_list();
        let mut after = to_object(&checked)?;
        let changes = self.members.keys().filter_map(|name| Some((name.clone(), after.get(name)?.clone()))).collect();
        if faults.is_empty() {
            return Ok(Edited { draft: checked, changes });
        }
        let older = faults_of(stored);
        let (kept, new): (Vec<_>, Vec<_>) =
            faults.into_iter().partition(|fault| older.contains(fault) && self.get(member_of(fault)).is_none());
        if !new.is_empty() {
            return Err(ApiError::Invalid(new));
        }
        // A check may have replaced what it found fault with.
        after.extend(before.into_iter().filter(|(name, _)| kept.iter().any(|fault| member_of(fault) == name)));
        Ok(Edited { draft: from_object(after)?, changes })
    }
}

const NO_NULL: &str = "cannot be cleared: give a value, or leave the member out to keep what is stored";

/// Returns the error, unless it is only about a member of the draft that the patch leaves out.
fn without_missing_members(error: ApiError) -> Option<ApiError> {
    let is_missing = |fault: &FieldError| fault.pointer.is_empty() && fault.detail.starts_with("missing field `");
    let only_missing = matches!(&error, ApiError::Invalid(faults) if faults.iter().all(is_missing));
    (!only_missing).then_some(error)
}

/// Says of a member that is `null` and needs a value what to do, instead of which type it wants.
fn error_about_null(error: ApiError, bytes: &[u8]) -> ApiError {
    let ApiError::Invalid(mut faults) = error else { return error };
    let members: Map<String, Value> = serde_json::from_slice(bytes).unwrap_or_default();
    for fault in &mut faults {
        if fault.pointer == format!("/{}", member_of(fault)) && members.get(member_of(fault)) == Some(&Value::Null) {
            NO_NULL.clone_into(&mut fault.detail);
        }
    }
    ApiError::Invalid(faults)
}

fn faults_of<D: Check>(draft: D) -> Vec<FieldError> {
    let mut faults = Faults::default();
    drop(draft.check(&mut faults));
    faults.into_list()
}

/// Returns the member of the draft that a fault is at; empty for the whole draft.
fn member_of(fault: &FieldError) -> &str {
    fault.pointer.split('/').nth(1).unwrap_or("")
}

fn to_object<D: Serialize>(draft: &D) -> Result<Map<String, Value>, ApiError> {
    match serde_json::to_value(draft)? {
        Value::Object(members) => Ok(members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(ApiError::Internal(format!("{} is not an object", type_name::<D>())))
        }
    }
}

fn from_object<D: DeserializeOwned>(members: Map<String, Value>) -> Result<D, ApiError> {
    Ok(serde_json::from_value(Value::Object(members))?)
}

impl<D> Clone for MergePatch<D> {
    fn clone(&self) -> Self {
        Self { members: self.members.clone(), draft: PhantomData }
    }
}

impl<D> fmt::Debug for MergePatch<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MergePatch").field(&self.members).finish()
    }
}

impl<D: Editable> PartialSchema for MergePatch<D> {
    /// The schema of the draft, in which every member may be left out.
    fn schema() -> RefOr<Schema> {
        let mut schema = D::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required.clear();
            object.properties.retain(|name, _| !D::FIXED.contains(&name.as_str()));
            for name in D::NEVER_NULL {
                if let Some(member) = object.properties.get_mut(*name) {
                    without_null(member);
                }
            }
            object.description = Some(D::ABOUT.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n"));
            object.example = Some(D::example());
        }
        schema
    }
}

impl<D: Editable> ToSchema for MergePatch<D> {
    fn name() -> std::borrow::Cow<'static, str> {
        D::NAME.into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        D::schemas(schemas);
    }
}

/// Takes `null` out of a schema.
pub fn without_null(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::OneOf(one)) => {
            one.items.retain(|item| !is_null(item));
            if let [only] = one.items.as_slice() {
                *schema = only.clone();
            }
        }
        RefOr::T(Schema::Object(object)) => not_null(&mut object.schema_type),
        RefOr::T(Schema::Array(array)) => not_null(&mut array.schema_type),
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

fn not_null(schema_type: &mut SchemaType) {
    if let SchemaType::Array(types) = schema_type {
        types.retain(|one| *one != Type::Null);
        if let [only] = types.as_slice() {
            *schema_type = SchemaType::Type(only.clone());
        }
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

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
        maker: Option<Maker>,
    }

    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct Maker {
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
        maker: JsonText<Option<Maker>>,
    }

    fn stored() -> Draft {
        let maker = Some(Maker { name: "A".into(), role: Some("B".into()) });
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
            Err(ApiError::Invalid(faults)) => {
                Err(faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.detail)).collect())
            }
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
            (r#"{"maker": {"name": "C"}}"#, Draft { maker: Some(Maker { name: "C".into(), role: None }), ..stored() }),
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
            (r#"{"titel": "a"}"#, "/titel unknown field `titel`"),
            (r#"{"title": "a", "title": "b"}"#, " duplicate field `title`"),
            (r#"{"title": null}"#, "/title cannot be cleared"),
            (r#"{"tags": null}"#, "/tags cannot be cleared"),
            (r#"{"place": null}"#, "/place cannot be cleared"),
            (r#"{"parent": "q"}"#, "/parent is set when the record is created"),
            (r#"{"title": 1}"#, "/title invalid type: integer"),
            (r#"{"maker": {"role": "C"}}"#, "/maker missing field `name`"),
            (r#"{"maker": {"name": null}}"#, "/maker/name invalid type: null"),
            (r#"{"from": 9007199254740993}"#, "/from is too large"),
            (r#"{"title": " "}"#, "/title must not be empty"),
            (r#"{"from": 6}"#, "/to is before from"),
            ("[]", " must be an object"),
            ("null", " invalid type: null"),
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
        assert_eq!(edit(&old, r#"{"title": "Also too long"}"#).expect_err("a fault"), ["/title at most 10 characters"]);
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
}
