//! Tables read page by page: every row a typed record, in the order of ids.

use serde::{Deserialize, Serialize};

use super::columns::{Described, cells, describe};
use super::store;
use crate::foundation::db::{AnyConnection, text_enum};
use crate::foundation::error::ApiError;
use crate::public::model::{PublicEdition, PublicItem, PublicResource, PublicStatus};
use crate::public::records::{
    PublishedAttendance, PublishedJudgement, PublishedLink, PublishedRecommendation, PublishedReport, PublishedResponse,
};
use crate::public::shapes::{
    PublicAction, PublicDecision, PublicEditionView, PublicExchange, PublicFigure, PublicFinding, PublicMeeting, PublicOrigin,
    PublicPriority, PublicQuestion, PublicRecommendationSet,
};
use crate::publication_log::document::{LICENCE, Withheld};

text_enum!(
    /// The tables for download.
    ExportTable {
        Meetings = "meetings",
        Attendance = "attendance",
        Questions = "questions",
        Responses = "responses",
        Judgements = "judgements",
        Exchanges = "exchanges",
        Findings = "findings",
        Decisions = "decisions",
        Actions = "actions",
        Priorities = "priorities",
        Recommendations = "recommendations",
        DataPoints = "data_points",
        Editions = "editions",
    }
);

impl ExportTable {
    /// Returns the kinds of published records in the table; none for editions.
    pub const fn resources(self) -> &'static [PublicResource] {
        match self {
            Self::Meetings | Self::Attendance => &[PublicResource::Meeting],
            Self::Questions | Self::Responses | Self::Judgements => &[PublicResource::Question],
            Self::Exchanges => &[PublicResource::Exchange],
            Self::Findings => &[PublicResource::Finding],
            Self::Decisions => &[PublicResource::Decision],
            Self::Actions => &[PublicResource::Action],
            Self::Priorities => &[PublicResource::Priority],
            Self::Recommendations => &[PublicResource::RecommendationSet],
            Self::DataPoints => &[PublicResource::Figure],
            Self::Editions => &[],
        }
    }

    /// Returns the list of the same records, page by page; none where they are only parts of others.
    pub const fn list(self) -> Option<&'static str> {
        match self {
            Self::Editions => Some("editions"),
            Self::Attendance | Self::Responses | Self::Judgements => None,
            Self::Meetings => Some(PublicResource::Meeting.collection()),
            Self::Questions => Some(PublicResource::Question.collection()),
            Self::Exchanges => Some(PublicResource::Exchange.collection()),
            Self::Findings => Some(PublicResource::Finding.collection()),
            Self::Decisions => Some(PublicResource::Decision.collection()),
            Self::Actions => Some(PublicResource::Action.collection()),
            Self::Priorities => Some(PublicResource::Priority.collection()),
            Self::Recommendations => Some(PublicResource::RecommendationSet.collection()),
            Self::DataPoints => Some(PublicResource::Figure.collection()),
        }
    }

    /// Returns the title for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Meetings => "Meetings at which the force was held to account",
            Self::Attendance => "Attendance of meetings",
            Self::Questions => "Questions and their outcomes",
            Self::Responses => "Responses of the force to questions",
            Self::Judgements => "Judgements of answers",
            Self::Exchanges => "Challenges and replies at meetings",
            Self::Findings => "Findings, ratings and comments",
            Self::Decisions => "Decisions of the body",
            Self::Actions => "Actions and their deadlines",
            Self::Priorities => "Priorities of published plans",
            Self::Recommendations => "Recommendations of reports from outside",
            Self::DataPoints => "Figures given as evidence",
            Self::Editions => "Editions of the published record",
        }
    }
}

/// A line of the attendance of a meeting.
#[derive(Debug, Clone, Serialize)]
pub struct AttendanceRow {
    #[serde(flatten)]
    pub line: PublishedAttendance,
    pub meeting: PublishedLink,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A response to a question.
#[derive(Debug, Clone, Serialize)]
pub struct ResponseRow {
    #[serde(flatten)]
    pub response: PublishedResponse,
    pub question: PublishedLink,
    pub meeting: Option<PublishedLink>,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A judgement of an answer.
#[derive(Debug, Clone, Serialize)]
pub struct JudgementRow {
    #[serde(flatten)]
    pub judgement: PublishedJudgement,
    pub question: PublishedLink,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A recommendation with its report; only the report where its recommendations are known by number alone.
#[derive(Debug, Clone, Serialize)]
pub struct RecommendationRow {
    #[serde(flatten)]
    pub recommendation: Option<PublishedRecommendation>,
    pub set: PublishedReport,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// An edition, with what is withheld in its document; nothing more is known of a withdrawn one.
#[derive(Debug, Serialize)]
pub struct EditionRow {
    #[serde(flatten)]
    pub edition: PublicEditionView,
    pub withheld: Vec<Withheld>,
    pub licence: &'static str,
}

/// Defines the rows of all tables: each with its type.
macro_rules! rows {
    ($($variant:ident($type:ty) of $($table:ident),+;)+) => {
        /// A row of a table.
        #[derive(Debug, Serialize)]
        #[serde(untagged)]
        pub enum Row {
            $($variant(Box<$type>),)+
        }

        impl Row {
            /// Returns the cells of the row, in the order of the columns.
            pub fn cells(&self) -> Vec<String> {
                match self {
                    $(Self::$variant(row) => cells(&**row),)+
                }
            }
        }

        /// Describes the columns of a table.
        pub fn described(table: ExportTable) -> Vec<Described> {
            match table {
                $($(ExportTable::$table)|+ => describe::<$type>(!matches!(table, ExportTable::Editions)),)+
            }
        }
    };
}

rows! {
    Meeting(PublicMeeting) of Meetings;
    Attendance(AttendanceRow) of Attendance;
    Question(PublicQuestion) of Questions;
    Response(ResponseRow) of Responses;
    Judgement(JudgementRow) of Judgements;
    Exchange(PublicExchange) of Exchanges;
    Finding(PublicFinding) of Findings;
    Decision(PublicDecision) of Decisions;
    Action(PublicAction) of Actions;
    Priority(PublicPriority) of Priorities;
    Recommendation(RecommendationRow) of Recommendations;
    Figure(PublicFigure) of DataPoints;
    Edition(EditionRow) of Editions;
}

/// The number of records read at a time, which limits memory for a table of any size.
const AT_A_TIME: i64 = 100;

/// Some rows of a table, and the id after which the next begin.
pub struct Batch {
    pub rows: Vec<Row>,
    pub next: Option<String>,
}

/// Returns the rows after an id.
pub fn batch(conn: &mut AnyConnection, table: ExportTable, area: Option<&String>, after: &str) -> Result<Batch, ApiError> {
    if table == ExportTable::Editions {
        let editions = store::editions_after(conn, area, after, AT_A_TIME)?;
        let next = next_of(editions.len(), editions.last().map(|edition| edition.id.clone()));
        let rows = editions.into_iter().map(|one| edition(conn, one)).collect::<Result<_, ApiError>>()?;
        return Ok(Batch { rows, next });
    }
    let items = store::items_after(conn, table.resources(), area, after, AT_A_TIME)?;
    let next = next_of(items.len(), items.last().map(|item| item.resource_id.clone()));
    let mut rows = Vec::new();
    for item in &items {
        rows.extend(of_record(table, item)?);
    }
    Ok(Batch { rows, next })
}

/// The rows of a table that a record gives.
fn of_record(table: ExportTable, item: &PublicItem) -> Result<Vec<Row>, ApiError> {
    let alone = item.alone.as_str();
    Ok(match table {
        ExportTable::Meetings => vec![Row::Meeting(serde_json::from_str(alone)?)],
        ExportTable::Attendance => attendance(serde_json::from_str(alone)?),
        ExportTable::Questions => vec![Row::Question(serde_json::from_str(alone)?)],
        ExportTable::Responses => responses(serde_json::from_str(alone)?),
        ExportTable::Judgements => judgements(serde_json::from_str(alone)?),
        ExportTable::Exchanges => vec![Row::Exchange(serde_json::from_str(alone)?)],
        ExportTable::Findings => vec![Row::Finding(serde_json::from_str(alone)?)],
        ExportTable::Decisions => vec![Row::Decision(serde_json::from_str(alone)?)],
        ExportTable::Actions => vec![Row::Action(serde_json::from_str(alone)?)],
        ExportTable::Priorities => vec![Row::Priority(serde_json::from_str(alone)?)],
        ExportTable::Recommendations => recommendations(&serde_json::from_str(&item.listed)?, serde_json::from_str(alone)?),
        ExportTable::DataPoints => vec![Row::Figure(serde_json::from_str(alone)?)],
        // An edition is no record.
        ExportTable::Editions => Vec::new(),
    })
}

fn next_of(read: usize, last: Option<String>) -> Option<String> {
    last.filter(|_| i64::try_from(read).is_ok_and(|read| read == AT_A_TIME))
}

fn edition(conn: &mut AnyConnection, edition: PublicEdition) -> Result<Row, ApiError> {
    /// The only member needed from a document.
    #[derive(Deserialize)]
    struct Kept {
        withheld: Vec<Withheld>,
    }
    let document = if edition.status == PublicStatus::Withdrawn { None } else { store::document(conn, edition.leaf)? };
    let kept: Option<Kept> = document.map(|document| serde_json::from_str(&document)).transpose()?;
    let withheld = kept.map(|kept| kept.withheld).unwrap_or_default();
    Ok(Row::Edition(Box::new(EditionRow { edition: PublicEditionView::from(edition), withheld, licence: LICENCE })))
}

/// Returns the redactions at `from` and below, with pointers that begin with `to` instead.
fn moved(withheld: &[Withheld], from: &str, to: &str) -> Vec<Withheld> {
    let below = |entry: &Withheld| {
        let inside = entry.pointer.strip_prefix(from)?;
        let is_inside = inside.is_empty() || inside.starts_with('/');
        is_inside.then(|| Withheld { pointer: format!("{to}{inside}"), ..entry.clone() })
    };
    withheld.iter().filter_map(below).collect()
}

/// Returns the origin of a part of a record.
fn part(origin: &PublicOrigin, at: &str) -> PublicOrigin {
    PublicOrigin { withheld: moved(&origin.withheld, at, ""), ..origin.clone() }
}

fn link(collection: &str, id: &str, reference: Option<&String>, title: Option<&String>) -> PublishedLink {
    let url = Some(format!("/public/v1/{collection}/{id}"));
    PublishedLink { id: id.to_owned(), reference: reference.cloned(), title: title.cloned(), url }
}

fn attendance(whole: PublicMeeting) -> Vec<Row> {
    let PublicMeeting { meeting, origin, .. } = whole;
    let of = link("meetings", meeting.id.as_str(), None, meeting.title.as_ref());
    let numbered = meeting.attendance.into_iter().enumerate();
    let row = |(index, line)| {
        let origin = part(&origin, &format!("/attendance/{index}"));
        Row::Attendance(Box::new(AttendanceRow { line, meeting: of.clone(), origin }))
    };
    numbered.map(row).collect()
}

fn responses(whole: PublicQuestion) -> Vec<Row> {
    let PublicQuestion { question, origin, .. } = whole;
    let of = link("questions", question.id.as_str(), question.reference.as_ref(), question.text.as_ref());
    let numbered = question.responses.into_iter().enumerate();
    let row = |(index, response)| {
        let origin = part(&origin, &format!("/responses/{index}"));
        Row::Response(Box::new(ResponseRow { response, question: of.clone(), meeting: question.meeting.clone(), origin }))
    };
    numbered.map(row).collect()
}

fn judgements(whole: PublicQuestion) -> Vec<Row> {
    let PublicQuestion { question, origin, .. } = whole;
    let of = link("questions", question.id.as_str(), question.reference.as_ref(), question.text.as_ref());
    let numbered = question.judgements.into_iter().enumerate();
    let row = |(index, judgement)| {
        let origin = part(&origin, &format!("/judgements/{index}"));
        Row::Judgement(Box::new(JudgementRow { judgement, question: of.clone(), origin }))
    };
    numbered.map(row).collect()
}

/// Returns a row for each recommendation with its report; a report whose recommendations are known only by count has one row.
fn recommendations(listed: &PublicRecommendationSet, whole: PublicRecommendationSet) -> Vec<Row> {
    let PublicRecommendationSet { set, origin, recommendations, .. } = whole;
    let of_set = moved(&listed.origin.withheld, "", "/set");
    let row = |recommendation: Option<PublishedRecommendation>, own: Vec<Withheld>| {
        let withheld = own.into_iter().chain(of_set.iter().cloned()).collect();
        let origin = PublicOrigin { withheld, ..origin.clone() };
        Row::Recommendation(Box::new(RecommendationRow { recommendation, set: set.clone(), origin }))
    };
    let numbered = recommendations.unwrap_or_default().into_iter().enumerate();
    let of_each = |(index, one)| row(Some(one), moved(&origin.withheld, &format!("/recommendations/{index}"), ""));
    let rows: Vec<Row> = numbered.map(of_each).collect();
    if rows.is_empty() { vec![row(None, Vec::new())] } else { rows }
}
