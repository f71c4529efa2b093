//! The side that a capacity belongs to. Pure.

use super::offices::Office;
use super::{held, words};
use crate::public::records::PersonSide;
use crate::publishing::typeset::folded;

/// Words for the body's office and its staff.
const OF_BODY: &str = "commissioner's opcc opfcc pcc pcc's pfcc pfcc's";

/// Words for the force and its ranks.
const OF_FORCE: &str = "constable constable's constabulary dci dcs detective di force inspector pcso sergeant superintendent";

/// Words for people who belong to neither side.
const OF_PUBLIC: &str = "public resident residents victim survivor";

/// Areas whose commissioner is the head of the force.
const COMMISSIONERS: [&str; 2] = ["metropolitan", "city-of-london"];

/// Returns the side of an office or post, as far as its words tell; the finance officer of an area may be of either side.
pub fn side(capacity: &str, area: &str) -> Option<PersonSide> {
    let folded = folded(capacity);
    let Some(held) = held(capacity) else { return by_words(&folded) };
    let heads_force = COMMISSIONERS.iter().any(|of| area.starts_with(of)) && !folded.contains("crime") && !folded.contains("pcc");
    match held.office {
        Office::Commissioner | Office::DeputyCommissioner if heads_force => Some(PersonSide::Force),
        Office::Commissioner
        | Office::DeputyCommissioner
        | Office::Mayor
        | Office::DeputyMayor
        | Office::Chair
        | Office::DeputyChair
        | Office::ChiefExecutive
        | Office::DeputyChiefExecutive
        | Office::MonitoringOfficer => Some(PersonSide::Body),
        Office::AssistantCommissioner
        | Office::DeputyAssistantCommissioner
        | Office::ChiefConstable
        | Office::DeputyChiefConstable
        | Office::AssistantChiefConstable
        | Office::Commander
        | Office::DeputyChiefOfficer
        | Office::AssistantChiefOfficer => Some(PersonSide::Force),
        Office::ChiefFireOfficer | Office::DeputyChiefFireOfficer | Office::AssistantChiefFireOfficer => Some(PersonSide::Other),
        Office::ChiefFinanceOfficer => by_words(&folded),
    }
}

fn by_words(folded: &str) -> Option<PersonSide> {
    let mut found = None;
    for word in folded.split(|letter: char| !letter.is_alphanumeric() && letter != '\'') {
        let side = [(OF_BODY, PersonSide::Body), (OF_PUBLIC, PersonSide::Public), (OF_FORCE, PersonSide::Force)];
        let Some((_, side)) = side.into_iter().find(|(words, _)| words::is_in(words, word)) else { continue };
        // Words of two sides tell nothing: "Public and Force Liaison".
        match found {
            None => found = Some(side),
            Some(other) if other == side => {}
            Some(_) => return None,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_of_capacities() {
        for (capacity, want) in [
            ("PCC", Some(PersonSide::Body)),
            ("Deputy Police and Crime Commissioner", Some(PersonSide::Body)),
            ("Deputy Mayor for Policing and Crime", Some(PersonSide::Body)),
            ("Chief Executive", Some(PersonSide::Body)),
            ("OPCC Policy Officer", Some(PersonSide::Body)),
            ("CC", Some(PersonSide::Force)),
            ("T/CC", Some(PersonSide::Force)),
            ("ACC Crime", Some(PersonSide::Force)),
            ("CC and ACC", Some(PersonSide::Force)),
            ("Detective Superintendent", Some(PersonSide::Force)),
            ("Chief Fire Officer", Some(PersonSide::Other)),
            ("A member of the public", Some(PersonSide::Public)),
            ("Policy Officer", None),
            ("HMICFRS", None),
        ] {
            assert_eq!(side(capacity, "west-mercia"), want, "{capacity}");
        }
        assert_eq!(side("Commissioner", "metropolitan-police"), Some(PersonSide::Force));
        assert_eq!(side("Police and Crime Commissioner", "city-of-london"), Some(PersonSide::Body));
    }
}
