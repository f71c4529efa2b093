//! Published files as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::publication_log::log::Leaf;
use crate::record::evidence::attachments::model::{AttachmentId, MediaType};

/// A file that an edition names.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::public_files, treat_none_as_default_value = false)]
pub struct PublicFile {
    pub edition_id: String,
    /// Name of the file in the file store.
    pub attachment_id: AttachmentId,
    pub sha256: String,
    pub area: String,
    /// Name for people; `None` where it is withheld, and once the edition is withdrawn.
    pub title: Option<String>,
    pub media_type: MediaType,
    pub bytes: i64,
    pub leaf: i32,
    pub published_at: NaiveDateTime,
    pub withdrawn: bool,
}

impl PublicFile {
    /// Returns the name to save it under.
    pub fn name(&self) -> String {
        let ending = || self.media_type.extensions().first().copied().unwrap_or("bin");
        self.title.clone().unwrap_or_else(|| format!("{}.{}", self.sha256, ending()))
    }
}

/// What is at the address of a file.
pub enum Found {
    File(PublicFile),
    /// Every edition that named it is withdrawn: the last withdrawal.
    Withdrawn(Leaf),
}

/// Returns true for a SHA-256 as addresses have it: 64 digits in lower-case hexadecimal.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::clock::Ids;

    #[test]
    fn addresses() {
        let good = "0123456789abcdef".repeat(4);
        assert!(is_sha256(&good));
        for bad in
            ["", "a", &good.to_uppercase(), &good[1..], &format!("{good}0"), &good.replace('0', "g"), &good.replace('0', "é")]
        {
            assert!(!is_sha256(bad), "{bad}");
        }
    }

    #[test]
    fn a_file_whose_title_is_withheld_is_saved_under_its_hash() {
        let mut file = PublicFile {
            edition_id: String::new(),
            attachment_id: AttachmentId::new(&Ids),
            sha256: "ab".into(),
            area: String::new(),
            title: Some("Backlog.csv".into()),
            media_type: MediaType::Csv,
            bytes: 1,
            leaf: 0,
            published_at: NaiveDateTime::default(),
            withdrawn: false,
        };
        assert_eq!(file.name(), "Backlog.csv");
        file.title = None;
        assert_eq!(file.name(), "ab.csv");
    }
}
