//! Parts of a body that a caller asks for (RFC 9110 section 14).

use std::ops::Range;

use actix_web::HttpRequest;
use actix_web::http::header::{IF_RANGE, RANGE};

/// Returns the bytes that a request asks for, of a body with this strong tag and length; `None` for all of it.
///
/// One range is served. Several, one that the body does not have, and one of another version of the body are answered with all of
/// it, as a server may: who asks for a part has to look at the status anyway.
pub fn asked(request: &HttpRequest, etag: &str, length: u64) -> Option<Range<u64>> {
    let of_this = request.headers().get(IF_RANGE).is_none_or(|tag| tag.as_bytes() == etag.as_bytes());
    let range = request.headers().get(RANGE).filter(|_| of_this)?.to_str().ok()?;
    parse(range, length)
}

fn parse(range: &str, length: u64) -> Option<Range<u64>> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let end = |last: u64| last.saturating_add(1).min(length);
    let range = match (first, last) {
        ("", count) => length.saturating_sub(number(count)?)..length,
        (first, "") => number(first)?..length,
        (first, last) => number(first)?..end(number(last)?),
    };
    (unit.eq_ignore_ascii_case("bytes") && range.start < range.end).then_some(range)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn one_range_that_is_there() {
        for (range, want) in [
            ("bytes=0-0", Some(0..1)),
            ("bytes=2-4", Some(2..5)),
            ("bytes=2-", Some(2..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=-99", Some(0..10)),
            ("bytes=8-99", Some(8..10)),
            ("BYTES=9-18446744073709551615", Some(9..10)),
            ("bytes=10-", None),
            ("bytes=4-2", None),
            ("bytes=-0", None),
            ("bytes=-", None),
            ("bytes=+1-2", None),
            ("bytes=0-1,4-5", None),
            ("lines=0-1", None),
            ("bytes", None),
        ] {
            assert_eq!(parse(range, 10), want, "{range}");
        }
        assert_eq!(parse("bytes=0-", 0), None);
    }

    #[test]
    fn a_part_of_another_body_is_not_sent() {
        for (tag, want) in [(None, Some(0..1)), (Some("\"a\""), Some(0..1)), (Some("\"b\""), None), (Some("W/\"a\""), None)] {
            let mut request = TestRequest::default().insert_header((RANGE, "bytes=0-0"));
            if let Some(tag) = tag {
                request = request.insert_header((IF_RANGE, tag));
            }
            assert_eq!(asked(&request.to_http_request(), "\"a\"", 10), want, "{tag:?}");
        }
    }
}
