//! Decisions about measures. Pure.

use super::model::{AddMeasure, MeasureAct as Act};
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// The measures a caller may see: all of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

/// Decides whether the caller may write measures.
pub fn may_write(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body manages measures")
}

/// Returns the members of a change that would alter the meaning of a measure in use. A new definition would reinterpret every
/// figure given; the name and the links can change.
pub fn fixed_facts(used: bool, before: &AddMeasure, after: &AddMeasure) -> Vec<&'static str> {
    let changed = [
        ("/definition", before.definition != after.definition),
        ("/unit", before.unit != after.unit),
        ("/unit_kind", before.unit_kind != after.unit_kind),
        ("/direction", before.direction != after.direction),
        ("/numerator", before.numerator != after.numerator),
        ("/denominator", before.denominator != after.denominator),
    ];
    changed.into_iter().filter_map(|(pointer, changed)| (used && changed).then_some(pointer)).collect()
}

/// Decides whether the caller may do `act`.
pub fn decide(act: Act, actor: &Actor) -> Result<(), Refusal> {
    match act {
        Act::Edit | Act::Delete => may_write(actor),
    }
}

/// Returns the acts that `actor` may perform.
pub fn allowed_acts(actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, actor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn what_is_used_keeps_its_meaning() {
        let before: AddMeasure = serde_json::from_value(serde_json::json!({
            "name": "Idle kiosks", "definition": "Operators without a case.", "unit": "%", "unit_kind": "percent",
            "direction": "lower_is_better", "numerator": "operators without a case", "denominator": "trained operators",
        }))
        .expect("a measure");
        for (member, value, fixed) in [
            ("name", "Unused kiosks", false),
            ("definition", "Something else.", true),
            ("unit", "share", true),
            ("unit_kind", "count", true),
            ("direction", "neither", true),
            ("numerator", "others", true),
            ("denominator", "all operators", true),
        ] {
            let mut changed = serde_json::to_value(&before).expect("JSON");
            changed[member] = value.into();
            let after: AddMeasure = serde_json::from_value(changed).expect("a measure");
            let want: Vec<String> = if fixed { vec![format!("/{member}")] } else { vec![] };
            assert_eq!(fixed_facts(true, &before, &after), want, "{member}");
            assert!(fixed_facts(false, &before, &after).is_empty(), "{member}");
            assert!(fixed_facts(true, &before, &before).is_empty());
        }
    }

    #[test]
    fn the_body_writes() {
        for (role, scope, want) in [
            (Role::Pcc, TokenScope::Write, true),
            (Role::Opcc, TokenScope::Write, true),
            (Role::Force, TokenScope::Write, false),
            (Role::Pcc, TokenScope::Read, false),
            (Role::Opcc, TokenScope::Read, false),
            (Role::Force, TokenScope::Read, false),
        ] {
            let actor = Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() };
            assert_eq!(may_write(&actor).is_ok(), want, "{role} {scope}");
        }
    }
}
