//! Webhooks and their deliveries as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::{Side, UserId};
use crate::foundation::db::{JsonText, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::outbox::model::{WebhookEvent, WebhookId, WebhookStatus};

/// The event of a test message; nobody subscribes to it.
pub const TEST_EVENT: &str = "webhook.test";

text_enum!(
    /// The acts on a webhook; `allowed_acts` lists them in this order.
    WebhookAct {
        Edit = "edit",
        Delete = "delete",
        RotateSecret = "rotate-secret",
        Enable = "enable",
        Disable = "disable",
        Test = "test",
        Replay = "replay",
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

/// The result of one attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attempt {
    /// Absent when there was no response.
    pub response_status: Option<u16>,
    pub response_excerpt: Option<String>,
    /// Reason there was no response.
    pub error: Option<String>,
    pub duration_ms: i32,
}

/// A new webhook, which notifies another system of events.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"url": "https://hooks.example.org/answerable", "description": "The force's tasking system", "events": ["question.put", "action.became_overdue"]}))]
pub struct AddWebhook {
    /// URL with `https`, without user or password. All addresses of its host must be public.
    pub url: String,
    pub description: Option<String>,
    /// Events to send, at least one.
    pub events: Vec<WebhookEvent>,
}

merge_patch!(
    /// Changes to a webhook (JSON Merge Patch): absent members stay, `null` clears.
    EditWebhook of AddWebhook, such as {"events": ["question.put"]};
    Webhook {
        edited: url, description;
        as json: events;
        not in the draft: id, area, side, status, status_reason, created_by, created_at, updated_at, version;
    }
);

impl Check for AddWebhook {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.url = checked_url(faults, &self.url);
        self.description = faults.optional_line("/description", self.description.as_deref());
        check_events(faults, &self.events);
        self
    }
}

/// Checks the form of a URL; `targets` decides if it may be called.
fn checked_url(faults: &mut Faults, url: &str) -> String {
    const LONGEST: usize = 2000;
    let url = faults.prose("/url", url);
    if url.chars().count() > LONGEST {
        faults.add("/url", format!("must be at most {LONGEST} characters"));
    }
    url
}

fn check_events(faults: &mut Faults, events: &[WebhookEvent]) {
    if events.is_empty() {
        faults.add("/events", "name at least one event");
    }
    for (index, event) in events.iter().enumerate() {
        if events.iter().take(index).any(|earlier| earlier == event) {
            faults.add(&format!("/events/{index}"), "is listed more than once");
            // A list longer than the number of events repeats one: reporting the first repeat is enough.
            return;
        }
    }
}
