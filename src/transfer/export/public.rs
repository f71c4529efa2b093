//! The whole public record as files that any web server can host. Every body comes from the routes themselves, in this process,
//! so that the archive matches the service.

use std::path::Path;

use actix_web::http::StatusCode;
use serde_json::Value;

use super::directory::Unfinished;
use super::paths::{CHECKPOINT, Form, PublicPath, public_paths};
use super::routes::Routes;
use crate::foundation::db::snapshot;
use crate::http::app::App;
use crate::public::state::Reach;
use crate::publication_log::checkpoint::Checkpoint;
use crate::publication_log::document::LICENCE;
use crate::publication_log::state::PublicationLog;
use crate::transfer::verify::source::WITHDRAWN;

/// The number of attempts when something is published during the export.
const TRIES: usize = 5;

/// Rows per request: the maximum of the lists.
const ROWS: u16 = 200;

/// The result of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub files: usize,
    /// Number of leaves of the log.
    pub leaves: usize,
}

/// Writes what `routes` answer to `place`; `progress` is told how many of how many paths are done.
pub async fn export(app: &App, routes: &Routes, place: &Path, progress: &mut dyn FnMut(usize, usize)) -> Result<Written, String> {
    for _ in 0..TRIES {
        let mut unfinished = Unfinished::begin(place)?;
        let before = leaves(app).await?;
        let written = write_all(app, routes, &mut unfinished, progress).await;
        let now = leaves(app).await?;
        match written {
            // Lists written late would contain editions missing from the log, which was written early.
            Ok(leaves) if leaves != now => {}
            Ok(leaves) => {
                let made_at = app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                return Ok(Written { files: unfinished.finish(made_at, LICENCE)?, leaves });
            }
            Err(error) if now == before => return Err(error),
            // A withdrawn edition is no longer at its path, and a table ends early.
            Err(error) => log::info!("starting the export again, because something was published: {error}"),
        }
    }
    Err("the record was published to during every attempt: try again later".into())
}

/// Returns the number of leaves of the log in the database.
async fn leaves(app: &App) -> Result<usize, String> {
    app.feature::<PublicationLog>().catch_up(&app.db).await.map_err(|error| error.to_string())
}

/// Writes every public path; returns the number of leaves of the log.
async fn write_all(
    app: &App,
    routes: &Routes,
    out: &mut Unfinished,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<usize, String> {
    // The routes may be a second behind another process. This attempt must see what was published in the attempt before.
    app.feature::<Reach>().newest(&app.db).await.map_err(|error| error.to_string())?;
    let signed = routes.ask(CHECKPOINT).await?.found(CHECKPOINT)?;
    let key = app.feature::<PublicationLog>().signer().map_err(|error| error.to_string())?.verifier();
    let size = Checkpoint::open(&String::from_utf8_lossy(&signed.bytes), key).map_err(|error| error.to_string())?.size;
    out.write(CHECKPOINT.trim_start_matches('/'), &signed.media_type, &signed.bytes)?;
    let paths =
        app.db.read(move |conn| snapshot(conn, |conn| public_paths(conn, size))).await.map_err(|error| error.to_string())?;
    for (done, path) in paths.iter().enumerate() {
        progress(done, paths.len());
        match path.form {
            Form::Body => write_body(routes, out, path).await?,
            Form::List => write_list(routes, out, path).await?,
        }
    }
    Ok(size)
}

async fn write_body(routes: &Routes, out: &mut Unfinished, path: &PublicPath) -> Result<(), String> {
    let answer = routes.ask(&path.path).await?;
    if answer.status == StatusCode::GONE {
        return out.write(&format!("{}{WITHDRAWN}", path.file), &answer.media_type, &answer.bytes);
    }
    let answer = answer.found(&path.path)?;
    out.write(&path.file, &answer.media_type, &answer.bytes)
}

/// Writes the rows of all pages as one page.
async fn write_list(routes: &Routes, out: &mut Unfinished, path: &PublicPath) -> Result<(), String> {
    let answer = routes.ask(&format!("{}?limit={ROWS}", path.path)).await?.found(&path.path)?;
    let mut whole = page(&path.path, &answer.bytes)?;
    while let Some(link) = next_of(&whole) {
        // The members of the last page, with the rows of all: the last page says how far the changes go.
        let mut more = page(&link, &routes.ask(&link).await?.found(&link)?.bytes)?;
        if next_of(&more).as_ref() == Some(&link) {
            return Err(format!("{link}: the next page is the same page"));
        }
        if let (Some(Value::Array(rows)), Some(Value::Array(new))) = (whole.get_mut("data"), more.get_mut("data")) {
            rows.append(new);
            std::mem::swap(rows, new);
        }
        whole = more;
    }
    if let Some(links) = whole.get_mut("links").and_then(Value::as_object_mut) {
        links.retain(|name, _| !["next", "prev", "first", "last", "self"].contains(&name.as_str()));
        links.insert("next".into(), Value::Null);
    }
    let body = serde_json::to_vec(&whole).map_err(|error| error.to_string())?;
    out.write(&path.file, &answer.media_type, &body)
}

fn page(path: &str, body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body).map_err(|_| format!("{path}: is not the JSON that this version makes"))
}

/// Returns the path of the next page.
fn next_of(page: &Value) -> Option<String> {
    let link = page.pointer("/links/next")?.as_str()?;
    let path = link.split_once("://").map_or(Some(link), |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    path.map(str::to_owned)
}
