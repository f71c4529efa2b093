//! Members that are always in an answer, `null` where there is nothing to say: only of these can a generated client do without asking
//! whether they are there.
//!
//! A type that callers also send keeps what it has: there, a member that may be `null` may be left out.

use std::collections::{BTreeMap, BTreeSet};

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Members that an answer leaves out (`skip_serializing_if`), by schema. Every reply in the suite is held against this.
const LEFT_OUT: &[(&str, &[&str])] = &[
    ("ActionDeadline", &["moves"]),
    (
        "ActionView",
        &["claims", "outcome_checks", "reopenings", "extensions", "meetings", "sources", "continues", "continued_by", "updates"],
    ),
    ("CalendarTokenView", &["secret", "url"]),
    // Documents of 0.1.0 have no schema and no nonce, and stay as they are.
    ("EditionDocument_PublishedRecord", &["necessary_reason", "nonce", "released", "schema"]),
    ("EditionView", &["behind", "still_public", "record"]),
    ("MatterView", &["direction", "from_meeting_id"]),
    ("MeetingView", &["attendance", "agenda_items"]),
    ("PageInfo", &["total", "total_relation"]),
    ("PlanView", &["priorities"]),
    ("Problem", &["errors", "errors_total", "current_status", "allowed_acts", "log_length", "error", "error_description"]),
    (
        "PublicMeeting",
        &[
            "groups",
            "questions",
            "exchanges",
            "findings",
            "actions",
            "decisions",
            "follow_ups",
            "matters",
            "data_points",
            "papers",
        ],
    ),
    ("PublicPlan", &["priorities"]),
    ("PublicQuestion", &["actions"]),
    ("PublicRecommendationSet", &["recommendations", "progress", "comments", "response"]),
    (
        "PublishedFigureValue",
        &[
            "value",
            "low",
            "high",
            "bound",
            "numerator",
            "denominator",
            "direction",
            "by",
            "unit",
            "basis",
            "pence",
            "currency",
            "text",
        ],
    ),
    ("QuestionView", &["responses", "exchanges", "actions", "findings", "judgements"]),
    ("RedactionView", &["published_in"]),
    ("TokenAnswer", &["refresh_token"]),
    ("WebhookView", &["secret"]),
    ("WithdrawalDocument", &["schema"]),
];

/// Requires all members of the schemas that only answers have.
pub fn state(schemas: &mut Schemas, sent: &BTreeSet<String>) {
    for (name, schema) in schemas {
        // A record file leaves out what its record does not say, as an author of one does.
        if sent.contains(name) || name.starts_with("RecordFile") {
            continue;
        }
        if let RefOr::T(Schema::Object(object)) = schema {
            let left_out = LEFT_OUT.iter().find(|(schema, _)| schema == name).map_or(&[][..], |(_, members)| members);
            // The licence is named by a record on its own, and once by a list.
            let is_left_out = |member: &str| left_out.contains(&member) || (member == "licence" && name.starts_with("Public"));
            let sure = object.properties.keys().filter(|member| !is_left_out(member.as_str())).cloned();
            object.required = sure.collect();
        }
    }
}
