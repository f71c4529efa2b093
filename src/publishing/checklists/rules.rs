//! Decisions about check lists. Pure.

use chrono::NaiveDate;

use super::model::{Checked, GivenCheck, PublicationChecklistAct as Act};
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// Decides whether the caller may do `act`.
pub fn decide(act: Act, actor: &Actor) -> Result<(), Refusal> {
    match act {
        Act::Edit => actor.must_be(&[Pcc, Opcc], "only the body keeps its check list"),
    }
}

/// Returns the acts that `actor` may perform.
pub fn allowed_acts(actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, actor))
}

/// Returns what stands in the list after a change: what is given as it stood keeps who checked it.
pub fn checked(before: Option<Checked>, given: Option<GivenCheck>, actor: &Actor, today: NaiveDate) -> Option<Checked> {
    let GivenCheck { met, note, checked_on } = given?;
    let now = Checked { met, note, checked_on: checked_on.unwrap_or(today), checked_by: actor.name.clone() };
    let is_same = |before: &Checked| before.met == now.met && before.note == now.note && before.checked_on == now.checked_on;
    before.filter(is_same).or(Some(now))
}

/// The check lists visible to a caller: that of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "B. Officer".into() }
    }

    #[test]
    fn the_body_keeps_it() {
        for role in Role::ALL {
            for scope in TokenScope::ALL {
                let want = role.is_body() && *scope == TokenScope::Write;
                assert_eq!(allowed_acts(&actor(*role, *scope)), if want { vec![Act::Edit] } else { vec![] }, "{role} {scope}");
            }
        }
    }

    #[test]
    fn who_checked_is_who_last_said_something_else() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let (me, today) = (actor(Opcc, TokenScope::Write), day("2021-06-02"));
        let stood = Checked { met: true, note: None, checked_on: day("2021-06-01"), checked_by: "A. Officer".into() };
        let given = |met, on: Option<&str>| Some(GivenCheck { met, note: None, checked_on: on.map(day) });
        for (before, given, by, on) in [
            (None, given(true, None), "B. Officer", "2021-06-02"),
            (Some(stood.clone()), given(true, Some("2021-06-01")), "A. Officer", "2021-06-01"),
            (Some(stood.clone()), given(true, None), "B. Officer", "2021-06-02"),
            (Some(stood.clone()), given(false, Some("2021-06-01")), "B. Officer", "2021-06-01"),
        ] {
            let found = checked(before, given.clone(), &me, today).expect("a check");
            assert_eq!((found.checked_by.as_str(), found.checked_on), (by, day(on)), "{given:?}");
        }
        assert_eq!(checked(Some(stood), None, &me, today), None);
    }
}
