//! Attachments and citations as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::db::{AN_ID, id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;

id_type!(
    /// The id of an attachment.
    AttachmentId
);
id_type!(
    /// The id of a citation.
    CitationId
);

text_enum!(
    /// The side that uploaded a file.
    Uploader {
        Force = "force",
        /// The oversight body and its office.
        Body = "body",
    }
);

text_enum!(
    /// The acts on an attachment; `allowed_acts` lists them in this order.
    AttachmentAct {
        Cite = "cite",
        Delete = "delete",
    }
);

text_enum!(
    /// The acts on a citation; `allowed_acts` lists them in this order.
    CitationAct {
        Edit = "edit",
        Delete = "delete",
    }
);

text_enum!(
    /// The accepted types of files.
    MediaType {
        Pdf = "application/pdf",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Odt = "application/vnd.oasis.opendocument.text",
        Ods = "application/vnd.oasis.opendocument.spreadsheet",
        /// CSV in UTF-8.
        Csv = "text/csv",
        /// Plain text in UTF-8.
        Plain = "text/plain",
        Png = "image/png",
        Jpeg = "image/jpeg",
    }
);

text_enum!(
    /// The collections whose records can cite a file.
    CitingResource {
        Questions = "questions",
        Responses = "responses",
        Actions = "actions",
        Findings = "findings",
        DataPoints = "data_points",
        Meetings = "meetings",
        Papers = "papers",
        Decisions = "decisions",
        RecommendationSets = "recommendation_sets",
        Exchanges = "exchanges",
    }
);

/// An attachment as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::attachments, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Attachment {
    pub id: AttachmentId,
    pub area: String,
    pub side: Uploader,
    pub name: String,
    pub media_type: MediaType,
    pub bytes: i64,
    pub sha256: String,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// A citation of a file by a record, as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(
    table_name = crate::foundation::schema::attachment_citations, treat_none_as_null = true, treat_none_as_default_value = false
)]
pub struct Citation {
    pub id: CitationId,
    pub area: String,
    pub attachment_id: AttachmentId,
    pub resource: CitingResource,
    pub resource_id: String,
    pub note: Option<String>,
    pub side: Uploader,
    pub cited_by: String,
    pub created_at: NaiveDateTime,
    /// True when the file is published with the record.
    pub publish: bool,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// The facts about a complete file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub media_type: MediaType,
    pub bytes: i64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, example = "month,backlog\n2018-11,865\n2019-01,893\n")]
#[expect(dead_code, reason = "only describes a body; the bytes never stand in one piece")]
pub struct FileBytes(Vec<u8>);

/// A new citation of a file by a record.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"resource": "questions", "resource_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "note": "Table 2 has the backlog by month."}))]
pub struct CiteAttachment {
    pub resource: CitingResource,
    #[schema(format = Uuid)]
    pub resource_id: String,
    /// Place in the file, or the reason for the citation.
    pub note: Option<String>,
    /// `true` to publish the file with the record, as it is: nothing in it is redacted. The body can change it later.
    #[serde(default = "with_the_record")]
    #[schema(default = true)]
    pub publish: bool,
}

const fn with_the_record() -> bool {
    true
}

merge_patch!(
    /// Change whether a citation publishes its file (JSON Merge Patch): absent members stay.
    EditCitation of CiteAttachment, such as {"publish": false};
    Citation {
        not cleared: publish;
        fixed: resource, resource_id, note;
        not in the draft: id, area, attachment_id, side, cited_by, created_at, updated_at, version;
    }
);

impl Check for CiteAttachment {
    fn check(mut self, faults: &mut Faults) -> Self {
        match uuid::Uuid::try_parse(&self.resource_id) {
            Ok(id) => self.resource_id = id.hyphenated().to_string(),
            Err(_) => faults.add("/resource_id", format!("is not valid: send {AN_ID}")),
        }
        self.note = faults.optional_prose("/note", self.note.as_deref());
        self
    }
}

impl MediaType {
    /// Returns the permitted extensions for this type; the first is the usual one.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Csv => &["csv"],
            Self::Plain => &["txt", "text"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
        }
    }

    /// Returns the `Content-Type`.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Plain => "text/plain; charset=utf-8",
            other => other.as_str(),
        }
    }
}
