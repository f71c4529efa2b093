"""Populates a database with a released binary, for scripts/make_upgrade_fixture.sh.

    python3 scripts/upgrade_fixture.py BINARY DATABASE_URL HOME SEEN

BINARY is the released answerable, DATABASE_URL an empty database, HOME an empty directory for keys and attached files, and SEEN the
file to write: how many rows every list had for each role, as the released version answered. Every act goes through the commands and
the HTTP API of that version; an answer other than the wanted one ends the script.
"""

import base64
import http.server
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

AREA = "west-mercia"
PASSWORD = "a password of the upgrade fixtures"
PEOPLE = {
    "pcc": ("pcc", "write"), "deputy": ("pcc", "write"), "opcc": ("opcc", "write"), "force": ("force", "write"),
    "reader": ("opcc", "read"), "leaver": ("opcc", "write"),
}


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes what webhooks send; refuses everything below /refuse."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(500 if self.path.startswith("/refuse") else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Service:
    """A running instance and the tokens of those who call it."""

    def __init__(self, arguments, cwd):
        # 0.1.0 does not know the public address, and later versions do not start without it. An unknown variable is no fault.
        environment = dict(os.environ, ANSWERABLE_SIGNING_KEY_FILE="signing-key.pem",
                           ANSWERABLE_PUBLIC_URL="https://record.example.org")
        self.child = subprocess.Popen(arguments, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.tokens = {}

    def stop(self):
        self.child.terminate()
        status = self.child.wait(60)
        if status != 0:
            sys.exit(f"the service ended with {status}: {self.child.stderr.read()}")

    def ask(self, who, method, path, body=None, wanted=200, **headers):
        request = urllib.request.Request(self.url + path, method=method)
        if who:
            request.add_header("Authorization", "Bearer " + self.tokens[who])
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        if data is not None and not request.has_header("Content-type"):
            kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
            request.add_header("Content-Type", kind)
        try:
            reply = urllib.request.urlopen(request, data)
        except urllib.error.HTTPError as error:
            reply = error
        text = reply.read()
        if wanted and reply.status != wanted:
            sys.exit(f"{who} {method} {path} {body}: {reply.status} {text.decode(errors='replace')}")
        is_json = "json" in reply.headers.get("Content-Type", "") and text
        return reply.status, reply.headers, json.loads(text) if is_json else text

    def get(self, who, path, wanted=200):
        return self.ask(who, "GET", path, wanted=wanted)[2]

    def create(self, who, path, body, **headers):
        """Creates a record; its path."""
        return self.ask(who, "POST", path, body, 201, **headers)[1]["Location"]

    def change(self, who, item, body):
        self.ask(who, "PATCH", item, body, 200, If_Match=self.tag(who, item))

    def act(self, who, item, act, body=None, wanted=200):
        return self.ask(who, "POST", f"{item}/{act}", body or {}, wanted, If_Match=self.tag(who, item))[2]

    def delete(self, who, item):
        self.ask(who, "DELETE", item, wanted=204, If_Match=self.tag(who, item))

    def tag(self, who, item):
        return self.ask(who, "GET", item)[1]["ETag"]

    def first(self, who, path):
        return self.get(who, path)["data"][0]["id"]

    def grant(self, **form):
        data = urllib.parse.urlencode(form).encode()
        return self.ask(None, "POST", "/v1/auth/token", data, 200, Content_Type="application/x-www-form-urlencoded")[2]


def end(path):
    return path.rsplit("/", 1)[1]


def demo(binary, database, home):
    """The example record and what the demo publishes of it; then the accounts that sign in with a password."""
    service = Service([binary, "demo", "--json", "--listen", "127.0.0.1:0", "--database-url", database], home)
    said = json.loads(service.child.stdout.readline())
    service.url, service.tokens = said["url"], said["tokens"]
    for name, (role, scope) in PEOPLE.items():
        # Each side keeps its own accounts.
        body = {"login": f"{name}@example.org", "name": f"The {name}", "role": role, "scope": scope, "password": PASSWORD}
        service.create(role, "/v1/users", body)
    service.stop()


def commands(binary, database, home):
    """What only the operator does: another area, a machine, keys, bank holidays."""
    def run(*words):
        done = subprocess.run([binary, *words], cwd=home, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{words}: {done.stdout}{done.stderr}")
        return done.stdout
    at = ["--database-url", database]
    run("key", "new", "token-keys.pem")
    run("area", "add", "--slug", "warwickshire", "--code", "WK", "--name", "Warwickshire", "--force-name", "Warwickshire Police", *at)
    for login, role in [("outsider@example.org", "pcc"), ("outside-force@example.org", "force")]:
        run("user", "add", "--area", "warwickshire", "--login", login, "--name", "An outsider", "--role", role, "--generate-password", *at)
    said = run("user", "add", "--area", AREA, "--login", "front-end", "--name", "A front end", "--role", "opcc", "--scope", "read",
               "--machine", *at)
    return next(line.split(": ", 1)[1] for line in said.splitlines() if "secret" in line and ": " in line)


def serve(binary, database, home, secret):
    service = Service([binary, "serve", "--listen", "127.0.0.1:0", "--database-url", database, "--signing-keys", "token-keys.pem",
                       "--signing-key-file", "signing-key.pem", "--attachment-store", f"file://{home}/files",
                       "--webhooks-allow-loopback", "true"], home)
    for line in service.child.stderr:
        if " on http://" in line:
            service.url = line.rsplit(" on ", 1)[1].strip()
            break
    else:
        sys.exit("the service did not start")
    threading.Thread(target=lambda: [None for _ in service.child.stderr], daemon=True).start()
    for name in PEOPLE:
        given = service.grant(grant_type="password", username=f"{name}@example.org", password=PASSWORD)
        service.tokens[name] = given["access_token"]
    service.refresh = given["refresh_token"]
    service.tokens["machine"] = service.grant(grant_type="client_credentials", client_id="front-end", client_secret=secret)["access_token"]
    return service


def planning(s, found):
    body = found["body"]
    gone = s.create("pcc", "/v1/bodies", {"kind": "board", "name": "Police Authority", "valid_from": "1995-04-01", "valid_to": "2012-11-21"})
    s.change("pcc", gone, {"succeeded_by": body})
    plan = {"body_id": body, "title": "A plan for after", "period_from": "2021-04-01", "period_to": "2025-03-31", "summary": "Draft."}
    draft = s.create("opcc", "/v1/plans", plan)
    s.create("opcc", "/v1/priorities", {"plan_id": end(draft), "title": "Rural crime", "description": "Farms and lanes."})
    old = s.create("opcc", "/v1/plans", dict(plan, title="The plan before", period_from="2012-11-22", period_to="2016-10-24"))
    s.create("opcc", "/v1/priorities", {"plan_id": end(old), "title": "Visible policing"})
    s.act("pcc", old, "adopt", {"adopted_on": "2013-03-01"})
    s.act("pcc", old, "supersede", {"superseded_by": found["plan"], "reason": "The next one was adopted."})
    found["topic"] = end(s.create("opcc", "/v1/topics", {"title": "Custody", "summary": "Who is held, where and for how long."}))
    scale = {"body_id": body, "name": "Grades of assurance", "grades": [
        {"code": "assured", "label": "Assured"}, {"code": "not_assured", "label": "Not assured"}]}
    found["scale"] = end(s.create("pcc", "/v1/rating-scales", scale))


def meetings(s, found):
    meeting = {"kind": "assurance", "title": "Assurance meeting on custody", "body_id": found["body"], "held_on": "2026-09-30",
               "starts_at": "10:00", "ends_at": "12:00", "venue": "Hindlip", "chair": "PCC", "minute_taker": "Policy Officer",
               "significant_public_interest": True, "significant_public_interest_reason": "Deaths were reported."}
    following = s.create("opcc", "/v1/meetings", dict(meeting, title="Assurance meeting to come", held_on="2026-12-16"))
    at = s.create("opcc", "/v1/meetings", dict(meeting, next_meeting_id=end(following)))
    found["meeting"], found["next"] = at, following
    cancelled = s.create("opcc", "/v1/meetings", dict(meeting, title="A meeting in the snow", held_on="2026-10-30"))
    s.act("opcc", cancelled, "cancel", {"reason": "Snow."})
    item = s.create("opcc", f"{at}/agenda-items", {"kind": "holding_to_account", "title": "Custody", "printed_number": "1"})
    s.create("opcc", f"{at}/agenda-items", {"kind": "other", "title": "Cells", "printed_number": "1a", "parent_id": end(item), "note": "Tabled."})
    found["item"] = end(item)
    for name, capacity, attended in [("A. Commissioner", "PCC", "present"), ("B. Constable", "CC", "present"), ("C. Clerk", "Policy Officer", "apologies")]:
        s.create("opcc", f"{at}/attendance", {"name": name, "capacity": capacity, "attended": attended})
    papers = [s.create("opcc", f"{at}/papers", {"kind": kind, "title": title, "owed_by": "force", "owner": "ACC", "due_on": "2026-09-23",
                                                "agenda_item_id": found["item"]})
              for kind, title in [("report", "Custody in figures"), ("presentation", "Slides"), ("notes", "Notes of visits"), ("other", "Not come")]]
    s.act("opcc", papers[0], "receive", {"received_on": "2026-09-22"})
    s.act("opcc", papers[0], "publish", {"url": "https://www.example.org/papers/custody.pdf"})
    s.act("opcc", papers[1], "receive", {})
    s.act("opcc", papers[2], "receive", {})
    s.act("opcc", papers[2], "return", {"reason": "Half of it is missing."})
    s.act("opcc", at, "hold")
    matter = s.create("opcc", f"{at}/matters", {"title": "Strip searches of children", "from_meeting_id": end(at), "topic_id": found["topic"]})
    s.act("opcc", matter, "bring-forward", {"to_meeting_id": end(following)})
    s.create("opcc", f"{following}/matters", {"title": "The same, again", "continues": end(matter), "from_meeting_id": end(following)})


def questions(s, found):
    at, priority = end(found["meeting"]), found["priority"]
    group = s.create("opcc", "/v1/question-groups", {"title": "Custody", "context": "After the inspection.", "meeting_id": at})
    body = {"text": "How many children were held overnight, and why?", "context": "The inspectorate asked too.", "group_id": end(group),
            "priority_ids": [priority], "topic_id": found["topic"], "meeting_id": at, "printed_number": "2", "asked_by": "PCC",
            "heads": ["child_safeguarding", "value_for_money"], "agenda_item_id": found["item"],
            "parts": [{"text": "How many?", "printed_number": "2a"}, {"text": "Why?", "printed_number": "2b"}]}
    def put(text, **more):
        path = s.create("opcc", "/v1/questions", dict(body, text=text, **more))
        s.act("pcc", path, "put", {"put_on": "2026-09-30", "due_on": "2026-10-28", "due_text": "within four weeks"})
        return path
    def respond(question, text, act="submit", **more):
        speakers = [{"name": "B. Constable", "capacity": "CC"}]
        path = s.create("force", f"{question}/responses", dict({"text": text, "mode": "written", "speakers": speakers}, **more))
        if act:
            s.act("force", path, act)
        return path
    draft = s.create("opcc", "/v1/questions", dict(body, text="A draft that the force does not see."))
    found["draft"] = draft
    s.delete("opcc", s.create("opcc", "/v1/questions", dict(body, text="A draft that is thrown away.")))
    found["asked"] = put("How many children were held overnight?")
    respond(found["asked"], "A draft of the force.", act=None)
    moved = put("How long do detainees wait for a nurse?")
    s.act("pcc", moved, "deadline", {"kind": "pause", "reason": "The contract is being looked at.", "on": "2026-10-01"})
    s.act("pcc", moved, "deadline", {"kind": "resume", "reason": "It was.", "on": "2026-10-08"})
    s.act("pcc", moved, "deadline", {"kind": "extend", "reason": "A new system.", "due_on": "2027-01-29"})
    s.act("pcc", moved, "correct", {"text": "How long do detainees wait for a nurse or a doctor?", "reason": "Doctors come too."})
    respond(moved, "Figures will follow in January.", holding=True)
    answered = put("What did the visitors find?")
    found["answered"] = answered
    found["response"] = respond(answered, "It was Ann Example who told the visitors, and 41 cells were seen.", points=["41 cells", "2 faults"])
    parts = s.get("opcc", f"{answered}/parts")["data"]
    s.act("opcc", answered, "judge", {"outcome": "answered", "part_id": parts[0]["id"], "reason": "A number.", "judged_on": "2026-11-02"})
    s.act("opcc", answered, "judge", {"outcome": "not_answered", "part_id": parts[1]["id"], "reason": "No reason was given."})
    s.act("opcc", answered, "judge", {"outcome": "part_answered", "part_id": parts[1]["id"], "reason": "On reflection, half of one."})
    returned = put("What does a night in a cell cost?")
    answer = respond(returned, "It varies.")
    s.act("pcc", returned, "return", {"reason": "By how much?"})
    s.act("force", respond(returned, "Between 200 and 300 pounds."), "correct", {"text": "Between 210 and 300 pounds.", "reason": "A slip.", "points": []})
    s.act("pcc", answer, "accept") if s.get("pcc", answer)["status"] == "submitted" else None
    closed = put("Who inspects the cells?", parts=[])
    s.act("pcc", respond(closed, "The visitors, every week."), "accept")
    s.act("opcc", closed, "close", {"outcome": "answered", "reason": "In full."})
    s.act("pcc", put("What was the fire for?"), "withdraw", {"reason": "Overtaken by events."})
    s.act("pcc", put("When will the roof be mended?"), "carry-forward", {"meeting_id": end(found["next"]), "reason": "Not reached."})
    said = {"meeting_id": at, "topic_id": found["topic"], "challenge": "You said weeks.", "challenged_by": "PCC", "reply": "We meant months.",
            "speakers": [{"name": "B. Constable", "capacity": "CC"}], "question_id": end(answered)}
    exchange = s.create("opcc", "/v1/exchanges", said)
    s.act("opcc", exchange, "record")
    s.act("pcc", exchange, "correct", {"challenge": "You said three weeks.", "reply": "We meant months.", "reason": "The number was said.",
                                       "challenged_by": "PCC", "speakers": said["speakers"]})
    s.create("opcc", "/v1/exchanges", dict(said, challenge="A draft of an exchange."))


def conclusions(s, found):
    at, priority, question = end(found["meeting"]), found["priority"], end(found["answered"])
    finding = {"text": "Children wait too long.", "kind": "finding", "question_id": question, "priority_ids": [priority], "meeting_id": at}
    shared = s.create("opcc", "/v1/findings", finding)
    grade = {"scale_id": found["scale"], "label": "Not assured"}
    s.act("pcc", shared, "rate", {"performance": grade, "plan": None, "reason": "The figures."})
    s.act("opcc", shared, "share", {"comment_days": 0})
    s.act("force", shared, "comment", {"text": "Ann Example has left since."})
    s.act("pcc", shared, "confirm")
    s.act("pcc", shared, "correct", {"text": "Children wait far too long.", "reason": "By the figures."})
    s.create("opcc", "/v1/findings", dict(finding, text="A draft of a finding.", kind="commendation"))
    decision = {"text": "Visits are doubled.", "reasons": "They find things.", "meeting_id": at, "made_on": "2026-09-30", "priority_ids": [priority],
                "made_by": {"name": "A. Commissioner", "capacity": "PCC"}, "significant_public_interest": True,
                "significant_public_interest_reason": "It costs money."}
    taken = s.create("opcc", "/v1/decisions", decision)
    s.act("pcc", taken, "take", {})
    s.act("pcc", taken, "correct", {"text": "Visits are doubled from January.", "reasons": "They find things.", "reason": "The month was left out."})
    found["decision"] = taken
    revoked = s.create("opcc", "/v1/decisions", dict(decision, text="Visits are halved."))
    s.act("pcc", revoked, "take", {})
    s.act("pcc", revoked, "revoke", {"reason": "An error."})
    s.create("opcc", "/v1/decisions", dict(decision, text="A draft of a decision."))
    for text, act, body in [("See the new cells.", None, None), ("Ask the nurse.", "take-up", {"question_id": question}), ("Visit at night.", "drop", {"reason": "Done by others."})]:
        path = s.create("opcc", "/v1/follow-ups", {"text": text, "how": "meeting", "meeting_id": at, "topic_id": found["topic"], "expected_text": "in spring"})
        if act:
            s.act("opcc", path, act, body)


def actions(s, found):
    at, priority = end(found["meeting"]), found["priority"]
    body = {"text": "Bring a plan with dates.", "owners": [{"capacity": "ACC", "side": "force"}, {"capacity": "Policy Officer", "side": "body"}],
            "conditions": [{"text": "if the money comes"}], "due_on": "2026-11-30", "due_text": "by the end of November",
            "priority_ids": [priority], "meeting_id": at, "question_id": end(found["answered"]), "sources": [{"kind": "response", "id": end(found["response"])}]}
    def action(text, **more):
        return s.create("opcc", "/v1/actions", dict(body, text=text, **more))
    done = action("Bring the plan.")
    s.act("force", done, "start")
    s.create("force", f"{done}/updates", {"text": "Half of it is there."})
    s.act("force", done, "claim", {"evidence": "It was sent on 12 October."})
    s.act("pcc", done, "reject", {"reason": "There are no dates in it."})
    s.act("force", done, "claim", {"evidence": "Dates and all."})
    s.act("pcc", done, "accept")
    s.act("pcc", done, "check-outcome", {"result": "confirmed", "reason": "Seen at the visit."})
    s.act("pcc", action("Dissolve the unit."), "close-not-implemented", {"reason": "It is needed."})
    found["action"] = action("Mend the roof.", due_on="2026-10-15")
    s.act("pcc", found["action"], "extend", {"due_on": "2026-11-20", "reason": "The roofer is ill."})
    s.act("opcc", found["action"], "carry-over", {"meeting_id": end(found["next"]), "note": "Not reached."})
    s.act("pcc", action("Mend the roofs."), "supersede", {"superseded_by": end(found["action"]), "reason": "The same."})


def recommendations(s, found):
    body = {"source": "inspectorate", "title": "Custody inspection", "published_by": "HMICFRS", "stated_total": 3, "published_on": "2026-10-19",
            "summary": "Two areas for improvement.", "priority_ids": [found["priority"]], "counts": [{"count": 2, "due_on": "2027-01-31"}, {"count": 1}],
            "question_id": end(found["answered"]), "url": "https://www.example.org/report"}
    report = s.create("opcc", "/v1/recommendation-sets", body)
    listed = [s.create("opcc", f"{report}/recommendations", {"text": text, "addressed_to": to, "printed_number": str(n), "due_on": "2027-01-31"})
              for n, (text, to) in enumerate([("Doctors come at night.", "force"), ("Visit more often.", "both"), ("Count again.", "force")], 1)]
    s.act("opcc", report, "record")
    s.act("pcc", report, "correct", {"published_on": "2026-10-20", "reason": "It came a day later."})
    s.act("force", report, "comment", {"text": "We accept it. Mostly."})
    said = {"text": "All but one are complete.", "asserted_on": "2026-11-02", "asserted_by": {"capacity": "CC"}, "figure": {"done": 2, "of": 3}}
    claims = [s.create("opcc", f"{report}/progress", dict(said, text=text)) for text in ("Two are done.", "Two of three, or so.", "All but one.")]
    s.act("pcc", claims[0], "verify", {"reason": "Seen."})
    s.act("pcc", claims[1], "refute", {"reason": "It is still being built."})
    s.act("force", listed[0], "respond", {"kind": "action_proposed", "text": "A rota.", "action_ids": [end(found["action"])]})
    s.act("opcc", listed[0], "respond", {"kind": "action_proposed", "text": "The rota is looked at each quarter."})
    s.act("opcc", listed[1], "respond", {"kind": "action_taken", "text": "Visits were doubled."})
    s.act("opcc", listed[2], "respond", {"kind": "no_action", "text": "It was counted twice."})
    s.act("force", listed[0], "claim", {"evidence": "The rota."})
    s.act("pcc", listed[0], "verify")
    s.act("pcc", listed[1], "extend", {"due_on": "2027-03-31", "reason": "After the winter."})
    s.act("pcc", listed[2], "not-accept", {"reason": "It was counted twice."})
    answer = s.create("opcc", f"{report}/responses", {"text": "The commissioner welcomes the report."})
    today = time.strftime("%Y-%m-%d", time.gmtime())
    s.act("opcc", answer, "note-sent", {"sent_to": [{"to": "secretary_of_state", "name": "The Secretary of State", "sent_on": today}]})
    s.act("pcc", answer, "complete")
    found["report"] = report
    draft = s.create("opcc", "/v1/recommendation-sets", dict(body, title="A draft of a set", source="panel", counts=[]))
    s.create("opcc", f"{draft}/recommendations", {"text": "Say more.", "addressed_to": "body"})


def evidence(s, found):
    measure = {"name": "Children held overnight", "definition": "Under 18, between 22 and 6 o'clock.", "direction": "lower_is_better",
               "unit": "children", "unit_kind": "count", "numerator": "children", "denominator": "nights", "priority_ids": [found["priority"]]}
    measure = s.create("opcc", "/v1/measures", measure)
    point = {"label": "Children held overnight", "value": {"kind": "exact", "value": "41"}, "measure_id": end(measure), "priority_ids": [found["priority"]],
             "question_id": end(found["answered"]), "response_id": end(found["response"]), "collected": "manual", "as_of": "2026-09-30",
             "said_by": [{"name": "B. Constable", "capacity": "CC"}]}
    values = [{"kind": "range", "low": "865", "high": "893"}, {"kind": "average", "value": "52", "low": "37", "high": "60"},
              {"kind": "change", "by": "20", "unit": "percent", "basis": "against the year before"},
              {"kind": "fraction", "bound": "over", "numerator": 1, "denominator": 3}, {"kind": "money", "pence": 154000000, "currency": "GBP"},
              {"kind": "direction", "direction": "up"}, {"kind": "text", "text": "hardly any"}]
    for value in values:
        s.act("force", s.create("force", "/v1/data-points", dict(point, value=value)), "submit")
    first = s.create("force", "/v1/data-points", point)
    s.act("force", first, "submit")
    right = s.create("force", "/v1/data-points", dict(point, value={"kind": "exact", "value": "43"}, supersedes=end(first), supersede_reason="A slip."))
    s.act("force", right, "submit")
    s.act("opcc", s.create("opcc", "/v1/data-points", dict(point, value={"kind": "exact", "value": "44"}, conflicts_with=[end(right)])), "submit")
    s.create("force", "/v1/data-points", dict(point, label="A draft of a figure"))
    csv = b"month,children\n2026-08,19\n2026-09,22\n"
    for who, name, kind, data in [("force", "Children by month.csv", "text/csv", csv), ("force", "The same.csv", "text/csv", csv),
                                  ("opcc", "Note.txt", "text/plain", b"For the office alone.")]:
        status, headers, _ = s.ask(who, "POST", "/v1/attachments?filename=" + urllib.parse.quote(name), data, 201, Content_Type=kind)
        if who == "force":
            s.ask(who, "POST", headers["Location"] + "/citations", {"resource": "responses", "resource_id": end(found["response"]), "note": "By month."}, 201)
    gone = s.ask("opcc", "POST", "/v1/attachments?filename=Mistake.txt", b"Sent by mistake.", 201, Content_Type="text/plain")[1]["Location"]
    s.delete("opcc", gone)


def publishing(s, found):
    s.change("pcc", "/v1/publication-standards/" + AREA, {"minutes_days": 20})
    deputy = next(user["id"] for user in s.get("opcc", "/v1/users")["data"] if user["login"] == "opcc@example.org")
    s.create("pcc", "/v1/publication-delegations", {"user_id": deputy, "reason": "Holidays."})
    s.act("pcc", s.create("pcc", "/v1/publication-delegations", {"user_id": deputy, "reason": "By mistake."}), "revoke", {"reason": "By mistake."})
    s.create("pcc", "/v1/publication-holds", {"reason": "Elections", "from_on": "2028-03-27", "to_on": "2028-05-04"})
    s.act("pcc", s.create("pcc", "/v1/publication-holds", {"reason": "A vote", "from_on": "2027-03-27", "to_on": "2027-05-04"}), "end", {"reason": "No vote."})
    def redact(span, resource="responses", path=found["response"]):
        return s.create("opcc", "/v1/redactions", {"resource": resource, "resource_id": end(path), "field": "text", "span": span, "reason": "foia_s40",
                                                   "review_on": "2027-11-30", "note": "She asked for it."})
    redact("Ann Example")
    lifted = redact("41 cells")
    def edition(kind, subject, *acts, **more):
        path = s.create("opcc", "/v1/editions", dict({"kind": kind, "subject_id": subject.rsplit("/", 1)[-1]}, **more))
        for who, act, body in acts:
            s.act(who, path, act, body)
        return path
    approve = ("pcc", "approve", {"despite_warnings": "It is known."})
    publish = ("opcc", "publish", {})
    edition("question", found["answered"], approve, publish)
    s.act("opcc", lifted, "lift", {"reason": "It may be said."})
    second = edition("question", found["answered"], approve, publish, change_note="A number is no longer withheld.", significance="minor")
    s.act("pcc", second, "erase-withheld", {"reason": "She asked to be forgotten."})
    gone = edition("decision", found["decision"], approve, publish)
    s.act("pcc", gone, "withdraw", {"explanation": "It named somebody."})
    edition("recommendation_response", found["report"], approve, publish)
    edition("meeting_record", found["meeting"], approve)
    edition("question", found["asked"], approve, ("opcc", "publish", {"publish_at": "2030-02-01T12:00:00Z"}))
    edition("action_log", AREA)


def machines(s, found, port):
    """Webhooks, calendar tokens, sessions and answers that are kept for repeats."""
    every = ["edition.published", "edition.withdrawn", "question.put", "response.submitted", "action.became_overdue"]
    good = s.create("force", "/v1/webhooks", {"url": f"http://127.0.0.1:{port}/take", "events": every, "description": "Our case system"})
    bad = s.create("opcc", "/v1/webhooks", {"url": f"http://127.0.0.1:{port}/refuse", "events": every})
    for hook, who in [(good, "force"), (bad, "opcc")]:
        s.act(who, hook, "test", wanted=None)
    s.act("force", good, "rotate-secret")
    found["hooks"] = [("force", good), ("opcc", bad)]
    s.create("opcc", "/v1/calendar-tokens", {"label": "My telephone"})
    s.act("opcc", s.create("opcc", "/v1/calendar-tokens", {"label": "One that was lost"}), "revoke")
    s.grant(grant_type="refresh_token", refresh_token=s.refresh)
    s.create("opcc", "/v1/topics", {"title": "Sent twice"}, Idempotency_Key="a-key-of-the-fixture")
    leaver = next(user["id"] for user in s.get("opcc", "/v1/users")["data"] if user["login"] == "leaver@example.org")
    s.act("opcc", f"/v1/users/{leaver}", "deactivate", {"reason": "Has left."})


def seen(s):
    """How many rows each list of /v1 and the public API has, for each role."""
    paths = s.get(None, "/openapi.json")["paths"]
    counts = {}
    for who in ["pcc", "opcc", "force", "reader", "machine"]:
        counts[who] = {}
        for path, item in paths.items():
            if "get" not in item or "{" in path or path == "/v1/audit":
                continue
            status, _, body = s.ask(who, "GET", path + "?limit=100", wanted=None)
            if status == 200 and isinstance(body, dict) and isinstance(body.get("data"), list) and "page" in body:
                rows = len(body["data"])
                while body["links"]["next"]:
                    body = s.get(who, body["links"]["next"])
                    rows += len(body["data"])
                counts[who][path] = rows
    return counts


def main():
    binary, database, home, place = sys.argv[1:]
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    demo(binary, database, home)
    secret = commands(binary, database, home)
    s = serve(binary, database, home, secret)
    found = {"body": s.first("opcc", "/v1/bodies"), "plan": s.first("opcc", "/v1/plans"), "priority": s.first("opcc", "/v1/priorities")}
    machines(s, found, receiver.server_port)
    planning(s, found)
    meetings(s, found)
    questions(s, found)
    conclusions(s, found)
    actions(s, found)
    recommendations(s, found)
    evidence(s, found)
    publishing(s, found)
    # What webhooks send is sent by itself.
    for who, hook in found["hooks"]:
        for _ in range(300):
            if s.get(who, f"{hook}/deliveries")["data"]:
                break
            time.sleep(0.1)
    time.sleep(3)
    for who, hook in found["hooks"]:
        s.act(who, hook, "disable", {"reason": "The fixture is complete."})
    with open(place, "w") as file:
        json.dump({"machine_secret": secret, "password": PASSWORD, "lists": seen(s)}, file, indent=1, sort_keys=True)
        file.write("\n")
    checked = subprocess.run([binary, "verify", s.url, "--state", "seen-of-the-log.json"], cwd=home, capture_output=True, text=True)
    if checked.returncode != 0:
        sys.exit(f"what was published does not verify: {checked.stdout}{checked.stderr}")
    s.stop()


main()
