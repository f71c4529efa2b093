//! The cache of public pages in memory, in each requested encoding. Limited by bytes; the least useful pages are evicted first.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::foundation::config::Settings;
use crate::http::encoding::Encoding;
use crate::http::features::Feature;

/// The cost of an entry beyond its bytes: its headers, and its place in the tables of the cache.
const OVERHEAD: usize = 512;

/// The key of a page: the page itself, the document of the log it is as of, and the encoding. A publication changes the number
/// of every list, so cached pages become unreachable and are evicted when room is needed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Path and query.
    pub target: Box<str>,
    pub leaf: i32,
    /// For a page that changes with time: the minute it was built. 0 for all others.
    pub minute: i64,
    pub encoding: Encoding,
}

/// A page as sent.
#[derive(Debug)]
pub struct Sent {
    pub status: StatusCode,
    pub body: Bytes,
    pub content_type: &'static str,
    pub encoding: Encoding,
    pub etag: HeaderValue,
    pub cache_control: HeaderValue,
    pub link: HeaderValue,
    pub last_modified: HeaderValue,
    pub location: Option<HeaderValue>,
    /// The same time in seconds since 1970.
    pub modified_at: i64,
}

#[derive(Debug, Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Sent>> for ByBytes {
    fn weight(&self, key: &Key, page: &Arc<Sent>) -> u64 {
        u64::try_from(key.target.len() + page.body.len() + OVERHEAD).unwrap_or(u64::MAX)
    }
}

/// The cached pages.
pub struct Pages(Cache<Key, Arc<Sent>, ByBytes>);

impl Feature for Pages {
    fn start(settings: &Settings) -> Self {
        Self::new(settings.public_cache)
    }
}

impl Pages {
    /// Creates a cache of `bytes`.
    fn new(bytes: u64) -> Self {
        let pages = usize::try_from(bytes / 8192).unwrap_or(usize::MAX).clamp(16, 1 << 20);
        Self(Cache::with_weighter(pages, bytes, ByBytes))
    }

    /// Returns a page, if it is cached.
    pub fn get(&self, key: &Key) -> Option<Arc<Sent>> {
        self.0.get(key)
    }

    /// Stores a page.
    pub fn keep(&self, key: Key, page: &Arc<Sent>) {
        self.0.insert(key, Arc::clone(page));
    }

    /// Returns the number of bytes cached now.
    pub fn bytes(&self) -> u64 {
        self.0.weight()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: usize) -> Arc<Sent> {
        let header = || HeaderValue::from_static("x");
        Arc::new(Sent {
            location: None,
            status: StatusCode::OK,
            content_type: "application/json",
            body: Bytes::from(vec![b'x'; bytes]),
            encoding: Encoding::Identity,
            etag: header(),
            cache_control: header(),
            link: header(),
            last_modified: header(),
            modified_at: 0,
        })
    }

    #[test]
    fn memory_is_bounded() {
        for (room, body) in [(0, 10), (1 << 20, 10), (1 << 20, 5_000), (1 << 20, 2 << 20)] {
            let pages = Pages::new(room);
            for leaf in 0..3_000 {
                pages.keep(Key { target: "/public/v1/questions".into(), leaf, minute: 0, encoding: Encoding::Gzip }, &page(body));
            }
            assert!(pages.bytes() <= room, "{} of {room}", pages.bytes());
        }
    }

    #[test]
    fn what_is_kept_is_found_by_all_of_its_key() {
        let pages = Pages::new(1 << 20);
        let key = Key { target: "/public/v1".into(), leaf: 3, minute: 0, encoding: Encoding::Gzip };
        pages.keep(key.clone(), &page(9));
        assert_eq!(pages.get(&key).map(|page| page.body.len()), Some(9));
        for other in [
            Key { target: "/public/v1?a".into(), ..key.clone() },
            Key { leaf: 4, ..key.clone() },
            Key { minute: 1, ..key.clone() },
            Key { encoding: Encoding::Brotli, ..key.clone() },
        ] {
            assert!(pages.get(&other).is_none(), "{other:?}");
        }
    }
}
