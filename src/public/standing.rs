//! The public status of an edition, and its changes as the log grows. Pure: the projection uses it, and so does `answerable
//! verify`, to check the projection.

use chrono::NaiveDateTime;

use super::model::{PublicEdition, PublicStatus};
use crate::publication_log::document::{EditionDocument, WithdrawalDocument};
use crate::publication_log::log::Place;

impl PublicEdition {
    /// Returns an edition at its publication.
    pub fn published(place: Place, document: &EditionDocument) -> Self {
        let change = document.change.as_ref();
        Self {
            id: document.id.clone(),
            area: document.area.clone(),
            area_name: document.area_name.clone(),
            kind: document.kind.clone(),
            subject_id: document.subject_id.clone(),
            number: document.number,
            title: Some(document.title.clone()),
            significance: change.map(|change| change.significance.clone()),
            change_note: change.map(|change| change.note.clone()),
            status: PublicStatus::Published,
            published_at: document.published_at.naive_utc(),
            superseded_by: None,
            withdrawn_at: None,
            explanation: None,
            leaf: place.leaf,
            updated_at: place.at,
            necessary_reason: document.necessary_reason.clone(),
        }
    }

    /// Returns an edition at `leaf` before it was withdrawn, as far as its withdrawal tells: without its words, and without the
    /// significance of its change.
    pub fn before_withdrawal(leaf: i32, document: &WithdrawalDocument) -> Self {
        let at = document.published_at.naive_utc();
        Self {
            id: document.id.clone(),
            area: document.area.clone(),
            area_name: String::new(),
            kind: document.kind.clone(),
            subject_id: document.subject_id.clone(),
            number: document.number,
            title: None,
            significance: None,
            change_note: None,
            status: PublicStatus::Published,
            published_at: at,
            superseded_by: None,
            withdrawn_at: None,
            explanation: None,
            leaf,
            updated_at: at,
            necessary_reason: None,
        }
    }

    /// True when the publication of `next` supersedes it.
    pub fn gives_way_to(&self, next: &Self) -> bool {
        self.status == PublicStatus::Published
            && (&self.area, &self.kind, &self.subject_id) == (&next.area, &next.kind, &next.subject_id)
    }

    /// Marks it as superseded.
    pub fn supersede(&mut self, by: &str, at: NaiveDateTime) {
        self.status = PublicStatus::Superseded;
        self.superseded_by = Some(by.to_owned());
        self.updated_at = at;
    }

    /// Marks it as withdrawn. Its title is deleted: that may be the reason for the withdrawal.
    pub fn withdraw(&mut self, document: &WithdrawalDocument, at: NaiveDateTime) {
        self.status = PublicStatus::Withdrawn;
        self.title = None;
        self.change_note = None;
        self.necessary_reason = None;
        self.withdrawn_at = Some(document.withdrawn_at.naive_utc());
        self.explanation = Some(document.explanation.clone());
        self.updated_at = at;
    }
}
