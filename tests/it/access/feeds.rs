use super::{NONE, Row, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /public/v1/feeds/atom.xml", NONE),
        row("GET /public/v1/feeds/feed.json", NONE),
        row("GET /public/v1/feeds/archive/{page}/atom.xml", NONE),
        row("GET /public/v1/feeds/archive/{page}/feed.json", NONE),
        row("GET /public/v1/calendar.ics", NONE),
        row("GET /public/v1/catalog.jsonld", NONE),
        row("GET /public/v1/export/manifest.json", NONE),
        row("GET /public/v1/export/{file}", NONE),
    ];
}
