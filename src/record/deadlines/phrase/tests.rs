use proptest::prelude::*;

use super::*;
use crate::record::deadlines::model::Calendar;
use crate::record::deadlines::properties::{day, seeded};
use crate::record::deadlines::rules::resolve;

/// One line for each phrase: its rule and the day that it comes to, or why there is none. A line `@ day` sets the day on which the
/// phrases below it are said; the next meeting is eight weeks later.
#[test]
fn phrases() {
    let (mut start, mut lines) = (day("2019-01-30"), Vec::new());
    for line in include_str!("phrases.txt").lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("@ ") {
            Some(text) => {
                start = day(text);
                lines.push(format!("\nsaid on {}", start.format("%A %-d %B %Y")));
            }
            None => lines.push(format!("{line:?} {}", outcome(line, start))),
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

fn outcome(phrase: &str, start: NaiveDate) -> String {
    match read(phrase, start) {
        Said::Unclear => "is unclear".to_owned(),
        Said::Impossible(why) => format!("is impossible: {}", why.sentence()),
        Said::Rule(rule) => {
            let meeting = start + chrono::Days::new(55);
            let resolved = resolve(&rule, start, &seeded(), Some(meeting)).expect("a day");
            format!("{} {}", resolved.due_on.format("%F %a"), serde_json::to_string(&rule).expect("JSON"))
        }
    }
}

#[test]
fn the_phrases_of_the_domain() {
    for (phrase, want) in [
        ("within two weeks", "2019-02-13"),
        ("by the end of March", "2019-03-31"),
        ("in 3 months", "2019-04-30"),
        ("next meeting", "2019-03-26"),
        ("by 13 February 2019", "2019-02-13"),
    ] {
        assert!(outcome(phrase, day("2019-01-30")).starts_with(want), "{phrase}");
    }
}

#[test]
fn anything_can_be_said() {
    proptest!(|(text in "\\PC{0,60}")| {
        let _ = read(&text, day("2019-01-30"));
    });
}

/// Words that phrases are made of.
fn vocabulary() -> impl Strategy<Value = String> {
    let words = "by on the of end at in within before due no later than next this mid early close play business cob 5pm 17:00 noon \
        mon tuesday weds thursday fri saturday sunday jan february march apr may june sept december 1 2 3 4 9 9th 12 15 22 28 29 \
        29th 30 31 31st 2019 2020 2022 2023 22/23 2022/23 q1 q3 q4 fy quarter year financial calendar week weeks day days working \
        month months meeting today tomorrow christmas new two fortnight 31/02/2019 29/02/2023 9/12 09/12/22 9-dec-22 2022-12-09";
    let words: Vec<&str> = words.split_whitespace().collect();
    proptest::collection::vec(proptest::sample::select(words), 1..6).prop_map(|words| words.join(" "))
}

#[test]
fn no_phrase_is_read_as_a_day_that_is_past() {
    let starts = (0_u64..9000).prop_map(|after| day("2012-01-01") + chrono::Days::new(after));
    proptest!(ProptestConfig::with_cases(4000), |(text in vocabulary(), start in starts)| {
        if let Said::Rule(rule) = read(&text, start) {
            prop_assert_eq!(rule.fault(), None, "{}", text);
            let calendar = if rule.counts_working_days() { seeded() } else { Calendar::default() };
            if let Ok(resolved) = resolve(&rule, start, &calendar, None) {
                prop_assert!(resolved.due_on >= start, "{} on {}: {}", text, start, resolved.due_on);
            }
        }
    });
}

/// Every day of some years, in many ways of writing it: it is that day, and with another weekday it is none.
#[test]
fn every_day_is_read_as_itself() {
    for date in day("2019-01-01").iter_days().take(1500) {
        let start = date - chrono::Days::new(17);
        for form in
            ["%-d %B %Y", "%d/%m/%Y", "%d.%m.%y", "%F", "%a %-d %b", "by 5pm on %A, %-d %B %Y", "%-d %b (%A)", "%B %-d, %Y"]
        {
            let text = date.format(form).to_string();
            let Said::Rule(rule) = read(&text, start) else { panic!("{text} is not understood") };
            let due_on = resolve(&rule, start, &Calendar::default(), None).map(|resolved| resolved.due_on);
            assert_eq!(due_on, Ok(date), "{text}");
        }
        let wrong = format!("{} {}", (date + chrono::Days::new(1)).format("%A"), date.format("%-d %B %Y"));
        assert!(matches!(read(&wrong, start), Said::Impossible(Impossible::OtherWeekday { .. })), "{wrong}");
    }
}
