//! Webhooks and their deliveries as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Faults, patch, present};
use crate::record::questions::responses::model::Side;

id_type!(
    /// The id of a webhook.
    WebhookId
);
id_type!(
    /// The id of the delivery of one message to one webhook.
    DeliveryId
);

text_enum!(
    /// What a webhook can be told of.
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

/// The event of a test message; nobody subscribes to it.
pub const TEST_EVENT: &str = "webhook.test";

text_enum!(
    /// Whether a webhook is told anything.
    WebhookStatus {
        Enabled = "enabled",
        Disabled = "disabled",
    }
);

text_enum!(
    /// What became of a message.
    DeliveryStatus {
        /// It is sent, or tried again, when it is due.
        Pending = "pending",
        /// The receiver answered 2xx.
        Delivered = "delivered",
        /// It is not tried again.
        Failed = "failed",
    }
);

/// A webhook as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::webhooks, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Webhook {
    pub id: WebhookId,
    pub area: String,
    pub side: Side,
    pub url: String,
    pub description: Option<String>,
    pub events: JsonText<Vec<WebhookEvent>>,
    pub status: WebhookStatus,
    pub status_reason: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
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

/// How one attempt to deliver went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attempt {
    /// Absent when there was no answer.
    pub response_status: Option<u16>,
    pub response_excerpt: Option<String>,
    /// Why there was no answer.
    pub error: Option<String>,
    pub duration_ms: i32,
}

/// Have another system told what happens.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"url": "https://hooks.example.org/answerable", "description": "The force's tasking system", "events": ["question.put", "action.became_overdue"]}))]
pub struct AddWebhook {
    /// `https` only, without a user or password in it; the host must have public addresses only.
    pub url: String,
    pub description: Option<String>,
    /// At least one.
    pub events: Vec<WebhookEvent>,
}

/// Change a webhook (JSON Merge Patch): absent members stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"events": ["question.put"]}))]
pub struct EditWebhook {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub url: Option<String>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub events: Option<Vec<WebhookEvent>>,
}

impl AddWebhook {
    /// The same with every text checked, or 422.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.url = checked_url(&mut faults, &self.url);
        self.description = faults.optional_line("/description", self.description.as_deref());
        check_events(&mut faults, &self.events);
        faults.finish().map(|()| self)
    }
}

impl EditWebhook {
    /// Checks what is there.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.url = self.url.map(|url| checked_url(&mut faults, &url));
        self.description = self.description.map(|text| faults.optional_line("/description", text.as_deref()));
        if let Some(events) = &self.events {
            check_events(&mut faults, events);
        }
        faults.finish().map(|()| self)
    }
}

/// The shape of a URL; whether it may be called is for `targets` to say.
fn checked_url(faults: &mut Faults, url: &str) -> String {
    const LONGEST: usize = 2000;
    let url = faults.prose("/url", url);
    if url.chars().count() > LONGEST {
        faults.add("/url", format!("at most {LONGEST} characters"));
    }
    url
}

fn check_events(faults: &mut Faults, events: &[WebhookEvent]) {
    if events.is_empty() {
        faults.add("/events", "name at least one event");
    }
    for (index, event) in events.iter().enumerate() {
        if events.iter().take(index).any(|earlier| earlier == event) {
            faults.add(&format!("/events/{index}"), "stands here twice");
            // A list longer than there are events repeats one: the first repetition is enough to say.
            return;
        }
    }
}
