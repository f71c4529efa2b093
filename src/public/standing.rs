//! What is known of an edition, and what becomes of it while the log goes on. Pure: the projection asks here, and whoever checks
//! from outside what the projection has to say.

use chrono::NaiveDateTime;

use super::model::{PublicEdition, PublicStatus};
use crate::publication_log::document::{EditionDocument, WithdrawalDocument};
use crate::publication_log::log::Place;

impl PublicEdition {
    /// An edition when it is published.
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
        }
    }

    /// An edition at `leaf` before it was withdrawn, as far as its withdrawal tells: without its words, and without the
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
        }
    }

    /// Whether the publication of `next` takes its place.
    pub fn gives_way_to(&self, next: &Self) -> bool {
        self.status == PublicStatus::Published
            && (&self.area, &self.kind, &self.subject_id) == (&next.area, &next.kind, &next.subject_id)
    }

    /// It has been followed by another.
    pub fn supersede(&mut self, by: &str, at: NaiveDateTime) {
        self.status = PublicStatus::Superseded;
        self.superseded_by = Some(by.to_owned());
        self.updated_at = at;
    }

    /// It was withdrawn. What it was called is forgotten: that may be what it was withdrawn for.
    pub fn withdraw(&mut self, document: &WithdrawalDocument, at: NaiveDateTime) {
        self.status = PublicStatus::Withdrawn;
        self.title = None;
        self.change_note = None;
        self.withdrawn_at = Some(document.withdrawn_at.naive_utc());
        self.explanation = Some(document.explanation.clone());
        self.updated_at = at;
    }
}
