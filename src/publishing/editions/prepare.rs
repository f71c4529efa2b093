//! Prepares an edition of a record: reads, redacts, makes commitments, and checks.

use chrono::NaiveDate;
use serde_json::Value;

use super::model::{Edition, Warning};
use super::readable::Sought;
use super::store::WithheldValue;
use super::{readable, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::{ApiError, FieldError};
use crate::public::files::named::named_in;
use crate::public::records::PublishedRecord;
use crate::publication_log::document::{Withheld, canonical};
use crate::publication_log::reasons;
use crate::publishing::redact::{Cut, Taken};
use crate::publishing::source::Source;
use crate::publishing::{lint, redact, source};
use crate::record::published::model::EditionKind;

/// A prepared edition.
pub struct Prepared {
    pub title: String,
    pub record: Value,
    pub withheld: Vec<Withheld>,
    pub values: Vec<Salted>,
    pub source_sha256: String,
    pub warnings: Vec<Warning>,
    /// Titles that contain withheld words, which are refused.
    pub refused: Vec<FieldError>,
}

/// A withheld value with the salt of its commitment.
pub struct Salted {
    pub taken: Taken,
    pub salt: String,
    pub commitment: String,
}

/// An active redaction, and its review date.
type Asked = (Cut, Option<NaiveDate>);

/// The subject of an edition, and the day.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub area: &'a str,
    pub kind: EditionKind,
    pub id: &'a str,
    /// The date of an action log.
    pub today: NaiveDate,
}

impl<'a> Subject<'a> {
    /// Returns the subject of an edition, as it is today.
    pub fn of(edition: &'a Edition, today: NaiveDate) -> Self {
        Self { area: &edition.area, kind: edition.kind, id: &edition.subject_id, today }
    }
}

/// Prepares a subject; `None` when nothing of it may be published.
pub fn prepare(conn: &mut AnyConnection, subject: Subject<'_>) -> Result<Option<Prepared>, ApiError> {
    let Some(source) = source::read(conn, subject.area, subject.kind, subject.id, subject.today)? else { return Ok(None) };
    let asked = store::cuts(conn, subject.area)?;
    let (public, taken) = taken_out(&source, &asked);
    let title = title(&source, &public, &taken);
    let unread = PublishedRecord::read(subject.kind, &public).err();
    let mut warnings = lint::lint(&source.record);
    for cut in asked.iter().map(|(cut, _)| cut) {
        let is_of = |one: &Taken| {
            one.redaction_id == cut.redaction_id || cut.redaction_id.as_ref().is_some_and(|id| one.others.contains(id))
        };
        let found = taken.iter().any(is_of);
        if let Some(place) = shown(&source, cut).filter(|_| !found) {
            let pointer = format!("{}/{}", place.pointer, cut.field);
            warnings.push(lint::warning(
                "redaction_takes_nothing",
                pointer,
                "a redaction no longer finds any of its words here: check it",
            ));
        }
    }
    let mut refused = remaining(&title, &source, &public, &taken, &mut warnings);
    refused.extend(unread.map(|error| {
        log::warn!("a record with its redactions cannot be read: {error}");
        FieldError::new("/record", "cannot be read with its redactions: lift the newest, and withhold a smaller part instead")
    }));
    elsewhere(&public, &taken, &asked, &mut warnings);
    lint::files(&public, &mut warnings);
    refused.extend(moved(&source, &store::positioned(conn, subject.area)?));
    published_already(conn, subject, &source, &taken, &mut warnings)?;
    let source_sha256 = fingerprint(&source, &public, &taken, &asked)?;
    let (withheld, values) = committed(taken, &asked)?;
    Ok(Some(Prepared { title, record: public, withheld, values, source_sha256, warnings, refused }))
}

/// Returns faults for active redactions whose members have changed since they were made: they might take out other words, and
/// their own words might be visible elsewhere. Nothing is prepared until somebody has checked.
fn moved(source: &Source, positioned: &[store::Positioned]) -> Vec<FieldError> {
    let mut moved = Vec::new();
    for one in positioned {
        for place in source.places.iter().filter(|place| place.resource == one.resource && place.id == one.resource_id) {
            let is_whole = source
                .record
                .pointer(&place.pointer)
                .is_some_and(|record| record.get(one.field.split('/').next().unwrap_or_default()).is_some());
            let pointer = format!("{}/{}", place.pointer, one.field);
            let member = source.record.pointer(&pointer).unwrap_or(&Value::Null);
            if is_whole && one.member_sha256.as_ref() != Some(&redact::member_sha256(&one.id, member)) {
                let detail = format!(
                    "redaction {} no longer covers its words: withhold the words where they are now, then lift it",
                    one.id
                );
                moved.push(FieldError::new(format!("/record{pointer}"), detail));
            }
        }
    }
    moved
}

/// True when the record or its redactions have changed since an edition was prepared.
pub fn is_behind(conn: &mut AnyConnection, edition: &Edition, today: NaiveDate) -> Result<bool, ApiError> {
    let subject = Subject::of(edition, today);
    let Some(source) = source::read(conn, subject.area, subject.kind, subject.id, today)? else { return Ok(true) };
    let asked = store::cuts(conn, subject.area)?;
    let (public, taken) = taken_out(&source, &asked);
    Ok(fingerprint(&source, &public, &taken, &asked)? != edition.source_sha256)
}

/// Returns the place where the redacted record appears with the redacted member; a linked record is only named.
fn shown<'a>(source: &'a Source, cut: &Cut) -> Option<&'a redact::Place> {
    let member = cut.field.split('/').next().unwrap_or_default();
    source.places.iter().find(|place| {
        let object = source.record.pointer(&place.pointer).and_then(Value::as_object);
        place.resource == cut.resource && place.id == cut.resource_id && object.is_some_and(|one| one.contains_key(member))
    })
}

fn taken_out(source: &Source, asked: &[Asked]) -> (Value, Vec<Taken>) {
    // Redactions that somebody requested come first: their reason is the one shown.
    let mut cuts: Vec<Cut> = asked.iter().map(|(cut, _)| cut.clone()).collect();
    cuts.extend(source.cuts.iter().cloned());
    let mut public = source.record.clone();
    let taken = redact::redact(&mut public, &source.places, &cuts);
    (public, taken)
}

/// Returns the title from the record, with its redactions.
fn title(source: &Source, public: &Value, taken: &[Taken]) -> String {
    let Some(at) = source.title_at else { return source.title.clone() };
    if let Some(title) = public.pointer(at).and_then(Value::as_str) {
        return title.to_owned();
    }
    let whole = taken.iter().find(|one| one.pointer == at);
    whole.map_or_else(|| source.title.clone(), |one| reasons::marker(&one.reason))
}

/// Calculates the fingerprint of a record. It includes the withheld words, so that a change to them is noticed; it is never
/// shown outside the body. The date of an action log is not a change of the record. The reason and review date of a redaction
/// appear in the document only for whole members, and count as a change too.
fn fingerprint(source: &Source, public: &Value, taken: &[Taken], asked: &[Asked]) -> Result<String, ApiError> {
    let undated = |record: &Value| {
        let mut record = record.clone();
        if let Some(day) = record.get_mut("as_of") {
            *day = Value::Null;
        }
        record
    };
    let said: Vec<_> = taken.iter().map(|one| (&one.pointer, &one.reason, review_on(one, asked))).collect();
    Ok(sha256_hex(canonical(&(&source.title, undated(&source.record), undated(public), said))?.as_bytes()))
}

/// Finds withheld words elsewhere in the document: in a title they are refused, anywhere else the approver is warned.
fn remaining(title: &str, source: &Source, public: &Value, taken: &[Taken], warnings: &mut Vec<Warning>) -> Vec<FieldError> {
    // What a link repeats is judged as where it stands: a title there may be the words of a question.
    let is_of_link = |at: &str| {
        source.places.iter().any(|place| place.shows.is_some() && at.strip_suffix("/title") == Some(place.pointer.as_str()))
    };
    let mut refused = Vec::new();
    let stands = |text: &str| taken.iter().any(|one| redact::stands_in(text, &one.value));
    let in_no_title = |one: &Taken| redact::is_refused_in_titles(one.redaction_id.as_deref(), &one.pointer);
    let forbidden = |text: &str| taken.iter().any(|one| in_no_title(one) && redact::stands_in(text, &one.value));
    if forbidden(title) {
        refused.push(FieldError::new("/title", "contains withheld words: withhold them in the title too"));
    }
    lint::each_text(public, &mut |at, name, text| {
        if name == "title" && !is_of_link(at) && forbidden(text) {
            let detail = "this title contains withheld words: withhold them here too";
            refused.push(FieldError::new(format!("/record{at}"), detail));
        } else if stands(text) {
            warnings.push(lint::warning(
                "withheld_words_remain",
                at,
                "the withheld words also appear here: withhold them here too",
            ));
        } else if taken.iter().any(|one| repeats(one, at, text)) {
            warnings.push(lint::warning(
                "withheld_words_remain",
                at,
                "this repeats part of a text that is withheld elsewhere: withhold it here too",
            ));
        }
    });
    refused
}

/// Warns the approver about words that are withheld from other records and appear in this one.
fn elsewhere(public: &Value, taken: &[Taken], asked: &[Asked], warnings: &mut Vec<Warning>) {
    let spans: Vec<&str> = asked.iter().filter_map(|(cut, _)| cut.span.as_deref()).collect();
    let spans: Vec<&str> = spans.into_iter().filter(|span| !taken.iter().any(|one| one.value == *span)).collect();
    lint::each_text(public, &mut |at, _, text| {
        if spans.iter().any(|span| redact::stands_in(text, span)) {
            warnings.push(lint::warning(
                "withheld_words_remain",
                at,
                "words that are withheld from another record appear here: withhold them here too",
            ));
        }
    });
}

/// True when a text reveals part of a member that is withheld as a whole: by a phrase of it, or, beside it, by its number.
fn repeats(taken: &Taken, at: &str, text: &str) -> bool {
    const PHRASE: i64 = 4;
    if !taken.whole {
        return false;
    }
    let number = taken.value.trim();
    if number.len() > 1 && number.chars().all(|c| c.is_ascii_digit() || ".,-".contains(c)) {
        let beside = |pointer: &str| pointer.rsplit_once('/').map(|(parent, _)| parent.trim_end_matches("/value").to_owned());
        let figures = |text: &str| text.split(|c: char| !c.is_ascii_digit() && c != '.').any(|figure| figure == number);
        return beside(&taken.pointer).is_some_and(|parent| at.starts_with(&format!("{parent}/"))) && figures(text);
    }
    redact::words(text) >= PHRASE && redact::stands_in(&taken.value, text)
}

/// True when something is withheld from a subject now that was not when an edition of it was prepared: words, or a file whose
/// citation was taken back or is no longer for the public.
pub fn is_withheld_since(conn: &mut AnyConnection, edition: &Edition, today: NaiveDate) -> Result<bool, ApiError> {
    let subject = Subject::of(edition, today);
    // The record may no longer contain it; the edition does.
    let said = edition.record.get()?;
    if store::cuts(conn, subject.area)?.iter().any(|(cut, _)| redact::still_says(&said, cut)) {
        return Ok(true);
    }
    let Some(source) = source::read(conn, subject.area, subject.kind, subject.id, today)? else { return Ok(false) };
    let published = named_in(&source.record);
    if named_in(&said).iter().any(|file| !published.iter().any(|one| one.sha256 == file.sha256)) {
        return Ok(true);
    }
    let (_, taken) = taken_out(&source, &store::cuts(conn, subject.area)?);
    let kept = store::withheld(conn, &edition.id)?;
    let is_kept =
        |one: &Taken| kept.iter().any(|kept| kept.redaction_id == one.redaction_id && kept.value.as_ref() == Some(&one.value));
    Ok(!taken.iter().all(is_kept))
}

/// Warns about newly withheld content that the public can still read in other editions.
fn published_already(
    conn: &mut AnyConnection,
    subject: Subject<'_>,
    source: &Source,
    taken: &[Taken],
    warnings: &mut Vec<Warning>,
) -> Result<(), ApiError> {
    let mut sought = Vec::with_capacity(taken.len());
    let mut pointers = Vec::with_capacity(taken.len());
    for one in taken {
        let below =
            |place: &'_ redact::Place| Some((place.pointer.len(), one.pointer.strip_prefix(&place.pointer)?.strip_prefix('/')?));
        let places = source.places.iter().filter_map(|place| below(place).map(|(length, field)| (length, place, field)));
        let Some((_, place, field)) = places.max_by_key(|(length, _, _)| *length) else { continue };
        let asked_for = one.redaction_id.is_some();
        let whole = asked_for && one.whole;
        sought.push(Sought { words: &one.value, id: &place.id, field, whole, anywhere: asked_for });
        pointers.push(one.pointer.as_str());
    }
    for (place, edition) in readable::still_read(conn, subject.area, &sought)? {
        let Some(pointer) = pointers.get(place) else { continue };
        let same = edition.kind == subject.kind && edition.subject_id == subject.id;
        let of = if same { "this".to_owned() } else { format!("another record ({})", edition.kind.as_str()) };
        let (number, id) = (edition.number, &edition.id);
        let detail = format!("the public can still read this in edition {number} of {of}, {id}: withdraw that edition");
        let told = lint::warning("withheld_words_published", *pointer, detail);
        if !warnings.contains(&told) {
            warnings.push(told);
        }
    }
    Ok(())
}

impl Prepared {
    /// Returns the withheld words that must not appear in statements about an edition.
    pub fn words(&self) -> Vec<&str> {
        let taken = self.values.iter().map(|value| &value.taken);
        let refused = taken.filter(|one| redact::is_refused_in_titles(one.redaction_id.as_deref(), &one.pointer));
        refused.map(|one| one.value.as_str()).collect()
    }
}

/// Returns the same words from the values stored with an edition.
pub fn kept_words(kept: &[WithheldValue]) -> Vec<&str> {
    let refused = kept.iter().filter(|one| redact::is_refused_in_titles(one.redaction_id.as_deref(), &one.pointer));
    refused.filter_map(|one| one.value.as_deref()).collect()
}

/// Returns the review date of a redaction.
fn review_on(taken: &Taken, asked: &[Asked]) -> Option<NaiveDate> {
    let own = asked.iter().find(|(cut, _)| cut.redaction_id.is_some() && cut.redaction_id == taken.redaction_id);
    own.and_then(|(_, day)| *day)
}

fn committed(taken: Vec<Taken>, asked: &[Asked]) -> Result<(Vec<Withheld>, Vec<Salted>), ApiError> {
    let mut withheld = Vec::with_capacity(taken.len());
    let mut values = Vec::with_capacity(taken.len());
    for taken in taken {
        let salt = new_salt()?;
        let commitment = format!("sha256:{}", sha256_hex(format!("{salt}{}", taken.value).as_bytes()));
        withheld.push(Withheld {
            pointer: taken.pointer.clone(),
            reason: taken.reason.clone(),
            reason_text: reasons::in_words(&taken.reason).to_owned(),
            whole: taken.whole,
            words: redact::words(&taken.value),
            review_on: review_on(&taken, asked),
            commitment: commitment.clone(),
        });
        values.push(Salted { taken, salt, commitment });
    }
    Ok((withheld, values))
}

/// Generates 256 random bits as text.
fn new_salt() -> Result<String, ApiError> {
    crate::identity::users::secrets::new_secret()
}

/// Converts the withheld values for storage with an edition.
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
