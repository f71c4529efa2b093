//! The columns of each table, as functions of its rows. Pure.

use super::columns::Cell::{Day, Decimal, Instant, List, Text, Truth, Whole};
use super::columns::{Cell, Column, Datum, Described, Tabulated};
use super::rows;
use super::rows::{AttendanceRow, EditionRow, JudgementRow, RecommendationRow, ResponseRow};
use crate::public::records::{PublishedDeadline, PublishedQuestion, PublishedResponse};
use crate::public::shapes::{
    PublicAction, PublicDecision, PublicExchange, PublicFigure, PublicFinding, PublicMeeting, PublicOrigin, PublicPriority,
    PublicQuestion,
};
use crate::publication_log::document::Withheld;
use crate::record::questions::responses::model::ResponseStatus;

/// Describes the columns of a table.
pub fn of(table: rows::ExportTable) -> Vec<Described> {
    rows::described(table)
}

const fn column<R>(name: &'static str, cell: Cell, about: &'static str, value: fn(&R) -> Datum) -> Column<R> {
    Column { name, cell, about, value }
}

/// Returns the texts that answer a question, oldest first; what was returned does not.
fn replies(question: &PublishedQuestion) -> Datum {
    let stands = |one: &&PublishedResponse| one.status != ResponseStatus::Returned;
    let given = question.responses.iter().filter(stands).map(|one| (one.given_on, &one.text, &one.points));
    let said =
        question.exchanges.iter().filter(|one| one.returned_on.is_none()).map(|one| (one.said_on, &one.reply, &one.points));
    let mut all: Vec<_> = given.chain(said).collect();
    all.sort_by_key(|(on, ..)| *on);
    let texts = all.into_iter().flat_map(|(_, text, points)| text.iter().chain(points.iter().flatten()));
    Datum::paragraphs(texts.map(String::as_str))
}

/// Returns the moves of a due date in words.
fn moves(deadline: &PublishedDeadline) -> Datum {
    let words = deadline.moves.iter().map(|one| {
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "no date".to_owned(), |day| day.to_string());
        let reason = one.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("On {} from {} to {}{reason}", one.on, day(one.from), day(one.to))
    });
    let words: Vec<String> = words.collect();
    Datum::paragraphs(words.iter().map(String::as_str))
}

impl Tabulated for PublicMeeting {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.meeting.id)),
        column("kind", Text, "assurance, thematic, performance, public, virtual or governance_board", |row| {
            Datum::of(row.meeting.kind)
        }),
        column("title", Text, "Title of the meeting", |row| Datum::text(row.meeting.title.as_ref())),
        column("held_on", Day, "Date of the meeting; empty if only its month is known", |row| Datum::day(row.meeting.held_on)),
        column("held_in", Text, "Month of the meeting (YYYY-MM), if its date is not known", |row| {
            Datum::text(row.meeting.held_in.as_ref())
        }),
        column("starts_at", Text, "Start, London time (HH:MM)", |row| Datum::text(row.meeting.starts_at.as_ref())),
        column("ends_at", Text, "End, London time (HH:MM)", |row| Datum::text(row.meeting.ends_at.as_ref())),
        column("venue", Text, "Place of the meeting", |row| Datum::text(row.meeting.venue.as_ref())),
        column("is_public", Truth, "True when the public may attend", |row| Datum::of(row.meeting.is_public)),
        column(
            "significant_public_interest",
            Truth,
            "True when matters of significant public interest are discussed (SI 2011/3050, Schedule, paragraph 5)",
            |row| Datum::of(row.meeting.significant_public_interest),
        ),
        column("status", Text, "Current status", |row| Datum::of(row.meeting.status)),
        column(
            "minutes",
            Text,
            "draft until the record of the meeting is agreed, then agreed; empty before it was held",
            |row| Datum::text(row.meeting.minutes),
        ),
        column("chair", List, "Person who chaired it", |row| Datum::people(&row.meeting.chair)),
        column("attendance", Whole, "Number of people in the attendance list, including apologies", |row| {
            Datum::count(row.meeting.attendance.len())
        }),
        column("questions", Whole, "Number of questions in its record", |row| {
            Datum::count(row.questions.as_ref().map_or(0, Vec::len))
        }),
        column("actions", Whole, "Number of actions in its record", |row| Datum::count(row.actions.as_ref().map_or(0, Vec::len))),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for AttendanceRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.line.id)),
        column("meeting_id", Text, "Id of its meeting", |row| Datum::of(&row.meeting.id)),
        column("meeting", Text, "Title of its meeting", |row| Datum::text(row.meeting.title.as_ref())),
        column("name", Text, "Name; empty when it is not published", |row| Datum::text(row.line.name.as_ref())),
        column("capacity", Text, "Office or post", |row| Datum::text(row.line.capacity.as_ref())),
        column("side", Text, "body, force, public or other", |row| Datum::of(row.line.side)),
        column("attended", Text, "present or apologies", |row| Datum::text(row.line.attended)),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for PublicQuestion {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.question.id)),
        column("reference", Text, "Reference that people use", |row| Datum::text(row.question.reference.as_ref())),
        column("form", Text, "direct, request, challenge or public", |row| Datum::of(row.question.form)),
        column("printed_number", Text, "Number as printed", |row| Datum::text(row.question.printed_number.as_ref())),
        column("text", Text, "Text of the question", |row| Datum::text(row.question.text.as_ref())),
        column("context", Text, "Context statement: the stated reason for asking", |row| {
            Datum::text(row.question.context.as_ref())
        }),
        column("asked_by", List, "Person who asks", |row| Datum::people(&row.question.asked_by)),
        column("put_on", Day, "Date it was put", |row| Datum::day(row.question.put_on)),
        column("due_on", Day, "Date the answer is due", |row| Datum::day(row.question.due_on)),
        column("status", Text, "Current status", |row| Datum::of(row.question.status)),
        column("outcome", Text, "answered, part_answered, not_answered or declined", |row| Datum::text(row.question.outcome)),
        column(
            "answer_state",
            Text,
            "awaiting, holding, replied, answered, part_answered, not_answered, declined, carried_forward or withdrawn",
            |row| Datum::of(row.question.answer.state),
        ),
        column("answer_since", Day, "Date since which the answer has been in this state", |row| {
            Datum::day(Some(row.question.answer.since))
        }),
        column(
            "replies",
            Text,
            "Texts of the responses and of the replies at meetings, oldest first, with empty lines between them",
            |row| replies(&row.question),
        ),
        column("responses", Whole, "Number of responses", |row| Datum::count(row.question.responses.len())),
        column("exchanges", Whole, "Number of exchanges about it at meetings", |row| Datum::count(row.question.exchanges.len())),
        column("findings", Whole, "Number of findings", |row| Datum::count(row.question.findings.len())),
        column("topic", Text, "Topic of the record", |row| {
            Datum::text(row.question.topic.as_ref().and_then(|topic| topic.title.as_ref()))
        }),
        column("priorities", List, "Its priorities", |row| Datum::titles(&row.question.priorities)),
        column("meeting_id", Text, "Id of its meeting", |row| Datum::id(row.question.meeting.as_ref())),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for ResponseRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.response.id)),
        column("question_id", Text, "Id of its question", |row| Datum::of(&row.question.id)),
        column("question_reference", Text, "Reference of its question", |row| Datum::text(row.question.reference.as_ref())),
        column("text", Text, "Text of the response", |row| Datum::text(row.response.text.as_ref())),
        column("points", Text, "Points of the response, with empty lines between them", |row| {
            Datum::paragraphs(row.response.points.iter().flatten().map(String::as_str))
        }),
        column("speakers", List, "People who gave it", |row| Datum::people(&row.response.speakers)),
        column("attribution", Text, "single, joint, split or unattributed", |row| Datum::text(row.response.attribution)),
        column("mode", Text, "oral or written", |row| Datum::text(row.response.mode)),
        column("holding", Truth, "True for a holding response: it promises an answer and is none", |row| {
            Datum::of(row.response.holding)
        }),
        column("given_on", Day, "Date it was given", |row| Datum::day(row.response.given_on)),
        column("status", Text, "Current status", |row| Datum::of(row.response.status)),
        column("status_reason", Text, "Reason for the status", |row| Datum::text(row.response.status_reason.as_ref())),
        column("meeting_id", Text, "Id of its meeting", |row| Datum::id(row.meeting.as_ref())),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for JudgementRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.judgement.id)),
        column("question_id", Text, "Id of its question", |row| Datum::of(&row.question.id)),
        column("question_reference", Text, "Reference of its question", |row| Datum::text(row.question.reference.as_ref())),
        column("part_id", Text, "Id of the part that was judged; empty when the question has none", |row| {
            Datum::text(row.judgement.part_id.as_ref())
        }),
        column("outcome", Text, "answered, part_answered, not_answered or declined", |row| Datum::of(row.judgement.outcome)),
        column("reason", Text, "Reason of the body", |row| Datum::text(row.judgement.reason.as_ref())),
        column("judged_on", Day, "Date it was judged", |row| Datum::day(row.judgement.on)),
        column("judged_by", List, "Person who judged it", |row| Datum::people([&row.judgement.by])),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for PublicExchange {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.exchange.id)),
        column("meeting_id", Text, "Id of its meeting", |row| Datum::of(&row.exchange.meeting.id)),
        column("question_id", Text, "Id of its question", |row| Datum::id(row.exchange.question.as_ref())),
        column("said_on", Day, "Date it was said", |row| Datum::day(row.exchange.said_on)),
        column("position", Whole, "Position in the meeting", |row| Datum::of(row.exchange.position)),
        column("topic", Text, "Topic of the record", |row| {
            Datum::text(row.exchange.topic.as_ref().and_then(|topic| topic.title.as_ref()))
        }),
        column("challenge", Text, "Challenge; empty for a statement", |row| Datum::text(row.exchange.challenge.as_ref())),
        column("challenged_by", List, "Person who challenged", |row| Datum::people(&row.exchange.challenged_by)),
        column("reply", Text, "Reply, or what a statement says; empty when there was none", |row| {
            Datum::text(row.exchange.reply.as_ref())
        }),
        column("points", Text, "Points of the reply, with empty lines between them", |row| {
            Datum::paragraphs(row.exchange.points.iter().flatten().map(String::as_str))
        }),
        column("speakers", List, "People who replied", |row| Datum::people(&row.exchange.speakers)),
        column("attribution", Text, "single, joint, split or unattributed", |row| Datum::text(row.exchange.attribution)),
        column("returned_on", Day, "Date the reply was returned with the question", |row| Datum::day(row.exchange.returned_on)),
        column("returned_reason", Text, "Reason it was returned", |row| Datum::text(row.exchange.returned_reason.as_ref())),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for PublicFinding {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.finding.id)),
        column("reference", Text, "Reference that people use", |row| Datum::text(row.finding.reference.as_ref())),
        column("kind", Text, "Kind of finding", |row| Datum::of(row.finding.kind)),
        column("text", Text, "Text of the finding", |row| Datum::text(row.finding.text.as_ref())),
        column("performance", Text, "Rating of performance: assured, partly_assured or not_assured", |row| {
            Datum::text(row.finding.performance.as_ref().and_then(|rating| rating.code))
        }),
        column("performance_label", Text, "Rating of performance, as the body names it", |row| {
            Datum::text(row.finding.performance.as_ref().and_then(|rating| rating.label.as_ref()))
        }),
        column("plan", Text, "Rating of the plan for improvement", |row| {
            Datum::text(row.finding.plan.as_ref().and_then(|rating| rating.code))
        }),
        column("plan_label", Text, "Rating of the plan, as the body names it", |row| {
            Datum::text(row.finding.plan.as_ref().and_then(|rating| rating.label.as_ref()))
        }),
        column("rating_reason", Text, "Reason for the rating that stands", |row| {
            Datum::text(row.finding.ratings.last().and_then(|rating| rating.reason.as_ref()))
        }),
        column("comments", Text, "Comments of the force, oldest first, with empty lines between them", |row| {
            Datum::paragraphs(row.finding.comments.iter().filter_map(|comment| comment.text.as_deref()))
        }),
        column("shared_on", Day, "Date it was shared with the force", |row| Datum::day(row.finding.shared_on)),
        column("confirmed_on", Day, "Date it was confirmed", |row| Datum::day(row.finding.confirmed_on)),
        column("topic", Text, "Topic of the record", |row| {
            Datum::text(row.finding.topic.as_ref().and_then(|topic| topic.title.as_ref()))
        }),
        column("priorities", List, "Its priorities", |row| Datum::titles(&row.finding.priorities)),
        column("meeting_id", Text, "Id of its meeting", |row| Datum::id(row.finding.meeting.as_ref())),
        column("question_id", Text, "Id of its question", |row| Datum::id(row.finding.question.as_ref())),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for PublicDecision {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.decision.id)),
        column("reference", Text, "Reference that people use", |row| Datum::text(row.decision.reference.as_ref())),
        column("text", Text, "Text of the decision", |row| Datum::text(row.decision.text.as_ref())),
        column("reasons", Text, "Reasons for the decision", |row| Datum::text(row.decision.reasons.as_ref())),
        column("made_by", List, "Person who made it", |row| Datum::people(&row.decision.made_by)),
        column("made_on", Day, "Date it was made", |row| Datum::day(row.decision.made_on)),
        column(
            "significant_public_interest",
            Truth,
            "True for a decision of significant public interest (SI 2011/3050, Schedule, paragraph 5(d))",
            |row| Datum::of(row.decision.significant_public_interest),
        ),
        column("status", Text, "Current status", |row| Datum::of(row.decision.status)),
        column("status_reason", Text, "Reason for the status", |row| Datum::text(row.decision.status_reason.as_ref())),
        column("topic", Text, "Topic of the record", |row| {
            Datum::text(row.decision.topic.as_ref().and_then(|topic| topic.title.as_ref()))
        }),
        column("priorities", List, "Its priorities", |row| Datum::titles(&row.decision.priorities)),
        column("meeting_id", Text, "Id of its meeting", |row| Datum::id(row.decision.meeting.as_ref())),
        column("own_reference", Text, "Reference of the office", |row| Datum::text(row.decision.own_reference.as_ref())),
        column("title", Text, "Title of the decision", |row| Datum::text(row.decision.title.as_ref())),
        column("signed_on", Day, "Date it was signed", |row| Datum::day(row.decision.signed_on)),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for PublicAction {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.action.id)),
        column("reference", Text, "Reference that people use", |row| Datum::text(row.action.reference.as_ref())),
        column("text", Text, "Text of the action", |row| Datum::text(row.action.text.as_ref())),
        column("owners", List, "Owners of the action", |row| Datum::people(&row.action.owners)),
        column("due_on", Day, "Due date", |row| Datum::day(row.action.due_on)),
        column("due_text", Text, "Due date in the words of the source", |row| Datum::text(row.action.due_text.as_ref())),
        column("first_due_on", Day, "First due date", |row| Datum::day(row.action.deadline.first_due_on)),
        column("times_extended", Whole, "Number of times the due date was moved or set later", |row| {
            Datum::of(row.action.times_extended)
        }),
        column(
            "moves",
            Text,
            "Moves of the due date, oldest first: the day of the decision, the new due date, and the reason, with empty lines between them",
            |row| moves(&row.action.deadline),
        ),
        column("status", Text, "Current status", |row| Datum::of(row.action.status)),
        column("status_reason", Text, "Reason for the status", |row| Datum::text(row.action.status_reason.as_ref())),
        column("evidence", Text, "What shows that it is complete, as last claimed", |row| {
            Datum::text(row.action.claims.last().and_then(|claim| claim.evidence.as_ref()))
        }),
        column("outcome_check", Text, "Result of the outcome check: did the action work", |row| {
            Datum::text(row.action.outcome_check)
        }),
        column("set_on", Day, "Date it was set", |row| Datum::day(row.action.set_on)),
        column("times_rejected", Whole, "Number of times a claim that it is complete was rejected", |row| {
            Datum::of(row.action.times_rejected)
        }),
        column("times_reopened", Whole, "Number of times it was reopened", |row| Datum::of(row.action.times_reopened)),
        column("needs_review", Truth, "True when something is missing in the source", |row| Datum::of(row.action.needs_review)),
        column("priorities", List, "Its priorities", |row| Datum::titles(&row.action.priorities)),
        column("meeting_id", Text, "Id of its meeting", |row| Datum::id(row.action.meeting.as_ref())),
        column("question_id", Text, "Id of its question", |row| Datum::id(row.action.question.as_ref())),
        column("own_reference", Text, "Reference of the office", |row| Datum::text(row.action.own_reference.as_ref())),
        column("completed_on", Day, "Date the work was done", |row| Datum::day(row.action.completed_on)),
        column("ended_on", Day, "Date it was accepted, closed or superseded", |row| Datum::day(row.action.ended_on)),
        column("rag", Text, "Colour or label reported for its state", |row| Datum::text(row.action.rag.as_ref())),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for PublicPriority {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.priority.id)),
        column("position", Whole, "Position in the plan", |row| Datum::of(row.priority.position)),
        column("title", Text, "Title of the priority", |row| Datum::text(row.priority.title.as_ref())),
        column("description", Text, "Description of the priority", |row| Datum::text(row.priority.description.as_ref())),
        column("plan_id", Text, "Id of its plan", |row| Datum::of(&row.plan.id)),
        column("plan_title", Text, "Title of its plan", |row| Datum::text(row.plan.title.as_ref())),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for RecommendationRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("recommendation_set_id", Text, "Id of its report (UUID)", |row| Datum::of(&row.set.id)),
        column("set_title", Text, "Title of its report", |row| Datum::text(row.set.title.as_ref())),
        column("source", Text, "Kind of author: inspectorate, peer_review, coroner, complaints_body, panel, audit", |row| {
            Datum::text(row.set.source)
        }),
        column("published_by", Text, "Publisher of the report", |row| Datum::text(row.set.published_by.as_ref())),
        column("published_on", Day, "Date the report was published", |row| Datum::day(row.set.published_on)),
        column("statutory_due_on", Day, "Last day for the response (Police Act 1996, section 55)", |row| {
            Datum::day(row.set.statutory_due_on)
        }),
        column(
            "response_due_on",
            Day,
            "Last day that the police and crime panel has set for the response to its report",
            |row| Datum::day(row.set.response_due_on),
        ),
        column("total", Whole, "Number of recommendations in the report", |row| Datum::text(row.set.total)),
        column("id", Text, "Permanent id (UUID); empty when only the number of recommendations is known", |row| {
            row.recommendation.as_ref().map_or_else(Datum::default, |one| Datum::of(&one.id))
        }),
        column("printed_number", Text, "Number as printed", |row| {
            row.recommendation.as_ref().map_or_else(Datum::default, |one| Datum::text(one.printed_number.as_ref()))
        }),
        column("text", Text, "Text of the recommendation", |row| {
            row.recommendation.as_ref().map_or_else(Datum::default, |one| Datum::text(one.text.as_ref()))
        }),
        column("addressed_to", Text, "Addressee", |row| {
            row.recommendation.as_ref().map_or_else(Datum::default, |one| Datum::text(one.addressed_to))
        }),
        column("due_on", Day, "Due date", |row| {
            row.recommendation.as_ref().map_or_else(Datum::default, |one| Datum::day(one.due_on))
        }),
        column("status", Text, "Current status", |row| {
            row.recommendation.as_ref().map_or_else(Datum::default, |one| Datum::of(one.status))
        }),
        column("force_answer", Text, "Answer of the force", |row| {
            row.recommendation
                .as_ref()
                .map_or_else(Datum::default, |one| Datum::text(one.force_answer.as_ref().and_then(|answer| answer.text.as_ref())))
        }),
        column("body_answer", Text, "Answer of the body", |row| {
            row.recommendation
                .as_ref()
                .map_or_else(Datum::default, |one| Datum::text(one.body_answer.as_ref().and_then(|answer| answer.text.as_ref())))
        }),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for PublicFigure {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.figure.id)),
        column("label", Text, "Subject of the figure", |row| Datum::text(row.figure.label.as_ref())),
        column("measure_id", Text, "Id of its measure", |row| {
            Datum::text(row.figure.measure.as_ref().map(|measure| &measure.id))
        }),
        column("measure", Text, "Name of its measure", |row| {
            Datum::text(row.figure.measure.as_ref().map(|measure| &measure.name))
        }),
        column("unit", Text, "Unit of the figure, or of its measure", |row| {
            Datum::text(row.figure.unit.as_ref().or(row.figure.measure.as_ref().map(|measure| &measure.unit)))
        }),
        column("kind", Text, "exact, range, average, fraction, direction, change, money or text", |row| {
            Datum::of(row.figure.value.kind)
        }),
        column("value", Decimal, "Number of an exact figure or an average", |row| Datum::text(row.figure.value.value.as_ref())),
        column("low", Decimal, "Lower end of a range", |row| Datum::text(row.figure.value.low.as_ref())),
        column("high", Decimal, "Upper end of a range", |row| Datum::text(row.figure.value.high.as_ref())),
        column("bound", Text, "Bound of a fraction or a number: over, under, about or exactly", |row| {
            Datum::text(row.figure.value.bound)
        }),
        column("numerator", Whole, "Numerator of a fraction", |row| Datum::text(row.figure.value.numerator)),
        column("denominator", Whole, "Denominator of a fraction", |row| Datum::text(row.figure.value.denominator)),
        column("direction", Text, "Direction of a development without a number: up, down or stable", |row| {
            Datum::text(row.figure.value.direction)
        }),
        column("change_by", Decimal, "Amount of a change", |row| Datum::text(row.figure.value.by.as_ref())),
        column("change_unit", Text, "Unit of a change: percent, percentage_points or absolute", |row| {
            Datum::text(row.figure.value.unit)
        }),
        column("change_basis", Text, "Basis of a change, and the comparison", |row| Datum::text(row.figure.value.basis.as_ref())),
        column("pence", Whole, "Money, in pence", |row| Datum::text(row.figure.value.pence)),
        column("value_text", Text, "Text that fits no other kind", |row| Datum::text(row.figure.value.text.as_ref())),
        column("as_stated", Text, "Figure in the words of the source", |row| Datum::text(row.figure.as_stated.as_ref())),
        column("period_from", Day, "First day of the period", |row| Datum::day(row.figure.period_from)),
        column("period_to", Day, "Last day of the period", |row| Datum::day(row.figure.period_to)),
        column("period_text", Text, "Period in the words of the source", |row| Datum::text(row.figure.period_text.as_ref())),
        column("as_of", Day, "Date of the figure", |row| Datum::day(row.figure.as_of)),
        column("collected", Text, "automatic, manual, estimated or unknown", |row| Datum::text(row.figure.collected)),
        column("caveat", Text, "Caveat to read before using it", |row| Datum::text(row.figure.caveat.as_ref())),
        column("conditional_on", Text, "Condition it depends on", |row| Datum::text(row.figure.conditional_on.as_ref())),
        column("said_by", List, "People who stated it", |row| Datum::people(&row.figure.said_by)),
        column("superseded_by_id", Text, "Id of the figure that corrects it", |row| Datum::id(row.figure.superseded_by.as_ref())),
        column("meeting_id", Text, "Id of its meeting", |row| Datum::id(row.figure.meeting.as_ref())),
        column("question_id", Text, "Id of its question", |row| Datum::id(row.figure.question.as_ref())),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        Some(&self.origin)
    }
}

impl Tabulated for EditionRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", Text, "Permanent id (UUID)", |row| Datum::of(&row.edition.id)),
        column("kind", Text, "meeting_record, question, decision, plan, action_log or recommendation_response", |row| {
            Datum::of(&row.edition.kind)
        }),
        column("subject_id", Text, "Id of its subject", |row| Datum::of(&row.edition.subject_id)),
        column("number", Whole, "Number of the edition, from 1 for each subject", |row| Datum::of(row.edition.number)),
        column("title", Text, "Title; empty once it is withdrawn", |row| Datum::text(row.edition.title.as_ref())),
        column("significance", Text, "Significance of the change since the previous edition: major or minor", |row| {
            Datum::text(row.edition.significance.as_ref())
        }),
        column("change_note", Text, "Change since the previous edition", |row| Datum::text(row.edition.change_note.as_ref())),
        column("necessary_reason", Text, "Reason why it was necessary to publish it before an election", |row| {
            Datum::text(row.edition.necessary_reason.as_ref())
        }),
        column("status", Text, "Current status", |row| Datum::of(row.edition.status)),
        column("published_at", Instant, "Time it was published", |row| Datum::instant(Some(row.edition.published_at))),
        column("superseded_by", Text, "Id of the edition that replaced it", |row| {
            Datum::text(row.edition.superseded_by.as_ref())
        }),
        column("withdrawn_at", Instant, "Time it was withdrawn", |row| Datum::instant(row.edition.withdrawn_at)),
        column("explanation", Text, "Reason it was withdrawn", |row| Datum::text(row.edition.explanation.as_ref())),
        column("leaf", Whole, "Number of its document in the publication log", |row| Datum::of(row.edition.leaf)),
        column("url", Text, "Address of its document", |row| Datum::of(&row.edition.url)),
        column("area", Text, "Slug of the police area", |row| Datum::of(&row.edition.area)),
    ];

    fn origin(&self) -> Option<&PublicOrigin> {
        None
    }

    fn withheld(&self) -> &[Withheld] {
        &self.withheld
    }
}
