//! The response shape of an edition.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::model::{Edition, EditionAct, EditionId, PublicEdition, Significance, Warning};
use super::{prepare, readable, rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::{Changed, Tx, Versioned, View};
use crate::publication_log::document::Withheld;
use crate::record::published::model::{EditionKind, EditionStatus};

/// An edition as prepared by the body. The public reads its document.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionView {
    pub id: EditionId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub kind: EditionKind,
    /// Id of the meeting, question, plan or recommendation set; for an action log the slug of the area.
    pub subject_id: String,
    /// Number, given when it is published: from 1 for each subject, without gaps.
    #[schema(example = 1)]
    pub number: Option<i32>,
    #[schema(example = "Monthly Assurance Meeting January 2019")]
    pub title: String,
    pub status: EditionStatus,
    pub significance: Option<Significance>,
    pub change_note: Option<String>,
    /// Reason why it is necessary to publish it before an election; `null` for any other.
    #[schema(example = "The law sets a day for it.")]
    pub necessary_reason: Option<String>,
    pub withheld: Vec<Withheld>,
    pub warnings: Vec<Warning>,
    /// Scheduled time of publication, while it is in the future.
    pub publish_at: Option<DateTime<Utc>>,
    pub approved_by: Option<String>,
    pub approved_at: Option<DateTime<Utc>>,
    /// True when the approver acted under a delegation of the PCC.
    pub approved_by_delegation: bool,
    pub published_at: Option<DateTime<Utc>>,
    pub superseded_by: Option<EditionId>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub explanation: Option<String>,
    /// True when the record or its redactions have changed since. Present with one edition that is not superseded or withdrawn,
    /// and in a list filtered by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behind: Option<bool>,
    /// Other editions of the subject that the public can still read. Present with one withdrawn edition, for the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub still_public: Option<Vec<PublicEdition>>,
    /// Record as the public reads or will read it. Present with one edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub record: Option<Value>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete", "refresh", "approve"]))]
    pub allowed_acts: Vec<EditionAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for EditionView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds one row of a list.
pub fn one_view(view: &View<'_>, edition: Edition, delegated: bool) -> Result<EditionView, ApiError> {
    Ok(EditionView {
        allowed_acts: rules::allowed_acts(edition.status, delegated, view.actor),
        id: edition.id,
        area: edition.area,
        kind: edition.kind,
        subject_id: edition.subject_id,
        number: Some(edition.number).filter(|number| *number > 0),
        title: edition.title,
        status: edition.status,
        significance: edition.significance,
        change_note: edition.change_note,
        necessary_reason: edition.necessary_reason,
        withheld: edition.withheld.get()?,
        warnings: if view.actor.role.is_body() { edition.warnings.get()? } else { Vec::new() },
        publish_at: edition.publish_at.filter(|_| edition.published_at.is_none()).map(|at| at.and_utc()),
        approved_by: edition.approved_by_name,
        approved_at: edition.approved_at.map(|at| at.and_utc()),
        approved_by_delegation: edition.delegation_id.is_some(),
        published_at: edition.published_at.map(|at| at.and_utc()),
        superseded_by: edition.superseded_by,
        withdrawn_at: edition.withdrawn_at.map(|at| at.and_utc()),
        explanation: edition.explanation,
        behind: None,
        still_public: None,
        record: None,
        created_at: edition.created_at.and_utc(),
        updated_at: edition.updated_at.and_utc(),
        version: edition.version,
    })
}

/// True when the PCC has delegated approval to the caller today.
pub fn is_delegated(view: &mut View<'_>) -> Result<bool, ApiError> {
    match &view.actor.user_id {
        Some(user) => Ok(store::delegation(view.conn, &view.actor.area, user, view.today)?.is_some()),
        None => Ok(false),
    }
}

/// Builds the view of one edition with its record, and whether it is behind.
pub fn whole_view(view: &mut View<'_>, edition: Edition) -> Result<EditionView, ApiError> {
    let delegated = is_delegated(view)?;
    let stands = matches!(edition.status, EditionStatus::Prepared | EditionStatus::Approved | EditionStatus::Published);
    let behind =
        if stands && view.actor.role.is_body() { Some(prepare::is_behind(view.conn, &edition, view.today)?) } else { None };
    let withdrawn = edition.status == EditionStatus::Withdrawn && view.actor.role.is_body();
    let still_public = if withdrawn { Some(readable::others(view.conn, &edition)?) } else { None };
    // The content of a withdrawn edition is shown to the body only.
    let shown = edition.status != EditionStatus::Withdrawn || view.actor.role.is_body();
    let record = if shown { Some(edition.record.get()?) } else { None };
    Ok(EditionView { behind, still_public, record, ..one_view(view, edition, delegated)? })
}

/// Builds the response after an act.
pub fn updated(tx: &mut Tx<'_>, edition: Edition) -> Result<Changed<EditionView>, ApiError> {
    whole_view(&mut tx.view(), edition).map(Changed::updated)
}
