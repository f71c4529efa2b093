//! The acts on sets of recommendations, each as one unit of work: load what is visible, decide, check the version,
//! save, audit.

use chrono::NaiveDate;
use serde::Serialize;

use super::model::{
    CommentOnReport, CorrectRecommendationSet, DraftRecommendationSet, EditRecommendationSet, RecommendationSet,
    RecommendationSetAct as Act, RecommendationSetId, SetComment, SetCommentId,
};
use super::{rules, state, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::plans;
use crate::record::published;
use crate::record::published::model::EditionKind;
use crate::record::{happened, meetings, planning, questions, recommendations};

/// Drafts a set.
pub fn draft(tx: &mut Tx<'_>, input: &DraftRecommendationSet) -> Result<RecommendationSet, ApiError> {
    rules::may_draft(tx.actor).map_err(Refusal::without_state)?;
    let mut faults = Faults::default();
    check(tx, input, &mut faults)?;
    faults.finish()?;
    let set = RecommendationSet {
        id: RecommendationSetId::new(tx.ids),
        area: tx.actor.area.clone(),
        source: input.source,
        title: String::new(),
        published_by: String::new(),
        published_on: None,
        published_text: None,
        url: None,
        summary: None,
        topic_id: None,
        priority_ids: JsonText::new(&input.priority_ids)?,
        meeting_id: None,
        question_id: None,
        counts: JsonText::new(&input.counts)?,
        stated_total: None,
        discrepancy_note: None,
        comments_due_on: None,
        statutory_due_on: None,
        status: RecommendationSetStatus::Draft,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        response_due_on: None,
        is_peel: false,
    };
    let set = filled(set, input.clone())?;
    tracked::create(tx, &set, None, input)?;
    store::link(tx.conn, &set)?;
    Ok(set)
}

/// Edits a set; of a recorded one, only members that do not affect deadlines or figures.
pub fn edit(tx: &mut Tx<'_>, id: &RecommendationSetId, patch: &EditRecommendationSet) -> Result<RecommendationSet, ApiError> {
    let (set, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&set)?;
    let mut faults = Faults::default();
    for pointer in rules::fixed_facts(&set, &set.counts.get()?, &edited.draft) {
        faults.add(pointer, "cannot be changed once the set is recorded: ask the PCC to use the act correct");
    }
    replace(tx, set, edited.draft, faults, (Act::Edit, next), (None, &edited.changes))
}

/// Corrects the facts that deadlines and progress depend on.
pub fn correct(
    tx: &mut Tx<'_>,
    id: &RecommendationSetId,
    input: &CorrectRecommendationSet,
) -> Result<RecommendationSet, ApiError> {
    let (set, next) = begin(tx, id, Act::Correct)?;
    let revised = input.clone().apply(set.draft()?);
    let mut faults = Faults::default();
    // A recorded set must still meet the conditions for recording.
    if let Some(detail) = rules::not_ready(revised.source, revised.published_on, tx.today) {
        faults.add("/published_on", detail);
    }
    replace(tx, set, revised, faults, (Act::Correct, next), (Some(&input.reason), input))
}

/// Deletes a draft without recommendations.
pub fn delete(tx: &mut Tx<'_>, id: &RecommendationSetId) -> Result<(), ApiError> {
    let (set, _) = begin(tx, id, Act::Delete)?;
    if recommendations::store::listed_and_held(tx.conn, &set.area, &set.id)? > 0 {
        return Err(ApiError::Conflict("this set has recommendations: delete them first".into()));
    }
    let title = serde_json::json!({ "title": set.title });
    store::unlink(tx.conn, &set)?;
    tracked::remove(tx, &set, &title)
}

/// Records a draft: everybody in the area sees it from now on.
pub fn record(tx: &mut Tx<'_>, id: &RecommendationSetId) -> Result<RecommendationSet, ApiError> {
    let (set, next) = begin(tx, id, Act::Record)?;
    let mut faults = Faults::default();
    if let Some(detail) = rules::not_ready(set.source, set.published_on, tx.today) {
        faults.add("/published_on", detail);
    }
    faults.finish()?;
    advance(tx, set, Act::Record, next, None, &serde_json::json!({}))
}

/// Takes back that a set was recorded, while nobody has done anything about it: it is a draft again.
pub fn unrecord(tx: &mut Tx<'_>, id: &RecommendationSetId, input: &Reasoned) -> Result<RecommendationSet, ApiError> {
    let (set, next) = begin(tx, id, Act::Unrecord)?;
    let used = store::is_used(tx.conn, &set.id)?;
    if used || published::store::is_public(tx.conn, EditionKind::RecommendationResponse, set.id.as_str())? {
        let detail = "there are comments, answers, claims, actions or editions about this set: correct it instead";
        return Err(ApiError::Conflict(detail.into()));
    }
    advance(tx, set, Act::Unrecord, next, Some(&input.reason), input)
}

/// Adds a comment of the chief constable on a report; the words are stored unchanged.
pub fn comment(tx: &mut Tx<'_>, id: &RecommendationSetId, input: &CommentOnReport) -> Result<RecommendationSet, ApiError> {
    // Never a day from the commenter, who must not decide if the comment was on time.
    let by = Commenter { author: tx.actor.name.clone(), capacity: tx.actor.capacity.clone(), made_on: tx.today };
    commented(tx, id, input, by)
}

/// The person who commented on a report, and the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commenter {
    pub author: String,
    pub capacity: Option<String>,
    pub made_on: NaiveDate,
}

/// Adds a comment of the chief constable as an old record tells it, with its day.
pub fn comment_as_recorded(
    tx: &mut Tx<'_>,
    id: &RecommendationSetId,
    input: &CommentOnReport,
    by: Commenter,
) -> Result<RecommendationSet, ApiError> {
    commented(tx, id, input, by)
}

fn commented(
    tx: &mut Tx<'_>,
    id: &RecommendationSetId,
    input: &CommentOnReport,
    by: Commenter,
) -> Result<RecommendationSet, ApiError> {
    let (set, next) = begin(tx, id, Act::Comment)?;
    let published = set.published_on.map(|day| (day, "the day the report was published"));
    let made_on = happened::day(tx.today, "/made_on", Some(by.made_on), published.filter(|(day, _)| *day <= tx.today))?;
    let comment = SetComment {
        id: SetCommentId::new(tx.ids),
        area: set.area.clone(),
        set_id: set.id.clone(),
        text: input.text.clone(),
        author: by.author,
        capacity: by.capacity,
        made_on,
        created_at: tx.now,
    };
    store::insert_comment(tx.conn, &comment)?;
    advance(tx, set, Act::Comment, next, None, input)
}

/// Replaces the content of `set` by `revised`, if it has no faults.
fn replace<C: Serialize>(
    tx: &mut Tx<'_>,
    set: RecommendationSet,
    revised: DraftRecommendationSet,
    mut faults: Faults,
    (act, next): (Act, RecommendationSetStatus),
    (reason, changes): (Option<&str>, &C),
) -> Result<RecommendationSet, ApiError> {
    check(tx, &revised, &mut faults)?;
    let listed = recommendations::store::listed_and_held(tx.conn, &set.area, &set.id)?;
    let most = rules::most_listed(&revised.counts, revised.stated_total);
    if let Some(most) = most.filter(|most| listed > i64::from(*most)) {
        faults.add("/counts", format!("must count at least {listed}, the number of listed recommendations, not {most}"));
    }
    faults.finish()?;
    store::unlink(tx.conn, &set)?;
    let set = filled(set, revised)?;
    store::link(tx.conn, &set)?;
    advance(tx, set, act, next, reason, changes)
}

/// Returns the set as a draft has it, with the deadline that follows from it.
fn filled(set: RecommendationSet, draft: DraftRecommendationSet) -> Result<RecommendationSet, ApiError> {
    let statutory_due_on = rules::statutory_due_on(draft.source, draft.published_on);
    Ok(RecommendationSet { statutory_due_on, ..set.with(draft)? })
}

/// Checks the numbers, the dates and the links of a set.
fn check(tx: &mut Tx<'_>, input: &DraftRecommendationSet, faults: &mut Faults) -> Result<(), ApiError> {
    for (pointer, detail) in rules::faults(input) {
        faults.add(pointer, detail);
    }
    let area = &tx.actor.area;
    planning::references::check_priorities(tx.conn, area, &input.priority_ids, faults)?;
    planning::references::check_topic(tx.conn, area, input.topic_id.as_ref(), faults)?;
    meetings::references::check_meeting(tx.conn, area, input.meeting_id.as_ref(), None, faults)?;
    questions::references::check_question_put(tx.conn, tx.actor, input.question_id.as_ref(), faults)?;
    // Everybody sees the set, so it cannot have a priority of a draft plan, which the force must not learn of.
    let everybody = plans::rules::Scope { area: area.clone(), no_drafts: true };
    let linked = planning::references::priorities(tx.conn, area, &input.priority_ids)?;
    for (index, id) in input.priority_ids.iter().enumerate() {
        if linked.iter().any(|priority| priority.id == *id && !everybody.sees(area, priority.status)) {
            faults.add(&format!("/priority_ids/{index}"), "belongs to a plan that is not adopted: choose another priority");
        }
    }
    Ok(())
}

/// Loads the set if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &RecommendationSetId, act: Act) -> Result<(RecommendationSet, RecommendationSetStatus), ApiError> {
    let set = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let state = match act {
        Act::Correct | Act::Unrecord => state::held(tx, &set)?,
        Act::Edit | Act::Delete | Act::Record | Act::Comment | Act::AddRecommendation | Act::ClaimProgress | Act::Respond => {
            state::of(tx, &set)?
        }
    };
    let next = permit(tx, &set, act, |act| rules::decide(act, state, tx.actor))?;
    Ok((set, next))
}
