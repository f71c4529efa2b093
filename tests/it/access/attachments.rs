use reqwest::RequestBuilder;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, row, row_about};
use crate::support::TestApp;

/// Cited by a draft of its own side, or by a record that everybody sees.
pub const STATUSES: &[&str] = &["not_cited", "cited_by_draft", "cited"];

const OF_BODY: &str = "of the body";

pub struct Table;

impl TestApp {
    /// A file of `who`, `pcc`, `opcc` or `force`, in one of [`STATUSES`]; its path.
    pub async fn attachment_in(&self, who: &str, status: &str) -> String {
        let client = self.client(who);
        let path = client.upload("Backlog.csv", "text/csv", "month,backlog\n2019-01,893\n").await.expect(201).location();
        let by = match status {
            "not_cited" => return path,
            "cited_by_draft" => self.data_point_in(if who == "force" { "force" } else { "opcc" }, "draft").await,
            "cited" => self.data_point_in("opcc", "submitted").await,
            other => panic!("no attachment gets to be {other}"),
        };
        client.cite(&path, "data_points", id_of(&by)).await.expect(201);
        path
    }
}

impl crate::support::Client {
    pub async fn cite(&self, attachment: &str, resource: &str, id: &str) -> crate::support::Reply {
        self.post(&format!("{attachment}/citations"), &json!({"resource": resource, "resource_id": id})).await
    }
}

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/attachments", NONE),
        row("POST /v1/attachments", NONE),
        row("GET /v1/attachments/{id}", STATUSES),
        row("GET /v1/attachments/{id}/content", STATUSES),
        row("DELETE /v1/attachments/{id}", STATUSES),
        row("GET /v1/attachments/{id}/citations", STATUSES),
        row("POST /v1/attachments/{id}/citations", STATUSES),
        row_about("GET /v1/attachments/{id}", OF_BODY, STATUSES),
        row_about("GET /v1/attachments/{id}/content", OF_BODY, STATUSES),
        row_about("DELETE /v1/attachments/{id}", OF_BODY, STATUSES),
        row_about("GET /v1/attachments/{id}/citations", OF_BODY, STATUSES),
        row_about("POST /v1/attachments/{id}/citations", OF_BODY, STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        set.app.attachment_in(if row.about == OF_BODY { "opcc" } else { "force" }, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/attachments/{id}/citations" => json!({"resource": "meetings", "resource_id": set.stage.meeting}),
            other => panic!("no body for {other}"),
        }
    }

    async fn complete(set: &Set, row: &Row, status: &str, request: RequestBuilder) -> RequestBuilder {
        if row.operation == "POST /v1/attachments" {
            let request = request.query(&[("filename", "Backlog.csv")]).header(CONTENT_TYPE, "text/csv");
            return request.body("month,backlog\n2019-01,893\n");
        }
        request.json(&Self::body(set, row, status).await)
    }
}
