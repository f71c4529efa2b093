//! The acts on findings, each as one unit of work: load what is visible, decide, check the version, save, audit.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::model::{
    CommentId, CommentOnFinding, CorrectFinding, DraftFinding, EditFinding, Finding, FindingAct as Act, FindingComment,
    FindingId, FindingRating, FindingRevision, FindingStatus, GivenGrade, RateFinding, RatingId, ShareFinding, Window,
};
use super::rules::FindingState;
use super::{rules, store};
use crate::foundation::actor::Side;
use crate::foundation::db::{JsonText, next_in_series};
use crate::foundation::error::{ApiError, FieldError, Refusal};
use crate::foundation::validate::{Faults, ITEMS, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::findings::rating_scales;
use crate::record::findings::rating_scales::model::{Grade, RatingScale};
use crate::record::planning::areas;
use crate::record::restrictions::model::RestrictDraft;
use crate::record::{deadlines, meetings, planning, questions, restrictions};

/// Drafts a finding.
pub fn draft(tx: &mut Tx<'_>, input: &DraftFinding) -> Result<Finding, ApiError> {
    rules::may_draft(tx.actor).map_err(Refusal::without_state)?;
    check_links(tx, input)?;
    let finding = Finding {
        id: FindingId::new(tx.ids),
        area: tx.actor.area.clone(),
        reference: None,
        kind: input.kind,
        text: input.text.clone(),
        acknowledged_by: input.acknowledged_by.clone(),
        revision: 1,
        priority_ids: JsonText::new(&input.priority_ids)?,
        topic_id: input.topic_id.clone(),
        question_id: input.question_id.clone(),
        meeting_id: input.meeting_id.clone(),
        agenda_item_id: input.agenda_item_id.clone(),
        status: FindingStatus::Draft,
        shared_on: None,
        comment_due_on: None,
        force_replied: false,
        confirmed_on: None,
        performance_code: None,
        performance_label: None,
        plan_code: None,
        plan_label: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        comment_due_text: None,
        needs_review: false,
    };
    tracked::create(tx, &finding, None, input)?;
    store::link_priorities(tx.conn, &finding)?;
    Ok(finding)
}

/// Changes a draft.
pub fn edit(tx: &mut Tx<'_>, id: &FindingId, patch: &EditFinding) -> Result<Finding, ApiError> {
    let (finding, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&finding)?;
    // Words that the other side has read are corrected, with both wordings kept.
    if finding.reference.is_some() && edited.draft.text != finding.text {
        return Err(ApiError::Conflict(
            "the force has read these words: share the finding again, and correct it with the reason".into(),
        ));
    }
    check_links(tx, &edited.draft)?;
    let finding = finding.with(edited.draft)?;
    store::unlink_priorities(tx.conn, &finding)?;
    store::link_priorities(tx.conn, &finding)?;
    advance(tx, finding, Act::Edit, next, None, &edited.changes)
}

/// Deletes a draft, with its ratings.
pub fn delete(tx: &mut Tx<'_>, id: &FindingId) -> Result<(), ApiError> {
    let (finding, _) = begin(tx, id, Act::Delete)?;
    let text = serde_json::json!({ "text": finding.text });
    store::unlink_priorities(tx.conn, &finding)?;
    store::delete_ratings(tx.conn, &finding)?;
    if let Some(question) = &finding.question_id {
        restrictions::store::leave(tx.conn, question.as_str(), id.as_str())?;
    }
    tracked::remove(tx, &finding, &text)
}

/// Shares a draft: its words are now final, the force sees it and its time to comment begins.
pub fn share(tx: &mut Tx<'_>, id: &FindingId, input: &ShareFinding) -> Result<Finding, ApiError> {
    let (mut finding, next) = begin(tx, id, Act::Share)?;
    finding.comment_due_on = Some(comment_due(tx, &input.window())?);
    shared(tx, finding, next, input)
}

/// Shares a draft as an old record tells it. Words for the last day that are unclear or impossible are kept, without a day.
pub fn share_as_recorded(tx: &mut Tx<'_>, id: &FindingId, input: &ShareFinding) -> Result<Finding, ApiError> {
    let (mut finding, next) = begin(tx, id, Act::Share)?;
    let (window, wanted) = (input.window(), input.window().wanted());
    let has_day = wanted.is_empty() || deadlines::acts::settle(tx.conn, &finding.area, tx.today, &wanted)?.is_some();
    finding.comment_due_on = if has_day { Some(comment_due(tx, &window)?) } else { None };
    finding.needs_review = deadlines::acts::is_impossible(tx.today, &wanted);
    shared(tx, finding, next, input)
}

fn shared(tx: &mut Tx<'_>, mut finding: Finding, next: FindingStatus, input: &ShareFinding) -> Result<Finding, ApiError> {
    finding.comment_due_text.clone_from(&input.comment_due_text);
    check_shared_links(tx, &finding)?;
    // One that was shared before keeps its reference.
    if finding.reference.is_none() {
        finding.reference = Some(next_reference(tx, &finding)?);
    }
    finding.shared_on = Some(tx.today);
    restrictions::store::end(tx.conn, finding.id.as_str())?;
    advance(tx, finding, Act::Share, next, None, input)
}

/// Lets only named people read a draft.
pub fn restrict(tx: &mut Tx<'_>, id: &FindingId, input: &RestrictDraft) -> Result<Finding, ApiError> {
    let (finding, _) = begin(tx, id, Act::Restrict)?;
    restrictions::acts::restrict(tx, finding, Side::Office, Act::Restrict, input)
}

/// Lets the whole body read a draft again.
pub fn unrestrict(tx: &mut Tx<'_>, id: &FindingId, input: &Reasoned) -> Result<Finding, ApiError> {
    let (finding, _) = begin(tx, id, Act::Unrestrict)?;
    restrictions::acts::unrestrict(tx, finding, Act::Unrestrict, input)
}

/// Takes back that a finding was shared: it is a draft again, which the force does not see.
pub fn unshare(tx: &mut Tx<'_>, id: &FindingId, input: &Reasoned) -> Result<Finding, ApiError> {
    let (mut finding, next) = begin(tx, id, Act::Unshare)?;
    if store::count_comments(tx.conn, id)? > 0 {
        return Err(ApiError::Conflict("the force has commented on this finding: correct it instead".into()));
    }
    if store::is_source(tx.conn, id)? {
        return Err(ApiError::Conflict(
            "an action came from this finding: declare the action void, or correct the finding".into(),
        ));
    }
    (finding.shared_on, finding.comment_due_on, finding.comment_due_text) = (None, None, None);
    finding.needs_review = false;
    advance(tx, finding, Act::Unshare, next, Some(&input.reason), input)
}

/// Stores a comment of the force on a finding, on time or late.
pub fn comment(tx: &mut Tx<'_>, id: &FindingId, input: &CommentOnFinding) -> Result<Finding, ApiError> {
    let (mut finding, next) = begin(tx, id, Act::Comment)?;
    room(store::count_comments(tx.conn, id)?, "comments on")?;
    let comment = FindingComment {
        id: CommentId::new(tx.ids),
        area: finding.area.clone(),
        finding_id: finding.id.clone(),
        finding_revision: finding.revision,
        text: input.text.clone(),
        no_comment: input.no_comment,
        late: rules::is_late(FindingState::from(&finding), tx.today),
        author: tx.actor.name.clone(),
        created_at: tx.now,
        capacity: tx.actor.capacity.clone(),
        agrees: input.agrees,
    };
    store::insert_comment(tx.conn, &comment)?;
    finding.force_replied = true;
    advance(tx, finding, Act::Comment, next, None, input)
}

/// Rates a finding; earlier ratings stay readable.
pub fn rate(tx: &mut Tx<'_>, id: &FindingId, input: &RateFinding) -> Result<Finding, ApiError> {
    let (mut finding, next) = begin(tx, id, Act::Rate)?;
    room(store::count_ratings(tx.conn, id)?, "ratings of")?;
    let mut faults = Faults::default();
    let performance = judged(tx, input.performance.as_ref(), "/performance", &mut faults)?;
    let plan = judged(tx, input.plan.as_ref(), "/plan", &mut faults)?;
    let rated = finding.performance_code.is_some() || finding.plan_code.is_some();
    if input.performance.is_none() && input.plan.is_none() && !rated {
        faults.add("/performance", "is required without plan, because there is no rating to remove: give one or both");
    }
    faults.finish()?;
    let (scales, [performance, plan]) = apart([performance, plan]);
    rating_scales::acts::hold(tx, scales)?;
    let given = |grade: Option<&Grade>| (grade.map(|grade| grade.code), grade.map(|grade| grade.label.clone()));
    (finding.performance_code, finding.performance_label) = given(performance.as_ref());
    (finding.plan_code, finding.plan_label) = given(plan.as_ref());
    let rating = FindingRating {
        id: RatingId::new(tx.ids),
        area: finding.area.clone(),
        finding_id: finding.id.clone(),
        performance_scale_id: input.performance.as_ref().map(|grade| grade.scale_id.clone()),
        performance_code: finding.performance_code,
        performance_label: finding.performance_label.clone(),
        plan_scale_id: input.plan.as_ref().map(|grade| grade.scale_id.clone()),
        plan_code: finding.plan_code,
        plan_label: finding.plan_label.clone(),
        reason: input.reason.clone(),
        given_while: finding.status,
        rated_by: tx.actor.name.clone(),
        rated_at: tx.now,
        capacity: tx.actor.capacity.clone(),
    };
    store::insert_rating(tx.conn, &rating)?;
    advance(tx, finding, Act::Rate, next, Some(&input.reason), input)
}

/// Confirms a finding, which cannot change afterwards except by a correction.
pub fn confirm<C: Serialize>(tx: &mut Tx<'_>, id: &FindingId, input: &C) -> Result<Finding, ApiError> {
    let (mut finding, next) = begin(tx, id, Act::Confirm)?;
    finding.confirmed_on = Some(tx.today);
    advance(tx, finding, Act::Confirm, next, None, input)
}

/// Takes back the confirmation of a finding: it is shared as before, and the force may comment again.
pub fn reopen(tx: &mut Tx<'_>, id: &FindingId, input: &Reasoned) -> Result<Finding, ApiError> {
    let (mut finding, next) = begin(tx, id, Act::Reopen)?;
    finding.confirmed_on = None;
    advance(tx, finding, Act::Reopen, next, Some(&input.reason), input)
}

/// Replaces the words of a shared finding; the earlier ones are kept. Until it is confirmed, the force's time to comment begins
/// again, because it has not commented on these words.
pub fn correct(tx: &mut Tx<'_>, id: &FindingId, input: &CorrectFinding) -> Result<Finding, ApiError> {
    let (mut finding, next) = begin(tx, id, Act::Correct)?;
    input.check_against(&finding)?;
    room(i64::from(finding.revision), "wordings of")?;
    let acknowledged_by = input.acknowledged_by.clone().or_else(|| finding.acknowledged_by.clone());
    let before = FindingRevision {
        finding_id: finding.id.clone(),
        revision: finding.revision,
        text: std::mem::replace(&mut finding.text, input.text.clone()),
        acknowledged_by: std::mem::replace(&mut finding.acknowledged_by, acknowledged_by),
        comment_due_on: finding.comment_due_on,
        reason: input.reason.clone(),
        replaced_by: tx.actor.name.clone(),
        replaced_at: tx.now,
    };
    if finding.status == FindingStatus::Shared {
        finding.comment_due_on = Some(comment_due(tx, &input.window())?);
        finding.comment_due_text.clone_from(&input.comment_due_text);
        finding.needs_review = false;
        finding.force_replied = false;
    }
    store::keep_revision(tx.conn, &before)?;
    finding.revision += 1;
    advance(tx, finding, Act::Correct, next, Some(&input.reason), input)
}

fn comment_due(tx: &mut Tx<'_>, window: &Window) -> Result<NaiveDate, ApiError> {
    let wanted = window.wanted();
    let dated = deadlines::acts::settle_or_refuse(tx.conn, &tx.actor.area, tx.today, &wanted).map_err(of_comments)?;
    let due_on = dated.and_then(|dated| dated.due_on);
    let pointer = match (&wanted.due_rule, &wanted.due_text) {
        _ if wanted.due_on.is_some() => "/comment_due_on",
        (Some(_), _) => "/comment_due_rule",
        (None, Some(_)) => "/comment_due_text",
        (None, None) => "/comment_days",
    };
    let refused = |detail| ApiError::Invalid(vec![FieldError::new(pointer, detail)]);
    if due_on.is_none() && !wanted.is_empty() {
        return Err(refused("has no result, because no meeting is scheduled: give another date"));
    }
    rules::comment_due(tx.today, due_on, window.days).map_err(refused)
}

/// Gives the faults of a date the members that a window has for it.
fn of_comments(error: ApiError) -> ApiError {
    match error {
        ApiError::Invalid(faults) => ApiError::Invalid(
            faults
                .into_iter()
                .map(|fault| FieldError::new(fault.pointer.replace("/due_", "/comment_due_"), fault.detail))
                .collect(),
        ),
        other => other,
    }
}

/// Returns a reference such as `WM-2019-F003`: the area's code, the year of its meeting (or of today), the next number of that
/// year.
fn next_reference(tx: &mut Tx<'_>, finding: &Finding) -> Result<String, ApiError> {
    let day = match &finding.meeting_id {
        Some(meeting) => meetings::references::meeting_day(tx.conn, meeting)?,
        None => tx.today,
    };
    let year = day.year();
    let number = next_in_series(tx.conn, &finding.area, "finding", year)?;
    let code = areas::store::code_of(tx.conn, &finding.area)?;
    Ok(format!("{code}-{year}-F{number:03}"))
}

/// Returns the scale and the grade of a judgement, if there is one.
fn judged(
    tx: &mut Tx<'_>,
    given: Option<&GivenGrade>,
    pointer: &str,
    faults: &mut Faults,
) -> Result<Option<(RatingScale, Grade)>, ApiError> {
    match given {
        Some(given) => rating_scales::acts::grade(tx, &given.scale_id, &given.label, pointer, faults),
        None => Ok(None),
    }
}

fn apart(judged: [Option<(RatingScale, Grade)>; 2]) -> (Vec<RatingScale>, [Option<Grade>; 2]) {
    let mut scales = Vec::new();
    let grades = judged.map(|judged| {
        judged.map(|(scale, grade)| {
            scales.push(scale);
            grade
        })
    });
    (scales, grades)
}

/// Refuses more items: lists inside a finding are limited like every list inside a record.
fn room(there_are: i64, what: &str) -> Result<(), ApiError> {
    if usize::try_from(there_are).is_ok_and(|there_are| there_are < ITEMS) {
        Ok(())
    } else {
        Err(ApiError::Conflict(format!("there are already {ITEMS} {what} this finding, the maximum")))
    }
}

/// Loads the finding if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &FindingId, act: Act) -> Result<(Finding, FindingStatus), ApiError> {
    let finding = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let is_restricted = restrictions::store::is_restricted(tx.conn, &finding)?;
    let state = FindingState { is_restricted, ..FindingState::from(&finding) };
    let next = permit(tx, &finding, act, |act| rules::decide(act, state, tx.actor, tx.today))?;
    Ok((finding, next))
}

fn check_links(tx: &mut Tx<'_>, draft: &DraftFinding) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    let area = &tx.actor.area;
    planning::references::check_priorities(tx.conn, area, &draft.priority_ids, &mut faults)?;
    planning::references::check_topic(tx.conn, area, draft.topic_id.as_ref(), &mut faults)?;
    questions::references::check_question(tx.conn, tx.actor, draft.question_id.as_ref(), &mut faults)?;
    meetings::references::check_meeting(tx.conn, area, draft.meeting_id.as_ref(), draft.agenda_item_id.as_ref(), &mut faults)?;
    faults.finish()
}

/// Checks that a shared finding does not lead the force to records that it may not see: a question that was not put, a plan
/// that was not adopted.
fn check_shared_links(tx: &mut Tx<'_>, finding: &Finding) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    questions::references::check_question_put(tx.conn, tx.actor, finding.question_id.as_ref(), &mut faults)?;
    let linked = planning::references::priorities(tx.conn, &finding.area, &finding.priority_ids.get()?)?;
    for (index, priority) in linked.iter().enumerate() {
        if !rules::may_be_shown_under(priority.status) {
            faults.add(
                &format!("/priority_ids/{index}"),
                "the plan of this priority is a draft: adopt the plan, or edit the finding",
            );
        }
    }
    faults.finish()
}
