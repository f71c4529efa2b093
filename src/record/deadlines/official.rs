//! Reads the list of bank holidays that gov.uk publishes (<https://www.gov.uk/bank-holidays.json>). No I/O.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::model::BankHoliday;
use crate::foundation::dates::day;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::json_file::fault::{Fault, located};
use crate::foundation::json_file::read;
use crate::foundation::validate::Faults;

const DIVISION: &str = "england-and-wales";

/// The minimum per year, reached in every year since 1978. A year with fewer days is incomplete, and missing days would count
/// as moved.
const FEWEST_IN_A_YEAR: usize = 8;

/// The file: one division each for England and Wales, Scotland, and Northern Ireland. Unused members are ignored.
#[derive(Debug, Deserialize)]
struct Official {
    #[serde(rename = "england-and-wales")]
    england_and_wales: Division,
}

#[derive(Debug, Deserialize)]
struct Division {
    division: String,
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
struct Event {
    title: String,
    #[serde(deserialize_with = "day")]
    date: NaiveDate,
    #[serde(default)]
    notes: String,
}

/// Reads the bank holidays of England and Wales in `text`, in order, or returns all its faults.
pub fn read(text: &str) -> Result<Vec<BankHoliday>, Vec<Fault>> {
    let official: Official = read::read(text)?;
    let division = official.england_and_wales;
    let mut faults = Faults::at(format!("/{DIVISION}"));
    if division.division != DIVISION {
        faults.add("/division", format!("must be {DIVISION:?}"));
    }
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    let mut days: BTreeMap<NaiveDate, BankHoliday> = BTreeMap::new();
    for (index, event) in division.events.into_iter().enumerate() {
        let at = format!("/events/{index}");
        let title = faults.line(&format!("{at}/title"), &event.title);
        let notes = if event.notes.trim().is_empty() { String::new() } else { faults.line(&format!("{at}/notes"), &event.notes) };
        let day = event.date;
        *years.entry(day.year()).or_default() += 1;
        if days.insert(day, BankHoliday { id: day.to_string(), day, title, notes }).is_some() {
            faults.add(&format!("{at}/date"), format!("{day} is listed more than once"));
        }
    }
    if days.is_empty() {
        faults.add("/events", "must contain at least one day");
    }
    for (year, count) in years.into_iter().filter(|(_, count)| *count < FEWEST_IN_A_YEAR) {
        let detail = format!(
            "has {count} days of {year}: a complete year has at least {FEWEST_IN_A_YEAR}, so complete the year or remove it"
        );
        faults.add("/events", detail);
    }
    match faults.finish() {
        Ok(()) => Ok(days.into_values().collect()),
        Err(ApiError::Invalid(faults)) => Err(located(text, &faults)),
        Err(other) => Err(located(text, &[FieldError::new("", other.to_string())])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(events: &str) -> String {
        format!("{{\n\"england-and-wales\": {{\n\"division\": \"england-and-wales\",\n\"events\": [\n{events}\n]}}}}")
    }

    fn event(date: &str) -> String {
        format!("{{\"title\": \"A day\", \"date\": \"{date}\", \"notes\": \"\", \"bunting\": true}}")
    }

    fn year(year: i32) -> String {
        (1..=8).map(|month| event(&format!("{year}-{month:02}-01"))).collect::<Vec<_>>().join(",\n")
    }

    fn faults(text: &str) -> Vec<String> {
        read(text).expect_err("faults").iter().map(|fault| fault.in_file("f").to_string()).collect()
    }

    #[test]
    fn a_good_list() {
        let text = file(&format!("{},\n{}", year(2031), year(2030)));
        let days: Vec<String> = read(&text).expect("days").into_iter().map(|holiday| holiday.id).collect();
        assert_eq!(days.len(), 16);
        assert_eq!(days.first().map(String::as_str), Some("2030-01-01"));
    }

    #[test]
    fn faults_have_their_place() {
        let double = format!("{},\n{}", year(2030), event("2030-08-01"));
        let short = format!("{},\n{}", year(2030), event("2031-01-01"));
        let untitled = format!("{},\n{}", year(2030), event("2030-09-01").replace("A day", " "));
        for (text, want) in [
            ("{".to_owned(), "f:1:"),
            ("{}".to_owned(), "england-and-wales is missing: add it"),
            (file(""), "f:4:11 /england-and-wales/events: must contain at least one day"),
            (file(&event("2030-02-30")), "f:5:"),
            (file(&event("2030-13-01")), "/england-and-wales/events/0/date"),
            (file(&double), "f:13:28 /england-and-wales/events/8/date: 2030-08-01 is listed more than once"),
            (file(&short), "has 1 days of 2031"),
            (file(&untitled), "f:13:11 /england-and-wales/events/8/title: must not be empty"),
            (file(&year(2030)).replace("\"england-and-wales\",", "\"scotland\","), "/england-and-wales/division"),
        ] {
            let faults = faults(&text);
            assert!(faults.len() == 1 && faults[0].contains(want), "{want}: {faults:?}");
        }
    }
}
