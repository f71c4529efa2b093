//! Prepares what would be published of a record now: read, redacted, committed to, and looked over.

use serde_json::Value;

use super::model::{Edition, EditionKind, Warning};
use super::store::{self, WithheldValue};
use crate::db::AnyConnection;
use crate::digest::sha256_hex;
use crate::error::ApiError;
use crate::publication::document::{Withheld, canonical};
use crate::publication::reasons;
use crate::publication::record;
use crate::publication::redact::{self, Taken};

/// What would be published.
pub struct Prepared {
    pub title: String,
    pub record: Value,
    pub withheld: Vec<Withheld>,
    pub values: Vec<Salted>,
    pub source_sha256: String,
    pub warnings: Vec<Warning>,
}

/// A withheld value with the salt of its commitment.
pub struct Salted {
    pub taken: Taken,
    pub salt: String,
    pub commitment: String,
}

/// Prepares a subject; `None` when nothing of it may be published.
pub fn prepare(conn: &mut AnyConnection, area: &str, kind: EditionKind, subject_id: &str) -> Result<Option<Prepared>, ApiError> {
    let Some(source) = record::read(conn, area, kind, subject_id)? else { return Ok(None) };
    let asked = store::cuts(conn, area)?;
    let mut cuts = source.cuts.clone();
    cuts.extend(asked.iter().map(|(cut, _)| cut.clone()));
    let mut public = source.record.clone();
    let taken = redact::redact(&mut public, &source.places, &cuts);
    // The fingerprint covers what is behind the gaps too, so that a change under a gap is noticed; it never leaves the body.
    let fingerprint = canonical(&(&source.title, &source.record, &public))?;
    let mut withheld = Vec::with_capacity(taken.len());
    let mut values = Vec::with_capacity(taken.len());
    for taken in taken {
        let salt = new_salt()?;
        let commitment = format!("sha256:{}", sha256_hex(format!("{salt}{}", taken.value).as_bytes()));
        let review_on = asked.iter().find(|(cut, _)| cut.redaction_id.is_some() && cut.redaction_id == taken.redaction_id);
        withheld.push(Withheld {
            pointer: taken.pointer.clone(),
            reason: taken.reason.clone(),
            reason_text: reasons::in_words(&taken.reason).to_owned(),
            whole: taken.whole,
            words: redact::words(&taken.value),
            review_on: review_on.and_then(|(_, day)| *day),
            commitment: commitment.clone(),
        });
        values.push(Salted { taken, salt, commitment });
    }
    Ok(Some(Prepared {
        title: source.title,
        record: public,
        withheld,
        values,
        source_sha256: sha256_hex(fingerprint.as_bytes()),
        warnings: Vec::new(),
    }))
}

/// 256 random bits as text.
fn new_salt() -> Result<String, ApiError> {
    crate::users::secrets::new_secret()
}

/// The withheld values as they are kept with an edition.
pub fn stored(edition: &Edition, values: &[Salted]) -> Vec<WithheldValue> {
    let keep = |(position, value): (i32, &Salted)| WithheldValue {
        edition_id: edition.id.clone(),
        position,
        area: edition.area.clone(),
        redaction_id: value.taken.redaction_id.clone(),
        pointer: value.taken.pointer.clone(),
        commitment: value.commitment.clone(),
        salt: Some(value.salt.clone()),
        value: Some(value.taken.value.clone()),
        erased_at: None,
    };
    (0..).zip(values).map(keep).collect()
}
