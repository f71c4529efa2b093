//! JSON Pointers (RFC 6901) into what could not be read.

use serde_path_to_error::{Path, Segment};

/// The name of a member as it stands in a pointer.
pub fn escaped(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}

/// Converts the path of a serde error to a JSON Pointer (RFC 6901).
pub fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", escaped(key))),
            Segment::Enum { variant } => pointer.push_str(&format!("/{variant}")),
            Segment::Unknown => {}
        }
    }
    pointer
}
