//! Every path of the public surface that `answerable export --public` writes as a file.
//!
//! A part that adds something to the public surface adds its paths in [`public_paths`], so that the archive is whole.

use super::store;
use super::tile_path::tiles;
use crate::db::AnyConnection;
use crate::error::ApiError;

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
    /// Whether it may be missing: a part that this version or this record does not have.
    pub optional: bool,
}

impl PublicPath {
    /// A resource that keeps its path as the name of its file.
    pub fn body(path: impl Into<String>) -> Self {
        let path = path.into();
        let file = path.trim_start_matches('/').to_owned();
        Self { path, file, form: Form::Body, optional: false }
    }

    /// A list; others lie below its path, so that its file is `index.json` there.
    pub fn list(path: impl Into<String>) -> Self {
        let path = path.into();
        let file = format!("{}/index.json", path.trim_start_matches('/'));
        Self { path, file, form: Form::List, optional: false }
    }

    /// The same in another file.
    pub fn in_file(self, file: impl Into<String>) -> Self {
        Self { file: file.into(), ..self }
    }

    /// The same, which may be missing.
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
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
fn record_paths(conn: &mut AnyConnection) -> Result<Vec<PublicPath>, ApiError> {
    let mut paths = vec![
        PublicPath::body("/public/v1").in_file("public/v1/index.json").optional(),
        PublicPath::list("/public/v1/editions").optional(),
    ];
    for edition in store::edition_ids(conn)? {
        paths.push(PublicPath::body(format!("/public/v1/editions/{edition}")).optional());
    }
    Ok(paths)
}
