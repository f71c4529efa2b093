//! An upload from its first byte to its row: limited in size, time and memory, and removed completely when it fails.

use std::time::Duration;

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName};
use actix_web::web;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use tokio::time::{Instant, timeout, timeout_at};

use super::model::{AttachmentId, MediaType, Received};
use super::sniff::{Inspector, Unfit};
use super::strays;
use crate::foundation::actor::Actor;
use crate::foundation::digest::hex;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::validate::Faults;
use crate::http::app::App;

/// Maximum pause between two pieces of a body.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// Maximum duration of an upload; files noted as strays are older than this when they are swept.
const LONGEST: Duration = Duration::from_secs(600);
/// Maximum length of a name, in characters: file systems allow 255 bytes.
const NAME: usize = 120;

/// The declared properties of a file, from the headers and the query.
#[derive(Debug, Clone)]
pub struct Announced {
    pub name: String,
    pub media_type: Option<MediaType>,
    /// Length in bytes, if known.
    pub length: Option<usize>,
}

impl Announced {
    /// Reads name, type and length: 400 for the name, 415 for a type that is not accepted, 413 for a length over the limit.
    pub fn parse(name: &str, headers: &HeaderMap, limit: usize) -> Result<Self, ApiError> {
        let name = file_name(name)?;
        let text =
            |header: HeaderName| headers.get(header).map(|value| value.to_str().unwrap_or("?").trim().to_ascii_lowercase());
        if text(CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            return Err(ApiError::UnsupportedMediaType("send the file without Content-Encoding".into()));
        }
        let media_type = match text(CONTENT_TYPE) {
            None => None,
            Some(header) => media_type(&header)?,
        };
        let length = text(CONTENT_LENGTH).and_then(|length| length.parse().ok());
        match length {
            Some(length) if length > limit => Err(ApiError::TooLarge(limit)),
            Some(_) | None => Ok(Self { name, media_type, length }),
        }
    }
}

/// Returns an accepted type; `None` when the header only declares bytes.
fn media_type(header: &str) -> Result<Option<MediaType>, ApiError> {
    let mut parts = header.split(';').map(str::trim);
    let essence = parts.next().unwrap_or("");
    if essence == "application/octet-stream" {
        return Ok(None);
    }
    let known: Vec<&str> = MediaType::ALL.iter().map(|known| known.as_str()).collect();
    let unknown = |_| ApiError::UnsupportedMediaType(format!("{essence:?} is not accepted: use one of {}", known.join(", ")));
    let media_type = essence.parse::<MediaType>().map_err(unknown)?;
    let charset = parts.find_map(|part| part.strip_prefix("charset=")).map(|charset| charset.trim_matches('"'));
    match charset {
        Some(other) if !matches!(other, "utf-8" | "utf8" | "us-ascii") => {
            Err(ApiError::UnsupportedMediaType("send text as UTF-8".into()))
        }
        Some(_) | None => Ok(Some(media_type)),
    }
}

/// Checks the name for people: one line, and not a path.
fn file_name(given: &str) -> Result<String, ApiError> {
    let mut faults = Faults::at("/query");
    let name = faults.line("/filename", given);
    if name.contains(['/', '\\']) {
        faults.add("/filename", "must not be a path: send the name alone");
    }
    if name.contains('\t') {
        faults.add("/filename", "must not contain a tab");
    }
    if name.chars().count() > NAME {
        faults.add("/filename", format!("must be at most {NAME} characters"));
    }
    if name.starts_with('.') {
        faults.add("/filename", "must not begin with a dot");
    }
    match faults.finish() {
        Ok(()) => Ok(name),
        Err(ApiError::Invalid(faults)) => Err(ApiError::BadParameters(faults)),
        Err(other) => Err(other),
    }
}

/// A file being received. Dropped before [`Upload::keep`], it removes the file.
pub struct Upload {
    app: web::Data<App>,
    pub id: AttachmentId,
    kept: bool,
}

impl Upload {
    /// Notes the new file.
    pub async fn begin(app: &web::Data<App>, actor: &Actor) -> Result<Self, ApiError> {
        let id = AttachmentId::new(&app.ids);
        let (area, stray, now) = (actor.area.clone(), id.clone(), app.clock.now().naive_utc());
        app.db.write(move |conn| strays::note(conn, &area, &stray, false, now)).await?;
        Ok(Self { app: app.clone(), id, kept: false })
    }

    /// Receives the body: examined, hashed and written piece by piece.
    pub async fn receive(&self, announced: &Announced, mut body: web::Payload) -> Result<Received, ApiError> {
        let limit = self.app.settings.attachment_limit;
        let deadline = Instant::now() + LONGEST;
        let mut file = self.app.files.begin(self.id.as_str()).await?;
        let mut inspector = Inspector::default();
        let mut hash = Sha256::new();
        let mut length = 0_usize;
        let outcome = loop {
            let piece = match timeout_at(deadline, timeout(LONGEST_PAUSE, body.next())).await {
                Err(_) | Ok(Err(_)) => break Err(ApiError::SlowBody),
                Ok(Ok(None)) => break Ok(()),
                Ok(Ok(Some(Err(_)))) => break Err(ApiError::Malformed("the body is incomplete: send the file again".into())),
                Ok(Ok(Some(Ok(piece)))) => piece,
            };
            length = length.saturating_add(piece.len());
            if length > limit {
                break Err(ApiError::TooLarge(limit));
            }
            if let Err(unfit) = inspector.look(&piece) {
                break Err(refuse(unfit));
            }
            hash.update(&piece);
            if let Err(error) = file.add(piece).await {
                break Err(error);
            }
        };
        let broke_off = announced.length.is_some_and(|announced| announced != length);
        let found = match outcome {
            Ok(()) if broke_off => Err(ApiError::Malformed("the body is incomplete: send the file again".into())),
            Ok(()) => inspector.finish(&announced.name, announced.media_type).map_err(refuse),
            Err(error) => Err(error),
        };
        match found {
            Ok(media_type) => {
                file.finish().await?;
                let bytes = i64::try_from(length).map_err(|_| ApiError::TooLarge(limit))?;
                Ok(Received { media_type, bytes, sha256: hex(&hash.finalize()) })
            }
            Err(error) => {
                file.abort().await;
                Err(error)
            }
        }
    }

    /// Keeps the file: the attachment exists.
    pub fn keep(mut self) {
        self.kept = true;
    }

    /// Removes the file now.
    pub async fn discard(mut self) {
        self.kept = true;
        strays::discard_or_leave(&self.app, &self.id).await;
    }
}

impl Drop for Upload {
    /// A client that disconnects drops its request, and this, midway.
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (app, id) = (self.app.clone(), self.id.clone());
            runtime.spawn(async move { strays::discard_or_leave(&app, &id).await });
        }
    }
}

fn refuse(unfit: Unfit) -> ApiError {
    let invalid = |pointer: &str, detail: String| ApiError::Invalid(vec![FieldError::new(pointer, detail)]);
    match unfit {
        Unfit::Empty => invalid("", "the file is empty: choose another".into()),
        Unfit::NotLetIn(detail) => ApiError::UnsupportedMediaType(detail),
        Unfit::OtherThanDeclared(detail) => invalid("/header/Content-Type", detail),
        Unfit::OtherThanNamed(detail) => invalid("/query/filename", detail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, want) in [
            (" Backlog by month.pdf ", Ok("Backlog by month.pdf")),
            ("re\u{301}sume\u{301}.pdf", Ok("résumé.pdf")),
            ("\"quoted\"; filename=x.pdf", Ok("\"quoted\"; filename=x.pdf")),
            ("../../etc/passwd", Err("must not be a path: send the name alone")),
            ("C:\\temp\\a.pdf", Err("must not be a path: send the name alone")),
            (".htaccess", Err("must not begin with a dot")),
            ("..", Err("must not begin with a dot")),
            ("a\tb.pdf", Err("must not contain a tab")),
            ("a\nb.pdf", Err("must be one line")),
            ("a\u{0}.pdf", Err("contains the control character U+0000: remove it")),
            ("fdp.\u{202e}exe", Err("contains the control character U+202E: remove it")),
            ("", Err("must not be empty")),
        ] {
            let got = file_name(name);
            match (got, want) {
                (Ok(got), Ok(want)) => assert_eq!(got, want),
                (Err(ApiError::BadParameters(faults)), Err(want)) => {
                    assert_eq!((faults[0].pointer.as_str(), faults[0].detail.as_str()), ("/query/filename", want));
                }
                (got, want) => panic!("{name:?}: {got:?}, wanted {want:?}"),
            }
        }
        assert!(file_name(&format!("{}.pdf", "a".repeat(NAME))).is_err());
    }

    #[test]
    fn declared_types() {
        for (header, want) in [
            ("application/pdf", Some(Some(MediaType::Pdf))),
            ("text/csv; charset=utf-8", Some(Some(MediaType::Csv))),
            ("text/csv; charset=\"utf-8\"", Some(Some(MediaType::Csv))),
            ("application/octet-stream", Some(None)),
            ("text/csv; charset=windows-1252", None),
            ("text/html", None),
            ("image/svg+xml", None),
            ("text/javascript", None),
            ("application/json", None),
            ("multipart/form-data; boundary=x", None),
            ("?", None),
        ] {
            assert_eq!(media_type(header).ok(), want, "{header}");
        }
    }
}
