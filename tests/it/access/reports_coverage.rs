use super::{NONE, Row, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] =
        &[row("GET /v1/reports/coverage", NONE), row("GET /v1/heads", NONE), row("GET /public/v1/heads", NONE)];
}
