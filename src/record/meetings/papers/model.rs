//! Papers as data: the stored record and the parsed inputs. No I/O.

use actix_web::http::Uri;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::deadlines::model::{Rule, Wanted};
use crate::record::meetings::model::{AgendaItemId, MeetingId};

id_type!(
    /// The id of a paper.
    PaperId
);

text_enum!(
    /// The kind of a paper.
    PaperKind {
        Agenda = "agenda",
        Report = "report",
        Presentation = "presentation",
        Minutes = "minutes",
        Notes = "notes",
        Other = "other",
    }
);

text_enum!(
    /// The acts on a paper; `allowed_acts` lists them in this order.
    PaperAct {
        Edit = "edit",
        Delete = "delete",
        Receive = "receive",
        Return = "return",
        Publish = "publish",
        TakeBackPublication = "take-back-publication",
    }
);

text_enum!(
    /// The side a paper is due from.
    OwedBy {
        Force = "force",
        Body = "body",
    }
);

/// A paper as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::papers, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Paper {
    pub id: PaperId,
    pub area: String,
    pub meeting_id: MeetingId,
    pub agenda_item_id: Option<AgendaItemId>,
    pub kind: PaperKind,
    pub title: String,
    pub owed_by: OwedBy,
    pub owner: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub received_on: Option<NaiveDate>,
    pub returned_reason: Option<String>,
    pub url: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    /// Last day in words.
    pub due_text: Option<String>,
    /// True when the words state a day that is impossible.
    pub needs_review: bool,
}

/// Add a paper to a meeting.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "report", "title": "Use of kiosks by trained staff", "owed_by": "force", "owner": "ACC", "due_on": "2019-01-23"}))]
pub struct AddPaper {
    pub kind: PaperKind,
    pub title: String,
    /// Id of the agenda item of the meeting that it is for.
    pub agenda_item_id: Option<AgendaItemId>,
    pub owed_by: OwedBy,
    /// Person who provides it, as named in the record ("ACC").
    pub owner: Option<String>,
    /// Last day on which it is on time.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Last day in words ("Fri 18 January"). Without `due_on` it is read from them, counted from today, or from the day of the
    /// meeting once that is past; words that are unclear or impossible are only stored.
    pub due_text: Option<String>,
    /// Rule for the last day, counted from the same day, in place of `due_on`.
    pub due_rule: Option<Rule>,
    /// Address of a published copy; `https` only.
    pub url: Option<String>,
}

merge_patch!(
    /// Change a paper (JSON Merge Patch): absent members stay, `null` clears.
    EditPaper of AddPaper, such as {"due_on": "2019-01-25"};
    Paper {
        edited: kind, title, agenda_item_id, owed_by, owner, due_on, due_text, url;
        stored elsewhere: due_rule;
        not in the draft: id, area, meeting_id, received_on, returned_reason, created_by, created_at, updated_at, version,
            needs_review;
    }
);

/// The receipt of a paper.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"received_on": "2019-01-23"}))]
pub struct ReceivePaper {
    /// Day it was received; the default is today. Only the body records an earlier day.
    #[serde(default, deserialize_with = "optional_day")]
    pub received_on: Option<NaiveDate>,
}

impl Check for ReceivePaper {}

/// The address of a published copy of a paper.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"url": "https://www.example.org/meetings/2019-01/kiosks.pdf"}))]
pub struct PublishPaper {
    /// Address, `http` or `https`.
    pub url: String,
}

/// Checks a web address that is safe to link to: `http` (old documents have no other) or `https`, a host, no user name (RFC 3986).
fn address(faults: &mut Faults, text: &str) -> String {
    let text = faults.line("/url", text);
    let good = text.parse::<Uri>().is_ok_and(|uri| {
        let plain_host =
            uri.authority().is_some_and(|authority| !authority.host().is_empty() && !authority.as_str().contains('@'));
        matches!(uri.scheme_str(), Some("http" | "https")) && plain_host
    });
    if !good && !text.is_empty() {
        faults.add("/url", "must be an address such as https://www.example.org/paper.pdf");
    }
    text
}

impl Check for AddPaper {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.owner = faults.optional_line("/owner", self.owner.as_deref());
        let mut wanted = self.wanted();
        wanted.check(faults);
        self.due_text = wanted.due_text;
        self.url = self.url.map(|url| address(faults, &url));
        self
    }
}

impl AddPaper {
    /// Returns the requested last day.
    pub fn wanted(&self) -> Wanted {
        Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: self.due_rule.clone() }
    }
}

impl Check for PublishPaper {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.url = address(faults, &self.url);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, want) in [
            ("https://www.example.org/paper.pdf", true),
            ("HTTPS://www.example.org/paper.pdf?id=1", true),
            ("https://example.org", true),
            ("http://www.example.org/paper.pdf", true),
            ("http:///paper.pdf", false),
            ("ftp://www.example.org/paper.pdf", false),
            ("javascript:alert(1)", false),
            ("//www.example.org/paper.pdf", false),
            ("/paper.pdf", false),
            ("https:///paper.pdf", false),
            ("https://somebody@example.org/", false),
            ("https://example.org/a paper.pdf", false),
            ("https://example.org/\"><script>", false),
            ("", false),
        ] {
            let published = PublishPaper { url: text.into() }.parse();
            assert_eq!(published.is_ok(), want, "{text}");
        }
    }
}
