//! The public form of a report from outside: its recommendations, their progress, and the response.

use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::origin::Source;
use super::store;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::recommendations::model::{Answer, Recommendation, RecommendationTally};
use crate::record::recommendations::progress_claims::model::Progress;
use crate::record::recommendations::progress_claims::rules::Counted;
use crate::record::recommendations::recommendation_sets::model::{RecommendationSet, SetComment};
use crate::record::recommendations::report_responses::model::ReportResponse;
use crate::record::recommendations::{progress_claims, recommendation_sets};

/// Returns a recorded report.
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = recommendation_sets::rules::Scope { area: area.to_owned(), only_recorded: true };
    let Some(set) = recommendation_sets::store::find(conn, &scope, &id)? else { return Ok(None) };
    let recommendations = store::recommendations(conn, &set.id)?;
    let meetings: Vec<_> = set.meeting_id.iter().collect();
    let mut draft = Draft::begin_with(conn, area, &meetings, &[])?;
    let comments = recommendation_sets::store::comments(conn, std::slice::from_ref(&set.id))?;
    let response = store::report_response(conn, &set.id)?;
    let record = json!({
        "set": set_value(&mut draft, &set)?,
        "recommendations": recommendation_values(&mut draft, &recommendations)?,
        "progress": progress(conn, &set, &recommendations)?,
        "comments": comment_values(&mut draft, &comments),
        "response": response.map(|response| response_value(&mut draft, &response)).transpose()?,
    });
    Ok(Some(Source { title: set.title, title_at: Some("/set/title"), record, places: draft.places, cuts: draft.cuts }))
}

fn set_value(draft: &mut Draft, set: &RecommendationSet) -> Result<Value, ApiError> {
    let of = Named("recommendation_sets", set.id.as_str());
    draft.place(of, "/set");
    let counts = set.counts.get()?;
    Ok(json!({
        "id": set.id,
        "source": set.source,
        "title": set.title,
        "published_by": set.published_by,
        "published_on": set.published_on,
        "published_text": set.published_text,
        "url": set.url,
        "summary": set.summary,
        "total": recommendation_sets::rules::total(&counts, set.stated_total),
        "counts": counts,
        "statutory_due_on": set.statutory_due_on,
    }))
}

fn recommendation_values(draft: &mut Draft, recommendations: &[Recommendation]) -> Result<Vec<Value>, ApiError> {
    let mut values = Vec::with_capacity(recommendations.len());
    for (index, one) in recommendations.iter().enumerate() {
        let of = Named("recommendations", one.id.as_str());
        draft.place(of, &format!("/recommendations/{index}"));
        values.push(json!({
            "id": one.id,
            "printed_number": one.printed_number,
            "text": one.text,
            "addressed_to": one.addressed_to,
            "due_on": one.due_on,
            "status": one.status,
            "force_answer": answer(draft, of, "force_answer", one.force_answer.get()?),
            "body_answer": answer(draft, of, "body_answer", one.body_answer.get()?),
        }));
    }
    Ok(values)
}

fn answer(draft: &mut Draft, of: Named<'_>, field: &str, answer: Option<Answer>) -> Option<Answer> {
    draft.line(of, &format!("{field}/given_by"), answer.as_ref().map(|answer| answer.given_by.as_str()));
    answer
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

fn comment_values(draft: &mut Draft, comments: &[SetComment]) -> Vec<Value> {
    let numbered = comments.iter().enumerate();
    numbered
        .map(|(index, one)| {
            let of = Named("recommendation_set_comments", one.id.as_str());
            draft.place(of, &format!("/comments/{index}"));
            draft.name(of, "author", Some(&one.author), one.capacity.as_deref());
            json!({ "text": one.text, "author": one.author, "capacity": one.capacity, "made_on": one.made_on })
        })
        .collect()
}

fn response_value(draft: &mut Draft, response: &ReportResponse) -> Result<Value, ApiError> {
    let of = Named("report_responses", response.id.as_str());
    draft.place(of, "/response");
    let sent_to = response.sent_to.get()?;
    for (index, recipient) in sent_to.iter().enumerate() {
        draft.line(of, &format!("sent_to/{index}/name"), Some(&recipient.name));
    }
    Ok(json!({ "text": response.text, "completed_on": response.completed_on, "sent_to": sent_to }))
}
