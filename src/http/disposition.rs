//! `Content-Disposition` of files (RFC 6266).

/// Returns the header for saving under `name`, with the characters of RFC 8187 section 3.2.1 unescaped.
pub fn attachment(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_headers() {
        for (name, want) in [
            ("a.pdf", "attachment; filename*=UTF-8''a.pdf"),
            ("Backlog £.csv", "attachment; filename*=UTF-8''Backlog%20%C2%A3.csv"),
            ("a\"; filename=b.exe", "attachment; filename*=UTF-8''a%22%3B%20filename%3Db.exe"),
            ("100%'*.txt", "attachment; filename*=UTF-8''100%25%27%2A.txt"),
        ] {
            assert_eq!(attachment(name), want);
        }
    }
}
