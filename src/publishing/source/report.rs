//! The public form of a report from outside: its recommendations, their progress, and the response.

use super::action::on_behalf_of;
use super::draft::{Draft, Named};
use super::linked::Linked;
use super::origin::Source;
use super::{escalation, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{
    PersonSide, PublishedCount, PublishedExtension, PublishedRecipient, PublishedRecommendation, PublishedRecommendationAnswer,
    PublishedReport, PublishedReportRecord, PublishedReportResponse, PublishedSetComment,
};
use crate::record::recommendations::model::{Answer, Recommendation, RecommendationExtension, RecommendationTally};
use crate::record::recommendations::progress_claims::model::Progress;
use crate::record::recommendations::progress_claims::rules::Counted;
use crate::record::recommendations::recommendation_sets::model::{DueCount, RecommendationSet, ReportSource, SetComment};
use crate::record::recommendations::report_responses::model::{Recipient, ReportResponse};
use crate::record::recommendations::{progress_claims, recommendation_sets, report_responses};

/// Returns a recorded report.
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = recommendation_sets::rules::Scope { area: area.to_owned(), only_recorded: true };
    let Some(set) = recommendation_sets::store::find(conn, &scope, &id)? else { return Ok(None) };
    let recommendations = store::recommendations(conn, &set.id)?;
    let meetings: Vec<_> = set.meeting_id.iter().collect();
    let mut draft = Draft::begin_with(conn, area, &meetings)?;
    let comments = recommendation_sets::store::comments(conn, std::slice::from_ref(&set.id))?;
    let response = store::report_response(conn, &set.id)?;
    let progress = progress(conn, &set, &recommendations)?;
    let recommendations = recommendations.iter().enumerate();
    let record = PublishedReportRecord {
        set: published(&mut draft, &set)?,
        recommendations: recommendations
            .map(|(index, one)| recommendation(&mut draft, &format!("/recommendations/{index}"), one))
            .collect::<Result<_, ApiError>>()?,
        progress,
        comments: comments.iter().enumerate().map(|(index, one)| comment(&mut draft, index, one)).collect(),
        response: response.map(|response| published_response(&mut draft, set.source, &response)).transpose()?,
    };
    draft.finish(conn, &record, set.title, Some("/set/title")).map(Some)
}

fn published(draft: &mut Draft, set: &RecommendationSet) -> Result<PublishedReport, ApiError> {
    let RecommendationSet {
        id,
        area: _, // the document names it
        source,
        title,
        published_by,
        published_on,
        published_text,
        url,
        summary,
        topic_id,
        priority_ids,
        meeting_id,
        question_id,
        counts,
        stated_total,
        discrepancy_note,
        comments_due_on,
        statutory_due_on,
        status: _,     // only recorded reports are published
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
        response_due_on,
        is_peel,
    } = set;
    draft.place(Named("recommendation_sets", id.as_str()), "/set");
    let counts = counts.get()?;
    let count = |DueCount { count, due_on, text }| PublishedCount { count: Some(count), due_on, text };
    Ok(PublishedReport {
        id: id.clone(),
        source: Some(*source),
        title: Some(title.clone()),
        published_by: Some(published_by.clone()),
        published_on: *published_on,
        published_text: published_text.clone(),
        url: url.clone(),
        summary: summary.clone(),
        total: recommendation_sets::rules::total(&counts, *stated_total),
        counts: counts.into_iter().map(count).collect(),
        discrepancy_note: discrepancy_note.clone(),
        topic: draft.topic("/set", topic_id.as_ref()),
        priorities: draft.priorities("/set", &priority_ids.get()?),
        meeting: draft.link(Linked::Meeting, "/set/meeting".to_owned(), meeting_id.as_ref()),
        question: draft.link(Linked::Question, "/set/question".to_owned(), question_id.as_ref()),
        comments_due_on: *comments_due_on,
        statutory_due_on: *statutory_due_on,
        response_due_on: *response_due_on,
        is_peel: *is_peel,
        attachments: Vec::new(),
    })
}

fn recommendation(draft: &mut Draft, at: &str, one: &Recommendation) -> Result<PublishedRecommendation, ApiError> {
    let Recommendation {
        id,
        area: _,   // the document names it
        set_id: _, // the recommendation is listed with its report
        printed_number,
        text,
        addressed_to,
        due_on,
        due_text,
        status,
        status_reason,
        claimed_by: _, // an account
        evidence,
        times_rejected,
        force_answer,
        body_answer,
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
        extensions,
        escalations,
        escalated_on: _, // the escalations say it
        hands: _,        // accounts
        completed_on: _, // as of the recommendation
        ended_on: _,     // as of the recommendation
    } = one;
    let of = Named("recommendations", id.as_str());
    draft.place(of, at);
    let extensions = extensions.get()?;
    for index in 0..extensions.len() {
        draft.repeats(of, &format!("{at}/extensions/{index}"), &[("due_on", "from"), ("due_on", "to")]);
    }
    Ok(PublishedRecommendation {
        id: id.clone(),
        printed_number: printed_number.clone(),
        text: Some(text.clone()),
        addressed_to: Some(*addressed_to),
        due_on: *due_on,
        due_text: due_text.clone(),
        extensions: extensions.into_iter().map(extension).collect(),
        escalations: escalation::values(draft, escalations)?,
        status: *status,
        status_reason: status_reason.clone(),
        evidence: evidence.clone(),
        completed_on: one.completed(),
        ended_on: one.ended(),
        times_rejected: *times_rejected,
        force_answer: force_answer.get()?.map(|one| answer(draft, of, (at, "force_answer"), one)),
        body_answer: body_answer.get()?.map(|one| answer(draft, of, (at, "body_answer"), one)),
    })
}

fn extension(one: RecommendationExtension) -> PublishedExtension {
    let RecommendationExtension { on, from, to, reason, taken_back } = one;
    PublishedExtension { on, from, to: Some(to), reason: Some(reason), taken_back: taken_back.map(escalation::published) }
}

fn answer(draft: &mut Draft, of: Named<'_>, (at, field): (&str, &str), answer: Answer) -> PublishedRecommendationAnswer {
    let Answer { kind, text, action_ids, given_by, given_on } = answer;
    let side = if field == "force_answer" { PersonSide::Force } else { PersonSide::Body };
    PublishedRecommendationAnswer {
        kind,
        text: Some(text),
        actions: draft.links(Linked::Action, &format!("{at}/{field}/actions"), &action_ids),
        given_by: draft.printed(of, &format!("{field}/given_by"), given_by.as_deref(), side),
        given_on: Some(given_on),
    }
}

fn progress(conn: &mut AnyConnection, set: &RecommendationSet, recommendations: &[Recommendation]) -> Result<Progress, ApiError> {
    let mut listed = RecommendationTally::default();
    for one in recommendations {
        listed.add(one.status, 1);
    }
    let mut said = None;
    for claim in progress_claims::store::standing(conn, std::slice::from_ref(&set.id))? {
        if claim.figure.get()?.is_said() {
            said = Some(progress_claims::acts::weigh(set, &claim)?);
            break;
        }
    }
    let counts = set.counts.get()?;
    let counted = Counted { counts: &counts, stated_total: set.stated_total };
    Ok(progress_claims::rules::progress(counted, listed, said.as_ref()))
}

fn comment(draft: &mut Draft, index: usize, one: &SetComment) -> PublishedSetComment {
    let SetComment {
        id,
        area: _,   // the document names it
        set_id: _, // the comment is listed with its report
        text,
        author: _, // who typed it
        capacity,
        made_on,
        created_at: _, // of the row, not of the record
    } = one;
    draft.place(Named("recommendation_set_comments", id.as_str()), &format!("/comments/{index}"));
    // Only the force comments on a report.
    let by = draft.official(capacity.as_deref(), PersonSide::Force);
    PublishedSetComment { text: Some(text.clone()), on: *made_on, on_behalf_of: on_behalf_of(&by), by }
}

fn published_response(
    draft: &mut Draft,
    source: ReportSource,
    response: &ReportResponse,
) -> Result<PublishedReportResponse, ApiError> {
    let ReportResponse {
        id,
        area: _,   // the document names it
        set_id: _, // the response is listed with its report
        text,
        sent_to,
        status: _, // only a completed response is published
        completed_on,
        created_by: _,       // who typed it
        created_at: _,       // of the row, not of the record
        updated_at: _,       // of the row, not of the record
        version: _,          // of the row, not of the record
        sent_to_panel_on: _, // the recipients say it
    } = response;
    let of = Named("report_responses", id.as_str());
    draft.place(of, "/response");
    let sent_to: Vec<Recipient> = sent_to.get()?.into_iter().map(Recipient::from).collect();
    for (index, recipient) in sent_to.iter().enumerate() {
        draft.line(of, &format!("sent_to/{index}/name"), &recipient.name);
    }
    // An edition is made before it is published: a copy is then one of what was complete.
    let copies = report_responses::rules::copies(source, &sent_to, *completed_on);
    let recipient =
        |Recipient { to, name, sent_on }| PublishedRecipient { to: Some(to), name: Some(name), sent_on: Some(sent_on) };
    Ok(PublishedReportResponse {
        text: Some(text.clone()),
        completed_on: *completed_on,
        copies,
        sent_to: sent_to.into_iter().map(recipient).collect(),
    })
}
