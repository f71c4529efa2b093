//! The calculation of each figure in the report. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::model::{ActionTally, Alike, Band};
use crate::record::actions::model::ActionStatus::{ClaimedComplete, InProgress, Open};
use crate::record::actions::model::{ActionStatus, Ownership};
use crate::record::actions::rules::is_overdue;

/// The states in which an action is outstanding.
pub const STANDING: &[ActionStatus] = &[Open, InProgress, ClaimedComplete];

/// The age bands, from a month by quarters to over a year.
pub const BANDS: [Band; 5] = [
    Band { name: "0-28", from_days: 0, to_days: Some(28) },
    Band { name: "29-91", from_days: 29, to_days: Some(91) },
    Band { name: "92-182", from_days: 92, to_days: Some(182) },
    Band { name: "183-365", from_days: 183, to_days: Some(365) },
    Band { name: "over 365", from_days: 366, to_days: None },
];

impl ActionTally {
    /// Counts `alike` on the day `today`.
    pub fn add(&mut self, alike: &Alike, today: NaiveDate) {
        let when = |counted: bool| if counted { alike.count } else { 0 };
        let claimed = alike.status == ClaimedComplete;
        self.standing += alike.count;
        self.open += when(!claimed);
        self.overdue += when(is_overdue(alike.status, alike.due_on, today));
        self.claimed += when(claimed);
        self.reopened += when(alike.times_reopened > 0);
        self.needs_review += when(alike.needs_review);
    }
}

/// True when an action set on `set_on` is in the band; an action set at a future meeting has no age.
pub fn is_in(band: Band, set_on: NaiveDate, today: NaiveDate) -> bool {
    let days = (today - set_on).num_days().max(0);
    band.from_days <= days && band.to_days.is_none_or(|last| days <= last)
}

/// Returns the keys that owners are counted under: the capacity, which outlives the person, otherwise the name; `None` when
/// nobody is known. The first text is the key, without regard to case, the second the text as written.
pub fn owner_keys(ownership: &Ownership) -> BTreeSet<Option<(String, String)>> {
    let mut keys = BTreeMap::new();
    for label in ownership.owners().into_iter().filter_map(|owner| owner.capacity.or(owner.name)) {
        keys.entry(label.to_lowercase()).or_insert(label);
    }
    if keys.is_empty() { BTreeSet::from([None]) } else { keys.into_iter().map(Some).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::actions::model::Owner;
    use crate::record::model::OwnerSide;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn what_each_figure_counts() {
        let mut table =
            String::from("status           due        review reopened  standing open overdue claimed reopened review\n");
        for status in STANDING {
            for due in [None, Some("2019-01-29"), Some("2019-01-30")] {
                for (needs_review, times_reopened) in [(false, 0), (true, 2)] {
                    let due_on = due.map(day);
                    let mut tally = ActionTally::default();
                    tally.add(&Alike { status: *status, due_on, needs_review, times_reopened, count: 7 }, day("2019-01-30"));
                    let ActionTally { standing, open, overdue, claimed, reopened, needs_review: review } = tally;
                    table.push_str(&format!(
                        "{status:16} {:10} {needs_review:<6} {times_reopened:<9} {standing:<8} {open:<4} {overdue:<7} {claimed:<7} {reopened:<8} {review}\n",
                        due.unwrap_or("-"),
                        status = status.as_str(),
                    ));
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn every_age_is_in_one_band() {
        let today = day("2019-01-30");
        for (set_on, want) in [
            ("2019-02-27", "0-28"),
            ("2019-01-30", "0-28"),
            ("2019-01-02", "0-28"),
            ("2019-01-01", "29-91"),
            ("2018-10-31", "29-91"),
            ("2018-10-30", "92-182"),
            ("2018-08-01", "92-182"),
            ("2018-07-31", "183-365"),
            ("2018-01-30", "183-365"),
            ("2018-01-29", "over 365"),
            ("1835-09-09", "over 365"),
        ] {
            let bands: Vec<&str> =
                BANDS.into_iter().filter(|band| is_in(*band, day(set_on), today)).map(|band| band.name).collect();
            assert_eq!(bands, [want], "{set_on}");
        }
    }

    #[test]
    fn owners_are_counted_once_each() {
        let owner = |capacity: Option<&str>, name: Option<&str>| Owner {
            capacity: capacity.map(str::to_owned),
            name: name.map(str::to_owned),
            side: Some(OwnerSide::Force),
        };
        let keys = |printed: Option<&str>, listed: Vec<Owner>| {
            let keys = owner_keys(&Ownership { printed: printed.map(str::to_owned), side: None, listed });
            keys.into_iter().map(|key| key.map_or("-".to_owned(), |(_, label)| label)).collect::<Vec<_>>()
        };
        assert_eq!(keys(None, vec![]), ["-"]);
        assert_eq!(keys(Some("CC"), vec![]), ["CC"]);
        let several = vec![owner(Some("CC"), Some("A. Constable")), owner(None, Some("B. Officer")), owner(Some("cc"), None)];
        assert_eq!(keys(Some("CC and others"), several), ["B. Officer", "CC"]);
    }
}
