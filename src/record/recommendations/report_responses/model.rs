//! Responses to reports as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::{day, optional_day};
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

id_type!(
    /// The id of a response to a report.
    ReportResponseId
);

text_enum!(
    /// The status of a response to a report.
    ReportResponseStatus {
        Draft = "draft",
        Completed = "completed",
    }
);

text_enum!(
    /// The acts on a response; `allowed_acts` lists them in this order.
    ReportResponseAct {
        Edit = "edit",
        Delete = "delete",
        NoteSent = "note-sent",
        TakeBackSent = "take-back-sent",
        Complete = "complete",
        Reopen = "reopen",
    }
);

text_enum!(
    /// The kind of recipient of a response, and of copies of what was published.
    RecipientKind {
        /// The inspectors of constabulary.
        Inspectors = "inspectors",
        SecretaryOfState = "secretary_of_state",
        /// The police and crime panel.
        Panel = "panel",
        Other = "other",
    }
);

impl RecipientKind {
    /// Returns the kind that a name tells, for lines that were written without one. The migration `0140a_copies` says the same.
    pub fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["secretary of state", "home secretary", "home office"]) {
            Self::SecretaryOfState
        } else if has(&["inspector", "hmic"]) {
            Self::Inspectors
        } else if has(&["panel"]) {
            Self::Panel
        } else {
            Self::Other
        }
    }
}

/// A recipient of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Kind of recipient: a copy of what was published about an inspection report goes to the inspectors and to the Secretary of
    /// State.
    pub to: RecipientKind,
    #[schema(example = "The Secretary of State")]
    pub name: String,
    /// Day it was sent.
    #[serde(deserialize_with = "day")]
    #[schema(example = "2019-03-29")]
    pub sent_on: NaiveDate,
}

/// A recipient as stored: a line of an earlier version has no kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SentLine {
    pub name: String,
    #[serde(default)]
    pub to: Option<RecipientKind>,
    pub sent_on: NaiveDate,
}

impl From<SentLine> for Recipient {
    fn from(SentLine { name, to, sent_on }: SentLine) -> Self {
        Self { to: to.unwrap_or_else(|| RecipientKind::of_name(&name)), name, sent_on }
    }
}

impl From<&Recipient> for SentLine {
    fn from(Recipient { to, name, sent_on }: &Recipient) -> Self {
        Self { name: name.clone(), to: Some(*to), sent_on: *sent_on }
    }
}

/// The days on which copies of what was published went to those who get one by law (Police Act 1996 s.55(6)).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Copies {
    /// Day a copy was first sent to the inspectors of constabulary; `null` until it is noted.
    #[schema(example = "2019-03-30")]
    pub inspectors_on: Option<NaiveDate>,
    /// Day a copy was first sent to the Secretary of State; `null` until it is noted.
    #[schema(example = "2019-03-30")]
    pub secretary_of_state_on: Option<NaiveDate>,
}

/// A response as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::report_responses, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ReportResponse {
    pub id: ReportResponseId,
    pub area: String,
    pub set_id: RecommendationSetId,
    pub text: String,
    pub sent_to: JsonText<Vec<SentLine>>,
    pub status: ReportResponseStatus,
    pub completed_on: Option<NaiveDate>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    /// First day it was sent to the panel; follows from `sent_to`, and lists are filtered by it.
    pub sent_to_panel_on: Option<NaiveDate>,
}

impl ReportResponse {
    /// Returns its recipients, in the order in which they were noted.
    pub fn recipients(&self) -> Result<Vec<Recipient>, serde_json::Error> {
        Ok(self.sent_to.get()?.into_iter().map(Recipient::from).collect())
    }

    /// Returns the response with other recipients.
    pub fn sent(self, to: &[Recipient]) -> Result<Self, serde_json::Error> {
        let sent_to = JsonText::new(&to.iter().map(SentLine::from).collect())?;
        let panel = to.iter().filter(|one| one.to == RecipientKind::Panel).map(|one| one.sent_on);
        Ok(Self { sent_to, sent_to_panel_on: panel.min(), ..self })
    }
}

/// A new response to a report.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The body welcomes the report and has asked for progress each quarter."}))]
pub struct DraftReportResponse {
    pub text: String,
}

merge_patch!(
    /// Change the draft of a response to a report (JSON Merge Patch): absent members stay.
    EditReportResponse of DraftReportResponse, such as {"text": "The body welcomes the report and will ask for progress each quarter."};
    ReportResponse {
        edited: text;
        not in the draft: id, area, set_id, sent_to, status, completed_on, created_by, created_at, updated_at, version,
            sent_to_panel_on;
    }
);

/// New recipients of the response, in addition to those already recorded.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"sent_to": [{"to": "secretary_of_state", "name": "The Secretary of State", "sent_on": "2019-03-29"}]}))]
pub struct NoteSent {
    /// Recipients, 1 to 100.
    pub sent_to: Vec<Recipient>,
}

/// A recipient that was noted by mistake, as it was noted, with the reason. The audit trail keeps it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "secretary_of_state", "name": "The Secretary of State", "sent_on": "2019-03-29",
    "reason": "The letter was not posted."}))]
pub struct TakeBackSent {
    /// Kind of recipient, as it stands in the line.
    pub to: RecipientKind,
    pub name: String,
    /// Day it was noted for.
    #[serde(deserialize_with = "day")]
    pub sent_on: NaiveDate,
    pub reason: String,
}

/// The completion of the response.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"completed_on": "2019-03-29"}))]
pub struct CompleteReportResponse {
    /// Day the body completed it; the default is today. It is published with an edition.
    #[serde(default, deserialize_with = "optional_day")]
    pub completed_on: Option<NaiveDate>,
}

impl Check for CompleteReportResponse {}

impl Check for DraftReportResponse {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self
    }
}

impl Check for NoteSent {
    fn check(mut self, faults: &mut Faults) -> Self {
        if self.sent_to.is_empty() {
            faults.add("/sent_to", "must contain at least one recipient");
        }
        faults.at_most("/sent_to", self.sent_to.len(), ITEMS);
        for (index, one) in self.sent_to.iter_mut().take(ITEMS).enumerate() {
            one.name = faults.line(&format!("/sent_to/{index}/name"), &one.name);
        }
        self
    }
}

impl Check for TakeBackSent {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = faults.line("/name", &self.name);
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_a_kind_is_told_by_its_name() {
        for (name, want) in [
            ("The Secretary of State", RecipientKind::SecretaryOfState),
            ("Home Secretary", RecipientKind::SecretaryOfState),
            ("HMICFRS", RecipientKind::Inspectors),
            ("HM Chief Inspector of Constabulary", RecipientKind::Inspectors),
            ("West Mercia Police and Crime Panel", RecipientKind::Panel),
            ("Staffordshire Police", RecipientKind::Other),
        ] {
            let line: SentLine =
                serde_json::from_value(serde_json::json!({"name": name, "sent_on": "2019-03-29"})).expect("a line");
            assert_eq!(Recipient::from(line).to, want, "{name}");
        }
        let line = serde_json::json!({"name": "HMICFRS", "to": "other", "sent_on": "2019-03-29"});
        let line: SentLine = serde_json::from_value(line).expect("a line");
        assert_eq!(Recipient::from(line).to, RecipientKind::Other, "what is said goes before the name");
    }
}
