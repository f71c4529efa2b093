//! The queries for the register. Decides nothing.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::model::{Decided, Elsewhere, Holder, Met, OwedParagraph, OwedSubject, Reported};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    areas, bodies, decisions, editions, meetings, papers, plans, published_elsewhere, recommendation_sets, redactions,
};
use crate::publication_log::log::{LeafKind, of_edition};
use crate::publishing::redactions::model::RedactionStatus;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::meetings::model::{MeetingKind, MeetingStatus};
use crate::record::meetings::papers::model::PaperKind;
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::areas::model::BodyKind;
use crate::record::planning::plans::model::PlanStatus;
use crate::record::published::model::{EditionKind, EditionStatus, ElsewhereStatus};
use crate::record::recommendations::recommendation_sets::model::{RecommendationSetId, ReportSource};

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
    let in_public = public_meetings(conn, area)?;
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

/// Returns the reports recorded in an area that require a response by a day: those of the inspectors, and those of the panel for which
/// it has set one.
pub fn reports(conn: &mut AnyConnection, area: &str) -> Result<Vec<Reported>, ApiError> {
    type Row = (RecommendationSetId, ReportSource, String, Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>);
    let rows: Vec<Row> = recommendation_sets::table
        .filter(recommendation_sets::area.eq(area))
        .filter(recommendation_sets::status.eq(RecommendationSetStatus::Recorded))
        .filter(recommendation_sets::statutory_due_on.is_not_null().or(recommendation_sets::response_due_on.is_not_null()))
        .order(recommendation_sets::id.asc())
        .select((
            recommendation_sets::id,
            recommendation_sets::source,
            recommendation_sets::title,
            recommendation_sets::published_on,
            recommendation_sets::statutory_due_on,
            recommendation_sets::response_due_on,
        ))
        .load(conn)?;
    let reported = |(id, source, title, published_on, statutory_due_on, response_due_on): Row| {
        published_on.zip(statutory_due_on.or(response_due_on)).map(|(published_on, due_on)| Reported {
            id,
            area: area.to_owned(),
            source,
            title,
            published_on,
            due_on,
        })
    };
    Ok(rows.into_iter().filter_map(reported).collect())
}

/// Returns the bodies of an area that are in office on a day.
pub fn holders(conn: &mut AnyConnection, area: &str, today: NaiveDate) -> Result<Vec<Holder>, ApiError> {
    let rows: Vec<(String, BodyKind, String, NaiveDate)> = bodies::table
        .filter(bodies::area.eq(area))
        .filter(bodies::valid_from.le(today))
        .filter(bodies::valid_to.is_null().or(bodies::valid_to.assume_not_null().ge(today)))
        .order(bodies::id.asc())
        .select((bodies::id, bodies::kind, bodies::name, bodies::valid_from))
        .load(conn)?;
    let holder = |(id, kind, name, valid_from)| Holder { id, area: area.to_owned(), kind, name, valid_from };
    Ok(rows.into_iter().map(holder).collect())
}

/// Returns the day on which the plan that is in force on a day was adopted.
pub fn plan_from(conn: &mut AnyConnection, area: &str, today: NaiveDate) -> Result<Option<NaiveDate>, ApiError> {
    Ok(plans::table
        .filter(plans::area.eq(area))
        .filter(plans::status.ne(PlanStatus::Draft))
        .filter(plans::adopted_on.le(today))
        .select(max(plans::adopted_on))
        .first(conn)?)
}

/// Returns the day of publication of the latest PEEL report that is recorded in an area.
pub fn peel_on(conn: &mut AnyConnection, area: &str) -> Result<Option<NaiveDate>, ApiError> {
    Ok(recommendation_sets::table
        .filter(recommendation_sets::area.eq(area))
        .filter(recommendation_sets::status.eq(RecommendationSetStatus::Recorded))
        .filter(recommendation_sets::is_peel.eq(true))
        .select(max(recommendation_sets::published_on))
        .first(conn)?)
}

/// Returns the publications elsewhere that stand, latest first.
pub fn elsewhere(conn: &mut AnyConnection, area: &str) -> Result<Vec<Elsewhere>, ApiError> {
    type Row = (OwedParagraph, OwedSubject, String, NaiveDate, String);
    let rows: Vec<Row> = published_elsewhere::table
        .filter(published_elsewhere::area.eq(area))
        .filter(published_elsewhere::status.eq(ElsewhereStatus::Stands))
        .order((published_elsewhere::published_on.desc(), published_elsewhere::id.desc()))
        .select((
            published_elsewhere::duty,
            published_elsewhere::subject_kind,
            published_elsewhere::subject_id,
            published_elsewhere::published_on,
            published_elsewhere::url,
        ))
        .load(conn)?;
    let one = |(duty, subject_kind, subject_id, published_on, url): Row| Elsewhere {
        area: area.to_owned(),
        duty,
        subject_kind,
        subject_id,
        published_on,
        url,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Returns the meetings, decisions and reports of an area whose day is withheld from the public.
pub fn of_withheld_days(conn: &mut AnyConnection, area: &str) -> Result<BTreeSet<String>, ApiError> {
    let active = redactions::table.filter(redactions::area.eq(area)).filter(redactions::status.eq(RedactionStatus::Active));
    let of_days =
        active.filter(redactions::field.eq_any(["held_on", "made_on", "published_on", "statutory_due_on", "response_due_on"]));
    Ok(of_days.select(redactions::resource_id).load(conn)?.into_iter().collect())
}

/// Returns the meetings of an area that the public may attend.
pub fn public_meetings(conn: &mut AnyConnection, area: &str) -> Result<BTreeSet<String>, ApiError> {
    let ids: Vec<String> = meetings::table
        .filter(meetings::area.eq(area))
        .filter(meetings::is_public.eq(true))
        .filter(meetings::status.ne(MeetingStatus::Cancelled))
        .select(meetings::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
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
