use serde_json::json;

use super::{NONE, Row, Set, Slice, row};
use crate::public::publish;
use crate::support::stage::despite;

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /public/v1", NONE),
        row("GET /public/v1/meetings", NONE),
        row("GET /public/v1/meetings/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/questions", NONE),
        row("GET /public/v1/questions/{id}", &["published", "withdrawn", "not published"]),
        row("GET /public/v1/actions", NONE),
        row("GET /public/v1/actions/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/priorities", NONE),
        row("GET /public/v1/priorities/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/priorities/{id}/thread", &["published", "withdrawn"]),
        row("GET /public/v1/recommendations", NONE),
        row("GET /public/v1/recommendations/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/plans", NONE),
        row("GET /public/v1/plans/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/exchanges", NONE),
        row("GET /public/v1/exchanges/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/findings", NONE),
        row("GET /public/v1/findings/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/decisions", NONE),
        row("GET /public/v1/decisions/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/figures", NONE),
        row("GET /public/v1/figures/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/measures", NONE),
        row("GET /public/v1/measures/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/topics", NONE),
        row("GET /public/v1/topics/{id}", &["published", "withdrawn"]),
        row("GET /public/v1/files", NONE),
        row("GET /public/v1/editions", NONE),
        row("GET /public/v1/editions/{id}", &["prepared", "published", "superseded", "withdrawn"]),
        row("GET /public/v1/files/{sha256}", NONE),
        row("GET /public/v1/changes", NONE),
        row("GET /public/v1/search", NONE),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        let app = &set.app;
        let fresh = || app.inner().ids.next();
        let (id, subject) = (fresh(), fresh());
        if row.operation.contains("/editions/") {
            let question = app.question_in(&set.stage, "answered").await;
            let body = json!({"kind": "question", "subject_id": super::id_of(&question)});
            let edition = app.opcc().create("/v1/editions", &body).await;
            if status != "prepared" {
                app.pcc().act(&edition, "approve", &despite()).await.expect(200);
                app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
            }
            if status == "withdrawn" {
                app.pcc().act(&edition, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
            }
            if status == "superseded" {
                publish(app, "question", super::id_of(&question), json!({"question": {"id": id, "text": "Anew"}})).await;
            }
            return edition;
        }
        if status == "not published" {
            return app.question_in(&set.stage, "answered").await;
        }
        let (kind, record) = match row.operation.split('/').nth(3).unwrap_or_default() {
            "meetings" => ("meeting_record", json!({"meeting": {"id": id, "title": "A meeting"}})),
            "questions" => ("question", json!({"question": {"id": id, "text": "Why?"}})),
            "actions" => ("action_log", json!({"actions": [{"id": id, "text": "Do it."}]})),
            "recommendations" => ("recommendation_response", json!({"set": {"id": id, "title": "A report"}})),
            "plans" => ("plan", json!({"plan": {"id": id, "title": "A plan"}})),
            "exchanges" => {
                ("meeting_record", json!({"meeting": {"id": subject}, "exchanges": [{"id": id, "challenge": "How?"}]}))
            }
            "findings" => ("meeting_record", json!({"meeting": {"id": subject}, "findings": [{"id": id, "text": "Slow."}]})),
            "decisions" => ("decision", json!({"decision": {"id": id, "text": "Buy."}})),
            "figures" => ("meeting_record", json!({"meeting": {"id": subject}, "data_points": [{"id": id, "label": "Calls"}]})),
            "measures" => {
                let figures = json!([{"id": fresh(), "label": "Calls", "measure": {"id": id}}]);
                ("meeting_record", json!({"meeting": {"id": subject}, "data_points": figures}))
            }
            "topics" => {
                let about = json!({"id": id, "title": "Phones"});
                ("question", json!({"question": {"id": fresh(), "text": "Why?", "topic": about}}))
            }
            _ => ("plan", json!({"plan": {"id": subject}, "priorities": [{"id": id, "title": "A priority"}]})),
        };
        let edition = publish(app, kind, &subject, record).await;
        if status == "withdrawn" {
            let edition = format!("/v1/editions/{edition}");
            app.pcc().act(&edition, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
        }
        format!("/{id}")
    }
}
