//! Every path of the public surface that `answerable export --public` writes as a file.
//!
//! A part that adds something to the public surface adds its paths in [`public_paths`], so that the archive is whole.

use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public;
use crate::public::feeds::columns::Format;
use crate::public::feeds::history;
use crate::public::feeds::history::FeedFormat;
use crate::public::feeds::rows::ExportTable;
use crate::public::model::PublicResource;
use crate::publication_log::store;
use crate::publication_log::tile_path::tiles;

/// Where the newest checkpoint is.
pub const CHECKPOINT: &str = "/public/v1/log/checkpoint";

/// How a path becomes a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The body as it is.
    Body,
    /// A list whose pages follow each other by `links.next`: one file with the rows of all of them.
    List,
}

/// A path of the public surface and the file that it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPath {
    /// With the query, if any.
    pub path: String,
    /// Below the directory of the export.
    pub file: String,
    pub form: Form,
}

impl PublicPath {
    /// A resource that keeps its path as the name of its file.
    pub fn body(path: impl Into<String>) -> Self {
        let path = path.into();
        let file = path.trim_start_matches('/').to_owned();
        Self { path, file, form: Form::Body }
    }

    /// A list; others lie below its path, so that its file is `index.json` there.
    pub fn list(path: impl Into<String>) -> Self {
        let path = path.into();
        let file = format!("{}/index.json", path.trim_start_matches('/'));
        Self { path, file, form: Form::List }
    }

    /// A resource with others below its path: its file is `index.json` there.
    pub fn index(path: impl Into<String>) -> Self {
        Self { form: Form::Body, ..Self::list(path) }
    }
}

/// Every public path of the record but the checkpoint, for a log of `size` leaves.
pub fn public_paths(conn: &mut AnyConnection, size: usize) -> Result<Vec<PublicPath>, ApiError> {
    let mut paths = log_paths(size);
    paths.extend(record_paths(conn)?);
    Ok(paths)
}

fn log_paths(size: usize) -> Vec<PublicPath> {
    let at = |path: String| PublicPath::body(format!("/public/v1/log/{path}"));
    let mut paths = vec![at("key".into())];
    paths.extend(tiles(size).iter().map(|tile| at(format!("tile/{}", tile.path()))));
    paths.extend((0..size).map(|leaf| at(format!("leaves/{leaf}"))));
    paths
}

/// The record: index, lists, items, feeds, tables, catalogue. Here each part of the public surface adds its own.
///
/// What a file cannot answer is left out: searches, filters, and proofs, which follow from the tiles.
fn record_paths(conn: &mut AnyConnection) -> Result<Vec<PublicPath>, ApiError> {
    let mut paths = vec![PublicPath::index("/public/v1"), PublicPath::list("/public/v1/changes")];
    paths.push(PublicPath::list("/public/v1/editions"));
    paths.extend(store::edition_ids(conn)?.iter().map(|id| PublicPath::body(format!("/public/v1/editions/{id}"))));
    for &resource in PublicResource::ALL {
        let collection = format!("/public/v1/{}", resource.collection());
        paths.push(PublicPath::list(&*collection));
        for id in public::store::shown_ids(conn, resource)? {
            let item = format!("{collection}/{id}");
            if resource == PublicResource::Priority {
                paths.push(PublicPath::body(format!("{item}/thread")));
                paths.push(PublicPath::index(item));
            } else {
                paths.push(PublicPath::body(item));
            }
        }
    }
    paths.push(PublicPath::body("/public/v1/owed"));
    paths.extend(feed_paths(conn)?);
    paths.extend(table_paths());
    Ok(paths)
}

/// The feeds of everything, whole. Those of one priority or topic are parameters of them.
fn feed_paths(conn: &mut AnyConnection) -> Result<Vec<PublicPath>, ApiError> {
    let archived = history::archived(conn)?;
    let mut paths = Vec::new();
    for format in FeedFormat::ALL {
        paths.push(PublicPath::body(format.path(None)));
        paths.extend((1..=archived).map(|page| PublicPath::body(format.path(Some(page)))));
    }
    Ok(paths)
}

fn table_paths() -> Vec<PublicPath> {
    let mut paths: Vec<PublicPath> = ["calendar.ics", "catalog.jsonld", "export/manifest.json"]
        .map(|name| PublicPath::body(format!("/public/v1/{name}")))
        .into();
    for table in ExportTable::ALL {
        let endings = Format::ALL.iter().map(|format| format.ending()).chain(["csv-metadata.json"]);
        paths.extend(endings.map(|ending| PublicPath::body(format!("/public/v1/export/{table}.{ending}"))));
    }
    paths
}
