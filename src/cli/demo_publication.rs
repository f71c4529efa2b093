//! The demo's publications, which show a newcomer how a record becomes public: the plan, the record of the meeting with a
//! passage withheld, a second edition with a change note, and the recommendations that the meeting spoke of. And the standing periods for
//! answers that its body has set.

use chrono::{Days, NaiveDateTime, TimeDelta};
use serde_json::json;

use crate::foundation::actor::{Actor, Role};
use crate::foundation::clock::{Ids, london_day};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{ActDay, Check};
use crate::http::call::Tx;
use crate::http::etag::Precondition;
use crate::http::paging::Window;
use crate::identity::users::model::User;
use crate::publishing::editions::model::{ApproveEdition, PrepareEdition, PublishEdition, Significance};
use crate::publishing::redactions::model::{RedactedResource, WithheldReason, Withhold};
use crate::publishing::{editions, redactions};
use crate::record::deadlines::answer_periods;
use crate::record::deadlines::answer_periods::model::EditAnswerPeriods;
use crate::record::findings;
use crate::record::findings::model::Finding;
use crate::record::findings::store::{FindingFilter, FindingSort};
use crate::record::meetings::exchanges;
use crate::record::meetings::exchanges::model::{CorrectExchange, Exchange};
use crate::record::meetings::exchanges::store::{ExchangeFilter, ExchangeSort};
use crate::record::planning::plans;
use crate::record::planning::plans::store::{PlanFilter, PlanSort};
use crate::record::published::model::EditionKind;
use crate::record::recommendations::recommendation_sets as sets;
use crate::record::recommendations::recommendation_sets::store::{RecommendationSetFilter, RecommendationSetSort};

/// Words that identify the exchange to correct and the exchange with a withheld passage, and the passage itself.
const ABBREVIATED: &str = "demand in the DFU";
const POWER: &str = "The power supply is critical";
const PASSAGE: &str = "systems run overnight, and a short loss of power can destroy hours of work";

/// The time between the first edition and the second.
const BETWEEN: TimeDelta = TimeDelta::minutes(1);

/// The demo's people acting in their area.
pub struct Publishing<'a> {
    pub conn: &'a mut AnyConnection,
    pub people: &'a [User],
    pub now: NaiveDateTime,
}

impl Publishing<'_> {
    /// Publishes all of the demo's editions, and sets the periods for answers.
    pub fn run(&mut self) -> Result<(), ApiError> {
        let at = self.now - BETWEEN;
        // What the record says was put before keeps the dates that the notes give it.
        self.act(Role::Pcc, at, |tx| {
            let area = tx.actor.area.clone();
            answer_periods::acts::edit(tx, &area, &standing_periods()?)
        })?;
        let (abbreviated, power) = (self.exchange(ABBREVIATED)?, self.exchange(POWER)?);
        let plan = self.act(Role::Opcc, at, |tx| {
            let scope = plans::rules::scope(tx.actor);
            let page = plans::store::list(tx.conn, &scope, &PlanFilter::default(), &first(PlanSort::CreatedAt))?;
            page.rows.into_iter().next().ok_or_else(|| missing("a plan"))
        })?;
        self.publish(at, EditionKind::Plan, plan.id.as_str(), None)?;
        self.confirm_findings(at)?;
        self.act(Role::Opcc, at, |tx| redactions::acts::withhold(tx, &withheld(&power, at)?))?;
        self.publish(at, EditionKind::MeetingRecord, power.meeting_id.as_str(), None)?;
        self.act(Role::Pcc, self.now, |tx| exchanges::acts::correct(tx, &abbreviated.id, &spelt_out(&abbreviated)?))?;
        let note =
            "An abbreviation in the exchange about the demand on digital forensics is spelt out. Nothing else has changed.";
        self.publish(self.now, EditionKind::MeetingRecord, power.meeting_id.as_str(), Some(note))?;
        let set = self.act(Role::Opcc, self.now, |tx| {
            let (scope, window) = (sets::rules::scope(tx.actor), first(RecommendationSetSort::CreatedAt));
            let page = sets::store::list(tx.conn, &scope, &RecommendationSetFilter::default(), &window, tx.today)?;
            page.rows.into_iter().next().ok_or_else(|| missing("a set of recommendations"))
        })?;
        self.publish(self.now, EditionKind::RecommendationResponse, set.id.as_str(), None)
    }

    /// Confirms what the meeting found. The notes do not say when that was done, so the record has no day for it.
    fn confirm_findings(&mut self, at: NaiveDateTime) -> Result<(), ApiError> {
        let found: Vec<Finding> = self.act(Role::Pcc, at, |tx| {
            let window = Window { limit: 10, ..first(FindingSort::CreatedAt) };
            Ok(findings::store::list(tx.conn, &findings::rules::scope(tx.actor), &FindingFilter::default(), &window)?.rows)
        })?;
        for finding in found {
            self.act(Role::Pcc, at, |tx| findings::acts::confirm(tx, &finding.id, &ActDay::default()))?;
        }
        Ok(())
    }

    fn publish(&mut self, at: NaiveDateTime, kind: EditionKind, subject: &str, note: Option<&str>) -> Result<(), ApiError> {
        let prepared = PrepareEdition {
            kind,
            subject_id: subject.to_owned(),
            significance: note.map(|_| Significance::Minor),
            change_note: note.map(str::to_owned),
        };
        let edition = self.act(Role::Opcc, at, |tx| editions::acts::create(tx, &prepared))?;
        let known = ApproveEdition {
            despite_warnings: Some(
                "The warnings are about the notes of 2019 as they are; they are published as they are.".into(),
            ),
        };
        self.act(Role::Pcc, at, |tx| editions::acts::approve(tx, &edition.id, &known))?;
        self.act(Role::Opcc, at, |tx| editions::acts::publish(tx, &edition.id, &PublishEdition::default()))?;
        Ok(())
    }

    fn exchange(&mut self, words: &str) -> Result<Exchange, ApiError> {
        let filter = ExchangeFilter { q: Some(words.to_owned()), ..ExchangeFilter::default() };
        self.act(Role::Opcc, self.now, |tx| {
            let scope = exchanges::rules::scope(tx.actor);
            let page = exchanges::store::list(tx.conn, &scope, &filter, &first(ExchangeSort::CreatedAt))?;
            page.rows.into_iter().next().ok_or_else(|| missing(words))
        })
    }

    /// Performs an act as the demo's person with `role`.
    fn act<T>(
        &mut self,
        role: Role,
        now: NaiveDateTime,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let user = self.people.iter().find(|user| user.role == role).ok_or_else(|| missing("a person"))?;
        let actor = Actor {
            user_id: Some(user.id.clone()),
            role,
            area: user.area.clone(),
            scope: user.scope,
            capacity: user.capacity.clone(),
            name: user.name.clone(),
        };
        work(&mut Tx {
            conn: self.conn,
            actor: &actor,
            now,
            today: london_day(now),
            ids: &Ids,
            precondition: &Precondition::Any,
            request_id: "demo",
        })
    }
}

fn first<S>(sort: S) -> Window<S> {
    Window { sort, descending: false, backwards: false, position: None, limit: 1, count: false }
}

fn missing(what: &str) -> ApiError {
    ApiError::Internal(format!("the example record lacks {what:?}"))
}

/// Ten working days for an answer, two when it is urgent, and very late after ten more.
fn standing_periods() -> Result<EditAnswerPeriods, ApiError> {
    let working = |days: u16| json!({"days": days, "counting": "working"});
    EditAnswerPeriods::of(json!({
        "direct": working(10), "request": working(10), "public": working(10), "urgent": working(2), "very_late": working(10),
    }))
}

fn withheld(exchange: &Exchange, now: NaiveDateTime) -> Result<Withhold, ApiError> {
    Withhold {
        resource: RedactedResource::Exchanges,
        resource_id: exchange.id.to_string(),
        field: "reply".into(),
        span: Some(PASSAGE.into()),
        occurrence: None,
        reason: WithheldReason::LawEnforcement,
        note: Some("An example: it says how the work of the unit can be harmed.".into()),
        review_on: london_day(now).checked_add_days(Days::new(365)),
    }
    .parse()
}

fn spelt_out(exchange: &Exchange) -> Result<CorrectExchange, ApiError> {
    CorrectExchange {
        challenge: exchange.challenge.as_ref().map(|text| text.replace("the DFU", "the Digital Forensic Unit (DFU)")),
        challenged_by: exchange.challenged_by.clone(),
        reply: exchange.reply.clone(),
        points: exchange.points.get()?,
        point_speakers: exchange.point_speakers.get()?,
        speakers: exchange.speakers.get()?,
        attribution: exchange.attribution,
        reason: "The abbreviation is not explained there.".into(),
    }
    .parse()
}
