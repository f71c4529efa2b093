//! Deadlines over HTTP: the result of a phrase or a rule, the ledgers of questions and actions, the bank holidays.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::records;
use super::records::OnClock;
use crate::foundation::actor::{Actor, Role};
use crate::foundation::dates::{day, optional_day};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::{ApiError, FieldError};
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;
use crate::record::actions::model::ActionId;
use crate::record::deadlines::ledger::Step;
use crate::record::deadlines::model::{
    BankHoliday, Calendar, ChangeDeadline, DeadlineAct, DeadlineEntry, EntryId, EntryKind, Explanation, GivenRule, Rule,
    RuleKind, SubjectKind, WeekDay,
};
use crate::record::deadlines::phrase::Said;
use crate::record::deadlines::store::{HolidayFilter, HolidaySort};
use crate::record::deadlines::{acts, ledger, phrase, rules, store};
use crate::record::questions::model::QuestionId;

/// The deadline of a record: its date, the explanation, and the decisions about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeadlineView {
    /// Id of the record.
    #[schema(example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    pub record: SubjectKind,
    /// Date as shown in the record. It is that of the explanation, except that it stays when bank holidays change after the
    /// record has ended, and that a draft has one before its clock starts.
    #[schema(example = "2019-02-13")]
    pub due_on: Option<NaiveDate>,
    pub explanation: Explanation,
    /// Entries, oldest first.
    pub entries: Vec<EntryView>,
    /// Acts that this caller may perform now: `pause`, `resume`, `extend`, `take-back-extension`.
    #[schema(example = json!(["pause", "extend"]))]
    pub allowed_acts: Vec<DeadlineAct>,
    /// Version of the record.
    #[schema(example = 3)]
    pub version: i32,
}

/// An entry in the ledger of a deadline.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryView {
    pub id: EntryId,
    /// Number of the entry, from 1.
    #[schema(example = 1)]
    pub sequence: i32,
    pub kind: EntryKind,
    /// Day from which it counts.
    #[schema(example = "2019-01-30")]
    pub on: NaiveDate,
    pub rule: Option<Rule>,
    /// Day of the next meeting as known at the time.
    pub next_meeting: Option<NaiveDate>,
    #[schema(example = "within two weeks")]
    pub source_text: Option<String>,
    pub reason: Option<String>,
    /// Result of the ledger when this was written.
    #[schema(example = "2019-02-13")]
    pub due_on: Option<NaiveDate>,
    /// Person who wrote it.
    pub actor: String,
    pub actor_role: Role,
    pub at: DateTime<Utc>,
}

/// A bank holiday of England and Wales.
#[derive(Debug, Serialize, ToSchema)]
pub struct BankHolidayView {
    /// Date as text.
    #[schema(example = "2019-04-19")]
    pub id: String,
    #[schema(example = "2019-04-19")]
    pub day: NaiveDate,
    #[schema(example = "Good Friday")]
    pub title: String,
    /// Note such as "Substitute day"; may be empty.
    #[schema(example = "")]
    pub notes: String,
}

impl Versioned for DeadlineView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn entry_view(entry: DeadlineEntry) -> Result<EntryView, ApiError> {
    Ok(EntryView {
        id: entry.id,
        sequence: entry.sequence,
        kind: entry.kind,
        on: entry.day,
        rule: entry.rule.map(|rule| rule.get()).transpose()?,
        next_meeting: entry.next_meeting,
        source_text: entry.source_text,
        reason: entry.reason,
        due_on: entry.due_on,
        actor: entry.actor_name,
        actor_role: entry.actor_role,
        at: entry.at.and_utc(),
    })
}

fn one_view<R: OnClock>(conn: &mut AnyConnection, actor: &Actor, record: &R) -> Result<DeadlineView, ApiError> {
    let (ledger, clock) = records::read(conn, record)?;
    let is_extended = ledger.is_extended()?;
    Ok(DeadlineView {
        id: record.id().to_owned(),
        record: R::KIND,
        due_on: record.due_on(),
        explanation: ledger.explanation,
        entries: ledger.entries.into_iter().map(entry_view).collect::<Result<_, _>>()?,
        allowed_acts: rules::allowed_acts(clock, is_extended, actor),
        version: record.version(),
    })
}

fn holiday_view(holiday: BankHoliday) -> BankHolidayView {
    BankHolidayView { id: holiday.id, day: holiday.day, title: holiday.title, notes: holiday.notes }
}

/// A deadline to calculate: a phrase, or a rule with its numbers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// Start: the day it was said, put or published.
    #[serde(deserialize_with = "day")]
    #[param(example = "2019-01-30")]
    pub start: NaiveDate,
    /// Words of a note. Give this or `rule`.
    #[param(example = "within two weeks")]
    pub phrase: Option<String>,
    /// Kind of rule. Give this or `phrase`.
    pub rule: Option<RuleKind>,
    /// Number of days, with `calendar_days` and `working_days`.
    #[param(minimum = 1, maximum = 3660)]
    pub days: Option<u16>,
    /// Number of weeks, with `weeks`.
    #[param(minimum = 1, maximum = 520)]
    pub weeks: Option<u16>,
    /// Number of months, with `months`.
    #[param(minimum = 1, maximum = 120)]
    pub months: Option<u16>,
    /// Number of months ahead, with `end_of_month`; the default is 0, the month of the start.
    #[param(minimum = 0, maximum = 120)]
    pub months_ahead: Option<u16>,
    /// Month, 1 to 12, with `end_of_named_month` and `day_of_year`.
    #[param(minimum = 1, maximum = 12)]
    pub month: Option<u8>,
    /// Year, with `end_of_named_month`; the default is the next one.
    #[param(minimum = 1800, maximum = 2199)]
    pub year: Option<i32>,
    /// Day of the month, with `day_of_year`.
    #[param(minimum = 1, maximum = 31)]
    pub day: Option<u8>,
    /// Date, with `fixed_date`.
    #[serde(default, deserialize_with = "optional_day")]
    pub date: Option<NaiveDate>,
    /// Weekday, with `weekday`.
    pub weekday: Option<WeekDay>,
    /// Day of the next meeting; with a token the default is that of the next scheduled meeting in your area.
    #[serde(default, deserialize_with = "optional_day")]
    pub next_meeting: Option<NaiveDate>,
}

impl PreviewQuery {
    /// Returns the explanation of a rule of this query; `next_meeting` is used by "next meeting" only.
    pub fn explain(self, conn: &mut AnyConnection, rule: Rule, next_meeting: Option<NaiveDate>) -> Result<Explanation, ApiError> {
        let calendar = if rule.counts_working_days() { store::calendar(conn)? } else { Calendar::default() };
        let (day, source_text) = (self.start, self.phrase);
        let start = Step { kind: EntryKind::Start, day, rule: Some(rule), next_meeting, source_text, reason: None };
        Ok(ledger::explain(&[start], &calendar))
    }

    /// Returns the requested rule: exactly one, with its own parameters and no others.
    pub fn rule(&self) -> Result<Rule, ApiError> {
        let fault = |name: &str, detail: String| ApiError::BadParameters(vec![FieldError::new(format!("/query/{name}"), detail)]);
        let given = self.given();
        match (&self.phrase, self.rule) {
            (Some(_), Some(_)) | (None, None) => {
                Err(fault("phrase", "is required without rule: give exactly one of phrase and rule".to_owned()))
            }
            (Some(phrase), None) => match given.left_over() {
                Some(name) => Err(fault(name, "is only for rule: remove it or phrase".to_owned())),
                None => match phrase::read(phrase, self.start) {
                    Said::Rule(rule) => Ok(rule),
                    said => Err(fault("phrase", acts::refusal(&said).unwrap_or_default())),
                },
            },
            (None, Some(_)) => {
                let rule = Rule::try_from(given).map_err(|detail| fault("rule", detail))?;
                match rule.fault() {
                    Some(detail) => Err(fault("rule", detail.to_owned())),
                    None => Ok(rule),
                }
            }
        }
    }

    fn given(&self) -> GivenRule {
        let Self { rule, days, weeks, months, months_ahead, month, year, day, date, weekday, .. } = *self;
        GivenRule { kind: rule, date, days, weeks, months, months_ahead, month, year, day, weekday }
    }
}

/// Calculate a deadline.
///
/// Returns the result of a phrase or a rule, and its explanation. Working days are those of England and Wales. Nothing is
/// stored. A phrase that is not understood is refused, never guessed.
#[utoipa::path(tag = "deadlines", params(PreviewQuery), responses((status = 200, body = Explanation)))]
#[get("/deadlines/preview")]
pub async fn get_deadline_preview(call: Call, query: Query<PreviewQuery>) -> Result<HttpResponse, ApiError> {
    let query = query.0;
    let rule = query.rule()?;
    let explanation = call
        .read_with(move |view| {
            let next_meeting = match (&rule, query.next_meeting) {
                (Rule::NextMeeting {}, None) => store::next_meeting(view.conn, &view.actor.area, query.start)?,
                (_, given) => given,
            };
            query.explain(view.conn, rule, next_meeting)
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(explanation))
}

/// List the bank holidays of England and Wales.
#[utoipa::path(tag = "deadlines", params(HolidayFilter, PagesBy::<HolidaySort>), responses((status = 200, body = Listing<BankHolidayView>)))]
#[get("/bank-holidays")]
pub async fn list_bank_holidays(call: Call, list: ListQuery<HolidayFilter, HolidaySort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(holiday_view).collect()))
    })
    .await
}

/// Read the deadline of a question.
///
/// By anybody who sees the question. The `ETag` is that of the question.
#[utoipa::path(tag = "deadlines", params(("id" = QuestionId, Path)), responses((status = 200, body = DeadlineView)))]
#[get("/questions/{id}/deadline")]
pub async fn get_question_deadline(call: Call, id: web::Path<QuestionId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let question = records::question(view.conn, view.actor, &id)?;
        one_view(view.conn, view.actor, &question)
    })
    .await
}

/// Pause, resume or extend the deadline of a question, or take back an extension.
///
/// By the PCC, with the reason, while an answer is awaited. Every day of a pause is added to the deadline. `take-back-extension` takes
/// back the last extension that stands, which stays in the ledger.
#[utoipa::path(
    tag = "deadlines", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = ChangeDeadline, responses((status = 200, body = DeadlineView))
)]
#[post("/questions/{id}/deadline")]
pub async fn change_question_deadline(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<ChangeDeadline>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = records::question(tx.conn, tx.actor, &id)?;
        let question = records::change(tx, question, &input)?;
        one_view(tx.conn, tx.actor, &question).map(Changed::updated)
    })
    .await
}

/// Read the deadline of an action.
///
/// The `ETag` is that of the action.
#[utoipa::path(tag = "deadlines", params(("id" = ActionId, Path)), responses((status = 200, body = DeadlineView)))]
#[get("/actions/{id}/deadline")]
pub async fn get_action_deadline(call: Call, id: web::Path<ActionId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let action = records::action(view.conn, view.actor, &id)?;
        one_view(view.conn, view.actor, &action)
    })
    .await
}

/// Pause, resume or extend the deadline of an action, or take back an extension.
///
/// By the PCC, with the reason, while the action is open or in progress. Every day of a pause is added to the deadline.
/// `take-back-extension` takes back the last extension that stands, which stays in the ledger and counts no more.
#[utoipa::path(
    tag = "deadlines", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = ChangeDeadline, responses((status = 200, body = DeadlineView))
)]
#[post("/actions/{id}/deadline")]
pub async fn change_action_deadline(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<ChangeDeadline>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = records::action(tx.conn, tx.actor, &id)?;
        let action = records::change(tx, action, &input)?;
        one_view(tx.conn, tx.actor, &action).map(Changed::updated)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_deadline_preview)
        .service(list_bank_holidays)
        .service(get_question_deadline)
        .service(change_question_deadline)
        .service(get_action_deadline)
        .service(change_action_deadline);
}
