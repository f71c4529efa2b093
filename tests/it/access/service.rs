use super::{NONE, Row, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /", NONE),
        row("GET /healthz", NONE),
        row("GET /readyz", NONE),
        row("GET /metrics", NONE),
        row("GET /openapi.json", NONE),
        row("GET /.well-known/jwks.json", NONE),
    ];
}
