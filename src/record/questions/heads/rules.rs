//! Which heads count on which day, for which kind of body, and by which provision. Pure.

use chrono::NaiveDate;

use super::model::{Head, HeadOfAccountability};
use crate::record::planning::areas::model::BodyKind;

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}

/// The day on which the first elected commissioners took office.
const COMMISSIONERS: NaiveDate = day(2012, 11, 22);
/// The day on which the Mayor's Office for Policing and Crime took office.
const MAYORS_OFFICE: NaiveDate = day(2012, 1, 16);
/// The day on which the head on complaints came into force (SI 2020/5, reg 2(i)).
const COMPLAINTS: NaiveDate = day(2020, 2, 1);

/// Returns the letter of a head, the same in s.1(8) and s.3(8).
pub const fn letter(head: Head) -> &'static str {
    match head {
        Head::PoliceAndCrimePlan => "a",
        Head::StrategicPolicingRequirement => "b",
        Head::CodesOfPractice => "c",
        Head::Complaints => "ca",
        Head::Cooperation => "d",
        Head::LocalEngagement => "e",
        Head::ValueForMoney => "f",
        Head::EqualityAndDiversity => "g",
        Head::ChildSafeguarding => "h",
    }
}

/// Returns the provision of a head for a kind of body; `None` where none could be confirmed.
pub fn provision(head: Head, kind: BodyKind) -> Option<String> {
    let letter = letter(head);
    match kind {
        BodyKind::Pcc | BodyKind::Pfcc => Some(format!("s.1(8)({letter})")),
        BodyKind::Mayor => Some(format!("s.1(8)({letter}) as applied to mayors")),
        BodyKind::Mopac => Some(format!("s.3(8)({letter})")),
        BodyKind::CommonCouncil | BodyKind::Board => None,
    }
}

/// Returns the first day on which a head counts for a kind of body; `None` where it could not be confirmed.
pub fn from(head: Head, kind: BodyKind) -> Option<NaiveDate> {
    let first = match kind {
        BodyKind::Pcc | BodyKind::Pfcc | BodyKind::Mayor => COMMISSIONERS,
        BodyKind::Mopac => MAYORS_OFFICE,
        BodyKind::CommonCouncil | BodyKind::Board => return None,
    };
    Some(if head == Head::Complaints { COMPLAINTS } else { first })
}

/// Returns the subject of a head, in the words of this service.
pub const fn text(head: Head, kind: BodyKind) -> &'static str {
    match head {
        Head::PoliceAndCrimePlan => match kind {
            BodyKind::Mopac => "Having regard to the Police and Crime Plan, as s.8(4) requires.",
            BodyKind::Pcc | BodyKind::Pfcc | BodyKind::Mayor => "Having regard to the Police and Crime Plan, as s.8(2) requires.",
            BodyKind::CommonCouncil | BodyKind::Board => "Having regard to the Police and Crime Plan.",
        },
        Head::StrategicPolicingRequirement => {
            "Having regard to the strategic policing requirement, as s.37A(2) of the Police Act 1996 requires."
        }
        Head::CodesOfPractice => {
            "Having regard to the Secretary of State's codes of practice, as s.39A(7) of the Police Act 1996 requires."
        }
        Head::Complaints => "How complaints about the force are handled.",
        Head::Cooperation => {
            "Effectiveness and efficiency of the arrangements for working with others, under s.22A of the Police Act 1996 or not."
        }
        Head::LocalEngagement => "Effectiveness and efficiency of the arrangements for engaging with local people (s.34).",
        Head::ValueForMoney => "Value for money: compliance of the chief officer with s.35.",
        Head::EqualityAndDiversity => "Duties of equality and diversity, under any enactment.",
        Head::ChildSafeguarding => "Safeguarding children and promoting their welfare: ss.10 and 11 of the Children Act 2004.",
    }
}

/// Returns what could not be confirmed for a kind of body.
pub const fn note(kind: BodyKind) -> Option<&'static str> {
    match kind {
        BodyKind::Pcc | BodyKind::Pfcc | BodyKind::Mayor | BodyKind::Mopac => None,
        BodyKind::CommonCouncil => Some(
            "Neither s.1(8) nor s.3(8) of the Police Reform and Social Responsibility Act 2011 names the Common Council of the City of \
             London. Whether another provision asks the same of it could not be confirmed: the heads are there to sort questions by.",
        ),
        BodyKind::Board => Some(
            "The law that is to set up boards could not be read when this was written. Which heads apply to a board, and from when, \
             could not be confirmed: they are there to sort questions by.",
        ),
    }
}

/// True when a head counts on a day. Where no day could be confirmed, each counts.
pub fn counts(head: Head, kind: BodyKind, on: NaiveDate) -> bool {
    from(head, kind).is_none_or(|first| first <= on)
}

/// Returns the heads that count on a day, in the order of the Act.
pub fn on(kind: BodyKind, on: NaiveDate) -> Vec<HeadOfAccountability> {
    let head = |head: &Head| HeadOfAccountability {
        id: *head,
        letter: letter(*head),
        provision: provision(*head, kind),
        from: from(*head, kind),
        text: text(*head, kind),
    };
    Head::ALL.iter().filter(|head| counts(**head, kind, on)).map(head).collect()
}

/// Returns why a question about a head cannot be put on a day, if it cannot; `kind` is that of the body in office.
pub fn fault(head: Head, kind: Option<BodyKind>, on: NaiveDate) -> Option<String> {
    let Some(kind) = kind else {
        return Some(format!("no body was in office on {on}, so no head counted: leave the heads out, or correct the day"));
    };
    let first = from(head, kind).filter(|first| on < *first)?;
    Some(format!("{head} counts from {first}, after {on}, the day the question is put: take this head out"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_head_for_every_kind_of_body() {
        let mut table = String::new();
        for kind in BodyKind::ALL {
            for head in Head::ALL {
                let provision = provision(*head, *kind).unwrap_or_else(|| "-".into());
                let first = from(*head, *kind).map_or_else(|| "-".into(), |day| day.to_string());
                table.push_str(&format!("{:14} {:30} {provision:28} {first}\n", kind.as_str(), head.as_str()));
            }
            assert_eq!(note(*kind).is_some(), provision(Head::Complaints, *kind).is_none(), "{kind}");
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_first_days() {
        use BodyKind::{Board, Mopac, Pcc};
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for (kind, on, heads, complaints) in [
            (Some(Pcc), "2012-11-21", false, false),
            (Some(Pcc), "2012-11-22", true, false),
            (Some(Pcc), "2020-01-31", true, false),
            (Some(Pcc), "2020-02-01", true, true),
            (Some(Mopac), "2012-01-15", false, false),
            (Some(Mopac), "2012-01-16", true, false),
            (Some(Mopac), "2020-02-01", true, true),
            (Some(Board), "1999-01-01", true, true),
            (None, "2020-02-01", false, false),
        ] {
            assert_eq!(fault(Head::ValueForMoney, kind, day(on)).is_none(), heads, "{kind:?} {on}");
            assert_eq!(fault(Head::Complaints, kind, day(on)).is_none(), complaints, "{kind:?} {on}");
        }
        assert_eq!(on(Pcc, day("2019-01-30")).len(), 8);
        assert_eq!(on(Pcc, day("2020-02-01")).iter().map(|head| head.letter).collect::<Vec<_>>().join(" "), "a b c ca d e f g h");
    }
}
