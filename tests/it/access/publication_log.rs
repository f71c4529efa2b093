use super::{NONE, Row, Slice, row};

pub struct Table;

/// The same for everybody, with a token or without: no leaf here, no tile, and proofs without their sizes.
impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /public/v1/log/checkpoint", NONE),
        row("GET /public/v1/log/key", NONE),
        row("GET /public/v1/log/tile/{tile}", NONE),
        row("GET /public/v1/log/leaves/{leaf}", NONE),
        row("GET /public/v1/log/proof/inclusion", NONE),
        row("GET /public/v1/log/proof/consistency", NONE),
    ];
}
