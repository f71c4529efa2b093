//! Responses as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::{Side, UserId};
use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::questions::model::QuestionId;

id_type!(
    /// The id of a response.
    ResponseId
);

text_enum!(
    /// The status of a response.
    ResponseStatus {
        Draft = "draft",
        Submitted = "submitted",
        Accepted = "accepted",
        Returned = "returned",
    }
);

text_enum!(
    /// The acts on a response; `allowed_acts` lists them in this order.
    ResponseAct {
        Edit = "edit",
        Delete = "delete",
        Submit = "submit",
        Accept = "accept",
        Return = "return",
        Reinstate = "reinstate",
        Correct = "correct",
        Restrict = "restrict",
        Unrestrict = "unrestrict",
        Cite = "cite",
    }
);

text_enum!(
    /// The division of the words among the speakers.
    Attribution {
        /// One speaker.
        Single = "single",
        /// Several speakers together.
        Joint = "joint",
        /// Several speakers, each a part.
        Split = "split",
        /// The record names nobody.
        Unattributed = "unattributed",
    }
);

text_enum!(
    /// The form of the response.
    Mode {
        Oral = "oral",
        Written = "written",
    }
);

/// A speaker, in their capacity at the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Name; absent when the record has only the capacity.
    #[schema(example = "Anthony Bangham")]
    pub name: Option<String>,
    #[schema(example = "CC")]
    pub capacity: String,
}

/// A response as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::responses, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Response {
    pub id: ResponseId,
    pub area: String,
    pub question_id: QuestionId,
    pub question_revision: i32,
    pub side: Side,
    pub text: String,
    pub points: JsonText<Vec<String>>,
    pub revision: i32,
    pub speakers: JsonText<Vec<Speaker>>,
    pub attribution: Attribution,
    pub mode: Mode,
    pub holding: bool,
    pub status: ResponseStatus,
    pub status_reason: Option<String>,
    pub submitted_at: Option<NaiveDateTime>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    /// The day it was given: as said, otherwise as calculated at submission.
    pub given_on: Option<NaiveDate>,
}

/// An earlier wording of a response, kept when it was corrected.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::response_revisions)]
pub struct ResponseRevision {
    pub response_id: ResponseId,
    pub revision: i32,
    pub text: String,
    pub points: JsonText<Vec<String>>,
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: NaiveDateTime,
}

/// A new response, or the record of an oral one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The unit sorts its cases by risk every morning.", "mode": "written", "speakers": [{"name": "Geoff Wessell", "capacity": "ACC"}]}))]
pub struct DraftResponse {
    pub text: String,
    /// Points of a list in the answer.
    #[serde(default)]
    pub points: Vec<String>,
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    /// Of a new response without it: nobody is `unattributed`, one speaker `single`, several `joint`.
    pub attribution: Option<Attribution>,
    /// Of a new response without it: `written`. The office records only `oral` ones.
    pub mode: Option<Mode>,
    /// True for a holding response, which promises an answer: the question stays open.
    #[serde(default)]
    pub holding: bool,
    /// Day on which it was given, said by the office for what it records. The default is the day of the meeting for an oral response,
    /// otherwise the day it is submitted.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub given_on: Option<NaiveDate>,
}

merge_patch!(
    /// Change a draft response (JSON Merge Patch): absent members stay. Also takes note of a correction of the question.
    /// New `speakers` without an `attribution` also reset the attribution.
    EditResponse of DraftResponse, such as {"points": ["Cases are sorted by risk.", "High-risk cases start the same day."]};
    Response {
        edited: text, holding, given_on;
        as json: points, speakers;
        settled: attribution, mode;
        not in the draft: id, area, question_id, question_revision, side, revision, status, status_reason, submitted_at,
            created_by, created_at, updated_at, version;
    }
);

/// A correction of a submitted response; the earlier wording stays readable.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The unit sorts its cases by risk every weekday morning.", "reason": "Not at weekends."}))]
pub struct CorrectResponse {
    pub text: String,
    #[serde(default)]
    pub points: Vec<String>,
    pub reason: String,
}

impl Check for DraftResponse {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.points = points(faults, &self.points);
        self.speakers = speakers(faults, self.speakers);
        self.attribution = Some(attribution(faults, self.attribution, self.speakers.len()));
        self
    }
}

impl Check for CorrectResponse {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.points = points(faults, &self.points);
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

/// Checks the points of a list.
pub fn points(faults: &mut Faults, points: &[String]) -> Vec<String> {
    faults.at_most("/points", points.len(), ITEMS);
    points.iter().enumerate().map(|(index, point)| faults.prose(&format!("/points/{index}"), point)).collect()
}

/// Checks the speakers.
pub fn speakers(faults: &mut Faults, speakers: Vec<Speaker>) -> Vec<Speaker> {
    faults.at_most("/speakers", speakers.len(), ITEMS);
    let mut checked = Vec::with_capacity(speakers.len());
    for (index, speaker) in speakers.into_iter().enumerate() {
        let name = faults.optional_line(&format!("/speakers/{index}/name"), speaker.name.as_deref());
        let capacity = faults.line(&format!("/speakers/{index}/capacity"), &speaker.capacity);
        checked.push(Speaker { name, capacity });
    }
    checked
}

/// Returns the attribution for a number of speakers: as given, if possible, otherwise the default.
pub fn attribution(faults: &mut Faults, given: Option<Attribution>, speakers: usize) -> Attribution {
    let natural = match speakers {
        0 => Attribution::Unattributed,
        1 => Attribution::Single,
        _ => Attribution::Joint,
    };
    let given = given.unwrap_or(natural);
    let fits = match given {
        Attribution::Unattributed => speakers == 0,
        Attribution::Single => speakers == 1,
        Attribution::Joint | Attribution::Split => speakers >= 2,
    };
    if !fits {
        faults.add(
            "/attribution",
            format!(
                "{given} does not match the number of speakers, {speakers}: use unattributed for none, single for one, joint or split for more"
            ),
        );
    }
    given
}
