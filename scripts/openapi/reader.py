"""The program of reader.ts with the client of openapi-python-client.

mypy checks it (scripts/check_openapi.sh): a member that the document no longer has is an error here. scripts/check_clients.sh runs it
as well: python reader.py URL TOKEN
"""

import sys
from typing import Literal, assert_never
from uuid import UUID

from client import AuthenticatedClient
from client.api.public_record import (
    get_public_action,
    get_public_meeting,
    get_public_question,
    list_public_actions,
    list_public_figures,
    list_public_meetings,
    list_public_questions,
)
from client.api.questions import list_questions
from client.api.topics import edit_topic, get_topic, list_topics
from client.models.answer_state import AnswerState
from client.models.claim_verdict import ClaimVerdict
from client.models.edit_topic import EditTopic
from client.models.list_questions_fields_item import ListQuestionsFieldsItem
from client.models.list_questions_sort import ListQuestionsSort
from client.models.listing_question_view import ListingQuestionView
from client.models.listing_trimmed_question_view import ListingTrimmedQuestionView
from client.models.problem import Problem
from client.models.problem_kind import ProblemKind
from client.models.public_action import PublicAction
from client.models.public_figure import PublicFigure
from client.models.public_meeting import PublicMeeting
from client.models.public_question import PublicQuestion
from client.models.question_include import QuestionInclude
from client.models.topic_view import TopicView

# --- what is published ---


def of_question(question: PublicQuestion) -> str:
    judged = question.answer.judged.outcome.value if question.answer.judged else "not judged"
    replies = "; ".join(exchange.reply or "no reply" for exchange in question.exchanges)
    answered: bool = question.answer.state == AnswerState.ANSWERED
    return f"{question.answer.state} {question.answer.since} {judged} {replies} {answered}"


def of_meeting(meeting: PublicMeeting) -> list[str]:
    first = meeting.exchanges[0].reply if meeting.exchanges else None
    who = [line.name or line.capacity or "" for line in meeting.attendance]
    return [first or "nothing was said", *who, meeting.edition.url]


def of_figure(figure: PublicFigure) -> str:
    unit = figure.measure.unit if figure.measure else figure.unit
    return f"{figure.label or ''}: {figure.as_stated or figure.value.text or ''} {unit or ''}"


def of_action(action: PublicAction) -> list[str]:
    moves = [
        f"{move.on}: from {move.from_ or 'none'} to {move.to or move.text or 'none'} by {move.by.name or move.by.side}: {move.reason or ''}"
        for move in action.deadline.moves
    ]
    claims = [f"claimed on {claim.on}: {claim.evidence or ''}" for claim in action.claims]
    rejections = [
        f"rejected on {claim.judged_on} by {claim.judged_by.name if claim.judged_by else 'nobody named'}: {claim.reason or ''}"
        for claim in action.claims
        if claim.verdict == ClaimVerdict.REJECTED
    ]
    moved: int = action.times_extended
    return [action.status.value, str(action.deadline.first_due_on or ""), str(moved), *moves, *claims, *rejections]


# --- problems ---


class Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.title}: {problem.detail}")
        self.problem = problem


# The names of the members of ProblemKind are numbers, which move when a kind is added: the values do not.
def next_step(problem: Problem) -> Literal["sign in", "correct", "read again", "wait", "give up"]:
    match problem.type_.value:
        case "/problems/unauthenticated" | "/problems/sign-in":
            return "sign in"
        case "/problems/stale" | "/problems/wrong-state" | "/problems/conflict" | "/problems/outcome-unknown":
            return "read again"
        case "/problems/malformed" | "/problems/bad-parameters" | "/problems/invalid" | "/problems/precondition-required":
            return "correct"
        case "/problems/too-many-sign-ins" | "/problems/idempotency-key-in-flight" | "/problems/overloaded":
            return "wait"
    return "wait" if problem.status == 503 else "give up"


# --- lists ---


def newest(client: AuthenticatedClient) -> list[str]:
    page = list_questions.sync(
        client=client,
        sort=ListQuestionsSort("-updated_at"),
        include=[QuestionInclude.RESPONSES, QuestionInclude.ACTIONS],
        fields=[ListQuestionsFieldsItem.REFERENCE, ListQuestionsFieldsItem.TEXT, ListQuestionsFieldsItem.ANSWER],
        limit=2,
    )
    # Without `fields` each row is whole; with it, only `id` is certain.
    if isinstance(page, ListingTrimmedQuestionView | ListingQuestionView):
        return [f"{row.id} {row.reference or ''} {row.text or ''}" for row in page.data]
    if isinstance(page, Problem):
        raise Refused(page)
    if page is None:
        raise RuntimeError("an answer that the document does not have")
    assert_never(page)


# --- changes ---


def titled(client: AuthenticatedClient, topic: UUID, title: str) -> TopicView:
    tag = get_topic.sync_detailed(topic, client=client).headers["ETag"]
    for _ in range(3):
        answer = edit_topic.sync_detailed(topic, client=client, body=EditTopic(title=title), if_match=tag)
        if isinstance(answer.parsed, TopicView):
            return answer.parsed
        if answer.parsed is None:
            raise RuntimeError("an answer that the document does not have")
        if answer.parsed.type_ != ProblemKind("/problems/stale"):
            raise Refused(answer.parsed)
        # The answer has the ETag of the record as it is now. A person should see that record before the change is sent again.
        tag = answer.headers["ETag"]
    raise RuntimeError("others are always faster")


# --- what is wrong must not pass mypy: an ignore that is not needed is an error too (--warn-unused-ignores, part of --strict) ---


def wrong(question: PublicQuestion, client: AuthenticatedClient) -> None:
    question.mood  # type: ignore[attr-defined]
    question.answer.state = "perhaps"  # type: ignore[assignment]
    list_questions.sync(client=client, include=["meetings"])  # type: ignore[list-item]
    list_questions.sync(client=client, mood="good")  # type: ignore[call-arg]
    edit_topic.sync(question.id, client=client, body=EditTopic(title="Officer numbers"))  # type: ignore[call-arg]


# --- the same against a service ---


def run(url: str, token: str) -> None:
    client = AuthenticatedClient(base_url=url, token=token)
    questions = list_public_questions.sync(client=client)
    meetings = list_public_meetings.sync(client=client)
    actions = list_public_actions.sync(client=client)
    figures = list_public_figures.sync(client=client)
    for page in (questions, meetings, actions, figures):
        if page is None or isinstance(page, Problem):
            raise RuntimeError(f"no list: {page}")
        assert page.data
    assert questions and meetings and actions and figures
    assert not isinstance(questions, Problem) and not isinstance(meetings, Problem)
    assert not isinstance(actions, Problem) and not isinstance(figures, Problem)
    for row in questions.data:
        question = get_public_question.sync(str(row.id), client=client)
        assert isinstance(question, PublicQuestion) and of_question(question)
    for place in meetings.data:
        meeting = get_public_meeting.sync(place.id, client=client)
        assert isinstance(meeting, PublicMeeting) and of_meeting(meeting)
    for one in actions.data:
        action = get_public_action.sync(str(one.id), client=client)
        assert isinstance(action, PublicAction) and of_action(action)
    assert all(of_figure(figure) for figure in figures.data)
    assert len(newest(client)) == 2
    topics = list_topics.sync(client=client, limit=1)
    assert topics and not isinstance(topics, Problem)
    topic = topics.data[0]
    assert isinstance(topic, TopicView)
    changed = titled(client, topic.id, f"{topic.title}.")
    assert changed.title == f"{topic.title}." and changed.version > topic.version
    stale = edit_topic.sync(topic.id, client=client, body=EditTopic(title="Officer numbers"), if_match='"0"')
    assert isinstance(stale, Problem) and next_step(stale) == "read again"
    print(f"read {len(questions.data)} questions, {len(meetings.data)} meetings, {len(actions.data)} actions, {len(figures.data)} figures")


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2])
