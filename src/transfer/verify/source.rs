//! The source of the public record: a service, or a directory written by `answerable export --public`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::future::join_all;
use reqwest::header::{CACHE_CONTROL, CONTENT_LENGTH, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use sha2::{Digest, Sha256};

use crate::foundation::digest::hex;

/// The suffix of the file in an export that replaces a withdrawn document.
pub const WITHDRAWN: &str = ".withdrawn.json";

/// The result of fetching a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    Body(Vec<u8>),
    /// The document was withdrawn; this is the response in its place.
    Gone(Vec<u8>),
    Missing,
}

/// What is at the address of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// Bytes: their number, unless the service does not say it, and their SHA-256, if they were read.
    Bytes {
        length: Option<u64>,
        sha256: Option<String>,
    },
    Missing,
}

/// The time limit for all bytes of a file.
const LONGEST_FILE: Duration = Duration::from_secs(30 * 60);

/// A service or a directory.
#[derive(Debug, Clone)]
pub enum Source {
    Service { client: Client, base: String },
    Directory(PathBuf),
}

impl Source {
    /// Creates a source: `http://` and `https://` are services, everything else is a directory.
    pub fn new(text: &str, timeout: Duration) -> Result<Self, String> {
        let is_open = text.starts_with("http://");
        if !is_open && !text.starts_with("https://") {
            let directory = PathBuf::from(text);
            return if directory.is_dir() {
                Ok(Self::Directory(directory))
            } else {
                Err(format!("{text} is not a directory or a URL such as https://answerable.example.org"))
            };
        }
        // Redirects are reported to the caller: the check must be of the named service.
        let client = Client::builder().timeout(timeout).connect_timeout(timeout).redirect(Policy::none());
        // A cached list from before the newest publication would look like tampering.
        let client = client.default_headers(HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static("no-cache"))]));
        // Reading the machine's certificates takes longer than most checks, and without TLS they are not needed.
        let client = if is_open { client.tls_certs_only([]) } else { client };
        let client = client.build().map_err(|error| explained(&error))?;
        Ok(Self::Service { client, base: text.trim_end_matches('/').to_owned() })
    }

    /// Fetches a path that begins with a slash, up to `most` bytes.
    pub async fn get(&self, path: &str, most: usize) -> Result<Fetched, String> {
        match self {
            Self::Service { client, base } => {
                let found = from_service(client, &format!("{base}{path}"), most).await?;
                if found == Fetched::Missing { from_hosted_files(client, base, path, most).await } else { Ok(found) }
            }
            Self::Directory(directory) => from_directory(directory, path, most),
        }
    }

    /// Asks whether a service has a file, without its bytes.
    pub async fn ask(&self, path: &str) -> Result<Held, String> {
        let Self::Service { client, base } = self else { return self.hash(path).await };
        let url = format!("{base}{path}");
        let response = client.head(&url).send().await.map_err(|error| format!("{url}: {}", explained(&error)))?;
        // The header: there is no body whose length a client could know.
        let length = response.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        held(&url, response.status(), Held::Bytes { length, sha256: None })
    }

    /// Reads all bytes of a file, keeping none.
    pub async fn hash(&self, path: &str) -> Result<Held, String> {
        let (mut hash, mut length) = (Sha256::new(), 0_u64);
        let mut add = |bytes: &[u8]| {
            length += u64::try_from(bytes.len()).unwrap_or_default();
            hash.update(bytes);
        };
        match self {
            Self::Directory(directory) => {
                let place = directory.join(path.trim_start_matches('/'));
                if !place.is_file() {
                    return Ok(Held::Missing);
                }
                let about = |error: std::io::Error| format!("{}: {error}", place.display());
                let (mut file, mut piece) = (std::fs::File::open(&place).map_err(about)?, vec![0; 64 << 10]);
                loop {
                    let count = file.read(&mut piece).map_err(about)?;
                    let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else { break };
                    add(read);
                }
            }
            Self::Service { client, base } => {
                let url = format!("{base}{path}");
                let about = |error: reqwest::Error| format!("{url}: {}", explained(&error));
                let mut response = client.get(&url).timeout(LONGEST_FILE).send().await.map_err(about)?;
                let status = response.status();
                if status != StatusCode::OK {
                    return held(&url, status, Held::Missing);
                }
                while let Some(piece) = response.chunk().await.map_err(about)? {
                    add(&piece);
                }
            }
        }
        Ok(Held::Bytes { length: Some(length), sha256: Some(hex(&hash.finalize())) })
    }

    /// Fetches several paths together.
    pub async fn get_all(&self, paths: &[String], most: usize) -> Result<Vec<Fetched>, String> {
        join_all(paths.iter().map(|path| self.get(path, most))).await.into_iter().collect()
    }

    /// Returns the maximum length of a page of a list; in an export it is the whole list.
    pub const fn most_of_a_list(&self) -> usize {
        match self {
            Self::Service { .. } => 64 << 20,
            Self::Directory(_) => 1 << 30,
        }
    }

    /// Returns the path of a link, if it leads to this source.
    pub fn path_of<'a>(&self, link: &'a str) -> Option<&'a str> {
        let path = match self {
            Self::Service { base, .. } => link.strip_prefix(base.as_str()).unwrap_or(link),
            // An export keeps the links of its service.
            Self::Directory(_) => {
                link.split_once("://").map_or(Some(link), |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)))?
            }
        };
        let is_path = path.starts_with('/') && !path.starts_with("//") && !path.split('/').any(|part| part == "..");
        is_path.then_some(path)
    }
}

/// Returns what a status says of a file.
fn held(url: &str, status: StatusCode, bytes: Held) -> Result<Held, String> {
    match status {
        StatusCode::OK => Ok(bytes),
        StatusCode::NOT_FOUND | StatusCode::GONE => Ok(Held::Missing),
        status => Err(format!("{url}: returned {status}")),
    }
}

/// Fetches from an export on a web server: a list is a file in the directory of its items, and a withdrawn document has a
/// replacement file.
async fn from_hosted_files(client: &Client, base: &str, path: &str, most: usize) -> Result<Fetched, String> {
    let path = path.split('?').next().unwrap_or_default();
    let list = from_service(client, &format!("{base}{path}/index.json"), most).await?;
    if list != Fetched::Missing {
        return Ok(list);
    }
    match from_service(client, &format!("{base}{path}{WITHDRAWN}"), most).await? {
        Fetched::Body(body) => Ok(Fetched::Gone(body)),
        other => Ok(other),
    }
}

async fn from_service(client: &Client, url: &str, most: usize) -> Result<Fetched, String> {
    let mut response = client.get(url).send().await.map_err(|error| format!("{url}: {}", explained(&error)))?;
    let status = response.status();
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| format!("{url}: {}", explained(&error)))? {
        if body.len() + part.len() > most {
            return Err(format!("{url}: the response is longer than {most} bytes"));
        }
        body.extend_from_slice(&part);
    }
    match status {
        StatusCode::OK => Ok(Fetched::Body(body)),
        StatusCode::GONE => Ok(Fetched::Gone(body)),
        StatusCode::NOT_FOUND => Ok(Fetched::Missing),
        status if status.is_redirection() => {
            let to = response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or("somewhere else");
            // A directory on a web server.
            let without_query = |text: &'_ str| text.split('?').next().unwrap_or_default().to_owned();
            if without_query(to).strip_suffix('/').is_some_and(|to| without_query(url).ends_with(to)) {
                return Ok(Fetched::Missing);
            }
            Err(format!("{url}: has moved to {to}: check that address"))
        }
        status => Err(format!("{url}: returned {status}")),
    }
}

fn from_directory(directory: &Path, path: &str, most: usize) -> Result<Fetched, String> {
    let path = path.split('?').next().unwrap_or_default().trim_start_matches('/');
    if path.split('/').any(|part| part == "..") {
        return Err(format!("{path}: is outside the directory"));
    }
    let place = directory.join(path);
    // A list is in the directory of its items.
    for file in [place.clone(), place.join("index.json")] {
        if file.is_file() {
            return read(&file, most).map(Fetched::Body);
        }
    }
    let withdrawn = directory.join(format!("{path}{WITHDRAWN}"));
    if withdrawn.is_file() { read(&withdrawn, most).map(Fetched::Gone) } else { Ok(Fetched::Missing) }
}

fn read(file: &Path, most: usize) -> Result<Vec<u8>, String> {
    let about = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut body = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(file).and_then(|file| file.take(limit).read_to_end(&mut body)).map_err(about)?;
    if body.len() > most { Err(format!("{}: is longer than {most} bytes", file.display())) } else { Ok(body) }
}

/// Formats an error of the client with its causes, which it does not include itself.
fn explained(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_within_the_source_only() {
        let service = Source::new("http://a.example/base/", Duration::from_secs(1)).expect("a source");
        for (link, want) in [
            ("/public/v1/x", Some("/public/v1/x")),
            ("http://a.example/base/public/v1/x", Some("/public/v1/x")),
            ("http://b.example/public/v1/x", None),
            ("//b.example/x", None),
            ("/../etc/passwd", None),
        ] {
            assert_eq!(service.path_of(link), want, "{link}");
        }
        let directory = Source::Directory(".".into());
        assert_eq!(directory.path_of("https://b.example/public/v1/x"), Some("/public/v1/x"));
        assert_eq!(directory.path_of("/public/../../x"), None);
    }
}
