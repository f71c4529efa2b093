//! The response shapes of the public surface: the published records with the edition they come from.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{PublicEdition, PublicStatus};
use super::records::{
    PublishedAction, PublishedDecision, PublishedExchange, PublishedFigure, PublishedFinding, PublishedFollowUp, PublishedGroup,
    PublishedMatter, PublishedMeeting, PublishedPaper, PublishedPlan, PublishedPriority, PublishedQuestion,
    PublishedRecommendation, PublishedReport, PublishedReportResponse, PublishedSetComment,
};
use crate::foundation::db::text_enum;
use crate::http::paging::{Links, PageInfo};
use crate::publication_log::document::Withheld;
use crate::record::planning::plans::model::PlanId;
use crate::record::published::model::EditionKind;
use crate::record::recommendations::progress_claims::model::Progress;

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

/// The edition that a record comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicEditionLink {
    /// Permanent id of the edition.
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub id: String,
    /// Kind of edition.
    pub kind: EditionKind,
    /// Number of the edition, from 1 for each subject.
    #[schema(example = 1)]
    pub number: i32,
    /// Time it was published.
    pub published_at: DateTime<Utc>,
    /// Address of its document.
    #[schema(example = "/public/v1/editions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub url: String,
}

/// Where a published record comes from, and on what terms.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicOrigin {
    /// Slug of the police area.
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Edition that it comes from.
    pub edition: PublicEditionLink,
    /// Content withheld from the public, with pointers into this record.
    pub withheld: Vec<Withheld>,
    /// Licence for its use; only on its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")]
    pub licence: Option<String>,
}

/// A meeting from the newest edition of its record. On its own it also has the rest of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicMeeting {
    #[serde(flatten)]
    pub meeting: PublishedMeeting,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Groups in which questions are printed; only on its own, like all that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<PublishedGroup>>,
    /// Questions put for the meeting, in the order of the agenda.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questions: Option<Vec<PublishedQuestion>>,
    /// Exchanges at the meeting, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchanges: Option<Vec<PublishedExchange>>,
    /// Findings of the meeting outside its questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<PublishedFinding>>,
    /// Actions set at the meeting or for its questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<PublishedAction>>,
    /// Decisions taken at the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<PublishedDecision>>,
    /// Intentions stated at the meeting to look at something again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Vec<PublishedFollowUp>>,
    /// Matters brought forward to the meeting or carried forward from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matters: Option<Vec<PublishedMatter>>,
    /// Figures given at the meeting outside its questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_points: Option<Vec<PublishedFigure>>,
    /// Papers of the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub papers: Option<Vec<PublishedPaper>>,
}

/// A question from the newest edition that contains it, with all exchanges about it. On its own it also has the actions that
/// followed from it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicQuestion {
    #[serde(flatten)]
    pub question: PublishedQuestion,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Actions that followed from it; only on its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<PublishedAction>>,
}

/// An action from the newest edition that contains it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicAction {
    #[serde(flatten)]
    pub action: PublishedAction,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// The plan of a priority.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicPlanLink {
    /// Permanent id of the plan.
    pub id: PlanId,
    /// Title of the plan.
    #[schema(example = "Safer West Mercia Plan")]
    pub title: Option<String>,
}

/// A priority of a published plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicPriority {
    #[serde(flatten)]
    pub priority: PublishedPriority,
    /// Plan that it belongs to.
    pub plan: PublicPlanLink,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A published plan. On its own it also has its priorities.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicPlan {
    #[serde(flatten)]
    pub plan: PublishedPlan,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Priorities of the plan, in its order; only on its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priorities: Option<Vec<PublishedPriority>>,
}

/// A report from outside with recommendations, as published by the body. On its own it also has its recommendations, their claimed
/// progress, the comments, and the response of the body.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicRecommendationSet {
    #[serde(flatten)]
    pub set: PublishedReport,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Its recommendations, as far as they are recorded one by one; only on its own, like all that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendations: Option<Vec<PublishedRecommendation>>,
    /// Progress, as far as it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// Comments of the body and the force, oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<Vec<PublishedSetComment>>,
    /// Response of the body, once it is complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<PublishedReportResponse>,
}

/// The public data of an edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicEditionView {
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub id: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// `meeting_record`, `question`, `decision`, `plan`, `action_log` or `recommendation_response`.
    #[schema(example = "question")]
    pub kind: String,
    /// Id of the meeting, question, decision, plan or recommendation set; for an action log the slug of the area.
    pub subject_id: String,
    /// Number of the edition, from 1 for each subject.
    #[schema(example = 1)]
    pub number: i32,
    /// Title; `null` once it is withdrawn.
    #[schema(example = "WM-2019-Q001")]
    pub title: Option<String>,
    /// Significance of the change since the previous edition: `major` or `minor`.
    #[schema(example = "minor")]
    pub significance: Option<String>,
    /// Change since the previous edition; `null` once it is withdrawn.
    pub change_note: Option<String>,
    pub status: PublicStatus,
    pub published_at: DateTime<Utc>,
    pub superseded_by: Option<String>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Reason it was withdrawn.
    pub explanation: Option<String>,
    /// Number of its document in the publication log.
    #[schema(example = 17)]
    pub leaf: i32,
    /// Time it was published, superseded or withdrawn, whichever was last.
    pub updated_at: DateTime<Utc>,
    /// Address of its document; for a withdrawn edition, of the response in its place (410).
    #[schema(example = "/public/v1/editions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub url: String,
}

impl From<PublicEdition> for PublicEditionView {
    fn from(edition: PublicEdition) -> Self {
        Self {
            url: format!("/public/v1/editions/{}", edition.id),
            id: edition.id,
            area: edition.area,
            kind: edition.kind,
            subject_id: edition.subject_id,
            number: edition.number,
            title: edition.title,
            significance: edition.significance,
            change_note: edition.change_note,
            status: edition.status,
            published_at: edition.published_at.and_utc(),
            superseded_by: edition.superseded_by,
            withdrawn_at: edition.withdrawn_at.map(|at| at.and_utc()),
            explanation: edition.explanation,
            leaf: edition.leaf,
            updated_at: edition.updated_at.and_utc(),
        }
    }
}

text_enum!(
    /// The kind of change to an edition.
    PublicChangeKind {
        Published = "published",
        /// A tombstone: delete your copies of it.
        Withdrawn = "withdrawn",
    }
);

/// A document that was added to the publication log.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicChange {
    /// Number in the log: from 0, without gaps, in commit order.
    #[schema(example = 17)]
    pub leaf: i32,
    pub change: PublicChangeKind,
    pub at: DateTime<Utc>,
    /// SHA-256(0x00 || document), in hexadecimal: the hash of the leaf in the tree of the log. If it differs from the one you
    /// have seen for this number, this is another log.
    pub leaf_hash: String,
    /// SHA-256 of the document, in hexadecimal.
    pub sha256: String,
    /// The edition as it is now; for one withdrawn since, the data that remains public.
    pub edition: PublicEditionView,
}

/// The documents added to the publication log after a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicChanges {
    pub data: Vec<PublicChange>,
    /// Links; `next` is present while there is more now.
    pub links: Links,
    pub page: PageInfo,
    /// Number to send as `after` to continue from here, now or later; `null` when there is nothing yet: ask without `after`
    /// again.
    #[schema(example = 17)]
    pub next_after: Option<i32>,
    pub licence: &'static str,
}

/// A search result.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicHit {
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    pub resource: super::model::PublicResource,
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
pub struct PublicThread<P, Q, A> {
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
}

/// An area that has published something.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicArea {
    #[schema(example = "west-mercia")]
    pub slug: String,
    #[schema(example = "West Mercia")]
    pub name: String,
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
