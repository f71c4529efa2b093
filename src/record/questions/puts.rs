//! Acts that put a question: its words are final, the force sees it, and its time to answer begins.

use chrono::{Datelike, NaiveDate};

use super::acts::{advance, begin};
use super::model::{PutQuestion, Question, QuestionAct as Act, QuestionId};
use super::{heads, rules};
use crate::foundation::db::{AnyConnection, JsonText, next_in_series};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::record::deadlines::acts::Dated;
use crate::record::deadlines::answer_periods;
use crate::record::deadlines::model::Wanted;
use crate::record::outbox::acts as outbox;
use crate::record::planning::{areas, plans};
use crate::record::questions::question_groups;
use crate::record::{deadlines, meetings, planning, restrictions};

/// Puts a draft to the chief constable: its words are now final and the force sees it.
pub fn put(tx: &mut Tx<'_>, id: &QuestionId, input: &PutQuestion) -> Result<Question, ApiError> {
    put_with(tx, id, input, deadlines::acts::settle_or_refuse)
}

/// Puts a question as an old record tells it. Words for its day that are unclear or impossible are kept, without a day.
pub fn put_as_recorded(tx: &mut Tx<'_>, id: &QuestionId, input: &PutQuestion) -> Result<Question, ApiError> {
    put_with(tx, id, input, deadlines::acts::settle)
}

/// Finds the day that the words of a draft give.
type Settle = fn(&mut AnyConnection, &str, NaiveDate, &Wanted) -> Result<Option<Dated>, ApiError>;

fn put_with(tx: &mut Tx<'_>, id: &QuestionId, input: &PutQuestion, settle: Settle) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::Put)?;
    let put_on = input.put_on.unwrap_or(tx.today);
    let due = due(tx, &question, input, put_on, settle)?;
    question.due_on = due.dated.as_ref().and_then(|dated| dated.due_on);
    question.needs_review = deadlines::acts::is_impossible(put_on, &due.wanted);
    question.due_text = due.wanted.due_text;
    question.due_rule = JsonText::new(&due.wanted.due_rule)?;
    check_put(tx, &question, put_on)?;
    let year = put_on.year();
    let number = next_in_series(tx.conn, &question.area, "question", year)?;
    let code = areas::store::code_of(tx.conn, &question.area)?;
    question.reference = Some(format!("{code}-{year}-Q{number:03}"));
    question.put_on = Some(put_on);
    restrictions::store::end(tx.conn, question.id.as_str())?;
    if let Some(dated) = &due.dated {
        deadlines::acts::start_because(tx, &question, put_on, dated, due.standing.as_deref())?;
    }
    if let Some(group) = &question.group_id {
        question_groups::acts::fix(tx, group, put_on)?;
    }
    outbox::question_put(tx, question.id.as_str(), question.reference.as_deref())?;
    advance(tx, question, Act::Put, next, None, input)
}

/// The date that a question is put with.
struct Due {
    wanted: Wanted,
    dated: Option<Dated>,
    /// The standing period that it follows from, in words.
    standing: Option<String>,
}

/// Settles the date of a question that is put: the one that is given now, otherwise that of the draft, otherwise the standing
/// period of the body. Words must be understood, because the force has to know its time; those of an old record are kept as they are.
fn due(tx: &mut Tx<'_>, question: &Question, input: &PutQuestion, put_on: NaiveDate, settle: Settle) -> Result<Due, ApiError> {
    let given = input.wanted();
    if !given.is_empty() {
        let dated = deadlines::acts::settle_or_refuse(tx.conn, &question.area, put_on, &given)?;
        return Ok(Due { wanted: given, dated, standing: None });
    }
    let drafted = question.wanted()?;
    if !drafted.is_empty() {
        let dated = settle(tx.conn, &question.area, put_on, &drafted)?;
        return Ok(Due { wanted: drafted, dated, standing: None });
    }
    let periods = answer_periods::store::of_area(tx.conn, &question.area)?;
    let Some((period, name)) =
        rules::standing(&periods.given()?, question.form, question.urgent).filter(|_| periods.applies_on(put_on))
    else {
        return Ok(Due { wanted: drafted, dated: None, standing: None });
    };
    let by_rule = Wanted { due_rule: Some(period.rule()), ..Wanted::default() };
    let dated = deadlines::acts::settle(tx.conn, &question.area, put_on, &by_rule)?;
    Ok(Due { wanted: drafted, dated, standing: Some(format!("standing period for {name}")) })
}

/// Checks the conditions for putting a question on a day: the day is not in the future, the answer is due after it, and each
/// priority's plan was in force.
fn check_put(tx: &mut Tx<'_>, question: &Question, put_on: NaiveDate) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if put_on > tx.today {
        faults.add("/put_on", "must not be in the future");
    }
    if question.due_on.is_some_and(|due| due < put_on) {
        faults.add("/due_on", format!("must be on or after the day the question is put ({put_on})"));
    }
    // The meeting may have been cancelled since the draft was written.
    meetings::references::check_meeting(
        tx.conn,
        &question.area,
        question.meeting_id.as_ref(),
        question.agenda_item_id.as_ref(),
        &mut faults,
    )?;
    if question.received_on.is_some_and(|day| day > put_on) {
        faults.add("/put_on", "must be on or after the day the question was received");
    }
    heads::references::check(tx.conn, &question.area, &question.heads.get()?, put_on, &mut faults)?;
    let linked = planning::references::priorities(tx.conn, &question.area, &question.priority_ids.get()?)?;
    for (index, priority) in linked.iter().enumerate() {
        if !plans::rules::in_force(priority.status, priority.adopted_on, priority.superseded_on, put_on) {
            let detail = format!("the plan of this priority was not in force on {put_on}: adopt the plan, or edit the question");
            faults.add(&format!("/priority_ids/{index}"), detail);
        }
    }
    faults.finish()
}
