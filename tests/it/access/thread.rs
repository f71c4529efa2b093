use super::plans::STATUSES;
use super::{Row, Set, Slice, id_of, row};

/// The statuses are those of the priority's plan.
pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[row("GET /v1/priorities/{id}/thread", STATUSES)];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        let plan = set.app.plan_in(&set.stage, status).await;
        let priorities = set.app.pcc().get(&format!("/v1/priorities?plan={}", id_of(&plan))).await;
        format!("/v1/priorities/{}", priorities.ids()[0])
    }
}
