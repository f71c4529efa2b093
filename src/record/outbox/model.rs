//! Listeners and the messages that wait for them as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::foundation::actor::Side;
use crate::foundation::db::{JsonText, id_type, text_enum};

id_type!(
    /// The id of a webhook.
    WebhookId
);
id_type!(
    /// The id of the delivery of one message to one webhook.
    DeliveryId
);

text_enum!(
    /// The events of webhooks.
    WebhookEvent {
        /// An edition was published.
        EditionPublished = "edition.published",
        /// A published edition was withdrawn.
        EditionWithdrawn = "edition.withdrawn",
        /// A question was put to the chief constable.
        QuestionPut = "question.put",
        /// A response was submitted, or recorded at a meeting.
        ResponseSubmitted = "response.submitted",
        /// The due date of an action has passed, and the action is open or in progress.
        ActionBecameOverdue = "action.became_overdue",
    }
);

text_enum!(
    /// The status of a webhook.
    WebhookStatus {
        Enabled = "enabled",
        Disabled = "disabled",
    }
);

text_enum!(
    /// The status of a delivery.
    DeliveryStatus {
        /// It is sent or tried again when due.
        Pending = "pending",
        /// The receiver responded with 2xx.
        Delivered = "delivered",
        /// There are no more attempts.
        Failed = "failed",
    }
);

/// A webhook that may be told of an event.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::foundation::schema::webhooks)]
pub struct Listener {
    pub id: WebhookId,
    pub side: Side,
    pub events: JsonText<Vec<WebhookEvent>>,
}

/// One message to one webhook as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::webhook_deliveries, treat_none_as_default_value = false)]
pub struct Delivery {
    pub id: DeliveryId,
    pub area: String,
    pub webhook_id: WebhookId,
    pub message_id: String,
    pub event: String,
    pub payload: String,
    pub status: DeliveryStatus,
    pub attempts: i32,
    pub next_attempt_at: Option<NaiveDateTime>,
    pub first_attempt_at: Option<NaiveDateTime>,
    pub last_attempt_at: Option<NaiveDateTime>,
    pub response_status: Option<i32>,
    pub response_excerpt: Option<String>,
    pub error: Option<String>,
    pub duration_ms: Option<i32>,
    pub delivered_at: Option<NaiveDateTime>,
    pub replay_of: Option<DeliveryId>,
    pub created_at: NaiveDateTime,
}
