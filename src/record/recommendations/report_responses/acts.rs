//! The acts on responses to reports, each as one unit of work: load what is visible, decide, check the version, save,
//! audit.

use chrono::NaiveDate;

use super::model::{
    CompleteReportResponse, DraftReportResponse, EditReportResponse, NoteSent, Recipient, ReportResponse,
    ReportResponseAct as Act, ReportResponseId, ReportResponseStatus, TakeBackSent,
};
use super::rules::Unanswered;
use super::{rules, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::validate::{Faults, ITEMS, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::recommendations;
use crate::record::recommendations::recommendation_sets::model::{RecommendationSet, RecommendationSetAct, RecommendationSetId};
use crate::record::recommendations::recommendation_sets::{rules as set_rules, state as set_state, store as sets};
use crate::record::recommendations::rules::Answered;

/// Drafts the response to a report, which can have only one.
pub fn draft(tx: &mut Tx<'_>, set_id: &RecommendationSetId, input: &DraftReportResponse) -> Result<ReportResponse, ApiError> {
    let set = visible_set(tx, set_id)?;
    let state = set_state::held(tx, &set)?;
    set_rules::decide(RecommendationSetAct::Respond, state, tx.actor)
        .map_err(|refusal| tracked::refuse(refusal, set.status.as_str(), &set_rules::allowed_acts(state, tx.actor)))?;
    let response = ReportResponse {
        id: ReportResponseId::new(tx.ids),
        area: set.area,
        set_id: set.id,
        text: input.text.clone(),
        sent_to: JsonText::new(&Vec::new())?,
        status: ReportResponseStatus::Draft,
        completed_on: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        sent_to_panel_on: None,
    };
    tracked::create(tx, &response, None, input)?;
    Ok(response)
}

/// Changes a draft.
pub fn edit(tx: &mut Tx<'_>, id: &ReportResponseId, patch: &EditReportResponse) -> Result<ReportResponse, ApiError> {
    let (response, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&response)?;
    advance(tx, response.with(edited.draft)?, Act::Edit, next, None, &edited.changes)
}

/// Deletes a draft.
pub fn delete(tx: &mut Tx<'_>, id: &ReportResponseId) -> Result<(), ApiError> {
    let (response, _) = begin(tx, id, Act::Delete)?;
    let text = serde_json::json!({ "text": response.text });
    tracked::remove(tx, &response, &text)
}

/// Adds recipients of the response, and of copies of what was published.
pub fn note_sent(tx: &mut Tx<'_>, id: &ReportResponseId, input: &NoteSent) -> Result<ReportResponse, ApiError> {
    let (response, next) = begin(tx, id, Act::NoteSent)?;
    let mut sent_to = response.recipients()?;
    let set = visible_set(tx, &response.set_id)?;
    let mut faults = Faults::default();
    for (index, one) in input.sent_to.iter().enumerate() {
        check_day(tx, &set, &format!("/sent_to/{index}/sent_on"), one.sent_on, &mut faults);
    }
    sent_to.extend(input.sent_to.iter().cloned());
    faults.at_most("/sent_to", sent_to.len(), ITEMS);
    faults.finish()?;
    advance(tx, response.sent(&sent_to)?, Act::NoteSent, next, None, input)
}

/// Takes back a recipient that was noted by mistake. The trail has it, with the reason.
pub fn take_back_sent(tx: &mut Tx<'_>, id: &ReportResponseId, input: &TakeBackSent) -> Result<ReportResponse, ApiError> {
    let (response, next) = begin(tx, id, Act::TakeBackSent)?;
    let mut sent_to = response.recipients()?;
    let line = Recipient { to: input.to, name: input.name.clone(), sent_on: input.sent_on };
    let Some(place) = sent_to.iter().position(|one| *one == line) else {
        let detail = "is not in sent_to: send to, name and sent_on as they stand there";
        return Err(ApiError::Invalid(vec![FieldError::new("", detail)]));
    };
    sent_to.remove(place);
    advance(tx, response.sent(&sent_to)?, Act::TakeBackSent, next, Some(&input.reason), input)
}

/// Completes the response, if it has everything required.
pub fn complete(tx: &mut Tx<'_>, id: &ReportResponseId, input: &CompleteReportResponse) -> Result<ReportResponse, ApiError> {
    let (mut response, next) = begin(tx, id, Act::Complete)?;
    let set = visible_set(tx, &response.set_id)?;
    let completed_on = input.completed_on.unwrap_or(tx.today);
    let mut faults = Faults::default();
    check_day(tx, &set, "/completed_on", completed_on, &mut faults);
    let listed = recommendations::store::listed_and_held(tx.conn, &set.area, &set.id)?;
    let most = set_rules::most_listed(&set.counts.get()?, set.stated_total);
    let unlisted = most.map_or(0, |most| i64::from(most) - listed);
    let (mut unanswered, mut answered_on) = (Vec::new(), Vec::new());
    for one in recommendations::store::of_set(tx.conn, &set.id)? {
        let given = Answered::of(one.body_answer.get()?.as_ref(), one.force_answer.get()?.as_ref());
        let needed = recommendations::rules::needed(set.source, one.addressed_to);
        if let Some(lacks) = needed.lacking(one.status, given) {
            unanswered.push(Unanswered { id: one.id.to_string(), printed_number: one.printed_number, lacks });
        }
        answered_on.extend(needed.since(given));
    }
    if let Some(day) = rules::answered_after(completed_on, &answered_on) {
        faults.add("/completed_on", format!("must be on or after the day the last recommendation was answered ({day})"));
    }
    for (pointer, detail) in rules::missing(set.source, &unanswered, unlisted) {
        faults.add(&pointer, detail);
    }
    faults.finish()?;
    response.completed_on = Some(completed_on);
    advance(tx, response, Act::Complete, next, None, input)
}

/// Opens a completed response again: it is a draft, and the recommendations can be answered again. What was published of it stays public.
pub fn reopen(tx: &mut Tx<'_>, id: &ReportResponseId, input: &Reasoned) -> Result<ReportResponse, ApiError> {
    let (mut response, next) = begin(tx, id, Act::Reopen)?;
    response.completed_on = None;
    advance(tx, response, Act::Reopen, next, Some(&input.reason), input)
}

/// Loads the response if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &ReportResponseId, act: Act) -> Result<(ReportResponse, ReportResponseStatus), ApiError> {
    let response = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let was_sent = !response.recipients()?.is_empty();
    let next = permit(tx, &response, act, |act| rules::decide(act, response.status, was_sent, tx.actor))?;
    Ok((response, next))
}

fn visible_set(tx: &mut Tx<'_>, id: &RecommendationSetId) -> Result<RecommendationSet, ApiError> {
    sets::find(tx.conn, &set_rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)
}

/// Adds a fault for a day in the future, or before the report.
fn check_day(tx: &Tx<'_>, set: &RecommendationSet, pointer: &str, day: NaiveDate, faults: &mut Faults) {
    if day > tx.today {
        faults.add(pointer, "must not be in the future");
    } else if set.published_on.is_some_and(|published| day < published) {
        faults.add(pointer, "must be on or after the day the report was published");
    }
}
