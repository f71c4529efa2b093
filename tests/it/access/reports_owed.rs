use super::{NONE, Row, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[row("GET /v1/reports/owed", NONE), row("GET /public/v1/owed", NONE)];
}
