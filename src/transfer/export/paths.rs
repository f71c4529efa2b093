//! Every path of the public surface that `answerable export --public` writes as a file.
//!
//! Every addition to the public surface adds its paths in [`public_paths`], so that the archive is complete.

use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public;
use crate::public::feeds::formats::Format;
use crate::public::feeds::history;
use crate::public::feeds::history::FeedFormat;
use crate::public::feeds::rows::ExportTable;
use crate::public::model::PublicResource;
use crate::publication_log::store;
use crate::publication_log::tile_path::tiles;

/// The path of the newest checkpoint.
pub const CHECKPOINT: &str = "/public/v1/log/checkpoint";

/// The conversion of a path to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The body unchanged.
    Body,
    /// A list whose pages are linked by `links.next`: one file with the rows of all pages.
    List,
}

/// A path of the public surface and its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPath {
    /// Path with its query, if any.
    pub path: String,
    /// File name relative to the directory of the export.
    pub file: String,
    pub form: Form,
}

impl PublicPath {
    /// Creates a resource whose file has the name of its path.
    pub fn body(path: impl Into<String>) -> Self {
        let path = path.into();
        let file = path.trim_start_matches('/').to_owned();
        Self { path, file, form: Form::Body }
    }

    /// Creates a list; its items are below its path, so its file is `index.json` there.
    pub fn list(path: impl Into<String>) -> Self {
        let path = path.into();
        let file = format!("{}/index.json", path.trim_start_matches('/'));
        Self { path, file, form: Form::List }
    }

    /// Creates a resource with others below its path: its file is `index.json` there.
    pub fn index(path: impl Into<String>) -> Self {
        Self { form: Form::Body, ..Self::list(path) }
    }
}

/// Returns every public path of the record except the checkpoint, for a log of `size` leaves.
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

/// Returns the paths of the record: index, lists, items, files, feeds, tables, catalogue. Each part of the public surface adds its own
/// here.
///
/// Excludes requests that files cannot answer: searches, filters, and proofs, which can be derived from the tiles.
fn record_paths(conn: &mut AnyConnection) -> Result<Vec<PublicPath>, ApiError> {
    let mut paths = vec![PublicPath::index("/public/v1"), PublicPath::list("/public/v1/changes")];
    paths.push(PublicPath::list("/public/v1/editions"));
    paths.extend(store::edition_ids(conn)?.iter().map(|id| PublicPath::body(format!("/public/v1/editions/{id}"))));
    for &resource in PublicResource::ALL {
        let collection = format!("/public/v1/{}", resource.collection());
        paths.push(PublicPath::list(&*collection));
        let ids = if resource.has_page() { public::store::shown_ids(conn, resource)? } else { Vec::new() };
        for id in ids {
            let item = format!("{collection}/{id}");
            if resource == PublicResource::Priority {
                paths.push(PublicPath::body(format!("{item}/thread")));
                paths.push(PublicPath::index(item));
            } else {
                paths.push(PublicPath::body(item));
            }
        }
    }
    paths.extend(public::files::store::all(conn)?.iter().map(|sha256| PublicPath::body(format!("/public/v1/files/{sha256}"))));
    paths.push(PublicPath::body("/public/v1/owed"));
    paths.extend(feed_paths(conn)?);
    paths.extend(table_paths());
    Ok(paths)
}

/// Returns the unfiltered feeds. Those of one priority or topic are parameters of them.
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
