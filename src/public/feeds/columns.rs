//! Columns of typed rows, and their cells. Pure.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::media::instant;
use crate::public::records::{PublishedLink, PublishedPerson};
use crate::public::shapes::PublicOrigin;
use crate::publication_log::document::{LICENCE, Withheld};

/// The type of a cell, determined by its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Text,
    Day,
    Instant,
    Whole,
    Decimal,
    Truth,
    /// The items of a list, separated by `; `.
    List,
}

/// The content of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Datum(Option<String>);

impl Datum {
    /// Creates a cell of words or a code; nothing is empty.
    pub fn text<T: ToString>(value: Option<T>) -> Self {
        Self(value.map(|value| value.to_string()))
    }

    /// Creates a cell that always has something.
    #[expect(clippy::needless_pass_by_value, reason = "a column gives what it has made")]
    pub fn of<T: ToString>(value: T) -> Self {
        Self(Some(value.to_string()))
    }

    pub fn day(value: Option<NaiveDate>) -> Self {
        Self::text(value)
    }

    pub fn instant(value: Option<DateTime<Utc>>) -> Self {
        Self(value.map(|at| instant(at.naive_utc())))
    }

    pub fn count(value: usize) -> Self {
        Self::of(value)
    }

    /// Creates a cell of a list.
    pub fn list<T: ToString>(values: impl IntoIterator<Item = T>) -> Self {
        Self(Some(values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join("; ")))
    }

    /// Creates a cell of paragraphs.
    pub fn paragraphs<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        Self(Some(values.into_iter().collect::<Vec<_>>().join("\n\n"))).filled()
    }

    fn filled(self) -> Self {
        Self(self.0.filter(|text| !text.is_empty()))
    }

    /// Creates a cell of people, each by capacity and name.
    pub fn people<'a>(people: impl IntoIterator<Item = &'a PublishedPerson>) -> Self {
        Self::list(people.into_iter().map(in_words).filter(|words| !words.is_empty()))
    }

    /// Creates a cell of the titles of linked records.
    pub fn titles<'a>(links: impl IntoIterator<Item = &'a PublishedLink>) -> Self {
        Self::list(links.into_iter().filter_map(|link| link.title.as_deref()))
    }

    /// Creates a cell of the id of a linked record.
    pub fn id(link: Option<&PublishedLink>) -> Self {
        Self::text(link.map(|link| &link.id))
    }
}

fn in_words(person: &PublishedPerson) -> String {
    [&person.capacity, &person.name].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// A column of a table with rows of one type.
pub struct Column<R> {
    pub name: &'static str,
    pub cell: Cell,
    pub about: &'static str,
    pub value: fn(&R) -> Datum,
}

/// Rows that make a table.
pub trait Tabulated: Serialize + Sized + 'static {
    /// The columns of the table, without those that all tables have.
    const COLUMNS: &'static [Column<Self>];

    /// Returns where the row comes from; nothing for an edition, which is that itself.
    fn origin(&self) -> Option<&PublicOrigin>;

    /// Returns what is withheld from the row.
    fn withheld(&self) -> &[Withheld] {
        self.origin().map(|origin| origin.withheld.as_slice()).unwrap_or_default()
    }
}

/// A column as it is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    pub name: &'static str,
    pub cell: Cell,
    pub about: &'static str,
}

const fn described(name: &'static str, cell: Cell, about: &'static str) -> Described {
    Described { name, cell, about }
}

const ORIGIN: [Described; 3] = [
    described("area", Cell::Text, "Slug of the police area"),
    described("edition_id", Cell::Text, "Id of the edition it comes from"),
    described("published_at", Cell::Instant, "Time that edition was published"),
];

const COMMON: [Described; 3] = [
    described("withheld", Cell::Whole, "Number of withheld passages, including empty cells"),
    described(
        "withheld_reasons",
        Cell::List,
        "Reasons for withholding: foia_sNN (section of the Act of 2000), operational, junior_staff",
    ),
    described("licence", Cell::Text, "Licence for its use"),
];

/// Describes the columns of rows of a type.
pub fn describe<R: Tabulated>(has_origin: bool) -> Vec<Described> {
    let own = R::COLUMNS.iter().map(|column| described(column.name, column.cell, column.about));
    let origin = ORIGIN.into_iter().filter(|_| has_origin);
    own.chain(origin).chain(COMMON).collect()
}

/// Returns the cells of a row.
pub fn cells<R: Tabulated>(row: &R) -> Vec<String> {
    let own = R::COLUMNS.iter().map(|column| (column.cell, (column.value)(row)));
    let origin = row.origin().map(|origin| {
        let published_at = Datum::instant(Some(origin.edition.published_at));
        [(Cell::Text, Datum::of(&origin.area)), (Cell::Text, Datum::of(&origin.edition.id)), (Cell::Instant, published_at)]
    });
    let withheld = row.withheld();
    let reasons: BTreeSet<&str> = withheld.iter().map(|entry| entry.reason.as_str()).collect();
    let common =
        [(Cell::Whole, Datum::count(withheld.len())), (Cell::List, Datum::list(reasons)), (Cell::Text, Datum::of(LICENCE))];
    own.chain(origin.into_iter().flatten()).chain(common).map(|(cell, datum)| written(cell, datum)).collect()
}

fn written(cell: Cell, Datum(text): Datum) -> String {
    let text = text.unwrap_or_default();
    match cell {
        // A number is never a formula, even if negative.
        Cell::Whole | Cell::Decimal if text.parse::<f64>().is_ok() => text,
        Cell::Day | Cell::Instant | Cell::Truth => text,
        Cell::Text | Cell::List | Cell::Whole | Cell::Decimal => guarded(text),
    }
}

/// Adds an apostrophe to a text that a spreadsheet would take for a formula.
fn guarded(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_words() {
        for (text, want) in [
            ("=1+1", "'=1+1"),
            ("+44", "'+44"),
            ("-x", "'-x"),
            ("@a", "'@a"),
            ("\ta", "'\ta"),
            ("\ra", "'\ra"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(guarded(text.into()), want);
            assert_eq!(written(Cell::Text, Datum::of(text)), want);
            assert_eq!(written(Cell::List, Datum::list([text])), want);
        }
        assert_eq!(written(Cell::Decimal, Datum::of("-5.5")), "-5.5");
        assert_eq!(written(Cell::Decimal, Datum::of("-5.5 per cent")), "'-5.5 per cent");
    }

    #[test]
    fn cells_of_lists_and_people() {
        let person = |name: Option<&str>, capacity: Option<&str>| PublishedPerson {
            name: name.map(str::to_owned),
            capacity: capacity.map(str::to_owned),
            side: crate::public::records::PersonSide::Force,
        };
        let people = [person(Some("A. B"), Some("CC")), person(None, Some("ACC")), person(None, None)];
        assert_eq!(Datum::people(&people), Datum::of("CC A. B; ACC"));
        assert_eq!(Datum::paragraphs(["One.", "Two."]), Datum::of("One.\n\nTwo."));
        assert_eq!(Datum::paragraphs([]), Datum(None));
    }
}
