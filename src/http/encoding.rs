//! Content negotiation of encodings (RFC 9110 section 12.5.3), and the encoders.

use std::io::{self, Write};
use std::mem;

/// An encoding of a response body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    Identity,
    Gzip,
    Zstd,
    Brotli,
}

/// The order of preference when a caller weights two encodings equally: smallest output first.
const PREFERRED: [Encoding; 4] = [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip, Encoding::Identity];

impl Encoding {
    /// Returns the value of `Content-Encoding`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Brotli => "br",
        }
    }

    /// Chooses the encoding that `Accept-Encoding` prefers. A caller that accepts none of ours gets the identity encoding: that
    /// is better than no response.
    pub fn negotiate<'a>(fields: impl Iterator<Item = &'a str>) -> Self {
        let mut weights: [Option<u16>; 4] = [None; 4];
        let mut others = None;
        for item in fields.flat_map(|field| field.split(',')) {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            let name = name.trim();
            let weight = weight_of(parameters);
            let known = PREFERRED.iter().position(|one| {
                one.name().eq_ignore_ascii_case(name) || (*one == Self::Gzip && name.eq_ignore_ascii_case("x-gzip"))
            });
            if name == "*" {
                others = Some(weight);
            } else if let Some(slot) = known.and_then(|position| weights.get_mut(position)) {
                *slot = Some(weight);
            }
        }
        let mut best = (Self::Identity, 0);
        for (encoding, weight) in PREFERRED.into_iter().zip(weights) {
            let default = u16::from(encoding == Self::Identity);
            let weight = weight.or(others).unwrap_or(default);
            if weight > best.1 {
                best = (encoding, weight);
            }
        }
        best.0
    }

    /// Returns the entity tag of a representation in this encoding, derived from the tag of the identity encoding.
    pub fn tag(self, plain: &str) -> String {
        match self {
            Self::Identity => format!("\"{plain}\""),
            encoding => format!("\"{plain}-{}\"", encoding.name()),
        }
    }

    /// Encodes `bytes`. Content that is kept for ever is compressed harder than content that the next publication replaces.
    pub fn encode(self, bytes: &[u8], for_ever: bool) -> io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(bytes.to_vec()),
            Self::Gzip => {
                let level = flate2::Compression::new(if for_ever { 9 } else { 6 });
                let mut writer = flate2::write::GzEncoder::new(Vec::new(), level);
                writer.write_all(bytes)?;
                writer.finish()
            }
            Self::Zstd => zstd::bulk::compress(bytes, if for_ever { 15 } else { 6 }),
            Self::Brotli => {
                let mut out = Vec::new();
                let mut writer = brotli::CompressorWriter::new(&mut out, 4096, if for_ever { 9 } else { 5 }, 22);
                writer.write_all(bytes)?;
                writer.flush()?;
                drop(writer);
                Ok(out)
            }
        }
    }
}

/// The encoder of a streamed body: output follows input at once, and memory use does not grow with the length.
pub enum Streamed {
    Identity,
    Gzip(flate2::write::GzEncoder<Vec<u8>>),
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
    Brotli(Box<brotli::CompressorWriter<Vec<u8>>>),
}

impl Streamed {
    pub fn begin(encoding: Encoding) -> io::Result<Self> {
        Ok(match encoding {
            Encoding::Identity => Self::Identity,
            Encoding::Gzip => Self::Gzip(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6))),
            Encoding::Zstd => Self::Zstd(zstd::stream::write::Encoder::new(Vec::new(), 6)?),
            // A window of one megabyte: every reader has one.
            Encoding::Brotli => Self::Brotli(Box::new(brotli::CompressorWriter::new(Vec::new(), 4096, 5, 20))),
        })
    }

    /// Encodes the next bytes and returns all output so far.
    pub fn write(&mut self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(bytes),
            Self::Gzip(writer) => {
                writer.write_all(&bytes)?;
                writer.flush()?;
                Ok(mem::take(writer.get_mut()))
            }
            Self::Zstd(writer) => {
                writer.write_all(&bytes)?;
                writer.flush()?;
                Ok(mem::take(writer.get_mut()))
            }
            Self::Brotli(writer) => {
                writer.write_all(&bytes)?;
                writer.flush()?;
                Ok(mem::take(writer.get_mut()))
            }
        }
    }

    /// Returns the end of the stream. A body without it is incomplete.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(Vec::new()),
            Self::Gzip(writer) => writer.finish(),
            Self::Zstd(writer) => writer.finish(),
            Self::Brotli(writer) => Ok(writer.into_inner()),
        }
    }
}

/// Reads `q=0.8` in thousandths; without `q` the weight is 1. An unreadable weight counts as refused.
fn weight_of(parameters: &str) -> u16 {
    let given = parameters.split(';').filter_map(|parameter| parameter.trim().split_once('='));
    let Some((_, text)) = given.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("q")) else { return 1000 };
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let thousandths = format!("{part:0<3}");
    match (whole, thousandths.len() == 3, thousandths.parse::<u16>()) {
        ("1", true, Ok(0)) => 1000,
        ("0", true, Ok(part)) => part,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn callers_get_what_they_like_best() {
        for (field, want) in [
            ("", "identity"),
            ("gzip", "gzip"),
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, zstd", "zstd"),
            ("br;q=0.5, gzip", "gzip"),
            ("BR; Q=0.5, gzip;q=0.499", "br"),
            ("br;q=0, gzip;q=0", "identity"),
            ("*", "br"),
            ("*;q=0.1, gzip", "gzip"),
            ("*, br;q=0", "zstd"),
            ("identity, gzip;q=0.5", "identity"),
            ("identity;q=0", "identity"),
            ("identity;q=0, *;q=0.1", "br"),
            ("x-gzip", "gzip"),
            ("deflate", "identity"),
            ("br;q=2, gzip;q=x", "identity"),
            ("br;q=1.000, gzip", "br"),
            ("br;q=0.0001", "identity"),
        ] {
            assert_eq!(Encoding::negotiate([field].into_iter()).name(), want, "{field}");
        }
        assert_eq!(Encoding::negotiate(["gzip;q=0.5", "zstd"].into_iter()), Encoding::Zstd);
    }

    /// Decodes the bytes; an error when they are incomplete.
    fn decoded(encoding: Encoding, encoded: &[u8]) -> io::Result<Vec<u8>> {
        let mut back = Vec::new();
        match encoding {
            Encoding::Identity => back.extend_from_slice(encoded),
            Encoding::Gzip => drop(flate2::read::GzDecoder::new(encoded).read_to_end(&mut back)?),
            Encoding::Zstd => back = zstd::stream::decode_all(encoded)?,
            Encoding::Brotli => drop(brotli::Decompressor::new(encoded, 4096).read_to_end(&mut back)?),
        }
        Ok(back)
    }

    #[test]
    fn what_is_encoded_comes_back() {
        let text = "the same words again and ".repeat(100);
        for for_ever in [false, true] {
            for encoding in PREFERRED {
                let encoded = encoding.encode(text.as_bytes(), for_ever).expect("encoded");
                assert_eq!(decoded(encoding, &encoded).expect("decoded"), text.as_bytes(), "{encoding:?}");
            }
        }
    }

    #[test]
    fn a_stream_comes_out_as_it_goes_in_and_is_broken_without_its_end() {
        for encoding in PREFERRED {
            let mut stream = Streamed::begin(encoding).expect("a stream");
            let (mut encoded, mut plain) = (Vec::new(), Vec::new());
            for number in 0..20_u32 {
                let chunk = format!("{number} is one of many; ").repeat(500).into_bytes();
                plain.extend_from_slice(&chunk);
                let out = stream.write(chunk).expect("encoded");
                assert!(!out.is_empty(), "{encoding:?} keeps chunk {number} back");
                encoded.extend(out);
            }
            let whole = [encoded.clone(), stream.finish().expect("an end")].concat();
            assert_eq!(decoded(encoding, &whole).expect("decoded"), plain, "{encoding:?}");
            assert_eq!(decoded(encoding, &encoded).is_ok(), encoding == Encoding::Identity, "{encoding:?}");
            assert!(encoding == Encoding::Identity || whole.len() * 10 < plain.len(), "{encoding:?} {}", whole.len());
        }
    }
}
