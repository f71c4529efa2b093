//! People, links and files, as every published record names them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::text_enum;

text_enum!(
    /// The side that somebody belongs to.
    PersonSide {
        /// The oversight body and its office.
        Body = "body",
        /// The police force.
        Force = "force",
        /// A member of the public.
        Public = "public",
        /// Another organisation, or a side that the record does not tell.
        Other = "other",
    }
);

/// A person who spoke, wrote, asked, decided or is to do something. Who typed it is not published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"name": "Anthony Bangham", "capacity": "CC", "side": "force"}))]
pub struct PublishedPerson {
    /// Name; `null` when it is not recorded or not published.
    #[schema(example = "Anthony Bangham")]
    pub name: Option<String>,
    /// Office or post at the time; `null` when it is not recorded.
    #[schema(example = "CC")]
    pub capacity: Option<String>,
    /// Side of the person.
    pub side: PersonSide,
}

/// A link to another record, with what a reader needs to show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedLink {
    /// Permanent id of the record.
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    /// Reference or printed number that people use; `null` when it has none.
    #[schema(example = "WM-2019-Q001")]
    pub reference: Option<String>,
    /// Title of the record, or its wording if it has no title; `null` when that is withheld or not public.
    #[schema(example = "What has changed since the backlog was reported?")]
    pub title: Option<String>,
    /// Address of the record here, or of the one that it is read with. It answers once that record is published.
    #[schema(example = "/public/v1/questions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub url: Option<String>,
}

/// A note that something was taken back, or is void because it was recorded in error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedTakenBack {
    /// Day it was taken back.
    #[schema(example = "2019-02-06")]
    pub on: NaiveDate,
    /// Reason it was taken back.
    #[schema(example = "It repeats another action.")]
    pub reason: Option<String>,
}
