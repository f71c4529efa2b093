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

pub mod schema;
#[cfg(test)]
mod tests;

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::body::{self, Body};
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::input::{self, Fault, Tree};
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
#[doc(hidden)]
#[macro_export]
macro_rules! __merge_patch {
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
pub use __merge_patch as merge_patch;

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
        let sent = body::tree(bytes)?;
        // As a draft first, which refuses members that are unknown, repeated or of the wrong type. Only here may members be missing.
        match input::read::<D>(sent.clone()) {
            Err(fault) if fault.missing().is_none() => Err(ApiError::Invalid(vec![explained::<D>(fault, &sent)])),
            Ok(_) | Err(_) => Self::of(input::read(sent).map_err(|fault| ApiError::Invalid(vec![fault.into()]))?),
        }
    }
}

impl<D: Editable> MergePatch<D> {
    /// Makes a patch of members that have the right types.
    pub fn of(members: Value) -> Result<Self, ApiError> {
        let Value::Object(members) = members else {
            return Err(ApiError::Invalid(vec![FieldError::new("", "is not an object: send one, in braces")]));
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

/// Says of a member that is `null` and needs a value what to do, instead of which type it wants.
fn explained<D: Editable>(fault: Fault, sent: &Tree) -> FieldError {
    let mut fault = body::of_member::<D>(fault);
    if fault.pointer == format!("/{}", member_of(&fault)) && sent.get(member_of(&fault)) == Some(&Tree::Null) {
        NO_NULL.clone_into(&mut fault.detail);
    }
    fault
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
