//! Notes the files of a document of the publication log, in the transaction that adds it.

use super::model::PublicFile;
use super::named::named_in;
use super::store;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::publication_log::document::EditionDocument;
use crate::publication_log::log::{Leaf, LeafKind};

/// Applies a document: an edition publishes the files that it names, and a withdrawal takes those of its edition back.
pub fn apply(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    match leaf.kind {
        LeafKind::Edition => published(conn, leaf),
        LeafKind::Withdrawal => store::withdraw(conn, &leaf.edition_id),
    }
}

/// What is noted already stays: a withdrawn file keeps its note when the rest is rebuilt.
fn published(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    let document: EditionDocument = serde_json::from_str(&leaf.document)?;
    let named = named_in(&document.record);
    if named.is_empty() {
        return Ok(());
    }
    let known = store::of_edition(conn, &leaf.edition_id)?;
    for file in named {
        // A file of the document is one whose members have these types (`named`).
        let (Ok(attachment_id), Ok(media_type)) = (file.id.parse(), file.media_type.parse()) else { continue };
        if !known.contains(&attachment_id) {
            let file = PublicFile {
                edition_id: leaf.edition_id.clone(),
                attachment_id,
                sha256: file.sha256,
                area: leaf.area.clone(),
                title: file.title,
                media_type,
                bytes: file.bytes,
                leaf: leaf.leaf,
                published_at: leaf.at,
                withdrawn: false,
            };
            store::add(conn, &file)?;
        }
    }
    Ok(())
}
