//! All SQL about questions. Decides nothing.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::model::Given;
use super::answer::rules::spoken_on;
use super::model::{Head, Outcome, Question, QuestionForm, QuestionGroupId, QuestionId, QuestionRevision, QuestionStatus};
use super::rules;
use super::rules::{QuestionState, Scope};
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    exchanges, meetings, question_heads, question_parts, question_priorities, question_revisions, questions, responses,
};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::http::query::listed;
use crate::record::audit::tracked::tracked;
use crate::record::deadlines::lateness;
use crate::record::deadlines::lateness::{Lateness, Limits, by_known_due, by_lateness};
use crate::record::deadlines::model::KnownDue;
use crate::record::meetings::exchanges::model::ExchangeStatus;
use crate::record::meetings::model::MeetingId;
use crate::record::meetings::store::statuses;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::priorities::store::under;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::responses::model::ResponseStatus;
use crate::record::restrictions::store::{among, by_restricted, hidden};

tracked!(Question in questions as "question" with QuestionStatus);

text_enum!(
    /// Records that can be embedded in a question.
    QuestionInclude { Responses = "responses", Exchanges = "exchanges", Actions = "actions", Findings = "findings", Judgements = "judgements" }
);

list_orders!(
    /// The sort keys of the list of questions.
    QuestionSort of Question in questions {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        PutOn = "put_on" by put_on or last,
        DueOn = "due_on" by due_on or last,
    }
);

/// Filters of the list of questions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QuestionFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Reference that people use, whole.
    #[param(max_length = 100, example = "WM-2019-Q001")]
    pub reference: Option<String>,
    /// Id of a plan: questions under any of its priorities.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    /// Head of s.1(8) of the Police Reform and Social Responsibility Act 2011.
    pub head: Option<Head>,
    pub topic: Option<TopicId>,
    pub meeting: Option<MeetingId>,
    /// The id of a question group.
    pub group: Option<QuestionGroupId>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<QuestionStatus>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub form: Vec<QuestionForm>,
    pub outcome: Option<Outcome>,
    /// `true` for questions with an escalation that stands, `false` for the others.
    pub escalated: Option<bool>,
    /// `true` for late questions, `false` for the others.
    pub overdue: Option<bool>,
    /// State of the due date: a day, only words for one, or nothing.
    pub due: Option<KnownDue>,
    /// Lateness of what is awaited and has a due date.
    pub lateness: Option<Lateness>,
    pub needs_review: Option<bool>,
    pub urgent: Option<bool>,
    /// `true` for drafts that only named people read, `false` for the others.
    pub restricted: Option<bool>,
    #[serde(default, deserialize_with = "optional_day")]
    pub put_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub put_to: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<chrono::DateTime<chrono::Utc>>,
    /// Search words, all of which must occur in the text, the context or the reference.
    pub q: Option<String>,
    /// Records to embed in a question, separated by commas.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, nullable = false)]
    pub include: Vec<QuestionInclude>,
}

type Boxed = questions::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = questions::table
        .filter(questions::area.eq(scope.area.clone()))
        .filter(questions::id.ne_all(hidden(&scope.reader)))
        .into_boxed();
    if scope.only_put { query.filter(questions::put_on.is_not_null()) } else { query }
}

/// Returns the question, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &QuestionId) -> Result<Option<Question>, ApiError> {
    Ok(visible(scope).filter(questions::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &QuestionFilter, today: NaiveDate, limits: Option<(Limits, Lateness)>) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, questions {
        area = area,
        reference = reference,
        topic_id = topic,
        meeting_id = meeting,
        group_id = group,
        status in status,
        form in form,
        outcome = outcome,
        needs_review = needs_review,
        urgent = urgent,
        put_on >= put_from,
        put_on <= put_to,
        due_on >= due_from,
        due_on <= due_to,
        updated_at since modified_since,
    });
    under!(query, filter, questions in question_priorities by question_id);
    if let Some(head) = filter.head {
        let links =
            question_heads::table.filter(question_heads::question_id.eq(questions::id)).filter(question_heads::head.eq(head));
        query = query.filter(exists(links));
    }
    query = match filter.escalated {
        Some(true) => query.filter(questions::escalated_on.is_not_null()),
        Some(false) => query.filter(questions::escalated_on.is_null()),
        None => query,
    };
    match filter.overdue {
        Some(true) => query = query.filter(questions::due_on.lt(today)).filter(questions::status.eq_any(rules::AWAITING)),
        Some(false) => {
            let on_time = questions::due_on.is_null().or(questions::due_on.ge(today).assume_not_null());
            query = query.filter(on_time.or(questions::status.ne_all(rules::AWAITING)));
        }
        None => {}
    }
    by_restricted!(query, scope, filter, questions::id);
    by_known_due!(query, filter, questions);
    by_lateness!(query, limits, questions, questions::status.eq_any(rules::AWAITING));
    search!(query, filter, questions::text, questions::context, questions::reference);
    query
}

/// Returns one page of the questions in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &QuestionFilter,
    window: &Window<QuestionSort>,
    today: NaiveDate,
) -> Result<Page<Question>, ApiError> {
    let limits = lateness::asked(conn, &scope.area, today, filter.lateness)?;
    QuestionSort::page(conn, window, || filtered(scope, filter, today, limits))
}

/// Returns the state of each of some questions: with their parts, successors, predecessors, meetings and restrictions, in at most
/// five queries.
pub fn states(
    conn: &mut AnyConnection,
    questions: &[Question],
    today: NaiveDate,
) -> Result<HashMap<QuestionId, QuestionState>, ApiError> {
    let with_parts: Vec<QuestionId> = questions.iter().filter(|one| one.part_count > 0).map(|one| one.id.clone()).collect();
    let later: Vec<QuestionId> = questions.iter().filter_map(|one| one.carried_forward_to.clone()).collect();
    let at: Vec<MeetingId> = questions.iter().filter_map(|one| one.meeting_id.clone()).collect();
    let judged: HashSet<QuestionId> = if with_parts.is_empty() {
        HashSet::new()
    } else {
        let parts = question_parts::table.filter(question_parts::question_id.eq_any(with_parts));
        let parts = parts.filter(question_parts::fate.is_not_null()).select(question_parts::question_id);
        parts.load(conn)?.into_iter().collect()
    };
    let successors: HashMap<QuestionId, QuestionStatus> = if later.is_empty() {
        HashMap::new()
    } else {
        let later = questions::table.filter(questions::id.eq_any(later)).select((questions::id, questions::status));
        later.load(conn)?.into_iter().collect()
    };
    let dropped = dropped_among(conn, questions)?;
    let meetings = statuses(conn, &at)?;
    let unput = questions.iter().filter(|one| one.put_on.is_none());
    let restricted = among(conn, unput.map(|one| one.id.to_string()).collect())?;
    let state = |one: &Question| QuestionState {
        is_restricted: restricted.contains(one.id.as_str()),
        is_judged: one.outcome.is_some() || judged.contains(&one.id),
        successor: one.carried_forward_to.as_ref().and_then(|id| successors.get(id)).copied(),
        is_dropped: dropped.contains(&one.id),
        meeting: one.meeting_id.as_ref().and_then(|id| meetings.get(id)).copied(),
        ..QuestionState::of(one, today)
    };
    Ok(questions.iter().map(|one| (one.id.clone(), state(one))).collect())
}

/// Returns those of the withdrawn questions that continued one which they no longer continue.
fn dropped_among(conn: &mut AnyConnection, all: &[Question]) -> Result<HashSet<QuestionId>, ApiError> {
    let withdrawn = all.iter().filter(|one| one.status == QuestionStatus::Withdrawn);
    let from: HashMap<&QuestionId, &QuestionId> =
        withdrawn.filter_map(|one| one.brought_forward_from.as_ref().map(|from| (&one.id, from))).collect();
    if from.is_empty() {
        return Ok(HashSet::new());
    }
    let earlier = questions::table.filter(questions::id.eq_any(from.values().map(|id| (*id).clone()).collect::<Vec<_>>()));
    let earlier = earlier.filter(questions::carried_forward_to.is_not_null());
    let continued: HashSet<Option<QuestionId>> = earlier.select(questions::carried_forward_to).load(conn)?.into_iter().collect();
    Ok(from.into_keys().filter(|id| !continued.contains(&Some((*id).clone()))).cloned().collect())
}

/// Returns the replies to a question: submitted responses, and replies at meetings.
pub fn given(conn: &mut AnyConnection, question: &Question) -> Result<Vec<Given>, ApiError> {
    let submitted = responses::table
        .filter(responses::question_id.eq(&question.id))
        .filter(responses::status.ne(ResponseStatus::Draft))
        .select((responses::id, responses::given_on, responses::holding, responses::status));
    let submitted: Vec<(String, Option<NaiveDate>, bool, ResponseStatus)> = submitted.load(conn)?;
    let spoken = exchanges::table
        .inner_join(meetings::table.on(meetings::id.eq(exchanges::meeting_id)))
        .filter(exchanges::question_id.eq(&question.id))
        .filter(exchanges::status.eq(ExchangeStatus::Recorded))
        .filter(exchanges::attribution.is_not_null())
        .filter(exchanges::voided_on.is_null())
        .select((exchanges::id, meetings::held_on, exchanges::returned_on));
    let spoken: Vec<(String, NaiveDate, Option<NaiveDate>)> = spoken.load(conn)?;
    let responses = submitted.into_iter().filter_map(|(id, on, holding, status)| {
        Some(Given { id, on: on?, holding, returned: status == ResponseStatus::Returned })
    });
    let exchanges = spoken.into_iter().map(|(id, held_on, returned_on)| Given {
        id,
        on: spoken_on(held_on, question.put_on),
        holding: false,
        returned: returned_on.is_some(),
    });
    Ok(responses.chain(exchanges).collect())
}

/// Removes the links of a question to priorities and heads.
pub fn unlink(conn: &mut AnyConnection, question: &Question) -> Result<(), ApiError> {
    diesel::delete(question_priorities::table.filter(question_priorities::question_id.eq(&question.id))).execute(conn)?;
    diesel::delete(question_heads::table.filter(question_heads::question_id.eq(&question.id))).execute(conn)?;
    Ok(())
}

/// Links a question to its priorities and heads.
pub fn link(conn: &mut AnyConnection, question: &Question) -> Result<(), ApiError> {
    for priority in question.priority_ids.get()? {
        diesel::insert_into(question_priorities::table)
            .values((question_priorities::question_id.eq(&question.id), question_priorities::priority_id.eq(priority)))
            .execute(conn)?;
    }
    for head in question.heads.get()? {
        diesel::insert_into(question_heads::table)
            .values((
                question_heads::area.eq(&question.area),
                question_heads::question_id.eq(&question.id),
                question_heads::head.eq(head),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Returns every question of a group.
pub fn of_group(conn: &mut AnyConnection, id: &QuestionGroupId) -> Result<Vec<Question>, ApiError> {
    Ok(questions::table.filter(questions::group_id.eq(id)).order(questions::id.asc()).load(conn)?)
}

/// Stores the wording that a correction replaces.
pub fn keep_revision(conn: &mut AnyConnection, revision: &QuestionRevision) -> Result<(), ApiError> {
    diesel::insert_into(question_revisions::table).values(revision).execute(conn)?;
    Ok(())
}

/// Returns the earlier wordings of the questions of `ids`, oldest first, in one query.
pub fn revisions(conn: &mut AnyConnection, ids: &[QuestionId]) -> Result<Vec<QuestionRevision>, ApiError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(question_revisions::table
        .filter(question_revisions::question_id.eq_any(ids.to_vec()))
        .order((question_revisions::question_id.asc(), question_revisions::revision.asc()))
        .load(conn)?)
}

/// Returns those of `ids` that are in `scope`.
pub fn seen_of(conn: &mut AnyConnection, scope: &Scope, ids: &[QuestionId]) -> Result<HashSet<QuestionId>, ApiError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let seen = visible(scope).filter(questions::id.eq_any(ids.to_vec()));
    Ok(seen.select(questions::id).load::<QuestionId>(conn)?.into_iter().collect())
}

/// Returns the current revision of a question.
pub fn revision_of(conn: &mut AnyConnection, id: &QuestionId) -> Result<i32, ApiError> {
    Ok(questions::table.filter(questions::id.eq(id)).select(questions::revision).first(conn)?)
}
