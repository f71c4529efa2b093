//! Heads of accountability as data. No I/O.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record::planning::areas::model::{Body, BodyKind};
use crate::record::questions::model::Head;

/// A head of accountability as it counts for a kind of body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeadOfAccountability {
    /// Id of the head, for `heads` of a question.
    pub id: Head,
    /// Letter of its paragraph.
    #[schema(example = "ca")]
    pub letter: &'static str,
    /// Provision of the Police Reform and Social Responsibility Act 2011; `null` where it could not be confirmed for this kind of
    /// body.
    #[schema(example = "s.1(8)(ca)")]
    pub provision: Option<String>,
    /// First day on which it counts; `null` where it could not be confirmed.
    #[schema(example = "2020-02-01")]
    pub from: Option<NaiveDate>,
    /// Subject of the head, in the words of this service.
    #[schema(example = "How complaints about the force are handled.")]
    pub text: &'static str,
}

/// The body whose heads they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BodyInOffice {
    pub kind: BodyKind,
    /// Name of the body.
    #[schema(example = "Police and Crime Commissioner for West Mercia")]
    pub name: String,
}

impl From<&Body> for BodyInOffice {
    fn from(body: &Body) -> Self {
        Self { kind: body.kind, name: body.name.clone() }
    }
}

/// The heads that count for the body in office on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeadsOnDay {
    /// Day in Europe/London.
    pub on: NaiveDate,
    /// Body in office on that day; `null` when there was none, and then no head counts.
    pub body: Option<BodyInOffice>,
    /// Heads that count on that day, in the order of the Act.
    pub heads: Vec<HeadOfAccountability>,
    /// What could not be confirmed for this kind of body; `null` when nothing is open.
    #[schema(example = "Which provisions apply to a board could not be confirmed.")]
    pub note: Option<&'static str>,
}
