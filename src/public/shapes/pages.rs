//! Lists, search results, threads and the index.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::paging::{Links, PageInfo};
use crate::public::records::{PublishedLink, PublishedRating};
use crate::record::published::model::HoldKind;

/// A page of a public list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicListing<V> {
    pub data: Vec<V>,
    pub links: Links,
    pub page: PageInfo,
    /// The licence of all of this.
    #[schema(example = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")]
    pub licence: &'static str,
}

/// A search result.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicHit {
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    /// Kind of record.
    pub resource: crate::public::model::PublicResource,
    #[schema(example = "WM-2019-Q001")]
    pub reference: Option<String>,
    /// Title, or the text if it has no title.
    #[schema(example = "What has changed since the backlog was reported?")]
    pub title: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Time it was last republished.
    pub updated_at: DateTime<Utc>,
    #[schema(example = "/public/v1/questions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub url: String,
    /// Address of the edition it comes from.
    #[schema(example = "/public/v1/editions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub edition_url: String,
}

/// A priority with everything published under it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicThread<P, Q, A, F> {
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    pub priority: P,
    /// Questions under it, latest first: at most 200; all of them are at `links.questions`.
    pub questions: Vec<Q>,
    /// Number of questions; 10000 when there are more.
    #[schema(example = 1)]
    pub questions_total: i64,
    /// Actions under it, latest first: at most 200; all of them are at `links.actions`.
    pub actions: Vec<A>,
    /// Number of actions; 10000 when there are more.
    #[schema(example = 1)]
    pub actions_total: i64,
    /// Findings under it, latest first: at most 200; all of them are at `links.findings`.
    pub findings: Vec<F>,
    /// Number of findings; 10000 when there are more.
    #[schema(example = 1)]
    pub findings_total: i64,
    /// Ratings of those findings in the order of the days they were confirmed: the assurance of this priority over time.
    pub assurance: Vec<PublicAssurance>,
    pub links: PublicThreadLinks,
    pub licence: &'static str,
}

/// Links to everything in a thread.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicThreadLinks {
    #[serde(rename = "self")]
    #[schema(example = "/public/v1/priorities/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11/thread")]
    pub this: String,
    #[schema(example = "/public/v1/questions?priority=0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub questions: String,
    #[schema(example = "/public/v1/actions?priority=0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub actions: String,
    #[schema(example = "/public/v1/findings?priority=0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub findings: String,
}

/// A rating in the assurance of a priority.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicAssurance {
    /// Day the finding was confirmed.
    #[schema(example = "2019-02-20")]
    pub on: Option<NaiveDate>,
    /// Finding that was rated.
    pub finding: PublishedLink,
    /// Rating of performance; `null` when it was not rated.
    pub performance: Option<PublishedRating>,
    /// Rating of the plan for improvement; `null` when it was not rated.
    pub plan: Option<PublishedRating>,
}

/// A measure with its figures, as published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicMeasureSeries<M, F> {
    #[serde(flatten)]
    pub measure: M,
    /// Figures of it, latest first: at most 200; all of them are at `links.figures`.
    pub series: Vec<F>,
    /// Number of figures; 10000 when there are more.
    #[schema(example = 3)]
    pub series_total: i64,
    /// Links to all of them.
    pub links: PublicSeriesLinks,
}

/// Links to everything in a series.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicSeriesLinks {
    #[serde(rename = "self")]
    #[schema(example = "/public/v1/measures/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub this: String,
    #[schema(example = "/public/v1/figures?measure=0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub figures: String,
}

/// The records that a reference names, in several areas.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicChoices {
    /// Records with the reference, each with its area.
    pub choices: Vec<PublicChoice>,
    /// Licence of all of this.
    #[schema(example = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")]
    pub licence: &'static str,
}

/// A record that a reference names.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicChoice {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    /// Title, or the text if it has no title.
    #[schema(example = "What has changed since the backlog was reported?")]
    pub title: String,
    /// Address of the record.
    #[schema(example = "/public/v1/questions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub url: String,
}

/// An area that has published something.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicArea {
    #[schema(example = "west-mercia")]
    pub slug: String,
    #[schema(example = "West Mercia")]
    pub name: String,
}

/// A hold of publication that is on.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicHold {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub area: String,
    pub kind: HoldKind,
    /// First day, in Europe/London.
    #[schema(example = "2019-03-25")]
    pub from_on: NaiveDate,
    /// Last day; before an election the day of the poll.
    #[schema(example = "2019-05-02")]
    pub to_on: NaiveDate,
    /// Explanation for the public.
    #[schema(example = "There is an election on 2019-05-02. Publications wait until the day after the poll.")]
    pub explanation: String,
}

/// The index of the public surface.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicIndex {
    #[schema(example = "The published record of how a police force is held to account")]
    pub title: &'static str,
    /// The licence of all of this.
    #[schema(example = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")]
    pub licence: &'static str,
    /// Areas that have published something.
    pub areas: Vec<PublicArea>,
    /// Number of documents in the publication log.
    #[schema(example = 18)]
    pub documents: i32,
    /// Holds of publication that are on today.
    pub holds: Vec<PublicHold>,
    pub links: PublicIndexLinks,
}

/// Links to all resources, relative to the service.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicIndexLinks {
    #[serde(rename = "self")]
    #[schema(example = "/public/v1")]
    pub this: &'static str,
    #[schema(example = "/public/v1/meetings")]
    pub meetings: &'static str,
    #[schema(example = "/public/v1/questions")]
    pub questions: &'static str,
    #[schema(example = "/public/v1/actions")]
    pub actions: &'static str,
    #[schema(example = "/public/v1/priorities")]
    pub priorities: &'static str,
    #[schema(example = "/public/v1/recommendations")]
    pub recommendations: &'static str,
    #[schema(example = "/public/v1/plans")]
    pub plans: &'static str,
    #[schema(example = "/public/v1/exchanges")]
    pub exchanges: &'static str,
    #[schema(example = "/public/v1/findings")]
    pub findings: &'static str,
    #[schema(example = "/public/v1/decisions")]
    pub decisions: &'static str,
    #[schema(example = "/public/v1/figures")]
    pub figures: &'static str,
    #[schema(example = "/public/v1/measures")]
    pub measures: &'static str,
    #[schema(example = "/public/v1/topics")]
    pub topics: &'static str,
    #[schema(example = "/public/v1/files")]
    pub files: &'static str,
    #[schema(example = "/public/v1/editions")]
    pub editions: &'static str,
    #[schema(example = "/public/v1/changes")]
    pub changes: &'static str,
    #[schema(example = "/public/v1/search")]
    pub search: &'static str,
    /// Publications and withdrawals, as Atom.
    #[schema(example = "/public/v1/feeds/atom.xml")]
    pub atom: &'static str,
    /// Publications and withdrawals, as JSON Feed.
    #[schema(example = "/public/v1/feeds/feed.json")]
    pub json_feed: &'static str,
    /// Public meetings and published deadlines (iCalendar).
    #[schema(example = "/public/v1/calendar.ics")]
    pub calendar: &'static str,
    /// The tables for download, with checksums.
    #[schema(example = "/public/v1/export/manifest.json")]
    pub exports: &'static str,
    /// The data sets (DCAT).
    #[schema(example = "/public/v1/catalog.jsonld")]
    pub catalogue: &'static str,
    /// Overdue publications.
    #[schema(example = "/public/v1/owed")]
    pub owed: &'static str,
    /// The calculator of deadlines; needs `start`, and `phrase` or `rule`.
    #[schema(example = "/public/v1/deadlines/preview")]
    pub deadlines: &'static str,
    /// Heads of accountability.
    #[schema(example = "/public/v1/heads")]
    pub heads: &'static str,
    /// The signed head of the publication log.
    #[schema(example = "/public/v1/log/checkpoint")]
    pub checkpoint: &'static str,
    /// The key that verifies the checkpoint.
    #[schema(example = "/public/v1/log/key")]
    pub log_key: &'static str,
    /// Proof that a document is in the log; needs `leaf` and `tree_size`.
    #[schema(example = "/public/v1/log/proof/inclusion")]
    pub inclusion_proof: &'static str,
    /// Proof that the log has only grown; needs `first` and `second`.
    #[schema(example = "/public/v1/log/proof/consistency")]
    pub consistency_proof: &'static str,
    /// The description of this API.
    #[schema(example = "/openapi.json")]
    pub description: &'static str,
}
