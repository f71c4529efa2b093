//! The columns of each table, and rows as CSV or NDJSON. Pure.

use std::collections::BTreeSet;

use serde_json::Value;

use super::rows::ExportTable;
use crate::foundation::error::ApiError;

/// The type of a cell, determined by its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Text,
    Day,
    Instant,
    Whole,
    Decimal,
    Truth,
    /// The titles or names of a list, separated by `; `.
    Names,
    /// The number of items in a list.
    Count,
    /// The distinct reasons in a list of redactions, separated by `; `.
    Reasons,
}

/// A column of a table.
pub struct Column {
    pub name: &'static str,
    /// The place of the value in the JSON of a row (RFC 6901).
    pub at: &'static str,
    pub cell: Cell,
    pub about: &'static str,
}

const fn column(name: &'static str, at: &'static str, cell: Cell, about: &'static str) -> Column {
    Column { name, at, cell, about }
}

use Cell::{Count, Day, Decimal, Instant, Names, Reasons, Text, Truth, Whole};

const ID: Column = column("id", "/id", Text, "Permanent id (UUID)");
const REFERENCE: Column = column("reference", "/reference", Text, "Reference that people use");
const STATUS: Column = column("status", "/status", Text, "Current status");
const MEETING: Column = column("meeting_id", "/meeting_id", Text, "Id of its meeting");
const QUESTION: Column = column("question_id", "/question_id", Text, "Id of its question");
const PRIORITIES: Column = column("priorities", "/priorities", Names, "Its priorities");
const AREA: Column = column("area", "/area", Text, "Slug of the police area");
const EDITION: Column = column("edition_id", "/edition/id", Text, "Id of the edition it comes from");
const PUBLISHED: Column = column("published_at", "/edition/published_at", Instant, "Time that edition was published");
const WITHHELD: Column = column("withheld", "/withheld", Count, "Number of withheld passages, including empty cells");
const REASONS: Column = column(
    "withheld_reasons",
    "/withheld",
    Reasons,
    "Reasons for withholding: foia_sNN (section of the Act of 2000), operational, junior_staff",
);
const LICENCE: Column = column("licence", "/licence", Text, "Licence for its use");

const MEETINGS: &[Column] = &[
    ID,
    column("kind", "/kind", Text, "assurance, thematic, performance, public, virtual or governance_board"),
    column("title", "/title", Text, "Title of the meeting"),
    column("held_on", "/held_on", Day, "Date of the meeting"),
    column("starts_at", "/starts_at", Text, "Start, London time (HH:MM)"),
    column("ends_at", "/ends_at", Text, "End, London time (HH:MM)"),
    column("venue", "/venue", Text, "Place of the meeting"),
    column("is_public", "/is_public", Truth, "True when the public may attend"),
    column(
        "significant_public_interest",
        "/significant_public_interest",
        Truth,
        "True when matters of significant public interest are discussed (SI 2011/3050, Schedule, paragraph 5)",
    ),
    STATUS,
    column("chair", "/chair", Text, "Person who chaired it"),
    column("attendance", "/attendance", Count, "Number of people in the attendance list, including apologies"),
    column("questions", "/questions", Count, "Number of questions in its record"),
    column("actions", "/actions", Count, "Number of actions in its record"),
    AREA,
    EDITION,
    PUBLISHED,
    WITHHELD,
    REASONS,
    LICENCE,
];

const QUESTIONS: &[Column] = &[
    ID,
    REFERENCE,
    column("form", "/form", Text, "direct, request, challenge or public"),
    column("printed_number", "/printed_number", Text, "Number as printed"),
    column("text", "/text", Text, "Text of the question"),
    column("context", "/context", Text, "Context statement: the stated reason for asking"),
    column("asked_by", "/asked_by", Text, "Person who asks"),
    column("put_on", "/put_on", Day, "Date it was put"),
    column("due_on", "/due_on", Day, "Date the answer is due"),
    STATUS,
    column("outcome", "/outcome", Text, "answered, part_answered, not_answered or declined"),
    column(
        "answer_state",
        "/answer/state",
        Text,
        "awaiting, holding, replied, answered, part_answered, not_answered, declined, carried_forward or withdrawn",
    ),
    column("answer_since", "/answer/since", Day, "Date since which the answer has been in this state"),
    column("responses", "/responses", Count, "Number of responses"),
    column("exchanges", "/exchanges", Count, "Number of exchanges about it at meetings"),
    column("findings", "/findings", Count, "Number of findings"),
    column("topic", "/topic/title", Text, "Topic of the question"),
    PRIORITIES,
    MEETING,
    AREA,
    EDITION,
    PUBLISHED,
    WITHHELD,
    REASONS,
    LICENCE,
];

const ACTIONS: &[Column] = &[
    ID,
    REFERENCE,
    column("text", "/text", Text, "Text of the action"),
    column("owners", "/owners", Names, "Owners of the action"),
    column("due_on", "/due_on", Day, "Due date"),
    column("due_text", "/due_text", Text, "Due date in the words of the source"),
    STATUS,
    column("status_reason", "/status_reason", Text, "Reason for the status"),
    column("outcome_check", "/outcome_check", Text, "Result of the outcome check: did the action work"),
    column("set_on", "/set_on", Day, "Date it was set"),
    column("times_reopened", "/times_reopened", Whole, "Number of times it was reopened"),
    column("needs_review", "/needs_review", Truth, "True when something is missing in the source"),
    PRIORITIES,
    MEETING,
    QUESTION,
    AREA,
    EDITION,
    PUBLISHED,
    WITHHELD,
    REASONS,
    LICENCE,
];

const PRIORITY_COLUMNS: &[Column] = &[
    ID,
    column("position", "/position", Whole, "Position in the plan"),
    column("title", "/title", Text, "Title of the priority"),
    column("description", "/description", Text, "Description of the priority"),
    column("plan_id", "/plan/id", Text, "Id of its plan"),
    column("plan_title", "/plan/title", Text, "Title of its plan"),
    AREA,
    EDITION,
    PUBLISHED,
    WITHHELD,
    REASONS,
    LICENCE,
];

const RECOMMENDATIONS: &[Column] = &[
    column("set_id", "/set/id", Text, "Id of its report (UUID)"),
    column("set_title", "/set/title", Text, "Title of its report"),
    column("source", "/set/source", Text, "Kind of author: inspectorate, peer_review, coroner, complaints_body, panel, audit"),
    column("published_by", "/set/published_by", Text, "Publisher of the report"),
    column("published_on", "/set/published_on", Day, "Date the report was published"),
    column("statutory_due_on", "/set/statutory_due_on", Day, "Last day for the response (Police Act 1996, section 55)"),
    column("total", "/set/total", Whole, "Number of recommendations in the report"),
    column("id", "/id", Text, "Permanent id (UUID); empty when only the number of recommendations is known"),
    column("printed_number", "/printed_number", Text, "Number as printed"),
    column("text", "/text", Text, "Text of the recommendation"),
    column("addressed_to", "/addressed_to", Text, "Addressee"),
    column("due_on", "/due_on", Day, "Due date"),
    STATUS,
    column("force_answer", "/force_answer", Text, "Answer of the force"),
    column("body_answer", "/body_answer", Text, "Answer of the body"),
    AREA,
    EDITION,
    PUBLISHED,
    WITHHELD,
    REASONS,
    LICENCE,
];

const EDITIONS: &[Column] = &[
    ID,
    column("kind", "/kind", Text, "meeting_record, question, decision, plan, action_log or recommendation_response"),
    column("subject_id", "/subject_id", Text, "Id of its subject"),
    column("number", "/number", Whole, "Number of the edition, from 1 for each subject"),
    column("title", "/title", Text, "Title; empty once it is withdrawn"),
    column("significance", "/significance", Text, "Significance of the change since the previous edition: major or minor"),
    column("change_note", "/change_note", Text, "Change since the previous edition"),
    STATUS,
    column("published_at", "/published_at", Instant, "Time it was published"),
    column("superseded_by", "/superseded_by", Text, "Id of the edition that replaced it"),
    column("withdrawn_at", "/withdrawn_at", Instant, "Time it was withdrawn"),
    column("explanation", "/explanation", Text, "Reason it was withdrawn"),
    column("leaf", "/leaf", Whole, "Number of its document in the publication log"),
    column("url", "/url", Text, "Address of its document"),
    AREA,
    WITHHELD,
    REASONS,
    LICENCE,
];

const DATA_POINTS: &[Column] = &[
    ID,
    column("label", "/label", Text, "Subject of the figure"),
    column("unit", "/unit", Text, "Unit of the figure"),
    column("kind", "/value/kind", Text, "exact, range, average, fraction, direction, change, money or text"),
    column("value", "/value/value", Decimal, "Number of an exact figure or an average"),
    column("low", "/value/low", Decimal, "Lower end of a range"),
    column("high", "/value/high", Decimal, "Upper end of a range"),
    column("bound", "/value/bound", Text, "Bound of a fraction: over, under, about or exactly"),
    column("numerator", "/value/numerator", Whole, "Numerator of a fraction"),
    column("denominator", "/value/denominator", Whole, "Denominator of a fraction"),
    column("direction", "/value/direction", Text, "Direction of a development without a number: up, down or stable"),
    column("change_by", "/value/by", Decimal, "Amount of a change"),
    column("change_unit", "/value/unit", Text, "Unit of a change: percent, percentage_points or absolute"),
    column("change_basis", "/value/basis", Text, "Basis of a change, and the comparison"),
    column("pence", "/value/pence", Whole, "Money, in pence"),
    column("value_text", "/value/text", Text, "Text that fits no other kind"),
    column("as_stated", "/as_stated", Text, "Figure in the words of the source"),
    column("period_from", "/period_from", Day, "First day of the period"),
    column("period_to", "/period_to", Day, "Last day of the period"),
    column("period_text", "/period_text", Text, "Period in the words of the source"),
    column("as_of", "/as_of", Day, "Date of the figure"),
    column("collected", "/collected", Text, "automatic, manual, estimated or unknown"),
    column("caveat", "/caveat", Text, "Caveat to read before using it"),
    column("conditional_on", "/conditional_on", Text, "Condition it depends on"),
    column("said_by", "/said_by", Names, "People who stated it"),
    MEETING,
    QUESTION,
    AREA,
    EDITION,
    PUBLISHED,
    WITHHELD,
    REASONS,
    LICENCE,
];

/// Returns the columns of a table.
pub const fn of(table: ExportTable) -> &'static [Column] {
    match table {
        ExportTable::Meetings => MEETINGS,
        ExportTable::Questions => QUESTIONS,
        ExportTable::Actions => ACTIONS,
        ExportTable::Priorities => PRIORITY_COLUMNS,
        ExportTable::Recommendations => RECOMMENDATIONS,
        ExportTable::Editions => EDITIONS,
        ExportTable::DataPoints => DATA_POINTS,
    }
}

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8, CRLF.
    Csv,
    /// One JSON object per line.
    Ndjson,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::Csv, Self::Ndjson];

    /// Returns the file extension.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// Encodes rows; the first rows of a table have the header before them.
pub fn encode(table: ExportTable, format: Format, rows: &[Value], first: bool) -> Result<Vec<u8>, ApiError> {
    match format {
        Format::Ndjson => {
            let mut out = Vec::new();
            for row in rows {
                serde_json::to_writer(&mut out, row)?;
                out.push(b'\n');
            }
            Ok(out)
        }
        Format::Csv => csv(of(table), rows, first).map_err(|error| ApiError::Internal(format!("writing CSV: {error}"))),
    }
}

fn csv(columns: &[Column], rows: &[Value], first: bool) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if first {
        out.write_record(columns.iter().map(|column| column.name))?;
    }
    for row in rows {
        out.write_record(columns.iter().map(|column| cell(column, row)))?;
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn cell(column: &Column, row: &Value) -> String {
    let Some(value) = row.pointer(column.at) else { return String::new() };
    match column.cell {
        Names => guarded(names(value)),
        Count => value.as_array().map(|rows| rows.len().to_string()).unwrap_or_default(),
        Reasons => guarded(reasons(value)),
        Whole | Decimal if is_number(value) => plain(value),
        Text | Day | Instant | Whole | Decimal | Truth => guarded(plain(value)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// True for a number, which is never a formula, even if negative; decimals are strings in JSON.
fn is_number(value: &Value) -> bool {
    value.is_number() || value.as_str().is_some_and(|text| text.parse::<f64>().is_ok())
}

fn names(value: &Value) -> String {
    let name = |one: &Value| match one {
        Value::String(text) => Some(text.clone()),
        one => {
            let found: Vec<&str> = ["title", "capacity", "name"].into_iter().filter_map(|name| one.get(name)?.as_str()).collect();
            (!found.is_empty()).then(|| found.join(" "))
        }
    };
    value.as_array().into_iter().flatten().filter_map(name).collect::<Vec<_>>().join("; ")
}

fn reasons(value: &Value) -> String {
    let reasons = value.as_array().into_iter().flatten().filter_map(|one| one.get("reason")?.as_str());
    reasons.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}

/// Adds an apostrophe to a text that a spreadsheet would take for a formula.
fn guarded(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
        }
    }

    #[test]
    fn a_line_of_each_form() {
        let row = json!({
            "id": "d", "label": "A \"quoted\", long\nlabel", "value": {"kind": "change", "by": "-5.5", "unit": "percent"},
            "said_by": [{"capacity": "CC", "name": "A. B"}, {"capacity": "ACC", "name": null}], "as_stated": "-5.5 per cent",
        });
        let text = encode(ExportTable::DataPoints, Format::Csv, std::slice::from_ref(&row), true).expect("CSV");
        let text = String::from_utf8(text).expect("text");
        let (header, line) = text.split_once("\r\n").expect("two lines");
        assert!(header.starts_with("id,label,unit,kind,value,low"), "{header}");
        assert!(line.starts_with("d,\"A \"\"quoted\"\", long\nlabel\",,change,,,,,,,,-5.5,percent,"), "{line}");
        assert!(line.contains("'-5.5 per cent") && line.contains("CC A. B; ACC") && line.ends_with("\r\n"), "{line}");
        let text = encode(ExportTable::DataPoints, Format::Ndjson, &[row.clone(), row], true).expect("NDJSON");
        assert_eq!(String::from_utf8(text).expect("text").lines().count(), 2);
    }

    #[test]
    fn every_table_says_what_is_withheld_and_why() {
        for table in ExportTable::ALL {
            let row = json!({"withheld": [{"reason": "foia_s40"}, {"reason": "foia_s31"}, {"reason": "foia_s40"}]});
            let text = String::from_utf8(csv(of(*table), &[row], true).expect("CSV")).expect("text");
            let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
            for (name, want) in [("withheld", "3"), ("withheld_reasons", "foia_s31; foia_s40")] {
                let at = lines[0].iter().position(|has| *has == name).unwrap_or_else(|| panic!("{table} has no {name}"));
                assert_eq!(lines[1][at], want, "{table}");
            }
        }
    }

    #[test]
    fn columns_have_names_of_their_own() {
        for table in ExportTable::ALL {
            let mut names: Vec<&str> = of(*table).iter().map(|column| column.name).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{table}");
        }
    }
}
