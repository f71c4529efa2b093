//! Capacities as records print them, both ways.

use proptest::prelude::*;

use super::tables::{HELD, NOT_HELD};
use super::*;

#[test]
fn capacities_as_they_are_printed() {
    let wrong: Vec<&str> = HELD.iter().filter(|capacity| held(capacity).is_none()).copied().collect();
    assert_eq!(wrong, Vec::<&str>::new(), "withheld");
    let wrong: Vec<&str> = NOT_HELD.iter().filter(|capacity| held(capacity).is_some()).copied().collect();
    assert_eq!(wrong, Vec::<&str>::new(), "named");
}

#[test]
fn the_same_person() {
    for (one, other, want) in [
        ("CC", "Temporary Chief Constable (T/CC)", true),
        ("PCC", "Police, Fire and Crime Commissioner", true),
        ("ACC", "ACC Crime", true),
        ("ACC Crime", "Assistant Chief Constable (Crime)", true),
        ("ACC Crime", "ACC Operations", false),
        ("CC", "DCC", false),
        ("CC", "CC and DCC", false),
        ("CC and DCC", "cc and dcc", true),
        ("CC", "PA to the CC", false),
        ("policy  officer", "Policy Officer", true),
        ("Policy Officer", "Head of Policy", false),
    ] {
        assert_eq!(is_same(one, other), want, "{one} / {other}");
    }
}

const JUNIOR: &[&str] = &[
    "PA to",
    "PA to the",
    "P.A. to",
    "Staff Officer to",
    "Staff officer for the",
    "Assistant to",
    "Assistant to the",
    "EA to",
    "Secretary to",
    "Private Secretary,",
    "Minute Taker for",
    "Note taker (",
    "Administrator to",
    "on behalf of",
    "On behalf of the",
    "Office of the",
    "Office of",
    "Adviser to",
    "Policy Officer to",
    "Researcher for the",
    "Support to",
    "representing",
    "pp",
    "c/o",
    "for the",
    "Chief of Staff to",
    "Speechwriter to",
    "Driver of the",
    "Deputising for",
    "Head of Office of the",
    "Business Manager,",
    "Diary -",
    "Loggist /",
    "OPCC Policy Lead for",
    "Former",
    "Ex",
    "Husband of the",
];

const SERVICE: &[&str] = &[
    "PA",
    "Staff Officer",
    "- Staff Officer",
    "(Staff Officer to)",
    "'s office",
    "\u{2019}s PA",
    "Support Officer",
    "Assistant",
    ", Policy Officer",
    "/ Minute Taker",
    "Private Secretary",
    "representative",
    "(note taker)",
    "administrator",
    "Policy Adviser",
];

/// Words known to the module, none of which belongs to a force.
const KNOWN: &[&str] = &[
    "Crime",
    "Operations",
    "Local Policing",
    "Professional Standards",
    "Operational Support",
    "Lead",
    "CC",
    "DCC",
    "PCC",
    "Chief Executive",
    "Chair",
    "Acting",
    "T",
    "elect",
    "QPM",
    "via Teams",
    "online",
    "West Mercia",
    "s151",
    "Officer",
    "the",
    "and",
    "with",
    "to",
    "by",
];

const BETWEEN: &[&str] = &[" ", ", ", " (", ") ", " - ", " \u{2013} ", "/", " & ", " and ", ": "];

/// Generates words unknown to the module, capitalised or not.
fn unknown() -> impl Strategy<Value = String> {
    let words =
        &["Bagman", "bystander", "Neighbour", "scientist", "Zed", "kiosk", "Tuba", "visitor", "witness", "DCI", "1234"][..];
    prop_oneof![proptest::sample::select(words).prop_map(str::to_owned), "[Zz]q[a-z]{1,8}", "[0-9]{4,6}"]
}

#[test]
fn an_abbreviation_of_much_else_is_an_office_only_where_that_is_plain() {
    for (capacity, want) in [
        ("AC", false),
        ("the AC", false),
        ("AC, online", false),
        ("AC (Chair)", false),
        ("T/AC", true),
        ("Acting AC", true),
        ("AC Operations", true),
    ] {
        assert_eq!(held(capacity).is_some(), want, "{capacity}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_serves_an_office_does_not_hold_it(
        office in proptest::sample::select(HELD),
        before in proptest::sample::select(JUNIOR),
        after in proptest::sample::select(SERVICE),
    ) {
        prop_assert!(held(&format!("{before} {office}")).is_none(), "{before} {office}");
        prop_assert!(held(&format!("{office} {after}").replace(" '", "'").replace(" \u{2019}", "\u{2019}")).is_none(), "{office} {after}");
    }

    /// Spaces, capitals and words for temporary holders change nothing.
    #[test]
    fn how_it_is_written_changes_nothing(
        capacity in proptest::sample::select([HELD, NOT_HELD].concat()),
        manner in proptest::sample::select(&["Temporary ", "Acting ", "T/", "Interim ", "the ", "  "][..]),
    ) {
        let office = |text: &str| held(text).map(|held| held.office);
        prop_assert_eq!(office(&capacity.to_uppercase()), office(capacity));
        prop_assert_eq!(office(&capacity.replace(' ', "  ")), office(capacity));
        prop_assert_eq!(office(&format!("{manner}{capacity}")), office(capacity));
    }

    /// Unknown words after an office mean that nobody holds it.
    #[test]
    fn an_office_with_anything_unknown_behind_it_is_not_held(
        office in proptest::sample::select(HELD),
        known in proptest::collection::vec(proptest::sample::select(KNOWN), 0..3),
        unknown in unknown(),
        at in 0_usize..3,
        between in proptest::collection::vec(proptest::sample::select(BETWEEN), 3),
    ) {
        let mut words: Vec<String> = known.into_iter().map(str::to_owned).collect();
        words.insert(at.min(words.len()), unknown);
        let tail: String = between.iter().zip(&words).flat_map(|(between, word)| [*between, word.as_str()]).collect();
        // After "for" and "of" the area ends where the capacity says so: "Mayor of North Shire Zed".
        let is_of_open_area = office.ends_with("North Shire");
        prop_assert!(is_of_open_area || held(&format!("{office}{tail}")).is_none(), "{office}{tail}");
    }

    #[test]
    fn nothing_breaks_it(text in ".{0,60}") {
        let _ = held(&text);
        let _ = is_only_capacity(&text);
    }
}
