//! All SQL about attachments and citations. Decides nothing.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Attachment, AttachmentId, Citation, CitationId, CitingResource, MediaType, Uploader};
use super::rules::Scope;
use crate::foundation::actor::Side;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    actions, attachment_citations as citations, attachments, data_points, decisions, exchanges, findings, meetings, papers,
    questions, recommendation_sets, responses,
};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::rules::DRAFT;
use crate::record::audit::tracked::tracked;
use crate::record::findings::model::FindingStatus;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::meetings::exchanges::model::ExchangeStatus;
use crate::record::model::{DataPointStatus, RecommendationSetStatus};
use crate::record::questions::responses::model::ResponseStatus;
use crate::record::restrictions::store::{self as restrictions, hidden, hidden_findings, hidden_points};

// A file is private to its side like a draft, so its audit trail has the status of a draft; its row has none.
tracked!(@impl Attachment, attachments, "attachment", |_| Some(DRAFT));
tracked!(@impl Citation, citations, "citation", |_| Some(DRAFT));

list_orders!(
    /// The sort keys of the list of attachments.
    AttachmentSort of Attachment in attachments {
        CreatedAt = "created_at" by id,
    }
);

list_orders!(
    /// The sort key of the citations of an attachment.
    CitationSort of Citation in citations {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of attachments; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AttachmentFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub side: Option<Uploader>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub media_type: Vec<MediaType>,
    /// Collection of a record that cites the file.
    pub resource: Option<CitingResource>,
    /// The id of a record that cites the file.
    pub resource_id: Option<String>,
    /// `true` for files cited by a record that you can see, `false` for the others.
    pub cited: Option<bool>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the name.
    pub q: Option<String>,
}

/// Filters of the citations of an attachment; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CitationFilter {
    pub resource: Option<CitingResource>,
    pub side: Option<Uploader>,
}

type Boxed = attachments::BoxedQuery<'static, MultiBackend>;
type BoxedCitations = citations::BoxedQuery<'static, MultiBackend>;

/// Selects citations by a record that a caller sees. A boxed query of another store cannot be part of a query for two
/// databases, so the conditions of the other slices are repeated here, and `tests/it/visibility/` compares them with the rules.
#[diesel::dsl::auto_type]
fn by_seen(scope: &Scope) -> _ {
    // The macro needs a type for every value.
    let (question, response): (CitingResource, CitingResource) = (CitingResource::Questions, CitingResource::Responses);
    let (action, meeting): (CitingResource, CitingResource) = (CitingResource::Actions, CitingResource::Meetings);
    let (point, finding): (CitingResource, CitingResource) = (CitingResource::DataPoints, CitingResource::Findings);
    let (response_draft, own_responses): (ResponseStatus, Side) = (ResponseStatus::Draft, scope.records.responses.drafts_of);
    let (point_draft, own_points): (DataPointStatus, Side) = (DataPointStatus::Draft, scope.records.data_points.drafts_of);
    // The area in which drafts of questions and findings are visible too; none for the force.
    let drafts_in: String = if scope.records.questions.only_put { String::new() } else { scope.area.clone() };
    let finding_drafts_in: String = if scope.records.findings.no_drafts { String::new() } else { scope.area.clone() };
    let finding_draft: FindingStatus = FindingStatus::Draft;
    let in_questions = questions::table
        .filter(questions::id.eq(citations::resource_id))
        .filter(questions::area.eq(citations::area))
        .filter(questions::put_on.is_not_null().or(questions::area.eq(drafts_in)));
    let in_responses = responses::table
        .filter(responses::id.eq(citations::resource_id))
        .filter(responses::area.eq(citations::area))
        .filter(responses::status.ne(response_draft).or(responses::side.eq(own_responses)));
    let in_points = data_points::table
        .filter(data_points::id.eq(citations::resource_id))
        .filter(data_points::area.eq(citations::area))
        .filter(data_points::status.ne(point_draft).or(data_points::side.eq(own_points)));
    let in_findings = findings::table
        .filter(findings::id.eq(citations::resource_id))
        .filter(findings::area.eq(citations::area))
        .filter(findings::status.ne(finding_draft).or(findings::area.eq(finding_drafts_in)));
    let in_actions = actions::table.filter(actions::id.eq(citations::resource_id)).filter(actions::area.eq(citations::area));
    let in_meetings = meetings::table.filter(meetings::id.eq(citations::resource_id)).filter(meetings::area.eq(citations::area));
    let by_question = citations::resource.eq(question).and(exists(in_questions));
    let by_response = citations::resource.eq(response).and(exists(in_responses));
    let by_action = citations::resource.eq(action).and(exists(in_actions));
    let by_point = citations::resource.eq(point).and(exists(in_points));
    let by_finding = citations::resource.eq(finding).and(exists(in_findings));
    let by_meeting = citations::resource.eq(meeting).and(exists(in_meetings));
    let by_part: by_part_of_meeting = by_part_of_meeting(scope);
    by_question.or(by_response).or(by_action).or(by_point).or(by_finding).or(by_meeting).or(by_part)
}

/// Selects citations by a paper, a decision, an exchange or a report that a caller sees: a part of [`by_seen`].
#[diesel::dsl::auto_type]
fn by_part_of_meeting(scope: &Scope) -> _ {
    // The macro needs a type for every value.
    let (paper, decision): (CitingResource, CitingResource) = (CitingResource::Papers, CitingResource::Decisions);
    let (exchange, set): (CitingResource, CitingResource) = (CitingResource::Exchanges, CitingResource::RecommendationSets);
    let (untaken, unrecorded): (DecisionStatus, ExchangeStatus) = (DecisionStatus::Draft, ExchangeStatus::Draft);
    let draft_set: RecommendationSetStatus = RecommendationSetStatus::Draft;
    // The area in which drafts are visible too; none for the force.
    let decision_drafts_in: String = if scope.records.decisions.only_taken { String::new() } else { scope.area.clone() };
    let exchange_drafts_in: String = if scope.records.exchanges.only_recorded { String::new() } else { scope.area.clone() };
    let set_drafts_in: String = if scope.records.recommendation_sets.only_recorded { String::new() } else { scope.area.clone() };
    let in_papers = papers::table.filter(papers::id.eq(citations::resource_id)).filter(papers::area.eq(citations::area));
    let in_decisions = decisions::table
        .filter(decisions::id.eq(citations::resource_id))
        .filter(decisions::area.eq(citations::area))
        .filter(decisions::status.ne(untaken).or(decisions::area.eq(decision_drafts_in)));
    let in_exchanges = exchanges::table
        .filter(exchanges::id.eq(citations::resource_id))
        .filter(exchanges::area.eq(citations::area))
        .filter(exchanges::status.ne(unrecorded).or(exchanges::area.eq(exchange_drafts_in)));
    let in_sets = recommendation_sets::table
        .filter(recommendation_sets::id.eq(citations::resource_id))
        .filter(recommendation_sets::area.eq(citations::area))
        .filter(recommendation_sets::status.ne(draft_set).or(recommendation_sets::area.eq(set_drafts_in)));
    let by_paper = citations::resource.eq(paper).and(exists(in_papers));
    let by_decision = citations::resource.eq(decision).and(exists(in_decisions));
    let by_exchange = citations::resource.eq(exchange).and(exists(in_exchanges));
    let by_set = citations::resource.eq(set).and(exists(in_sets));
    by_paper.or(by_decision).or(by_exchange).or(by_set)
}

/// Selects the citations of an attachment by records that a caller sees, for a query about attachments.
#[diesel::dsl::auto_type]
fn cited_by_seen(scope: &Scope) -> _ {
    let (by, no_draft): (by_seen, by_none_hidden) = (by_seen(scope), by_none_hidden(scope));
    citations::table
        .filter(citations::attachment_id.eq(attachments::id))
        .filter(citations::area.eq(attachments::area))
        .filter(by)
        .filter(no_draft)
}

/// Selects citations that are not by a restricted draft which a caller does not read, nor by what hangs on one.
#[diesel::dsl::auto_type]
fn by_none_hidden(scope: &Scope) -> _ {
    let (drafts, findings): (hidden, hidden_findings) = (hidden(&scope.reader), hidden_findings(&scope.reader));
    let points: hidden_points = hidden_points(&scope.reader);
    citations::resource_id.ne_all(drafts).and(citations::resource_id.ne_all(findings)).and(citations::resource_id.ne_all(points))
}

/// Selects the citations of an attachment by restricted drafts that are kept from a caller, for a query about attachments. A draft of the
/// other side hides no file: that would tell of it.
#[diesel::dsl::auto_type]
fn cited_by_hidden(scope: &Scope) -> _ {
    let no_draft: by_none_hidden = by_none_hidden(scope);
    citations::table.filter(citations::attachment_id.eq(attachments::id)).filter(not(no_draft))
}

fn seen_citations(scope: &Scope) -> BoxedCitations {
    citations::table
        .filter(citations::area.eq(scope.area.clone()))
        .filter(by_seen(scope))
        .filter(by_none_hidden(scope))
        .into_boxed()
}

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let (seen, unread) = (cited_by_seen(scope), cited_by_hidden(scope));
    attachments::table
        .filter(attachments::area.eq(scope.area.clone()))
        .filter(attachments::side.eq(scope.side).and(not(exists(unread))).or(exists(seen)))
        .into_boxed()
}

/// Returns the attachment, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &AttachmentId) -> Result<Option<Attachment>, ApiError> {
    Ok(visible(scope).filter(attachments::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &AttachmentFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, attachments {
        area = area,
        side = side,
        media_type in media_type,
        updated_at since modified_since,
    });
    let seen = || cited_by_seen(scope);
    if let Some(resource) = filter.resource {
        query = query.filter(exists(seen().filter(citations::resource.eq(resource))));
    }
    if let Some(id) = &filter.resource_id {
        query = query.filter(exists(seen().filter(citations::resource_id.eq(id.clone()))));
    }
    match filter.cited {
        Some(true) => query = query.filter(exists(seen())),
        Some(false) => query = query.filter(not(exists(seen()))),
        None => {}
    }
    search!(query, filter, attachments::name);
    query
}

/// Returns one page of the attachments in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &AttachmentFilter,
    window: &Window<AttachmentSort>,
) -> Result<Page<Attachment>, ApiError> {
    AttachmentSort::page(conn, window, || filtered(scope, filter))
}

/// Returns the citations in `scope` of several attachments, oldest first, in one query.
pub fn citations_of(conn: &mut AnyConnection, scope: &Scope, ids: &[AttachmentId]) -> Result<Vec<Citation>, ApiError> {
    let of = seen_citations(scope).filter(citations::attachment_id.eq_any(ids.to_vec()));
    Ok(of.order(citations::id.asc()).load(conn)?)
}

fn filtered_citations(scope: &Scope, id: &AttachmentId, filter: &CitationFilter) -> BoxedCitations {
    let mut query = seen_citations(scope).filter(citations::attachment_id.eq(id.clone()));
    narrow!(query, filter, citations {
        resource = resource,
        side = side,
    });
    query
}

/// Returns one page of the citations of an attachment in `scope` that match `filter`.
pub fn list_citations(
    conn: &mut AnyConnection,
    scope: &Scope,
    id: &AttachmentId,
    filter: &CitationFilter,
    window: &Window<CitationSort>,
) -> Result<Page<Citation>, ApiError> {
    CitationSort::page(conn, window, || filtered_citations(scope, id, filter))
}

/// Returns a citation of an attachment, if `scope` includes it.
pub fn find_citation(
    conn: &mut AnyConnection,
    scope: &Scope,
    id: &AttachmentId,
    citation: &CitationId,
) -> Result<Option<Citation>, ApiError> {
    let of = seen_citations(scope).filter(citations::attachment_id.eq(id.clone()));
    Ok(of.filter(citations::id.eq(citation.clone())).first(conn).optional()?)
}

/// Returns the files that are published with each of several records of an area, oldest citation first, in one query. The records
/// are published ones: this asks for no scope.
pub fn published_with(
    conn: &mut AnyConnection,
    area: &str,
    records: &[(CitingResource, &str)],
) -> Result<HashMap<(CitingResource, String), Vec<Attachment>>, ApiError> {
    let mut with: HashMap<(CitingResource, String), Vec<Attachment>> = HashMap::new();
    if records.is_empty() {
        return Ok(with);
    }
    let wanted: HashSet<&(CitingResource, &str)> = records.iter().collect();
    let ids: Vec<&str> = records.iter().map(|(_, id)| *id).collect();
    let rows: Vec<(CitingResource, String, Attachment)> = citations::table
        .inner_join(attachments::table.on(attachments::id.eq(citations::attachment_id)))
        .filter(citations::area.eq(area))
        .filter(citations::publish.eq(true))
        .filter(citations::resource_id.eq_any(ids))
        .order(citations::id.asc())
        .select((citations::resource, citations::resource_id, attachments::all_columns))
        .load(conn)?;
    for (resource, id, attachment) in rows {
        if wanted.contains(&(resource, id.as_str())) {
            with.entry((resource, id)).or_default().push(attachment);
        }
    }
    Ok(with)
}

/// Adds a citation.
pub fn add_citation(conn: &mut AnyConnection, citation: &Citation) -> Result<(), ApiError> {
    diesel::insert_into(citations::table).values(citation).execute(conn)?;
    Ok(())
}

/// Returns the number of records in `scope` that cite an attachment, and the citation by one of them if there is one.
pub fn citation_by(
    conn: &mut AnyConnection,
    scope: &Scope,
    id: &AttachmentId,
    resource: CitingResource,
    resource_id: &str,
) -> Result<(i64, Option<CitationId>), ApiError> {
    // Only visible citations count: a refusal would reveal drafts of the other side.
    let count = seen_citations(scope).filter(citations::attachment_id.eq(id.clone())).count().get_result(conn)?;
    let by = citations::table.filter(citations::attachment_id.eq(id));
    let by = by.filter(citations::resource.eq(resource).and(citations::resource_id.eq(resource_id)));
    Ok((count, by.select(citations::id).first(conn).optional()?))
}

/// Deletes the citations of an attachment, all of them by deleted records. One of these may have been a restricted draft: the trail keeps
/// the name of the file.
pub fn forget_citations(conn: &mut AnyConnection, id: &AttachmentId) -> Result<(), ApiError> {
    let by: Vec<String> = citations::table.filter(citations::attachment_id.eq(id)).select(citations::resource_id).load(conn)?;
    for record in by {
        restrictions::leave(conn, &record, id.as_str())?;
    }
    diesel::delete(citations::table.filter(citations::attachment_id.eq(id))).execute(conn)?;
    Ok(())
}
