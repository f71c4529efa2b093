//! The acts on attachments, each as one unit of work.

use serde_json::json;

use super::model::{
    Attachment, AttachmentAct, AttachmentId, Citation, CitationAct, CitationId, CiteAttachment, EditCitation, Received,
};
use super::rules::Kept;
use super::{cited, published, rules, store, strays};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, ITEMS};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit_in};

/// Creates the attachment of a complete file.
pub fn keep(tx: &mut Tx<'_>, id: AttachmentId, name: &str, received: Received) -> Result<Attachment, ApiError> {
    let side = rules::may_upload(tx.actor).map_err(Refusal::without_state)?;
    if !strays::claim(tx.conn, &id)? {
        return Err(ApiError::Conflict("the upload took too long and was abandoned: send the file again".into()));
    }
    let attachment = Attachment {
        id,
        area: tx.actor.area.clone(),
        side,
        name: name.to_owned(),
        media_type: received.media_type,
        bytes: received.bytes,
        sha256: received.sha256,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    let about =
        json!({ "name": name, "media_type": attachment.media_type, "bytes": attachment.bytes, "sha256": attachment.sha256 });
    tracked::create(tx, &attachment, None, &about)?;
    Ok(attachment)
}

/// Deletes an attachment that nothing cites and no published edition names; its file is removed after the commit.
pub fn delete(tx: &mut Tx<'_>, id: &AttachmentId) -> Result<(), ApiError> {
    let scope = rules::scope(tx.actor);
    let attachment = store::find(tx.conn, &scope, id)?.ok_or(ApiError::NotFound)?;
    let is_cited = !store::citations_of(tx.conn, &scope, std::slice::from_ref(id))?.is_empty();
    let kept = Kept::by(is_cited, published::is_named(tx.conn, id)?);
    permit_in(tx, &attachment, kept.state(), AttachmentAct::Delete, |act| rules::decide(act, attachment.side, kept, tx.actor))?;
    store::forget_citations(tx.conn, id)?;
    strays::note(tx.conn, &attachment.area, id, true, tx.now)?;
    let name = json!({ "name": attachment.name });
    tracked::remove(tx, &attachment, &name)?;
    // On PostgreSQL the row may have waited for a publication that names the file.
    if published::is_named(tx.conn, id)? {
        return Err(ApiError::Conflict("an edition that names this file was published at the same time: read it again".into()));
    }
    Ok(())
}

/// Adds a citation of an attachment by a record; the caller must see both.
pub fn cite(tx: &mut Tx<'_>, id: &AttachmentId, input: &CiteAttachment) -> Result<Citation, ApiError> {
    let scope = rules::scope(tx.actor);
    let attachment = store::find(tx.conn, &scope, id)?.ok_or(ApiError::NotFound)?;
    let side = rules::may_cite(tx.actor).map_err(Refusal::without_state)?;
    let mut faults = Faults::default();
    if cited::sees(tx.conn, &scope.records, input.resource, &input.resource_id)? {
        let (count, already) = store::citation_by(tx.conn, &rules::scope(tx.actor), id, input.resource, &input.resource_id)?;
        if already.is_some() {
            faults.add("/resource_id", "this record already cites the file");
        } else if count >= i64::try_from(ITEMS).unwrap_or(i64::MAX) {
            faults.add(
                "/resource_id",
                format!("is one too many: at most {ITEMS} records can cite one file, so remove another citation first"),
            );
        }
    } else {
        faults.add("/resource_id", "is not the id of a record that you can see");
    }
    faults.finish()?;
    let citation = Citation {
        id: CitationId::new(tx.ids),
        area: attachment.area.clone(),
        attachment_id: id.clone(),
        resource: input.resource,
        resource_id: input.resource_id.clone(),
        note: input.note.clone(),
        side,
        cited_by: tx.actor.name.clone(),
        created_at: tx.now,
        publish: input.publish,
        updated_at: tx.now,
        version: 1,
    };
    store::add_citation(tx.conn, &citation)?;
    tracked::note(tx, &attachment, AttachmentAct::Cite.as_str(), input)?;
    Ok(citation)
}

/// Changes whether a citation publishes its file.
pub fn edit_citation(
    tx: &mut Tx<'_>,
    id: &AttachmentId,
    citation: &CitationId,
    patch: &EditCitation,
) -> Result<Citation, ApiError> {
    let citation = begin(tx, id, citation, CitationAct::Edit)?;
    let edited = patch.apply(&citation)?;
    tracked::change(tx, citation.with(edited.draft)?, None, CitationAct::Edit.as_str(), None, &edited.changes)
}

/// Takes a citation back.
pub fn delete_citation(tx: &mut Tx<'_>, id: &AttachmentId, citation: &CitationId) -> Result<(), ApiError> {
    let citation = begin(tx, id, citation, CitationAct::Delete)?;
    let gone = json!({
        "attachment_id": citation.attachment_id, "resource": citation.resource, "resource_id": citation.resource_id,
    });
    tracked::remove(tx, &citation, &gone)
}

fn begin(tx: &mut Tx<'_>, id: &AttachmentId, citation: &CitationId, act: CitationAct) -> Result<Citation, ApiError> {
    let citation = store::find_citation(tx.conn, &rules::scope(tx.actor), id, citation)?.ok_or(ApiError::NotFound)?;
    let is_published = published::is_named(tx.conn, id)?;
    let state = Kept::by(true, is_published).state();
    permit_in(tx, &citation, state, act, |act| rules::decide_citation(act, citation.side, is_published, tx.actor))?;
    Ok(citation)
}
