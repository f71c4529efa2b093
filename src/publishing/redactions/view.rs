//! The response shape of a redaction.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{RedactedResource, Redaction, RedactionAct, RedactionId, RedactionStatus, WithheldReason};
use super::{found, rules};
use crate::foundation::error::ApiError;
use crate::http::call::{Changed, Tx, Versioned, View};
use crate::publication_log::reasons;
use crate::publishing::editions::model::PublicEdition;

/// Content withheld from the public.
#[derive(Debug, Serialize, ToSchema)]
pub struct RedactionView {
    pub id: RedactionId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub resource: RedactedResource,
    pub resource_id: String,
    #[schema(example = "text")]
    pub field: String,
    /// Withheld words; all of the field without them.
    pub span: Option<String>,
    pub occurrence: Option<i32>,
    pub reason: WithheldReason,
    /// Reason in words, as the public reads it.
    #[schema(example = "Personal information (Freedom of Information Act 2000, section 40)")]
    pub reason_text: &'static str,
    pub note: Option<String>,
    pub review_on: Option<NaiveDate>,
    pub status: RedactionStatus,
    /// User who withheld it.
    pub author: String,
    pub lifted_reason: Option<String>,
    /// Time its words and its note were erased.
    pub erased_at: Option<DateTime<Utc>>,
    /// Editions in which the public can still read the words: they were published before, and stay until they are withdrawn.
    /// Present with one redaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_in: Option<Vec<PublicEdition>>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "lift"]))]
    pub allowed_acts: Vec<RedactionAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for RedactionView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds one row of a list.
pub fn one_view(view: &View<'_>, redaction: Redaction) -> RedactionView {
    RedactionView {
        allowed_acts: rules::allowed_acts(redaction.status, redaction.erased_at.is_some(), view.actor),
        id: redaction.id,
        area: redaction.area,
        resource: redaction.resource,
        resource_id: redaction.resource_id,
        field: redaction.field,
        span: redaction.span,
        occurrence: redaction.occurrence,
        reason: redaction.reason,
        reason_text: reasons::in_words(redaction.reason.as_str()),
        note: redaction.note,
        review_on: redaction.review_on,
        status: redaction.status,
        author: redaction.author,
        lifted_reason: redaction.lifted_reason,
        erased_at: redaction.erased_at.map(|at| at.and_utc()),
        published_in: None,
        created_at: redaction.created_at.and_utc(),
        updated_at: redaction.updated_at.and_utc(),
        version: redaction.version,
    }
}

/// Builds the view of one redaction with the editions that still contain its content.
pub fn whole_view(view: &mut View<'_>, redaction: Redaction) -> Result<RedactionView, ApiError> {
    let published_in = Some(found::published_in(view.conn, view.today, &redaction)?);
    Ok(RedactionView { published_in, ..one_view(view, redaction) })
}

/// Builds the response after an act.
pub fn updated(tx: &mut Tx<'_>, redaction: Redaction) -> Result<Changed<RedactionView>, ApiError> {
    whole_view(&mut tx.view(), redaction).map(Changed::updated)
}
