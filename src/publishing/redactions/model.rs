//! Redactions as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;

id_type!(
    /// The id of a redaction.
    RedactionId
);

text_enum!(
    /// The status of a redaction.
    RedactionStatus {
        Active = "active",
        /// The content is published from the next edition on.
        Lifted = "lifted",
    }
);

text_enum!(
    /// The acts on a redaction; `allowed_acts` lists them in this order.
    RedactionAct {
        Edit = "edit",
        Lift = "lift",
        Erase = "erase",
    }
);

text_enum!(
    /// The collection of the redacted record.
    RedactedResource {
        Meetings = "meetings",
        Attendance = "attendance",
        AgendaItems = "agenda_items",
        QuestionGroups = "question_groups",
        Questions = "questions",
        QuestionParts = "question_parts",
        Judgements = "judgements",
        Responses = "responses",
        Exchanges = "exchanges",
        Findings = "findings",
        FindingComments = "finding_comments",
        Actions = "actions",
        Decisions = "decisions",
        FollowUps = "follow_ups",
        Matters = "matters",
        Papers = "papers",
        DataPoints = "data_points",
        Plans = "plans",
        Priorities = "priorities",
        Topics = "topics",
        RecommendationSets = "recommendation_sets",
        Recommendations = "recommendations",
        SetComments = "recommendation_set_comments",
        ReportResponses = "report_responses",
        /// A file: its `title` can be withheld, its bytes cannot.
        Attachments = "attachments",
    }
);

text_enum!(
    /// The reason for withholding: an exemption of the Freedom of Information Act 2000 by its section, or operational policing.
    WithheldReason {
        ByOtherMeans = "foia_s21",
        FuturePublication = "foia_s22",
        NationalSecurity = "foia_s24",
        Investigations = "foia_s30",
        LawEnforcement = "foia_s31",
        PublicAffairs = "foia_s36",
        HealthAndSafety = "foia_s38",
        PersonalInformation = "foia_s40",
        InConfidence = "foia_s41",
        LegalPrivilege = "foia_s42",
        CommercialInterests = "foia_s43",
        Operational = "operational",
    }
);

/// A redaction as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::redactions, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Redaction {
    pub id: RedactionId,
    pub area: String,
    pub resource: RedactedResource,
    pub resource_id: String,
    pub field: String,
    pub span: Option<String>,
    pub occurrence: Option<i32>,
    pub reason: WithheldReason,
    pub note: Option<String>,
    pub review_on: Option<NaiveDate>,
    pub status: RedactionStatus,
    pub author: String,
    pub lifted_reason: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    /// Time the words were erased.
    pub erased_at: Option<NaiveDateTime>,
    /// For a redaction by position: the hash of the original member (`redact::member_sha256`).
    pub member_sha256: Option<String>,
}

/// A new redaction of a field of a record, or some words of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "resource": "responses", "resource_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "field": "text",
    "span": "J. Victim", "reason": "foia_s40", "review_on": "2021-01-30"
}))]
pub struct Withhold {
    pub resource: RedactedResource,
    /// Id of the record.
    pub resource_id: String,
    /// Member of the record as published, or a path below it: `text`, `points/0`, `speakers/1/name`.
    #[schema(example = "text")]
    pub field: String,
    /// Exact words to withhold. Omit it to withhold all of the field.
    pub span: Option<String>,
    /// Occurrence of the words in the field, from 1. Omit it to withhold every occurrence.
    #[schema(minimum = 1, maximum = 10_000)]
    pub occurrence: Option<i32>,
    pub reason: WithheldReason,
    /// Explanation of the reason, for the body only.
    pub note: Option<String>,
    /// Review date.
    #[serde(default, deserialize_with = "optional_day")]
    pub review_on: Option<NaiveDate>,
}

/// The members of a redaction that can be edited.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactionDetails {
    pub reason: WithheldReason,
    /// Explanation of the reason, for the body only.
    pub note: Option<String>,
    /// Review date.
    #[serde(default, deserialize_with = "optional_day")]
    pub review_on: Option<NaiveDate>,
}

merge_patch!(
    /// Changes to a redaction (JSON Merge Patch): absent members stay, `null` clears.
    EditRedaction of RedactionDetails, such as {"review_on": "2022-01-30"};
    Redaction {
        edited: reason, note, review_on;
        not in the draft: id, area, resource, resource_id, field, span, occurrence, status, author, lifted_reason, created_by,
            created_at, updated_at, version, erased_at, member_sha256;
    }
);

impl Check for RedactionDetails {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.note = faults.optional_prose("/note", self.note.as_deref());
        self
    }
}

impl Check for Withhold {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.resource_id = faults.line("/resource_id", &self.resource_id);
        self.field = faults.line("/field", &self.field);
        if self.field.starts_with('/') {
            faults.add("/field", "must begin with the name of a member, such as text or points/0");
        }
        self.span = faults.optional_prose("/span", self.span.as_deref());
        self.note = faults.optional_prose("/note", self.note.as_deref());
        if self.occurrence.is_some_and(|number| !(1..=10_000).contains(&number)) {
            faults.add("/occurrence", "1 to 10,000");
        }
        if self.occurrence.is_some() && self.span.is_none() {
            faults.add("/occurrence", "needs span: add the words to count");
        }
        self
    }
}
