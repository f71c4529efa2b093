//! What tests begin with, made through the public API: a body with a plan in force, a topic, a meeting; and records brought
//! to a wanted status by the people who may do that.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::TestApp;

/// The ids of what is there before a test begins.
#[derive(Debug, Clone)]
pub struct Stage {
    pub body: String,
    pub plan: String,
    pub priority: String,
    pub topic: String,
    /// Scheduled for 30 January 2019, 10:00.
    pub meeting: String,
}

fn last(location: &str) -> String {
    location.rsplit_once('/').expect("a path").1.to_owned()
}

impl Stage {
    /// Sets the stage in West Mercia.
    pub async fn set(app: &TestApp) -> Self {
        let (pcc, opcc) = (app.pcc(), app.opcc());
        let body = json!({"kind": "pcc", "name": "Police and Crime Commissioner for West Mercia", "valid_from": "2012-11-22"});
        let body = last(&pcc.create("/v1/bodies", &body).await);
        let plan =
            json!({"body_id": body, "title": "Safer West Mercia Plan", "period_from": "2016-10-25", "period_to": "2021-03-31"});
        let plan = last(&opcc.create("/v1/plans", &plan).await);
        let priority = json!({"plan_id": plan, "title": "Putting victims and survivors first"});
        let priority = last(&opcc.create("/v1/priorities", &priority).await);
        pcc.act(&format!("/v1/plans/{plan}"), "adopt", &json!({"adopted_on": "2016-10-25"})).await.expect(200);
        let topic = last(&opcc.create("/v1/topics", &json!({"title": "Digital forensics"})).await);
        let meeting = meeting(&body, "Monthly assurance meeting", "2019-01-30");
        let meeting = last(&opcc.create("/v1/meetings", &meeting).await);
        Self { body, plan, priority, topic, meeting }
    }

    /// A question of the stage as the office would draft it.
    pub fn question(&self, text: &str) -> Value {
        json!({
            "text": text, "priority_ids": [self.priority], "topic_id": self.topic, "meeting_id": self.meeting,
            "printed_number": "1", "asked_by": "PCC", "due_on": "2019-02-13",
        })
    }
}

/// A meeting as the office would schedule it.
pub fn meeting(body: &str, title: &str, day: &str) -> Value {
    json!({"kind": "assurance", "title": title, "body_id": body, "held_on": day, "starts_at": "10:00", "venue": "Hindlip"})
}

/// A response as the force would draft it.
pub fn response(text: &str) -> Value {
    json!({"text": text, "mode": "written", "speakers": [{"name": "A. Constable", "capacity": "CC"}]})
}

/// The body of an approval by a PCC who knows what the lint says: most questions of tests are answered and not judged.
pub fn despite() -> Value {
    json!({"despite_warnings": "It is judged at the next meeting."})
}

/// A title that no other meeting has: of two that are the same the second is refused.
fn another_title() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    format!("Another meeting {}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

impl TestApp {
    /// A question in `status`; its path.
    pub async fn question_in(&self, stage: &Stage, status: &str) -> String {
        let path = self.opcc().create("/v1/questions", &stage.question("What has changed since the backlog was reported?")).await;
        if status == "draft" {
            return path;
        }
        if status == "withdrawn" {
            self.pcc().act(&path, "withdraw", &json!({"reason": "Overtaken by events."})).await.expect(200);
            return path;
        }
        self.pcc().act(&path, "put", &json!({})).await.expect(200);
        if status == "put" {
            return path;
        }
        if status == "withdrawn_after_put" {
            self.pcc().act(&path, "withdraw", &json!({"reason": "Overtaken by events."})).await.expect(200);
            return path;
        }
        self.response_to(&path, "submitted").await;
        match status {
            "answered" => {}
            "returned" => {
                self.pcc().act(&path, "return", &json!({"reason": "One month of three."})).await.expect(200);
            }
            "closed" => {
                let judged = json!({"outcome": "answered", "reason": "Every part was."});
                self.opcc().act(&path, "close", &judged).await.expect(200);
            }
            other => panic!("no question gets to be {other}"),
        }
        path
    }

    /// A response of the force to the question at `question`, in `status`; its path.
    pub async fn response_to(&self, question: &str, status: &str) -> String {
        let path = self.force().create(&format!("{question}/responses"), &response("The backlog is falling.")).await;
        if status == "draft" {
            return path;
        }
        self.force().act(&path, "submit", &json!({})).await.expect(200);
        match status {
            "submitted" => {}
            "accepted" => {
                self.pcc().act(&path, "accept", &json!({})).await.expect(200);
            }
            "returned" => {
                self.pcc().act(&path, "return", &json!({"reason": "One month of three."})).await.expect(200);
            }
            other => panic!("no response gets to be {other}"),
        }
        path
    }

    /// An action of the force in `status`; its path.
    pub async fn action_in(&self, stage: &Stage, status: &str) -> String {
        let action = json!({
            "text": "Bring a plan with dates.", "owner": "CC", "owner_side": "force", "due_on": "2019-02-13",
            "due_text": "within two weeks", "priority_ids": [stage.priority], "meeting_id": stage.meeting,
        });
        let path = self.opcc().create("/v1/actions", &action).await;
        let claim = json!({"evidence": "The plan was sent on 12 February."});
        let steps: &[(&str, &str, Value)] = match status {
            "open" => &[],
            "in_progress" => &[("force", "start", json!({}))],
            "claimed_complete" => &[("force", "start", json!({})), ("force", "claim", claim)],
            "accepted" => &[("force", "start", json!({})), ("force", "claim", claim), ("pcc", "accept", json!({}))],
            "closed_not_implemented" => &[("pcc", "close-not-implemented", json!({"reason": "The unit was dissolved."}))],
            other => panic!("no action gets to be {other} like this"),
        };
        for (who, act, body) in steps {
            self.client(who).act(&path, act, body).await.expect(200);
        }
        path
    }

    /// A meeting in `status`; its path.
    pub async fn meeting_in(&self, stage: &Stage, status: &str) -> String {
        let path = self.opcc().create("/v1/meetings", &meeting(&stage.body, &another_title(), "2019-01-30")).await;
        let steps: &[(&str, &str, Value)] = match status {
            "scheduled" => &[],
            "held" => &[("opcc", "hold", json!({}))],
            "agreed" => &[("opcc", "hold", json!({})), ("pcc", "agree", json!({}))],
            "cancelled" => &[("opcc", "cancel", json!({"reason": "Snow."}))],
            other => panic!("no meeting gets to be {other}"),
        };
        for (who, act, body) in steps {
            self.client(who).act(&path, act, body).await.expect(200);
        }
        path
    }

    /// A plan in `status`; its path.
    pub async fn plan_in(&self, stage: &Stage, status: &str) -> String {
        let plan =
            json!({"body_id": stage.body, "title": "Another plan", "period_from": "2016-10-25", "period_to": "2021-03-31"});
        let path = self.opcc().create("/v1/plans", &plan).await;
        let id = last(&path);
        let priority = json!({"plan_id": id, "title": "Reassuring communities"});
        self.opcc().create("/v1/priorities", &priority).await;
        if status != "draft" {
            self.pcc().act(&path, "adopt", &json!({"adopted_on": "2016-10-25"})).await.expect(200);
        }
        if status == "superseded" {
            let by = json!({"superseded_by": stage.plan, "reason": "A new plan."});
            self.pcc().act(&path, "supersede", &by).await.expect(200);
        }
        path
    }
}
