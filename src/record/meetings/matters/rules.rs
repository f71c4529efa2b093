//! Decisions about matters: permissions, the effect of an agreed record, and chains. Pure.

use chrono::NaiveDate;

use super::model::{AddMatter, Matter, MatterAct as Act, MatterId};
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus::{Agreed, Cancelled, Held, Scheduled};
use crate::record::meetings::model::{MeetingId, MeetingStatus};

/// The two ends of a matter: the status of each known meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    pub from: Option<MeetingStatus>,
    pub to: Option<MeetingStatus>,
    /// True when the record of the earlier meeting included the matter while it was open.
    pub recorded_at_source: bool,
}

impl Ends {
    /// Returns whether the agreed record of the earlier meeting has the matter in it.
    pub fn is_fixed_at_source(&self) -> bool {
        self.recorded_at_source && self.from == Some(Agreed)
    }

    /// Returns the status of the meeting whose record contains the matter, for callers.
    pub fn status(&self) -> &'static str {
        self.to.or(self.from).map_or("none", MeetingStatus::as_str)
    }
}

impl Act {
    fn check(self, ends: &Ends) -> Result<(), Refusal> {
        match (self, ends.to) {
            (Self::Edit | Self::Delete, Some(Agreed)) => {
                Err(Refusal::WrongState("the record of the later meeting is agreed, so the matter cannot be changed"))
            }
            (Self::Edit, None) if ends.is_fixed_at_source() => {
                Err(Refusal::WrongState("the record of the earlier meeting is agreed: the matter can only be brought forward"))
            }
            (Self::Delete, _) if ends.is_fixed_at_source() => {
                Err(Refusal::WrongState("the record of the earlier meeting is agreed, so the matter cannot be deleted"))
            }
            (Self::Edit | Self::Delete, None | Some(Scheduled | Held | Cancelled)) => Ok(()),
            (Self::TakeBackCarryForward, None) => {
                Err(Refusal::WrongState("the matter has no later meeting: there is nothing to take back"))
            }
            (Self::TakeBackCarryForward, Some(Agreed)) => {
                Err(Refusal::WrongState("the record of the later meeting is agreed, so the matter cannot be changed"))
            }
            // Without its later meeting it would be added to the agreed record of the earlier one.
            (Self::TakeBackCarryForward, Some(_))
                if ends.from.is_none() || (ends.from == Some(Agreed) && !ends.recorded_at_source) =>
            {
                Err(Refusal::WrongState("the matter was recorded at the later meeting only: edit or delete it"))
            }
            (Self::TakeBackCarryForward, Some(Scheduled | Held | Cancelled)) => Ok(()),
            (Self::CarryForward, None | Some(Cancelled)) => Ok(()),
            (Self::CarryForward, Some(Scheduled | Held | Agreed)) => {
                Err(Refusal::WrongState("the matter already has a later meeting: edit it instead"))
            }
        }
    }
}

/// Decides whether the caller may write matters at all.
pub fn may_add(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body records matters")
}

/// Decides whether `act` may be done, or why not: the role first, then the state of the two records.
pub fn decide(act: Act, ends: &Ends, actor: &Actor) -> Result<(), Refusal> {
    may_add(actor)?;
    act.check(ends)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(ends: &Ends, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, ends, actor))
}

/// Checks the ends of a new or changed matter; otherwise returns the pointer and the reason. `to_is_new` is true when the later
/// meeting is a new one.
pub fn check_ends(ends: &Ends, to_is_new: bool) -> Result<(), (&'static str, &'static str)> {
    match (ends.to, ends.from) {
        (Some(Agreed), _) if to_is_new => Err(("/to_meeting_id", "the record of that meeting is agreed: choose another")),
        (Some(Cancelled), _) if to_is_new => Err(("/to_meeting_id", "the meeting was cancelled: choose another")),
        (None, Some(Agreed)) => Err(("/to_meeting_id", "is required, because the record of the earlier meeting is agreed")),
        (None | Some(_), _) => Ok(()),
    }
}

/// Returns the members that the agreed record of the earlier meeting fixes and `set` would change.
pub fn fixed_members(before: &Matter, set: &AddMatter) -> Vec<&'static str> {
    [
        ("/title", before.title != set.title),
        ("/topic_id", before.topic_id != set.topic_id),
        ("/from_meeting_id", before.from_meeting_id != set.from_meeting_id),
        ("/from_text", before.from_text != set.from_text),
        ("/from_agenda_item_id", before.from_agenda_item_id != set.from_agenda_item_id),
    ]
    .into_iter()
    .filter_map(|(pointer, changed)| changed.then_some(pointer))
    .collect()
}

/// Checks that a matter does not go back in time; both meetings may be on one day.
pub fn in_order(from: NaiveDate, to: NaiveDate) -> bool {
    from <= to
}

/// Returns whether a matter that begins at `from` may continue one that ends at `to`: at the same meeting, where both are known.
pub fn ends_meet(to: Option<&MeetingId>, from: Option<&MeetingId>) -> bool {
    match (to, from) {
        (Some(to), Some(from)) => to == from,
        (None, _) | (_, None) => true,
    }
}

/// Maximum number of matters in a chain.
pub const CHAIN: usize = 100;

/// Checks that `matter` (absent when new) may continue the first of `chain`, which is that matter and all that it continues,
/// nearest first; `next` is the matter that continues it now.
pub fn check_chain(matter: Option<&MatterId>, chain: &[MatterId], next: Option<&MatterId>) -> Result<(), &'static str> {
    if matter.is_some_and(|matter| chain.first() == Some(matter)) {
        return Err("must be another matter");
    }
    if matter.is_some_and(|matter| chain.contains(matter)) {
        return Err("already continues this matter: a chain cannot be a circle");
    }
    if next.is_some() && next != matter {
        return Err("is already continued by another matter: choose the last one of the chain");
    }
    if chain.len() >= CHAIN { Err("a chain can have at most 100 matters: start a new one") } else { Ok(()) }
}

/// The matters a caller may see: all of its area.
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
    use crate::foundation::actor::matrix::names;
    use crate::foundation::actor::{Role, TokenScope};
    use crate::foundation::clock::Ids;

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() }
    }

    fn statuses() -> impl Iterator<Item = Option<MeetingStatus>> {
        std::iter::once(None).chain(MeetingStatus::ALL.iter().copied().map(Some))
    }

    fn word(status: Option<MeetingStatus>) -> &'static str {
        status.map_or("-", MeetingStatus::as_str)
    }

    /// One line per pair of meetings and role: the permitted acts.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("from      at source to        role  acts\n");
        for from in statuses() {
            for recorded_at_source in [true, false] {
                if from.is_none() && recorded_at_source {
                    continue;
                }
                for to in statuses() {
                    let ends = Ends { from, to, recorded_at_source };
                    for role in Role::ALL {
                        assert!(allowed_acts(&ends, &actor(*role, TokenScope::Read)).is_empty());
                        let acts = allowed_acts(&ends, &actor(*role, TokenScope::Write));
                        let acts = if acts.is_empty() { "-".to_owned() } else { names(&acts, " ") };
                        let (from, to) = (word(from), word(to));
                        let source = if recorded_at_source { "yes" } else { "no" };
                        table.push_str(&format!("{from:9} {source:9} {to:9} {:5} {acts}\n", role.as_str()));
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn where_a_matter_may_be_written() {
        let mut table = String::from("from      to        new end  kept end\n");
        for from in statuses() {
            for to in statuses() {
                let ends = Ends { from, to, recorded_at_source: false };
                let cell = |is_new| if check_ends(&ends, is_new).is_ok() { "yes" } else { "x" };
                table.push_str(&format!("{:9} {:9} {:8} {}\n", word(from), word(to), cell(true), cell(false)));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn chains() {
        let ids: Vec<MatterId> = (0..CHAIN).map(|_| MatterId::new(&Ids)).collect();
        let (this, other) = (MatterId::new(&Ids), MatterId::new(&Ids));
        for (matter, chain, next, want) in [
            (None, &ids[..1], None, true),
            (None, &ids[..1], Some(&other), false),
            (Some(&this), &ids[..3], None, true),
            (Some(&this), &ids[..3], Some(&this), true),
            (Some(&this), &ids[..3], Some(&other), false),
            (Some(&ids[0]), &ids[..3], None, false),
            (Some(&ids[2]), &ids[..3], None, false),
            (None, &ids[..CHAIN - 1], None, true),
            (None, &ids[..], None, false),
        ] {
            assert_eq!(check_chain(matter, chain, next).is_ok(), want, "{matter:?} {} {next:?}", chain.len());
        }
    }

    #[test]
    fn a_chain_goes_on_where_it_was_left() {
        let (november, january) = (MeetingId::new(&Ids), MeetingId::new(&Ids));
        assert!(ends_meet(Some(&november), Some(&november)));
        assert!(!ends_meet(Some(&november), Some(&january)));
        assert!(ends_meet(None, Some(&january)) && ends_meet(Some(&november), None));
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert!(in_order(day("2018-11-28"), day("2019-01-30")) && in_order(day("2019-01-30"), day("2019-01-30")));
        assert!(!in_order(day("2019-01-30"), day("2018-11-28")));
    }
}
