use super::{NONE, Row, Set, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[row("GET /v1/audit", NONE), row("GET /v1/audit/{id}", &["by the pcc", "by the force"])];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        let (who, act) = if status == "by the force" { ("force", "submit") } else { ("pcc", "put") };
        set.app.question_in(&set.stage, "answered").await;
        let entries = set.app.client(who).get(&format!("/v1/audit?act={act}&sort=-created_at")).await;
        format!("/v1/audit/{}", entries.ids()[0])
    }
}
