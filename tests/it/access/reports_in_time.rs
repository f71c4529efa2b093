use super::{NONE, Row, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[row("GET /v1/reports/in-time", NONE)];
}
