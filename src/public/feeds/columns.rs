//! The columns of each table, and a row as a line of CSV or NDJSON. Pure.

use std::collections::BTreeSet;

use serde_json::Value;

use super::rows::ExportTable;
use crate::foundation::error::ApiError;

/// What a cell holds, as its column says.
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
    /// How many there are in a list.
    Count,
    /// The distinct reasons in a list of what is withheld, separated by `; `.
    Reasons,
}

/// A column of a table.
pub struct Column {
    pub name: &'static str,
    /// Where it is in the JSON of a row (RFC 6901).
    pub at: &'static str,
    pub cell: Cell,
    pub about: &'static str,
}

const fn column(name: &'static str, at: &'static str, cell: Cell, about: &'static str) -> Column {
    Column { name, at, cell, about }
}

use Cell::{Count, Day, Decimal, Instant, Names, Reasons, Text, Truth, Whole};

const ID: Column = column("id", "/id", Text, "Its id for ever (UUID)");
const REFERENCE: Column = column("reference", "/reference", Text, "What people call it by");
const STATUS: Column = column("status", "/status", Text, "What is happening with it");
const MEETING: Column = column("meeting_id", "/meeting_id", Text, "The meeting it belongs to");
const QUESTION: Column = column("question_id", "/question_id", Text, "The question it belongs to");
const PRIORITIES: Column = column("priorities", "/priorities", Names, "The priorities it is under");
const AREA: Column = column("area", "/area", Text, "The slug of the police area");
const EDITION: Column = column("edition_id", "/edition/id", Text, "The edition that it is read from");
const PUBLISHED: Column = column("published_at", "/edition/published_at", Instant, "When that edition was published");
const WITHHELD: Column = column("withheld", "/withheld", Count, "How many passages of it are withheld, empty cells included");
const REASONS: Column =
    column("withheld_reasons", "/withheld", Reasons, "Why: foia_sNN (section of the Act of 2000), operational, junior_staff");
const LICENCE: Column = column("licence", "/licence", Text, "Under what it may be used");

const MEETINGS: &[Column] = &[
    ID,
    column("kind", "/kind", Text, "assurance, thematic, performance, public, virtual or governance_board"),
    column("title", "/title", Text, "What it was called"),
    column("held_on", "/held_on", Day, "Its day"),
    column("starts_at", "/starts_at", Text, "When it begins, London time (HH:MM)"),
    column("ends_at", "/ends_at", Text, "When it ends, London time (HH:MM)"),
    column("venue", "/venue", Text, "Where it is held"),
    column("is_public", "/is_public", Truth, "Whether the public may attend"),
    column(
        "significant_public_interest",
        "/significant_public_interest",
        Truth,
        "Whether matters of significant public interest are discussed (SI 2011/3050, Schedule, paragraph 5)",
    ),
    STATUS,
    column("chair", "/chair", Text, "Who chaired it"),
    column("attendance", "/attendance", Count, "How many are in the attendance list, with apologies"),
    column("questions", "/questions", Count, "How many questions its record has"),
    column("actions", "/actions", Count, "How many actions its record has"),
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
    column("printed_number", "/printed_number", Text, "Its number as printed"),
    column("text", "/text", Text, "What is asked"),
    column("context", "/context", Text, "What was said about why it is asked"),
    column("asked_by", "/asked_by", Text, "Who asks"),
    column("put_on", "/put_on", Day, "When it was put"),
    column("due_on", "/due_on", Day, "When the answer is due"),
    STATUS,
    column("outcome", "/outcome", Text, "answered, part_answered, not_answered or declined"),
    column(
        "answer_state",
        "/answer/state",
        Text,
        "awaiting, holding, replied, answered, part_answered, not_answered, declined, carried_forward or withdrawn",
    ),
    column("answer_since", "/answer/since", Day, "Since when that is so"),
    column("responses", "/responses", Count, "How many responses there are"),
    column("exchanges", "/exchanges", Count, "How many exchanges at meetings were about it"),
    column("findings", "/findings", Count, "How many findings there are"),
    column("topic", "/topic/title", Text, "What it is about"),
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
    column("text", "/text", Text, "What is to be done"),
    column("owners", "/owners", Names, "Who is to do it"),
    column("due_on", "/due_on", Day, "When it is due"),
    column("due_text", "/due_text", Text, "When it is due, as it was said"),
    STATUS,
    column("status_reason", "/status_reason", Text, "Why it ended like this"),
    column("outcome_check", "/outcome_check", Text, "Whether it worked, as checked afterwards"),
    column("set_on", "/set_on", Day, "When it was set"),
    column("times_reopened", "/times_reopened", Whole, "How often it was reopened"),
    column("needs_review", "/needs_review", Truth, "Whether something is missing in the source"),
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
    column("position", "/position", Whole, "Its place in the plan"),
    column("title", "/title", Text, "What it is called"),
    column("description", "/description", Text, "What it means"),
    column("plan_id", "/plan/id", Text, "The plan it stands in"),
    column("plan_title", "/plan/title", Text, "What that plan is called"),
    AREA,
    EDITION,
    PUBLISHED,
    WITHHELD,
    REASONS,
    LICENCE,
];

const RECOMMENDATIONS: &[Column] = &[
    column("set_id", "/set/id", Text, "The report it stands in (UUID)"),
    column("set_title", "/set/title", Text, "What that report is called"),
    column(
        "source",
        "/set/source",
        Text,
        "Which kind of author: inspectorate, peer_review, coroner, complaints_body, panel, audit",
    ),
    column("published_by", "/set/published_by", Text, "Who published the report"),
    column("published_on", "/set/published_on", Day, "When the report was published"),
    column("statutory_due_on", "/set/statutory_due_on", Day, "The last day for the response (Police Act 1996, section 55)"),
    column("total", "/set/total", Whole, "How many recommendations the report has"),
    column("id", "/id", Text, "Its id for ever (UUID); empty where only the number of recommendations is known"),
    column("printed_number", "/printed_number", Text, "Its number as printed"),
    column("text", "/text", Text, "What is recommended"),
    column("addressed_to", "/addressed_to", Text, "To whom"),
    column("due_on", "/due_on", Day, "When it is due"),
    STATUS,
    column("force_answer", "/force_answer", Text, "What the force answers"),
    column("body_answer", "/body_answer", Text, "What the body answers"),
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
    column("subject_id", "/subject_id", Text, "What it is an edition of"),
    column("number", "/number", Whole, "1 for the first edition of a subject"),
    column("title", "/title", Text, "What it is called; empty once it is withdrawn"),
    column("significance", "/significance", Text, "Of the change since the edition before: major or minor"),
    column("change_note", "/change_note", Text, "What has changed since the edition before"),
    STATUS,
    column("published_at", "/published_at", Instant, "When it was published"),
    column("superseded_by", "/superseded_by", Text, "The edition that took its place"),
    column("withdrawn_at", "/withdrawn_at", Instant, "When it was withdrawn"),
    column("explanation", "/explanation", Text, "Why it was withdrawn"),
    column("leaf", "/leaf", Whole, "The number of its document in the publication log"),
    column("url", "/url", Text, "Where its document is"),
    AREA,
    WITHHELD,
    REASONS,
    LICENCE,
];

const DATA_POINTS: &[Column] = &[
    ID,
    column("label", "/label", Text, "What was counted"),
    column("unit", "/unit", Text, "What it is counted in"),
    column("kind", "/value/kind", Text, "exact, range, average, fraction, direction, change, money or text"),
    column("value", "/value/value", Decimal, "The number of an exact figure or an average"),
    column("low", "/value/low", Decimal, "The lower end of a range"),
    column("high", "/value/high", Decimal, "The upper end of a range"),
    column("bound", "/value/bound", Text, "Of a fraction: over, under, about or exactly"),
    column("numerator", "/value/numerator", Whole, "Of a fraction"),
    column("denominator", "/value/denominator", Whole, "Of a fraction"),
    column("direction", "/value/direction", Text, "Of a development without a number: up, down or stable"),
    column("change_by", "/value/by", Decimal, "Of a change: by how much"),
    column("change_unit", "/value/unit", Text, "Of a change: percent, percentage_points or absolute"),
    column("change_basis", "/value/basis", Text, "Of a change: of what, and against what"),
    column("pence", "/value/pence", Whole, "Money, in pence"),
    column("value_text", "/value/text", Text, "Words, where nothing else fits"),
    column("as_stated", "/as_stated", Text, "The figure as it was said"),
    column("period_from", "/period_from", Day, "From when"),
    column("period_to", "/period_to", Day, "To when"),
    column("period_text", "/period_text", Text, "The period as it was said"),
    column("as_of", "/as_of", Day, "The day it was true"),
    column("collected", "/collected", Text, "automatic, manual, estimated or unknown"),
    column("caveat", "/caveat", Text, "What is to be known before using it"),
    column("conditional_on", "/conditional_on", Text, "What it depends on"),
    column("said_by", "/said_by", Names, "Who said it"),
    MEETING,
    QUESTION,
    AREA,
    EDITION,
    PUBLISHED,
    WITHHELD,
    REASONS,
    LICENCE,
];

/// The columns of a table.
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

/// In which form a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8, CRLF.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::Csv, Self::Ndjson];

    /// The end of its file names.
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

/// Rows as they are sent; the first of a table have its header before them.
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

/// A number is no formula, also one below zero; decimals are texts in JSON.
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

/// A text that a spreadsheet would take for a formula gets an apostrophe before it.
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
