//! A cycle of two months, worked through by role: two meetings, what was asked, answered, judged and found between them, an inspection
//! report with its 56 days, and at each step the fact that a lawyer or a citizen would look at, on the last day and the day after.

use serde_json::{Value, json};

use crate::support::stage::{Stage, despite, meeting, response};
use crate::support::{Reply, TestApp, both};

both!(two_months_of_holding_to_account);

fn why(reason: &str) -> Value {
    json!({ "reason": reason })
}

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// The cycle: who works in it, and what it begins with.
struct Cycle {
    app: TestApp,
    stage: Stage,
    /// The first meeting, and the item on its agenda.
    january: String,
    item: String,
}

/// The questions of the first meeting.
struct Asked {
    /// Answered at the meeting.
    oral: String,
    /// Answered in writing.
    written: String,
    /// With a holding answer only.
    holding: String,
}

async fn two_months_of_holding_to_account(app: TestApp) {
    app.set_time("2019-01-07T09:00:00Z");
    let stage = Stage::set(&app).await;
    let january = format!("/v1/meetings/{}", stage.meeting);
    let item = json!({"kind": "holding_to_account", "title": "Holding to account", "printed_number": "2"});
    let item = app.opcc().create(&format!("{january}/agenda-items"), &item).await;
    let cycle = Cycle { app, stage, january, item };
    cycle.a_plan_and_a_notice().await;
    let asked = cycle.questions_are_put().await;
    cycle.a_meeting_is_held(&asked).await;
    cycle.answers_are_judged(&asked).await;
    let report = cycle.a_report_comes().await;
    let action = cycle.an_action_is_set(&asked).await;
    cycle.a_finding_is_confirmed(&asked).await;
    cycle.the_record_is_agreed().await;
    cycle.the_action_slips(&action).await;
    let march = cycle.what_is_left_goes_forward(&asked, &action).await;
    cycle.the_response_is_published_on_the_last_day(&report).await;
    cycle.the_second_meeting(&march).await;
    cycle.the_figures_of_the_cycle(&asked).await;
}

impl Cycle {
    async fn owed(&self) -> Vec<String> {
        let report = self.app.opcc().get("/v1/reports/owed").await.expect(200);
        let rows = report.json["rows"].as_array().expect("rows").iter();
        rows.map(|row| format!("{} {} {}", row["paragraph"], row["since"], row["days_late"]).replace('"', "")).collect()
    }

    /// What the public register lists, which is only what is late.
    async fn owed_in_public(&self) -> Vec<String> {
        let register = self.app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200);
        let rows = register.json["rows"].as_array().expect("rows").iter();
        rows.map(|row| row["paragraph"].as_str().expect("a paragraph").to_owned()).collect()
    }

    async fn prepared(&self, kind: &str, subject: &str, note: &str) -> String {
        let mut edition = json!({"kind": kind, "subject_id": subject});
        if !note.is_empty() {
            edition["significance"] = json!("minor");
            edition["change_note"] = json!(note);
        }
        self.app.opcc().create("/v1/editions", &edition).await
    }

    async fn publish(&self, kind: &str, subject: &str, note: &str) -> Reply {
        let edition = self.prepared(kind, subject, note).await;
        self.app.pcc().act(&edition, "approve", &despite()).await.expect(200);
        self.app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
        self.app.nobody().get(&format!("/public/v1/editions/{}", id_of(&edition))).await.expect(200)
    }

    async fn deadline(&self, item: &str, change: &Value) -> Reply {
        let etag = self.app.pcc().get(item).await.etag();
        self.app.pcc().act_on(item, "deadline", &etag, change).await.expect(200)
    }

    /// 7 to 23 January: a plan in force, a standing period, and the notice of the meeting in time.
    async fn a_plan_and_a_notice(&self) {
        let (opcc, pcc) = (self.app.opcc(), self.app.pcc());
        let in_force = self.app.force().get("/v1/plans?in_force_on=2019-01-07").await.expect(200);
        assert_eq!(in_force.ids(), [self.stage.plan.as_str()]);
        let draft = self.app.plan_in(&self.stage, "adopted").await;
        assert_eq!(pcc.act(&draft, "unadopt", &why("It is the plan of next year.")).await.expect(200).str("/status"), "draft");
        assert_eq!(self.app.force().get("/v1/plans?in_force_on=2019-01-07").await.expect(200).ids(), [self.stage.plan.as_str()]);
        let periods = opcc.get("/v1/answer-periods/west-mercia").await.expect(200);
        let ten = json!({"direct": {"days": 10, "counting": "working"}, "very_late": {"days": 10, "counting": "working"}});
        pcc.patch("/v1/answer-periods/west-mercia", &periods.etag(), &ten).await.expect(200);
        let etag = opcc.get(&self.january).await.etag();
        opcc.patch(&self.january, &etag, &json!({"is_public": true})).await.expect(200);
        // Five working days before the meeting, which is the standard of the body.
        assert_eq!(self.owed().await, ["5(a) 2019-01-23 0", "5(b) 2019-01-23 0"]);
        self.app.set_time("2019-01-23T12:00:00Z");
        assert_eq!((self.owed().await.len(), self.owed_in_public().await), (2, Vec::<String>::new()), "its last day");
        let notice = self.publish("meeting_record", &self.stage.meeting, "").await;
        assert_eq!((&notice.json["number"], notice.str("/record/meeting/status")), (&json!(1), "scheduled"));
        assert_eq!(self.owed().await, Vec::<String>::new());
        self.app.set_time("2019-01-24T12:00:00Z");
        assert_eq!(self.owed_in_public().await, Vec::<String>::new());
    }

    async fn put(&self, text: &str, on: &str) -> String {
        let question = json!({
            "text": text, "priority_ids": [self.stage.priority], "meeting_id": self.stage.meeting,
            "agenda_item_id": id_of(&self.item), "asked_by": "PCC",
        });
        let question = self.app.opcc().create("/v1/questions", &question).await;
        self.app.pcc().act(&question, "put", &json!({"put_on": on})).await.expect(200);
        question
    }

    /// 14 to 29 January: questions with the standing period; a holding answer does not stop the clock.
    async fn questions_are_put(&self) -> Asked {
        let (force, nobody) = (self.app.force(), self.app.nobody());
        let asked = Asked {
            oral: self.put("How many devices wait?", "2019-01-14").await,
            written: self.put("What does the plan cost?", "2019-01-14").await,
            holding: self.put("When is the unit accredited?", "2019-01-14").await,
        };
        let seen = force.get(&asked.holding).await.expect(200);
        assert_eq!(
            (seen.str("/reference"), seen.str("/due_on"), seen.str("/lateness")),
            ("WM-2019-Q003", "2019-01-28", "on_time")
        );
        nobody.get(&format!("/public/v1/questions/{}", id_of(&asked.oral))).await.refused(404);
        self.app.set_time("2019-01-25T12:00:00Z");
        let answer = force.create(&format!("{}/responses", asked.written), &response("1.54 million pounds.")).await;
        self.app.pcc().get(&answer).await.refused(404);
        force.act(&answer, "submit", &json!({})).await.expect(200);
        self.app.set_time("2019-01-28T12:00:00Z");
        let wait = json!({"text": "An answer will come in March.", "mode": "written", "holding": true});
        let wait = force.create(&format!("{}/responses", asked.holding), &wait).await;
        force.act(&wait, "submit", &json!({})).await.expect(200);
        let state = |reply: &Reply| (reply.str("/answer/state").to_owned(), reply.json["overdue"] == true);
        assert_eq!(state(&self.app.pcc().get(&asked.holding).await), ("holding".to_owned(), false), "the last day");
        self.app.set_time("2019-01-29T00:00:00Z");
        assert_eq!(state(&self.app.pcc().get(&asked.holding).await), ("holding".to_owned(), true));
        assert_eq!(self.app.opcc().get("/v1/questions?lateness=late").await.expect(200).ids().len(), 2);
        asked
    }

    /// 30 January: the meeting is held, by mistake a day too early; a question is answered there, and something is void.
    async fn a_meeting_is_held(&self, asked: &Asked) {
        let (opcc, pcc) = (self.app.opcc(), self.app.pcc());
        opcc.act(&self.january, "hold", &json!({})).await.refused(409);
        self.app.set_time("2019-01-30T12:00:00Z");
        opcc.act(&self.january, "hold", &json!({})).await.expect(200);
        opcc.act(&self.january, "unhold", &why("It begins at two.")).await.expect(200);
        opcc.act(&self.january, "hold", &json!({})).await.expect(200);
        let mut said = self.stage.exchange("How many devices wait?");
        said["question_id"] = json!(id_of(&asked.oral));
        let exchange = opcc.create("/v1/exchanges", &said).await;
        opcc.act(&exchange, "record", &json!({})).await.expect(200);
        let answered = pcc.get(&asked.oral).await.expect(200);
        assert_eq!((answered.str("/status"), answered.str("/final_response_on")), ("answered", "2019-01-30"));
        opcc.act(&exchange, "void", &why("It was said of another.")).await.expect(200);
        assert_eq!(pcc.get(&asked.oral).await.str("/answer/state"), "awaiting");
        pcc.act(&exchange, "reinstate", &why("It was said of this.")).await.expect(200);
        assert_eq!(pcc.get(&asked.oral).await.str("/answer/state"), "replied");
        assert_eq!(self.owed().await, ["5(c) 2019-02-27 0"], "the minutes, from now on");
    }

    /// 30 January: judgements, one of them a slip; an answer is returned and reinstated; a question is closed and reopened.
    async fn answers_are_judged(&self, asked: &Asked) {
        let (opcc, pcc) = (self.app.opcc(), self.app.pcc());
        opcc.act(&asked.oral, "judge", &json!({"outcome": "declined", "reason": "A slip."})).await.expect(200);
        opcc.act(&asked.oral, "take-back-judgement", &why("Of another question.")).await.expect(200);
        opcc.act(&asked.oral, "judge", &json!({"outcome": "answered", "reason": "By number."})).await.expect(200);
        opcc.act(&asked.oral, "close", &json!({})).await.expect(200);
        pcc.act(&asked.oral, "reopen", &why("The second half is open.")).await.expect(200);
        opcc.act(&asked.oral, "close", &json!({})).await.expect(200);
        let answer =
            format!("/v1/responses/{}", opcc.all(&format!("{}/responses", asked.written)).await[0]["id"].as_str().expect("id"));
        pcc.act(&answer, "return", &why("Of which year?")).await.expect(200);
        assert_eq!(pcc.get(&asked.written).await.str("/status"), "returned");
        pcc.act(&answer, "reinstate", &why("The year is in it.")).await.expect(200);
        pcc.act(&answer, "accept", &json!({})).await.expect(200);
        opcc.act(&asked.written, "judge", &json!({"outcome": "part_answered", "reason": "One year of two."})).await.expect(200);
        let judged = pcc.get(&asked.written).await.expect(200);
        assert_eq!((judged.str("/status"), judged.str("/outcome")), ("answered", "part_answered"));
    }

    /// 4 February: an inspection report, whose 56 days end on 31 March.
    async fn a_report_comes(&self) -> (String, String) {
        self.app.set_time("2019-02-04T12:00:00Z");
        let (opcc, pcc, force) = (self.app.opcc(), self.app.pcc(), self.app.force());
        let report = json!({
            "source": "inspectorate", "title": "Effectiveness", "published_by": "HMICFRS", "published_on": "2019-02-04",
            "comments_due_on": "2019-03-04", "counts": [{"count": 2}], "priority_ids": [self.stage.priority],
        });
        let set = opcc.create("/v1/recommendation-sets", &report).await;
        opcc.act(&set, "record", &json!({})).await.expect(200);
        opcc.act(&set, "unrecord", &why("The second recommendation is missing.")).await.expect(200);
        let mut both = Vec::new();
        for (number, text) in [("1", "Inspect every kennel."), ("2", "Publish the backlog.")] {
            let one = json!({"printed_number": number, "text": text, "addressed_to": "force", "due_on": "2019-03-01"});
            both.push(opcc.create(&format!("{set}/recommendations"), &one).await);
        }
        opcc.act(&set, "record", &json!({})).await.expect(200);
        assert_eq!(pcc.get(&set).await.str("/statutory_due_on"), "2019-03-31");
        force.act(&set, "comment", &json!({"text": "We accept it."})).await.expect(200);
        for one in &both {
            force.act(one, "respond", &json!({"kind": "action_taken", "text": "It is done."})).await.expect(200);
        }
        let response = opcc.create(&format!("{set}/responses"), &json!({"text": "We have asked for a plan."})).await;
        let lacking = pcc.act(&response, "complete", &json!({})).await.refused(422);
        assert_eq!(lacking.pointers().len(), 2, "the force's answer is not the body's own (s.55(5B))");
        for one in &both {
            opcc.act(one, "respond", &json!({"kind": "action_proposed", "text": "We ask for a plan each quarter."}))
                .await
                .expect(200);
        }
        force.act(&both[0], "claim", &json!({"evidence": "The log."})).await.expect(200);
        pcc.act(&both[0], "verify", &json!({})).await.expect(200);
        pcc.act(&both[0], "reopen", &why("It was the other.")).await.expect(200);
        pcc.act(&both[0], "verify", &json!({})).await.expect(200);
        (set, response)
    }

    /// 30 January, recorded on 4 February: an action under an item of the agenda, counted from the day of the meeting.
    async fn an_action_is_set(&self, asked: &Asked) -> String {
        let action = json!({
            "text": "Bring a plan with dates.", "owner": "CC", "owner_side": "force", "due_text": "within two weeks",
            "meeting_id": self.stage.meeting, "agenda_item_id": id_of(&self.item), "question_id": id_of(&asked.written),
            "priority_ids": [self.stage.priority],
        });
        let path = self.app.opcc().create("/v1/actions", &action).await;
        let twin = self.app.opcc().create("/v1/actions", &action).await;
        self.app.pcc().act(&twin, "void", &why("It is there twice.")).await.expect(200);
        let seen = self.app.force().get(&path).await.expect(200);
        assert_eq!(
            (seen.str("/reference"), seen.str("/set_on"), seen.str("/due_on")),
            ("WM-2019-001", "2019-01-30", "2019-02-13")
        );
        self.app.force().act(&path, "start", &json!({})).await.expect(200);
        path
    }

    /// 4 to 18 February: a finding is shared, commented on by the last day, and confirmed.
    async fn a_finding_is_confirmed(&self, asked: &Asked) {
        let (opcc, pcc, force) = (self.app.opcc(), self.app.pcc(), self.app.force());
        let finding =
            json!({"text": "No plan has dates.", "question_id": id_of(&asked.written), "meeting_id": self.stage.meeting});
        let finding = opcc.create("/v1/findings", &finding).await;
        force.get(&finding).await.refused(404);
        opcc.act(&finding, "share", &json!({})).await.expect(200);
        opcc.act(&finding, "unshare", &why("A word is wrong.")).await.expect(200);
        let shared = opcc.act(&finding, "share", &json!({})).await.expect(200);
        assert_eq!((shared.str("/reference"), shared.str("/comment_due_on")), ("WM-2019-F001", "2019-02-18"));
        self.app.set_time("2019-02-18T12:00:00Z");
        pcc.act(&finding, "confirm", &json!({})).await.refused(409);
        let comment = json!({"text": "Two plans have dates.", "agrees": "agree_in_part"});
        let told = force.act(&finding, "comment", &comment).await.expect(200);
        assert_eq!((&told.json["comments"][0]["late"], told.str("/comments/0/agrees")), (&json!(false), "agree_in_part"));
        self.app.set_time("2019-02-19T12:00:00Z");
        pcc.act(&finding, "confirm", &json!({})).await.expect(200);
    }

    /// 20 to 28 February: the record is agreed and published; an edition that was prepared for nothing leaves no gap.
    async fn the_record_is_agreed(&self) {
        let (opcc, pcc) = (self.app.opcc(), self.app.pcc());
        self.app.set_time("2019-02-20T12:00:00Z");
        pcc.act(&self.january, "agree", &json!({})).await.expect(200);
        opcc.post("/v1/exchanges", &self.stage.exchange("One more?")).await.refused(422);
        pcc.act(&self.january, "reopen", &why("A name is wrong.")).await.expect(200);
        pcc.act(&self.january, "agree", &json!({"agreed_on": "2019-02-20"})).await.expect(200);
        let unused = self.prepared("meeting_record", &self.stage.meeting, "Not needed.").await;
        let etag = opcc.get(&unused).await.etag();
        opcc.delete(&unused, &etag).await.expect(204);
        self.app.set_time("2019-02-27T12:00:00Z");
        assert_eq!(
            (self.owed().await, self.owed_in_public().await.len()),
            (["5(c) 2019-02-27 0", "s.55(5A) 2019-03-31 0"].map(str::to_owned).to_vec(), 0),
            "its last day"
        );
        let record = self.publish("meeting_record", &self.stage.meeting, "The agreed record.").await;
        assert_eq!((&record.json["number"], record.str("/record/meeting/agreed_on")), (&json!(2), "2019-02-20"));
        let questions = record.json["record"]["questions"].as_array().expect("questions");
        let found: Vec<&Value> = questions.iter().flat_map(|one| one["findings"].as_array().expect("findings")).collect();
        assert_eq!((found.len(), found[0]["comments"][0]["agrees"].as_str()), (1, Some("agree_in_part")));
        let actions = record.json["record"]["actions"].as_array().expect("actions");
        assert_eq!(
            (actions.len(), actions[0]["agenda_item"]["id"].as_str()),
            (1, Some(id_of(&self.item))),
            "what is void just goes"
        );
        self.app.set_time("2019-02-28T12:00:00Z");
        assert_eq!(self.owed().await, ["s.55(5A) 2019-03-31 0"]);
        assert_eq!(self.owed_in_public().await, Vec::<String>::new());
    }

    /// 13 February to 14 March, told at once: the date slips twice, and a third time by mistake; a claim is rejected, the next accepted.
    async fn the_action_slips(&self, action: &str) {
        let (pcc, force) = (self.app.pcc(), self.app.force());
        assert_eq!(pcc.get(action).await.json["overdue"], true, "fifteen days after");
        for (on, to) in [("2019-02-13", "2019-02-27"), ("2019-02-27", "2019-03-13")] {
            self.deadline(action, &json!({"kind": "extend", "on": on, "due_on": to, "reason": "The review goes on."})).await;
        }
        self.deadline(action, &json!({"kind": "extend", "due_on": "2019-06-30", "reason": "Of another action."})).await;
        let back = self.deadline(action, &json!({"kind": "take-back-extension", "reason": "Of another action."})).await;
        assert_eq!((back.str("/due_on"), back.json["entries"].as_array().map(Vec::len)), ("2019-03-13", Some(5)));
        let state = |reply: &Reply| (reply.json["overdue"] == true, reply.json["times_extended"].clone());
        self.app.set_time("2019-03-13T23:59:59Z");
        assert_eq!(state(&force.get(action).await), (false, json!(2)), "the last day");
        self.app.set_time("2019-03-14T00:00:00Z");
        assert_eq!(state(&force.get(action).await), (true, json!(2)));
        let to = json!({"to": "police_and_crime_panel", "reason": "It has slipped twice."});
        pcc.act(action, "escalate", &to).await.expect(200);
        assert_eq!(self.app.opcc().get("/v1/actions?escalated=true").await.expect(200).ids(), [id_of(action)]);
        force.act(action, "claim", &json!({"evidence": "The plan of January."})).await.expect(200);
        pcc.act(action, "reject", &why("It has no dates.")).await.expect(200);
        pcc.act(action, "take-back-rejection", &why("Of another.")).await.expect(200);
        pcc.act(action, "reject", &why("It has no dates.")).await.expect(200);
    }

    /// 15 March: a question, an action and a matter go forward to the second meeting.
    async fn what_is_left_goes_forward(&self, asked: &Asked, action: &str) -> String {
        let (opcc, force, pcc) = (self.app.opcc(), self.app.force(), self.app.pcc());
        self.app.set_time("2019-03-15T12:00:00Z");
        let march = meeting(&self.stage.body, "Thematic meeting", "2019-03-26");
        let march = opcc.create("/v1/meetings", &march).await;
        let forward = json!({"meeting_id": id_of(&march), "reason": "The accreditation is in March."});
        let carried = opcc.act(&asked.holding, "carry-forward", &forward).await.expect(200);
        assert_eq!((carried.str("/status"), carried.str("/outcome")), ("closed", "carried_forward"));
        let next = format!("/v1/questions/{}", carried.str("/carried_forward_to"));
        force.get(&next).await.refused(404);
        pcc.act(&next, "put", &json!({"due_on": "2019-03-25"})).await.expect(200);
        assert_eq!(force.get(&next).await.str("/brought_forward_from"), id_of(&asked.holding));
        opcc.act(action, "carry-forward", &json!({"meeting_id": id_of(&march), "note": "The claim was rejected."}))
            .await
            .expect(200);
        let matter = json!({"title": "Accreditation", "from_meeting_id": self.stage.meeting, "to_meeting_id": id_of(&march)});
        opcc.create(&format!("{march}/matters"), &matter).await;
        let answer = force.create(&format!("{next}/responses"), &response("In May.")).await;
        force.act(&answer, "submit", &json!({})).await.expect(200);
        force.act(action, "claim", &json!({"evidence": "The plan with dates."})).await.expect(200);
        force.act(action, "accept", &json!({})).await.refused(403);
        let accepted = pcc.act(action, "accept", &json!({})).await.expect(200);
        assert_eq!((&accepted.json["times_rejected"], &accepted.json["times_claimed"]), (&json!(1), &json!(2)));
        march
    }

    /// 31 March and 1 April: the last lawful day of the response, and the copies that follow it.
    async fn the_response_is_published_on_the_last_day(&self, (set, response): &(String, String)) {
        let (opcc, pcc) = (self.app.opcc(), self.app.pcc());
        pcc.act(response, "complete", &json!({})).await.expect(200);
        pcc.act(response, "reopen", &why("A word is missing.")).await.expect(200);
        pcc.act(response, "complete", &json!({})).await.expect(200);
        // Complete is not published: on the day after, it would be late.
        self.app.set_time("2019-03-31T23:00:00Z");
        let late = pcc.get(set).await.expect(200);
        assert_eq!((&late.json["response_overdue"], &late.json["response_in_time"]), (&json!(true), &json!(false)));
        self.app.set_time("2019-03-31T22:59:00Z");
        assert_eq!(pcc.get(set).await.json["response_overdue"], false);
        assert_eq!(self.owed().await, ["s.55(5A) 2019-03-31 0"]);
        let public = self.publish("recommendation_response", id_of(set), "").await;
        assert_eq!(public.json["record"]["recommendations"][0]["body_answer"]["kind"], "action_proposed");
        let met = pcc.get(set).await.expect(200);
        assert_eq!((&met.json["response_in_time"], met.str("/response_published_on")), (&json!(true), "2019-03-31"));
        assert_eq!(self.owed().await, ["s.55(6) 2019-04-05 0"]);
        self.app.set_time("2019-04-05T12:00:00Z");
        let line = |to: &str, name: &str| json!({"to": to, "name": name, "sent_on": "2019-04-05"});
        let inspectors = line("inspectors", "HMICFRS");
        opcc.act(response, "note-sent", &json!({"sent_to": [inspectors]})).await.expect(200);
        let mut back = inspectors;
        back["reason"] = json!("It was posted the day after.");
        opcc.act(response, "take-back-sent", &back).await.expect(200);
        let both = json!({"sent_to": [line("inspectors", "HMICFRS"), line("secretary_of_state", "The Home Secretary")]});
        opcc.act(response, "note-sent", &both).await.expect(200);
        assert_eq!((self.owed().await, self.owed_in_public().await), (Vec::<String>::new(), Vec::<String>::new()));
    }

    /// 26 March, recorded on 5 April: the second meeting, with what came forward to it.
    async fn the_second_meeting(&self, march: &str) {
        let (opcc, pcc) = (self.app.opcc(), self.app.pcc());
        opcc.act(march, "cancel", &why("Snow.")).await.expect(200);
        opcc.act(march, "reinstate", &why("It was in the other county.")).await.expect(200);
        opcc.act(march, "hold", &json!({})).await.expect(200);
        pcc.act(march, "agree", &json!({})).await.expect(200);
        let unused = self.prepared("meeting_record", id_of(march), "").await;
        let etag = opcc.get(&unused).await.etag();
        opcc.delete(&unused, &etag).await.expect(204);
        let record = self.publish("meeting_record", id_of(march), "").await;
        assert_eq!(record.json["number"], 1, "no gap");
        let (questions, matters) = (&record.json["record"]["questions"], &record.json["record"]["matters"]);
        assert_eq!(questions[0]["brought_forward_from"]["reference"], "WM-2019-Q003");
        assert_eq!(matters[0]["title"], "Accreditation");
        let log = self.publish("action_log", "west-mercia", "").await;
        let told = &log.json["record"]["actions"];
        assert_eq!(told.as_array().map(Vec::len), Some(1));
        assert_eq!(
            (told[0]["status"].as_str(), told[0]["escalations"][0]["to"].as_str()),
            (Some("accepted"), Some("police_and_crime_panel"))
        );
        let kinds: Vec<&Value> = told[0]["deadline"]["moves"].as_array().expect("moves").iter().map(|one| &one["kind"]).collect();
        assert_eq!(kinds, ["extend", "extend", "extend", "take_back"]);
        let wrong = json!({"kind": "meeting_record", "subject_id": self.stage.meeting, "significance": "minor", "change_note": "A slip."});
        let wrong = opcc.create("/v1/editions", &wrong).await;
        pcc.act(&wrong, "approve", &despite()).await.expect(200);
        opcc.act(&wrong, "recall", &why("Nothing has changed.")).await.expect(200);
        let third = self.publish("meeting_record", &self.stage.meeting, "A name.").await;
        assert_eq!(third.json["number"], 3);
        let taken = json!({"explanation": "It names a person."});
        pcc.act(&format!("/v1/editions/{}", third.str("/id")), "withdraw", &taken).await.expect(200);
        self.app.nobody().get(&format!("/public/v1/editions/{}", third.str("/id"))).await.expect(410);
    }

    /// The figures: what was in time in the two months, and the evidence of the year.
    async fn the_figures_of_the_cycle(&self, asked: &Asked) {
        let reader = self.app.client("reader");
        let report = reader.get("/v1/reports/in-time?from=2019-01-01&to=2019-03-31").await.expect(200);
        let of = |kind: &str| {
            let rows = report.json["by_kind"].as_array().expect("kinds");
            let row = rows.iter().find(|row| row["kind"] == kind).expect("a kind");
            ["in_time", "late", "outstanding"].map(|name| row["counts"][name].as_i64().expect("a number"))
        };
        assert_eq!((of("question"), of("action"), of("recommendation")), ([2, 1, 0], [0, 1, 0], [1, 0, 1]), "{}", report.text);
        let year = reader.get("/v1/reports/annual?year=2018-19").await.expect(200);
        let evidence = &year.json["priorities"][0];
        assert_eq!(evidence["questions"]["put"]["count"], 4);
        assert_eq!((&evidence["actions"]["set"]["count"], &evidence["actions"]["accepted"]["count"]), (&json!(1), &json!(1)));
        let trail = self.app.pcc().all(&format!("/v1/audit?resource_id={}&sort=created_at&limit=200", id_of(&asked.oral))).await;
        let acts: Vec<&str> = trail.iter().map(|entry| entry["act"].as_str().expect("an act")).collect();
        assert_eq!(acts.iter().filter(|act| **act == "reopen").count(), 1, "{acts:?}");
        assert!(
            acts.contains(&"take-back-judgement") && acts.contains(&"reinstate-reply") | acts.contains(&"remove-reply"),
            "{acts:?}"
        );
    }
}
