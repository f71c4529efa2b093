"""What Schemathesis has to be told to get past the door of this service, and which of its complaints are no faults.

scripts/schemathesis.sh loads it. ANSWERABLE_URL is the service, ANSWERABLE_TOKEN the bearer token of this round, if there is one.
"""

import json
import os
import random
import re
import threading
import uuid
from typing import Any

import requests
import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

URL = os.environ["ANSWERABLE_URL"]
TOKEN = os.environ.get("ANSWERABLE_TOKEN")
HEADERS = {"Authorization": f"Bearer {TOKEN}"} if TOKEN else {}
THREAD = threading.local()


def get(path: str) -> requests.Response:
    if not hasattr(THREAD, "session"):
        THREAD.session = requests.Session()
        THREAD.session.headers.update(HEADERS)
    return THREAD.session.get(URL + path, timeout=60)


# --- ids -------------------------------------------------------------------------------------------------------------------------
# A made-up id leads to 404 and nothing behind it is ever tried. So most requests get the id of a record that is there.

# Lists below another record, and where their rows have an address of their own.
BELOW = {
    "/v1/actions/{id}/updates": None,
    "/v1/meetings/{id}/agenda-items": "/v1/agenda-items",
    "/v1/meetings/{id}/attendance": "/v1/attendance",
    "/v1/meetings/{id}/matters": "/v1/matters",
    "/v1/meetings/{id}/papers": "/v1/papers",
    "/v1/questions/{id}/parts": "/v1/question-parts",
    "/v1/questions/{id}/responses": "/v1/responses",
    "/v1/recommendation-sets/{id}/progress": "/v1/progress-claims",
    "/v1/recommendation-sets/{id}/recommendations": "/v1/recommendations",
    "/v1/recommendation-sets/{id}/responses": "/v1/report-responses",
}
# Members of bodies and filters that name another record.
MEMBERS = {
    "agenda_item_id": "/v1/agenda-items",
    "attachment_id": "/v1/attachments",
    "body_id": "/v1/bodies",
    "exchange_id": "/v1/exchanges",
    "finding_id": "/v1/findings",
    "from_meeting_id": "/v1/meetings",
    "group_id": "/v1/question-groups",
    "measure_id": "/v1/measures",
    "meeting_id": "/v1/meetings",
    "plan_id": "/v1/plans",
    "priority_id": "/v1/priorities",
    "priority_ids": "/v1/priorities",
    "question_id": "/v1/questions",
    "rating_scale_id": "/v1/rating-scales",
    "response_id": "/v1/responses",
    "succeeded_by": "/v1/bodies",
    "to_agenda_item_id": "/v1/agenda-items",
    "to_meeting_id": "/v1/meetings",
    "topic_id": "/v1/topics",
}
# The ids in the examples of the document.
EXAMPLES = {"0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12"}
IDS: dict[str, list[str]] = {}
LOCK = threading.Lock()


def learn(pool: str, path: str) -> list[str]:
    answer = get(path + "?limit=50")
    rows = answer.json().get("data", []) if answer.ok else []
    found = [row["id"] for row in rows if isinstance(row, dict) and "id" in row]
    IDS.setdefault(pool, []).extend(one for one in found if one not in IDS.get(pool, []))
    return found


@schemathesis.hook
def after_load_schema(context: schemathesis.HookContext, schema: schemathesis.BaseSchema) -> None:
    for path, item in schema.raw_schema["paths"].items():
        if "{" in path or "get" not in item or path + "/{id}" not in schema.raw_schema["paths"]:
            continue
        if path.startswith("/public/") or TOKEN:
            learn(path, path)
    for path, pool in BELOW.items():
        if pool and TOKEN:
            for one in IDS.get(path.split("/{id}")[0], [])[:8]:
                learn(pool, path.replace("{id}", one))
    IDS["/public/v1/files"] = [row["sha256"] for row in get("/public/v1/files").json()["data"]]
    if TOKEN:
        # Whoever switches off his own account learns nothing more.
        me = get("/v1/me").json()["id"]
        IDS["/v1/users"] = [one for one in IDS.get("/v1/users", []) if one != me]


def some(pool: str, instead_of: Any) -> Any:
    """An id of the pool, chosen by the one that was made up, so that a repeated request is the same one. One in eight is left."""
    known = IDS.get(pool)
    chance = random.Random(str(instead_of))
    if not known or (chance.random() < 0.125 and instead_of not in EXAMPLES):
        return instead_of
    return chance.choice(known)


def named(value: Any) -> Any:
    """The body with ids of records that are there."""
    if isinstance(value, list):
        return [named(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, one in value.items():
        pool = MEMBERS.get(name)
        if pool and isinstance(one, str):
            found[name] = some(pool, one)
        elif pool and isinstance(one, list):
            found[name] = [some(pool, each) if isinstance(each, str) else each for each in one]
        else:
            found[name] = named(one)
    return found


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    if case.meta is None:
        return
    path = case.operation.path
    if not case.meta.is_negative_at(ParameterLocation.PATH):
        for name, pool in (("id", path.split("/{id}")[0]), ("sha256", "/public/v1/files")):
            if name in (case.path_parameters or {}) and "{" + name + "}" in path:
                case.path_parameters[name] = some(pool, case.path_parameters[name])
    if not case.meta.is_negative_at(ParameterLocation.QUERY) and case.query:
        # A cursor is opaque: it comes from `links.next`, and nobody can make one up.
        case.query.pop("cursor", None)
        for name in list(case.query):
            if name + "_id" in MEMBERS and isinstance(case.query[name], str):
                case.query[name] = some(MEMBERS[name + "_id"], case.query[name])
    if not case.meta.is_negative_at(ParameterLocation.BODY) and case.body:
        case.body = named(case.body)
    if not case.meta.is_negative_at(ParameterLocation.HEADER):
        if "Idempotency-Key" in case.headers:
            # The example of the document again and again would be the same request again and again.
            case.headers["Idempotency-Key"] = str(uuid.uuid4())
        # Of an act the shape is judged before the version: then nothing has to ask for it. A PATCH is judged the other way round.
        if "If-Match" in case.headers and (case.method == "PATCH" or case.meta.generation.mode.is_positive):
            base = re.sub(r"(/\{(?:id|citation|delivery)\})/[a-z-]+$", r"\1", path)
            try:
                tag = get(base.format(**case.path_parameters)).headers.get("ETag")
            except (KeyError, requests.RequestException):
                tag = None
            if tag:
                case.headers["If-Match"] = tag


# --- exceptions ------------------------------------------------------------------------------------------------------------------

# Sentences of 422 (and of 400 for a query) that say what a JSON Schema cannot: a request that the document allows may be answered so.
# A refusal with any other sentence is a failure: then the document could have said it.
BEYOND_A_SCHEMA = [
    # Which records there are, in which state, and which of them belong together.
    r"^is not the id of a",
    r"^is not an item on this meeting's agenda$",
    r"^is not a reading of this claim",
    r"^there is nothing to publish yet",
    r"^the meeting was cancelled",
    r"^the record of that meeting is agreed",
    r"^an edition of this is already published",
    r"^must be one of the set's counts",
    r"^the set counts \d+ recommendations, and that many are already listed",
    r"^(a )?recommendation .*needs the action taken or proposed",
    r"^must be another body$",
    r"^must be a (later )?(meeting|body) ",
    r"^must count at least \d+, the number of listed recommendations",
    r"^is in the agreed record of the earlier meeting",
    r"^must be on or (after|before) the (meeting it comes from|meeting it was stated at|last entry of the ledger|day the question was put|day of its meeting)",
    r"^must contain at least one recipient, with the date$",
    r"^must be an active member of the office$",
    r"^to_meeting_id or from_meeting_id must be the meeting in the path$",
    # Two members that go together, or exclude each other, or lie in an order.
    r"^must be absent (with|without) ",
    r"^(is|are) required (with|without|for|to take) ",
    r"^is required: add the day, or held_in",
    r"^is allowed only with ",
    r"^is only read with ",
    r"^is only for ",
    r"^needs \w+( or \w+)?: add ",
    r"^a rule of kind \w+ needs \w+: add it$",
    r"^must be false with a text",
    r"^must be empty without a reply",
    r"^must be (on or )?after \w+$",
    r"^done and remaining must add up to of$",
    r"^must add up to one of the set's counts",
    r"is not valid: send a financial year: two consecutive years",
    r"^must be extend if a date is given",
    r"^must have a capacity or a name$",
    r"^must have one entry for each point",
    r"^is not the index of a speaker: the first is 0$",
    r"^is required from the office, ",
    r"^must be at most high$",
    r"^\w+ is not a member of a rule of kind ",
    r"^must be absent: ",
    r"^there are warnings: ",
    r"^was put, but its answer has not been judged$",
    r"^must be at least low: ",
    r"^must be on or after the day the report was published$",
    r"^must have a name, a capacity, or both$",
    r"^the record of the meeting is agreed",
    # An address is more than its pattern says (RFC 3986): a host that cannot be, a port beyond 65535.
    r"^must be an (https )?address ",
    r"^is not a URL such as ",
    r"^must begin with https://$",
    r"^must be the first of conditions",
    r"^must be given for each owner, in owners$",
    r"^must be another meeting than from_meeting_id$",
    r"^must be (at most|less than) \w+, (the|which is) ",
    r"^must contain something to correct besides the reason$",
    r"^\w+ does not match the number of speakers, \d+:",
    r"^the extension does not match: a file of type",
    r"^the file is empty",
    # Words are read by a grammar of their own, or counted.
    r"^has \d+ words: search for at most",
    r"^is not understood as a date: ",
    # A list that may name a thing once, whatever else it says of it.
    r"^is listed more than once$",
    # What the stored record says.
    r"^this needs the day of the meeting, of which only the month ",
    r"^is not for a meeting whose day is known",
    r"^must be later than this meeting$",
    r"^two bodies cannot be in office at once",
    r"^must be another meeting than the one it was stated at$",
    r"^part \d+ \S+ is not judged yet",
    r"^must be on or after the day of the judgement that it replaces$",
    r"^is not in sent_to: ",
    r"^must be at most \d+ months before the last day",
    r"^is not a meeting to which this action was carried forward$",
    r"^must be \w+, which \S+ is about$",
    r"needs an answer of the body",
    r"^is already set: ask the PCC to move it with the act extend$",
    r"^cannot be changed(,| once)",
    r"^is not your password$",
    r"^is required, because the question is not judged yet$",
    r"^the counts add up to \d+, not to \d+",
    r"^results in \S+: it must be later than the current due date",
    # The day on which it is asked.
    r"^must be today or later",
    r"^must not be in the future$",
    r"^must not be before \w+ or today$",
    # Control characters are in no text, and line breaks in no title. The document could say so with a pattern on every one of some
    # thousand texts.
    r"^must be one line$",
    r"^contains (the|a) control character( U\+[0-9A-F]+)?: remove it$",
]
# The same, where the sentence could be a fault of the document elsewhere.
BEYOND_A_SCHEMA_AT = {
    # With the recipients that are already noted.
    "POST /v1/report-responses/{id}/note-sent": r"^must have at most 100 items$",
}


def faults(response: Any) -> list[dict[str, str]]:
    """The faults that a problem names."""
    try:
        return json.loads(response.content).get("errors", [])
    except ValueError:
        return []


def blank(body: Any, pointer: str) -> bool:
    """Whether the pointer leads to a text that has characters, but nothing to see: a schema cannot tell which those are."""
    for step in pointer.split("/")[1:]:
        if isinstance(body, dict) and step in body:
            body = body[step]
        elif isinstance(body, list) and step.isdigit() and int(step) < len(body):
            body = body[int(step)]
        else:
            return False
    return isinstance(body, str) and body != ""


def beyond_a_schema(case: schemathesis.Case, fault: dict[str, str]) -> bool:
    if fault["detail"] == "must not be empty":
        return blank(case.body, fault["pointer"]) or blank({"query": case.query}, fault["pointer"])
    here = BEYOND_A_SCHEMA_AT.get(case.operation.label)
    return any(re.search(pattern, fault["detail"]) for pattern in [*BEYOND_A_SCHEMA, *([here] if here else [])])


@schemathesis.hook
def filter_failure(context: schemathesis.HookContext, failure: Any, case: schemathesis.Case, response: Any) -> bool:
    if isinstance(failure, RejectedPositiveData):
        found = faults(response)
        if found and all(beyond_a_schema(case, fault) for fault in found):
            return False
        if case.operation.path == "/v1/auth/token" and response.status_code == 400:
            # Nobody can make up a password.
            return False
        if case.operation.label == "POST /v1/attachments" and response.status_code == 415:
            # Which files are accepted is said by their bytes, and to a schema all bytes are the same.
            return False
    if isinstance(failure, AcceptedNegativeData) and not response.request.body:
        # A body that may be left out, and was: the tool made no body that violates the schema, and takes that for a violation.
        optional = not case.operation.definition.raw.get("requestBody", {}).get("required", False)
        elsewhere = [part for part in ParameterLocation if part is not ParameterLocation.BODY and case.meta.is_negative_at(part)]
        if optional and not elsewhere:
            return False
    if isinstance(failure, AcceptedNegativeData) and any(value == "" or (isinstance(value, list) and not any(value)) for value in (case.query or {}).values()):
        # A parameter without a value counts as left out, as docs/PUBLIC-API.md says. OpenAPI has no way to say so that it recommends.
        return False
    return True
