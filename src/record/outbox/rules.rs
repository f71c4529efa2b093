//! Decisions about what other systems are told. Pure.

use super::model::WebhookEvent;
use super::model::WebhookEvent::{ActionBecameOverdue, EditionPublished, EditionWithdrawn, QuestionPut, ResponseSubmitted};
use crate::foundation::actor::Side;

/// Decides if a side may receive an event. Both see published editions, put questions, submitted responses (never drafts of
/// either), and every action of the area.
pub const fn may_hear(side: Side, event: WebhookEvent) -> bool {
    match (side, event) {
        (
            Side::Office | Side::Force,
            EditionPublished | EditionWithdrawn | QuestionPut | ResponseSubmitted | ActionBecameOverdue,
        ) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_hear_of_every_event() {
        for side in Side::ALL {
            for event in WebhookEvent::ALL {
                assert!(may_hear(*side, *event), "{side} {event}");
            }
        }
    }
}
