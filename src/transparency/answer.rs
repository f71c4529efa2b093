//! Answers of the log: bytes with their hash as a strong ETag, 304 for who has them, and how long they may be kept.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, EntityTag, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse};

use crate::digest::sha256_hex;

/// How long an answer may be kept by whoever has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The newest state of something that grows.
    Seconds,
    /// It does not change, but it may be withdrawn.
    Minutes,
    /// These bytes never change.
    ForEver,
}

impl Keep {
    fn header(self) -> &'static str {
        match self {
            Self::Seconds => "public, max-age=5",
            Self::Minutes => "public, max-age=300",
            Self::ForEver => "public, max-age=31536000, immutable",
        }
    }
}

/// Answers with `body`, or 304 when the caller has it.
pub fn answer(request: &HttpRequest, media_type: &'static str, keep: Keep, body: Vec<u8>) -> HttpResponse {
    let tag = EntityTag::new_strong(sha256_hex(&body));
    let mut response = if has(request, &tag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, tag.to_string())).insert_header((CACHE_CONTROL, keep.header()));
    if has(request, &tag) {
        return response.finish();
    }
    response.insert_header((CONTENT_TYPE, media_type)).body(body)
}

/// Whether `If-None-Match` names the tag (RFC 9110 section 13.1.2).
fn has(request: &HttpRequest, tag: &EntityTag) -> bool {
    let names = |text: &str| {
        text.split(',').map(str::trim).any(|one| one == "*" || one.parse().is_ok_and(|one: EntityTag| one.weak_eq(tag)))
    };
    request.headers().get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok()).any(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn who_has_it_is_told_so() {
        let ask = |tags: &str| {
            let request = TestRequest::default().insert_header((IF_NONE_MATCH, tags)).to_http_request();
            answer(&request, "text/plain", Keep::ForEver, b"abc".to_vec()).status().as_u16()
        };
        let tag = format!("\"{}\"", sha256_hex(b"abc"));
        for (tags, want) in [(tag.as_str(), 304), (&format!("\"x\", W/{tag}"), 304), ("*", 304), ("\"x\"", 200), ("", 200)] {
            assert_eq!(ask(tags), want, "{tags}");
        }
    }
}
