use reqwest::RequestBuilder;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, row, row_about};
use crate::support::TestApp;

/// Cited by a draft of its own side, or by a record that everybody sees.
pub const STATUSES: &[&str] = &["not_cited", "cited_by_draft", "cited"];

/// The statuses in which there is a citation.
const CITED: &[&str] = &["cited_by_draft", "cited"];

const OF_BODY: &str = "of the body";

pub struct Table;

impl TestApp {
    /// A file of `who`, `pcc`, `opcc` or `force`, in one of [`STATUSES`]; its path.
    pub async fn attachment_in(&self, who: &str, status: &str) -> String {
        if status != "not_cited" {
            let citation = self.citation_in(who, status).await;
            return citation.split("/citations/").next().expect("a path").to_owned();
        }
        let file = self.client(who).upload("Backlog.csv", "text/csv", "month,backlog\n2019-01,893\n").await;
        file.expect(201).location()
    }

    /// A citation by `who` of a file of its own, which is then in one of the other [`STATUSES`]; its path.
    pub async fn citation_in(&self, who: &str, status: &str) -> String {
        let by = match status {
            "cited_by_draft" => self.data_point_in(if who == "force" { "force" } else { "opcc" }, "draft").await,
            "cited" => self.data_point_in("opcc", "submitted").await,
            other => panic!("no citation gets to be {other}"),
        };
        let file = Box::pin(self.attachment_in(who, "not_cited")).await;
        self.client(who).cite(&file, "data_points", id_of(&by)).await.expect(201).location()
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
        row("GET /v1/attachments/{id}/citations/{citation}", CITED),
        row("PATCH /v1/attachments/{id}/citations/{citation}", CITED),
        row("DELETE /v1/attachments/{id}/citations/{citation}", CITED),
        row_about("GET /v1/attachments/{id}/citations/{citation}", OF_BODY, CITED),
        row_about("PATCH /v1/attachments/{id}/citations/{citation}", OF_BODY, CITED),
        row_about("DELETE /v1/attachments/{id}/citations/{citation}", OF_BODY, CITED),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        let who = if row.about == OF_BODY { "opcc" } else { "force" };
        if row.operation.contains("{citation}") {
            return set.app.citation_in(who, status).await;
        }
        set.app.attachment_in(who, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/attachments/{id}/citations" => json!({"resource": "meetings", "resource_id": set.stage.meeting}),
            "PATCH /v1/attachments/{id}/citations/{citation}" => json!({"publish": false}),
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
