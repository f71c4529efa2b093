//! Heads of accountability as data. No I/O.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::record::planning::areas::model::{Body, BodyKind};

text_enum!(
    /// The matters for which the chief constable must in particular be held to account (Police Reform and Social Responsibility
    /// Act 2011 s.1(8), and s.3(8) for the Mayor's Office for Policing and Crime).
    Head {
        /// (a): the duty to have regard to the Police and Crime Plan (s.8(2)).
        PoliceAndCrimePlan = "police_and_crime_plan",
        /// (b): the duty to have regard to the strategic policing requirement (Police Act 1996 s.37A(2)).
        StrategicPolicingRequirement = "strategic_policing_requirement",
        /// (c): the duty to have regard to codes of practice (Police Act 1996 s.39A(7)).
        CodesOfPractice = "codes_of_practice",
        /// (ca): how complaints are handled; from 1 February 2020.
        Complaints = "complaints",
        /// (d): the effectiveness and efficiency of arrangements for working with others.
        Cooperation = "cooperation",
        /// (e): the effectiveness and efficiency of arrangements for engaging with local people (s.34).
        LocalEngagement = "local_engagement",
        /// (f): value for money (s.35).
        ValueForMoney = "value_for_money",
        /// (g): duties of equality and diversity, under any enactment.
        EqualityAndDiversity = "equality_and_diversity",
        /// (h): safeguarding children and promoting their welfare (Children Act 2004 ss.10 and 11).
        ChildSafeguarding = "child_safeguarding",
    }
);

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
    /// Open point that could not be confirmed for this kind of body; `null` when there is none.
    #[schema(example = "Which provisions apply to a board could not be confirmed.")]
    pub note: Option<&'static str>,
}
