//! The queries for the register. Decides nothing.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Decided, Met, Reported};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{areas, decisions, editions, meetings, papers, recommendation_sets, redactions};
use crate::publication_log::log::{LeafKind, of_edition};
use crate::publishing::redactions::model::RedactionStatus;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::meetings::model::{MeetingKind, MeetingStatus};
use crate::record::meetings::papers::model::PaperKind;
use crate::record::model::RecommendationSetStatus;
use crate::record::published::model::{EditionKind, EditionStatus};
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

/// Returns the slugs of the areas, or only `area` if it exists.
pub fn areas(conn: &mut AnyConnection, area: Option<&str>) -> Result<Vec<String>, ApiError> {
    let mut query = areas::table.order(areas::slug.asc()).select(areas::slug).into_boxed::<MultiBackend>();
    if let Some(area) = area {
        query = query.filter(areas::slug.eq(area.to_owned()));
    }
    Ok(query.load(conn)?)
}

/// Returns the meetings of an area about which anything may be owed. Of one whose day is not known, nothing can be counted.
pub fn meetings(conn: &mut AnyConnection, area: &str) -> Result<Vec<Met>, ApiError> {
    type Row = (String, MeetingKind, String, NaiveDate, bool, bool, MeetingStatus);
    let rows: Vec<Row> = meetings::table
        .filter(meetings::area.eq(area))
        .filter(meetings::status.ne(MeetingStatus::Cancelled))
        .filter(meetings::held_in.is_null())
        .filter(meetings::is_public.eq(true).or(meetings::significant_public_interest.eq(true)))
        .order((meetings::held_on.asc(), meetings::id.asc()))
        .select((
            meetings::id,
            meetings::kind,
            meetings::title,
            meetings::held_on,
            meetings::is_public,
            meetings::significant_public_interest,
            meetings::status,
        ))
        .load(conn)?;
    let mut papers = papers(conn, area)?;
    let met = |(id, kind, title, held_on, is_public, significant, status): Row| Met {
        papers: papers.remove(&id).unwrap_or_default(),
        area: area.to_owned(),
        id,
        kind,
        title,
        held_on,
        is_public,
        significant,
        status,
    };
    Ok(rows.into_iter().map(met).collect())
}

/// Returns the papers on the agendas of the public meetings of an area, by meeting.
fn papers(conn: &mut AnyConnection, area: &str) -> Result<HashMap<String, BTreeSet<String>>, ApiError> {
    let rows: Vec<(String, String)> = papers::table
        .inner_join(meetings::table.on(meetings::id.eq(papers::meeting_id)))
        .filter(papers::area.eq(area))
        .filter(papers::kind.ne(PaperKind::Minutes))
        .filter(meetings::is_public.eq(true))
        .select((papers::meeting_id, papers::id))
        .load(conn)?;
    let mut by_meeting: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (meeting, paper) in rows {
        by_meeting.entry(meeting).or_default().insert(paper);
    }
    Ok(by_meeting)
}

/// Returns the decisions of significant public interest of an area that were taken, including those revoked later.
pub fn decisions(conn: &mut AnyConnection, area: &str) -> Result<Vec<Decided>, ApiError> {
    type Row = (String, Option<String>, Option<NaiveDate>, Option<String>);
    let in_public: BTreeSet<String> = public_meetings(conn, area)?.into_iter().collect();
    let rows: Vec<Row> = decisions::table
        .filter(decisions::area.eq(area))
        .filter(decisions::status.ne(DecisionStatus::Draft))
        .filter(decisions::significant_public_interest.eq(true))
        .order((decisions::made_on.asc(), decisions::id.asc()))
        .select((decisions::id, decisions::reference, decisions::made_on, decisions::meeting_id))
        .load(conn)?;
    let decided = |(id, reference, made_on, meeting): Row| {
        // A decision that was taken has a day.
        made_on.map(|made_on| Decided {
            id,
            area: area.to_owned(),
            reference,
            made_on,
            in_public: meeting.is_some_and(|meeting| in_public.contains(&meeting)),
        })
    };
    Ok(rows.into_iter().filter_map(decided).collect())
}

/// Returns the reports recorded in an area that require a published response within the 56 days.
pub fn reports(conn: &mut AnyConnection, area: &str) -> Result<Vec<Reported>, ApiError> {
    type Row = (RecommendationSetId, String, Option<NaiveDate>, Option<NaiveDate>);
    let rows: Vec<Row> = recommendation_sets::table
        .filter(recommendation_sets::area.eq(area))
        .filter(recommendation_sets::status.eq(RecommendationSetStatus::Recorded))
        .filter(recommendation_sets::statutory_due_on.is_not_null())
        .order((recommendation_sets::statutory_due_on.asc(), recommendation_sets::id.asc()))
        .select((
            recommendation_sets::id,
            recommendation_sets::title,
            recommendation_sets::published_on,
            recommendation_sets::statutory_due_on,
        ))
        .load(conn)?;
    let reported = |(id, title, published_on, due_on): Row| {
        published_on.zip(due_on).map(|(published_on, statutory_due_on)| Reported {
            id,
            area: area.to_owned(),
            title,
            published_on,
            statutory_due_on,
        })
    };
    Ok(rows.into_iter().filter_map(reported).collect())
}

/// Returns the meetings, decisions and reports of an area whose day is withheld from the public.
pub fn of_withheld_days(conn: &mut AnyConnection, area: &str) -> Result<BTreeSet<String>, ApiError> {
    let active = redactions::table.filter(redactions::area.eq(area)).filter(redactions::status.eq(RedactionStatus::Active));
    let of_days = active.filter(redactions::field.eq_any(["held_on", "made_on", "published_on", "statutory_due_on"]));
    Ok(of_days.select(redactions::resource_id).load(conn)?.into_iter().collect())
}

fn public_meetings(conn: &mut AnyConnection, area: &str) -> Result<Vec<String>, ApiError> {
    Ok(meetings::table
        .filter(meetings::area.eq(area))
        .filter(meetings::is_public.eq(true))
        .filter(meetings::status.ne(MeetingStatus::Cancelled))
        .select(meetings::id)
        .load(conn)?)
}

/// Returns the currently published records of meetings and single decisions of an area: edition and subject.
pub fn published(conn: &mut AnyConnection, area: &str) -> Result<Vec<(String, String)>, ApiError> {
    Ok(editions::table
        .filter(editions::area.eq(area))
        .filter(editions::kind.eq_any([EditionKind::MeetingRecord, EditionKind::Decision]))
        .filter(editions::status.eq(EditionStatus::Published))
        .order((editions::number.asc(), editions::id.asc()))
        .select((editions::id, editions::subject_id))
        .load(conn)?)
}

/// Returns the document of an edition, as published.
pub fn document(conn: &mut AnyConnection, edition: &str) -> Result<Option<String>, ApiError> {
    Ok(of_edition(conn, edition, LeafKind::Edition)?.map(|leaf| leaf.document))
}
