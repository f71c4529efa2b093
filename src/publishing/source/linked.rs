//! Links to other records: what each says of the record it leads to. Decides nothing but what of it is public.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    actions, agenda_items, data_points, decisions, findings, meetings, plans, question_groups, questions, recommendations,
    responses,
};
use crate::publishing::redact::Shows;
use crate::record::findings::model::FindingStatus;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::meetings::model::MeetingStatus;
use crate::record::model::DataPointStatus;
use crate::record::planning::plans::model::PlanStatus;
use crate::record::questions::responses::model::ResponseStatus;

/// The records that are linked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Linked {
    Question,
    Meeting,
    AgendaItem,
    Group,
    Action,
    Figure,
    Plan,
    Finding,
    Decision,
    Recommendation,
    Response,
}

/// What a link says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    pub reference: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
}

impl Linked {
    /// Returns the collection of the working record.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Question => "questions",
            Self::Meeting => "meetings",
            Self::AgendaItem => "agenda_items",
            Self::Group => "question_groups",
            Self::Action => "actions",
            Self::Figure => "data_points",
            Self::Plan => "plans",
            Self::Finding => "findings",
            Self::Decision => "decisions",
            Self::Recommendation => "recommendations",
            Self::Response => "responses",
        }
    }

    /// Returns the members of a link of this kind that repeat members of the record, so that what is withheld there is withheld
    /// here too.
    pub const fn shows(self) -> Shows {
        match self {
            Self::Question | Self::Action | Self::Finding | Self::Decision => &[("text", "title")],
            Self::Meeting | Self::Group | Self::Plan => &[("title", "title")],
            Self::AgendaItem => &[("title", "title"), ("printed_number", "reference")],
            Self::Figure => &[("label", "title")],
            Self::Recommendation => &[("text", "title"), ("printed_number", "reference")],
            Self::Response => &[],
        }
    }

    /// Returns what links to some records say, by their ids; a record that is not public is not among them.
    pub fn labels(self, conn: &mut AnyConnection, area: &str, ids: &[String]) -> Result<HashMap<String, Label>, ApiError> {
        Ok(match self {
            Self::Question => of_questions(conn, area, ids)?,
            Self::Meeting => of_meetings(conn, area, ids)?,
            Self::AgendaItem => of_agenda_items(conn, area, ids)?,
            Self::Group => of_groups(conn, area, ids)?,
            Self::Action => of_actions(conn, area, ids)?,
            Self::Figure => of_figures(conn, area, ids)?,
            Self::Plan => of_plans(conn, area, ids)?,
            Self::Finding => of_findings(conn, area, ids)?,
            Self::Decision => of_decisions(conn, area, ids)?,
            Self::Recommendation => of_recommendations(conn, area, ids)?,
            Self::Response => of_responses(conn, area, ids)?,
        })
    }
}

type Labels = Result<HashMap<String, Label>, ApiError>;

/// A row of a record with a reference and a title of its own.
type Row = (String, Option<String>, Option<String>);

fn labels(rows: Vec<Row>, collection: &str) -> HashMap<String, Label> {
    let label = |(id, reference, title): Row| {
        let url = Some(format!("/public/v1/{collection}/{id}"));
        (id, Label { reference, title, url })
    };
    rows.into_iter().map(label).collect()
}

fn of_questions(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let put = questions::table.filter(questions::area.eq(area)).filter(questions::put_on.is_not_null());
    let rows = put.filter(questions::id.eq_any(ids)).select((questions::id, questions::reference, questions::text.nullable()));
    Ok(labels(rows.load(conn)?, "questions"))
}

/// True when people outside know of a meeting: it took place, or the public may attend.
const fn is_known(status: MeetingStatus, is_public: bool) -> bool {
    match status {
        MeetingStatus::Held | MeetingStatus::Agreed => true,
        MeetingStatus::Scheduled | MeetingStatus::Cancelled => is_public,
    }
}

fn of_meetings(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = meetings::table.filter(meetings::area.eq(area)).filter(meetings::id.eq_any(ids));
    let rows: Vec<(String, String, MeetingStatus, bool)> =
        of_area.select((meetings::id, meetings::title, meetings::status, meetings::is_public)).load(conn)?;
    let known = |(id, title, status, is_public)| (id, None, Some(title).filter(|_| is_known(status, is_public)));
    Ok(labels(rows.into_iter().map(known).collect(), "meetings"))
}

fn of_agenda_items(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = agenda_items::table.filter(agenda_items::area.eq(area)).filter(agenda_items::id.eq_any(ids));
    let columns = (agenda_items::id, agenda_items::printed_number, agenda_items::title, agenda_items::meeting_id);
    let rows: Vec<(String, Option<String>, String, String)> = of_area.select(columns).load(conn)?;
    let meetings: Vec<String> = rows.iter().map(|(.., meeting)| meeting.clone()).collect();
    let meetings = of_meetings(conn, area, &meetings)?;
    let label = |(id, reference, title, meeting): (String, Option<String>, String, String)| {
        // An item is known as far as its meeting is.
        let of = meetings.get(&meeting).cloned().unwrap_or_default();
        (id, Label { reference, title: of.title.map(|_| title), url: of.url })
    };
    Ok(rows.into_iter().map(label).collect())
}

fn of_groups(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = question_groups::table.filter(question_groups::area.eq(area)).filter(question_groups::id.eq_any(ids));
    let rows: Vec<(String, String, Option<String>)> =
        of_area.select((question_groups::id, question_groups::title, question_groups::meeting_id)).load(conn)?;
    let label = |(id, title, meeting): (String, String, Option<String>)| {
        let url = meeting.map(|meeting| format!("/public/v1/meetings/{meeting}"));
        (id, Label { reference: None, title: Some(title), url })
    };
    Ok(rows.into_iter().map(label).collect())
}

fn of_actions(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = actions::table.filter(actions::area.eq(area)).filter(actions::id.eq_any(ids));
    Ok(labels(of_area.select((actions::id, actions::reference.nullable(), actions::text)).load(conn)?, "actions"))
}

fn of_figures(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = data_points::table.filter(data_points::area.eq(area)).filter(data_points::id.eq_any(ids));
    let rows: Vec<(String, String)> = of_area
        .filter(data_points::status.ne(DataPointStatus::Draft))
        .select((data_points::id, data_points::label))
        .load(conn)?;
    Ok(labels(rows.into_iter().map(|(id, label)| (id, None, Some(label))).collect(), "figures"))
}

fn of_plans(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = plans::table.filter(plans::area.eq(area)).filter(plans::id.eq_any(ids));
    let rows: Vec<(String, String)> =
        of_area.filter(plans::status.ne(PlanStatus::Draft)).select((plans::id, plans::title)).load(conn)?;
    Ok(labels(rows.into_iter().map(|(id, title)| (id, None, Some(title))).collect(), "plans"))
}

fn of_findings(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = findings::table.filter(findings::area.eq(area)).filter(findings::status.eq(FindingStatus::Confirmed));
    let rows = of_area.filter(findings::id.eq_any(ids)).select((findings::id, findings::reference, findings::text.nullable()));
    Ok(labels(rows.load(conn)?, "findings"))
}

fn of_decisions(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = decisions::table.filter(decisions::area.eq(area)).filter(decisions::status.ne(DecisionStatus::Draft));
    let rows =
        of_area.filter(decisions::id.eq_any(ids)).select((decisions::id, decisions::reference, decisions::text.nullable()));
    Ok(labels(rows.load(conn)?, "decisions"))
}

fn of_recommendations(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = recommendations::table.filter(recommendations::area.eq(area)).filter(recommendations::id.eq_any(ids));
    let columns = (recommendations::id, recommendations::printed_number, recommendations::text, recommendations::set_id);
    let rows: Vec<(String, Option<String>, String, String)> = of_area.select(columns).load(conn)?;
    let label = |(id, reference, title, set): (String, Option<String>, String, String)| {
        (id, Label { reference, title: Some(title), url: Some(format!("/public/v1/recommendations/{set}")) })
    };
    Ok(rows.into_iter().map(label).collect())
}

/// A response is read with its question, whose reference it has.
fn of_responses(conn: &mut AnyConnection, area: &str, ids: &[String]) -> Labels {
    let of_area = responses::table.filter(responses::area.eq(area)).filter(responses::status.ne(ResponseStatus::Draft));
    let rows: Vec<(String, String)> =
        of_area.filter(responses::id.eq_any(ids)).select((responses::id, responses::question_id)).load(conn)?;
    let questions: Vec<String> = rows.iter().map(|(_, question)| question.clone()).collect();
    let questions = of_questions(conn, area, &questions)?;
    let label = |(id, question): (String, String)| questions.get(&question).map(|of| (id, Label { title: None, ..of.clone() }));
    Ok(rows.into_iter().filter_map(label).collect())
}
