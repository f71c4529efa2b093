//! The files that are published with a record: those that the records in it cite.

use serde_json::Value;

use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::PublishedFile;
use crate::publishing::redact::Place;
use crate::record::evidence::attachments;
use crate::record::evidence::attachments::model::{Attachment, CitingResource};

/// Adds the files of every record in a source that has `attachments`, and their places: their names can be withheld.
pub fn attach(conn: &mut AnyConnection, area: &str, record: &mut Value, places: &mut Vec<Place>) -> Result<(), ApiError> {
    let citing = |place: &Place| {
        let resource: CitingResource = place.resource.parse().ok().filter(|_| place.shows.is_none())?;
        Some((resource, place.id.clone(), place.pointer.clone()))
    };
    let citing: Vec<_> = places.iter().filter_map(citing).collect();
    let wanted: Vec<(CitingResource, &str)> = citing.iter().map(|(resource, id, _)| (*resource, id.as_str())).collect();
    let cited = attachments::store::published_with(conn, area, &wanted)?;
    for (resource, id, pointer) in &citing {
        let Some(files) = cited.get(&(*resource, id.clone())) else { continue };
        let Some(member) = record.pointer_mut(&format!("{pointer}/attachments")) else { continue };
        *member = Value::Array(files.iter().map(|file| serde_json::to_value(published(file))).collect::<Result<_, _>>()?);
        for (index, file) in files.iter().enumerate() {
            let pointer = format!("{pointer}/attachments/{index}");
            places.push(Place { resource: "attachments", id: file.id.to_string(), pointer, shows: None });
        }
    }
    Ok(())
}

fn published(file: &Attachment) -> PublishedFile {
    let Attachment {
        id,
        area: _, // the document names it
        side: _, // of the account that uploaded it
        name,
        media_type,
        bytes,
        sha256,
        created_by: _, // who uploaded it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
    } = file;
    PublishedFile {
        id: id.to_string(),
        title: Some(name.clone()),
        media_type: media_type.to_string(),
        bytes: *bytes,
        url: format!("/public/v1/files/{sha256}"),
        sha256: sha256.clone(),
    }
}
