//! The acts on editions, each as one unit of work: load if visible, decide, check the version, save, audit.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::model::{
    ApproveEdition, EditEdition, Edition, EditionAct as Act, EditionId, PrepareEdition, PublishEdition, Significance,
    WithdrawEdition,
};
use super::prepare::{Prepared, Subject};
use super::store::Approval;
use super::{document, prepare, rules, store};
use crate::foundation::clock::london_day;
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, FieldError, Refusal};
use crate::foundation::numbers;
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::public;
use crate::public::files::named::named_in;
use crate::publication_log::document::{LICENCE, SCHEMA, WithdrawalDocument, canonical};
use crate::publication_log::log;
use crate::publication_log::log::{About, LeafKind};
use crate::publishing::redact;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::evidence::attachments;
use crate::record::evidence::attachments::model::AttachmentId;
use crate::record::outbox::acts as outbox;
use crate::record::published::model::{EditionKind, EditionStatus};

/// Prepares an edition from the current record.
pub fn create(tx: &mut Tx<'_>, input: &PrepareEdition) -> Result<Edition, ApiError> {
    rules::may_prepare(tx.actor).map_err(Refusal::without_state)?;
    let id = EditionId::new(tx.ids);
    let subject = Subject { area: &tx.actor.area, kind: input.kind, id: &input.subject_id, today: tx.today };
    let prepared = prepare::prepare(tx.conn, subject)?;
    let Some(prepared) = prepared else {
        let mut faults = Faults::default();
        faults.add("/subject_id", "there is nothing to publish yet: check the kind and the id");
        faults.finish()?;
        return Err(ApiError::NotFound);
    };
    check_change(tx, input.kind, &input.subject_id, input.significance, input.change_note.as_deref())?;
    check_words(prepared.refused.clone(), &prepared.words(), "/change_note", input.change_note.as_deref())?;
    let Prepared { title, record, withheld, values, source_sha256, warnings, refused: _ } = prepared;
    let edition = Edition {
        number: 0,
        area: tx.actor.area.clone(),
        kind: input.kind,
        subject_id: input.subject_id.clone(),
        title,
        record: JsonText::new(&record)?,
        withheld: JsonText::new(&withheld)?,
        source_sha256,
        warnings: JsonText::new(&warnings)?,
        significance: input.significance,
        change_note: input.change_note.clone(),
        status: EditionStatus::Prepared,
        publish_at: None,
        approved_by: None,
        approved_by_name: None,
        approved_at: None,
        delegation_id: None,
        published_at: None,
        superseded_by: None,
        withdrawn_at: None,
        explanation: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        necessary_reason: None,
        id,
    };
    tracked::create(tx, &edition, None, input)?;
    store::keep_withheld(tx.conn, &edition.id, &prepare::stored(&edition, &values))?;
    Ok(edition)
}

/// Requires significance and change note from the second edition of a subject on.
fn check_change(
    tx: &mut Tx<'_>,
    kind: EditionKind,
    subject_id: &str,
    significance: Option<Significance>,
    note: Option<&str>,
) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if store::published(tx.conn, kind, subject_id)?.is_some() {
        if significance.is_none() {
            faults.add("/significance", "an edition of this is already published: send major or minor");
        }
        if note.is_none() {
            faults.add("/change_note", "an edition of this is already published: describe the change for the public");
        }
    }
    faults.finish()
}

/// Refuses withheld words in titles and in public statements about an edition.
fn check_words(refused: Vec<FieldError>, words: &[&str], pointer: &str, text: Option<&str>) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    for fault in refused {
        faults.add(&fault.pointer, fault.detail);
    }
    if text.is_some_and(|text| words.iter().any(|words| redact::stands_in(text, words))) {
        faults.add(pointer, "contains words that are withheld from the edition: remove them");
    }
    faults.finish()
}

/// Edits the change note and significance.
pub fn edit(tx: &mut Tx<'_>, id: &EditionId, patch: &EditEdition) -> Result<Edition, ApiError> {
    let (edition, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&edition)?;
    let edition = edition.with(edited.draft)?;
    check_change(tx, edition.kind, &edition.subject_id, edition.significance, edition.change_note.as_deref())?;
    let kept = store::withheld(tx.conn, &edition.id)?;
    check_words(Vec::new(), &prepare::kept_words(&kept), "/change_note", edition.change_note.as_deref())?;
    advance(tx, edition, Act::Edit, next, None, &edited.changes)
}

/// Deletes an unpublished edition.
pub fn delete(tx: &mut Tx<'_>, id: &EditionId) -> Result<(), ApiError> {
    let (edition, _) = begin(tx, id, Act::Delete)?;
    store::keep_withheld(tx.conn, &edition.id, &[])?;
    let gone = serde_json::json!({ "kind": edition.kind, "subject_id": edition.subject_id });
    tracked::remove(tx, &edition, &gone)
}

/// Prepares the same edition again from the current record and redactions.
pub fn refresh(tx: &mut Tx<'_>, id: &EditionId) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Refresh)?;
    let prepared = prepare::prepare(tx.conn, Subject::of(&edition, tx.today))?.ok_or_else(gone)?;
    check_words(prepared.refused.clone(), &prepared.words(), "/change_note", edition.change_note.as_deref())?;
    edition.title = prepared.title;
    edition.record = JsonText::new(&prepared.record)?;
    edition.withheld = JsonText::new(&prepared.withheld)?;
    edition.source_sha256 = prepared.source_sha256;
    edition.warnings = JsonText::new(&prepared.warnings)?;
    store::keep_withheld(tx.conn, &edition.id, &prepare::stored(&edition, &prepared.values))?;
    advance(tx, edition, Act::Refresh, next, None, &serde_json::json!({}))
}

/// Approves an edition for publication. The approver must have read it, so an edition that is behind the record is refused.
pub fn approve(tx: &mut Tx<'_>, id: &EditionId, input: &ApproveEdition) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Approve)?;
    if prepare::is_behind(tx.conn, &edition, tx.today)? {
        let sentence = "the record or its redactions have changed since this edition was prepared: refresh it and read it again";
        return Err(refuse(tx, Refusal::WrongState(sentence), &edition)?);
    }
    check_change(tx, edition.kind, &edition.subject_id, edition.significance, edition.change_note.as_deref())?;
    let mut faults = Faults::default();
    if !edition.warnings.get()?.is_empty() && input.despite_warnings.is_none() {
        faults.add("/despite_warnings", "there are warnings: explain why it can be published anyway, or correct the record");
    }
    faults.finish()?;
    check_reason(tx, &edition, "/despite_warnings", input.despite_warnings.as_deref())?;
    edition.approved_by.clone_from(&tx.actor.user_id);
    edition.approved_by_name = Some(tx.actor.name.clone());
    edition.approved_at = Some(tx.now);
    edition.delegation_id = delegation(tx)?;
    advance(tx, edition, Act::Approve, next, input.despite_warnings.as_deref(), input)
}

/// Refuses withheld words in the reason of an act: the audit trail is never erased.
fn check_reason(tx: &mut Tx<'_>, edition: &Edition, pointer: &str, text: Option<&str>) -> Result<(), ApiError> {
    let kept = store::withheld(tx.conn, &edition.id)?;
    check_words(Vec::new(), &prepare::kept_words(&kept), pointer, text)
}

/// Marks an approved edition as one that it is necessary to publish before an election; the public reads the reason. A recall takes
/// it back.
pub fn mark_necessary(tx: &mut Tx<'_>, id: &EditionId, input: &Reasoned) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::MarkNecessary)?;
    check_reason(tx, &edition, "/reason", Some(&input.reason))?;
    edition.necessary_reason = Some(input.reason.clone());
    advance(tx, edition, Act::MarkNecessary, next, Some(&input.reason), input)
}

/// Recalls the approval, the scheduled time and what made it necessary: the edition is prepared again.
pub fn recall(tx: &mut Tx<'_>, id: &EditionId, input: &Reasoned) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Recall)?;
    check_reason(tx, &edition, "/reason", Some(&input.reason))?;
    edition.publish_at = None;
    edition.approved_by = None;
    edition.approved_by_name = None;
    edition.approved_at = None;
    edition.delegation_id = None;
    edition.necessary_reason = None;
    advance(tx, edition, Act::Recall, next, Some(&input.reason), input)
}

/// Erases the withheld words of a published edition, with the salts: the commitments then reveal nothing.
pub fn erase_withheld(tx: &mut Tx<'_>, id: &EditionId, input: &Reasoned) -> Result<Edition, ApiError> {
    let (edition, next) = begin(tx, id, Act::EraseWithheld)?;
    check_reason(tx, &edition, "/reason", Some(&input.reason))?;
    store::erase_withheld(tx.conn, &edition.id, tx.now)?;
    advance(tx, edition, Act::EraseWithheld, next, Some(&input.reason), input)
}

/// Publishes an approved edition now, or schedules it.
pub fn publish(tx: &mut Tx<'_>, id: &EditionId, input: &PublishEdition) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Publish)?;
    if input.publish_at.is_some_and(|at| rules::is_too_late(at.naive_utc(), tx.now)) {
        let mut faults = Faults::default();
        faults.add("/publish_at", "must be in the future: omit it to publish now");
        faults.finish()?;
    }
    if let Some(at) = input.publish_at.map(|at| at.naive_utc()).filter(|at| *at > tx.now) {
        check_hold(tx, &edition, at)?;
        edition.publish_at = Some(at);
        let status = edition.status;
        return advance(tx, edition, Act::Publish, status, None, input);
    }
    check_hold(tx, &edition, tx.now)?;
    check_approval(store::approval(tx.conn, &edition)?)?;
    make_public(tx, edition, next, input)
}

/// Refuses publication when the approval is no longer valid.
fn check_approval(approval: Approval) -> Result<(), ApiError> {
    match approval {
        Approval::Stands => Ok(()),
        Approval::Revoked => Err(ApiError::Conflict(
            "this edition was approved under a delegation that has been revoked: recall it and have it approved again".into(),
        )),
        Approval::Left => Err(ApiError::Conflict(
            "this edition was approved by somebody whose account is deactivated: recall it and have it approved again".into(),
        )),
    }
}

/// Refuses publication during a hold, and names the day after it.
fn check_hold(tx: &mut Tx<'_>, edition: &Edition, at: NaiveDateTime) -> Result<(), ApiError> {
    match store::held_until(tx.conn, &edition.area, london_day(at), edition.necessary_reason.is_some())? {
        None => Ok(()),
        Some(day) => Err(ApiError::Conflict(format!(
            "publication is held until {day}: choose a later time, or have the PCC mark this edition as necessary if it cannot wait"
        ))),
    }
}

/// Adds the document of an edition to the log and makes it the current public edition.
pub fn make_public<C: Serialize>(
    tx: &mut Tx<'_>,
    mut edition: Edition,
    next: EditionStatus,
    changes: &C,
) -> Result<Edition, ApiError> {
    let before = store::published(tx.conn, edition.kind, &edition.subject_id)?;
    check_order(tx, &edition, before.as_ref())?;
    // Other changes of the record since the approval may wait for the next edition; a redaction may not.
    if prepare::is_withheld_since(tx.conn, &edition, tx.today)? {
        return Err(ApiError::Conflict(
            "something has been withheld since this edition was prepared: recall it, refresh it and read it again".into(),
        ));
    }
    hold_files(tx, &edition)?;
    edition.number = store::next_number(tx.conn, edition.kind, &edition.subject_id)?;
    edition.published_at = Some(tx.now);
    let document = canonical(&document::of(tx.conn, &edition, before.as_ref(), tx.now)?)?;
    if !numbers::beyond(document.as_bytes()).is_empty() {
        return Err(ApiError::Conflict(
            "this edition has a number too large for JSON to represent exactly: recall and refresh it, which writes the number in words".into(),
        ));
    }
    let about = about(&edition, LeafKind::Edition);
    let leaf = log::append(tx.conn, &about, document, tx.now)?;
    // Publications queue at the log: only now is the current edition certain.
    let stands = store::published(tx.conn, edition.kind, &edition.subject_id)?;
    if stands.map(|one| one.id) != before.as_ref().map(|one| one.id.clone()) {
        return Err(ApiError::Conflict("another edition of this was published at the same time: try again".into()));
    }
    public::projection::apply(tx.conn, &leaf)?;
    outbox::edition_published(tx, edition.id.as_str())?;
    if let Some(mut before) = before {
        before.superseded_by = Some(edition.id.clone());
        let status = std::mem::replace(&mut before.status, EditionStatus::Superseded);
        let by = serde_json::json!({ "superseded_by": edition.id });
        tracked::change(tx, before, Some(status.as_str()), "supersede", None, &by)?;
    }
    advance(tx, edition, Act::Publish, next, None, changes)
}

/// Refuses an edition that names a file which was deleted since it was prepared; the other files can no longer be deleted.
fn hold_files(tx: &mut Tx<'_>, edition: &Edition) -> Result<(), ApiError> {
    let named = named_in(&edition.record.get()?);
    let ids: Vec<AttachmentId> = named.iter().filter_map(|file| file.id.parse().ok()).collect();
    if attachments::published::hold(tx.conn, &edition.area, &ids)? == named.len() {
        return Ok(());
    }
    let sentence = "a file that this edition names was deleted since it was prepared: recall it, refresh it and read it again";
    Err(ApiError::Conflict(sentence.into()))
}

/// Checks that editions of a subject are published in the order of their preparation, and that one which supersedes another has a
/// change note. Both may have become necessary only after the approval.
fn check_order(tx: &mut Tx<'_>, edition: &Edition, before: Option<&Edition>) -> Result<(), ApiError> {
    let last = store::last_published(tx.conn, edition.kind, &edition.subject_id)?;
    if let Some((number, _)) = last.filter(|(_, last)| *last > edition.id) {
        let sentence = format!(
            "edition {number} of this, which was prepared later, is already published: delete this one and prepare another"
        );
        return Err(ApiError::Conflict(sentence));
    }
    match before {
        Some(before) if edition.significance.is_none() || edition.change_note.is_none() => Err(ApiError::Conflict(format!(
            "edition {} of this was published in the meantime: recall this one and add a change note and significance",
            before.number
        ))),
        Some(_) | None => Ok(()),
    }
}

fn about(edition: &Edition, kind: LeafKind) -> About<'_> {
    About {
        area: &edition.area,
        kind,
        edition_id: edition.id.as_str(),
        edition_kind: edition.kind.as_str(),
        subject_id: &edition.subject_id,
    }
}

/// Withdraws an edition: a withdrawal document takes its place, in the log too.
pub fn withdraw(tx: &mut Tx<'_>, id: &EditionId, input: &WithdrawEdition) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Withdraw)?;
    check_explanation(tx, &edition, &input.explanation)?;
    let published = log::of_edition(tx.conn, edition.id.as_str(), LeafKind::Edition)?;
    let published = published.ok_or_else(|| ApiError::Internal("a published edition without its document".into()))?;
    let document = canonical(&WithdrawalDocument {
        schema: SCHEMA.to_owned(),
        document: "withdrawal".to_owned(),
        id: edition.id.to_string(),
        kind: edition.kind.as_str().to_owned(),
        area: edition.area.clone(),
        subject_id: edition.subject_id.clone(),
        number: edition.number,
        licence: LICENCE.to_owned(),
        published_at: published.at.and_utc(),
        withdrawn_at: tx.now.and_utc(),
        explanation: input.explanation.clone(),
        withdrawn_sha256: published.sha256,
    })?;
    let leaf = log::append(tx.conn, &about(&edition, LeafKind::Withdrawal), document, tx.now)?;
    public::projection::apply(tx.conn, &leaf)?;
    outbox::edition_withdrawn(tx, edition.id.as_str())?;
    edition.withdrawn_at = Some(tx.now);
    edition.explanation = Some(input.explanation.clone());
    advance(tx, edition, Act::Withdraw, next, Some(&input.explanation), input)
}

/// Refuses withheld words in the explanation, which is public: those of the edition and those withheld now.
fn check_explanation(tx: &mut Tx<'_>, edition: &Edition, explanation: &str) -> Result<(), ApiError> {
    let kept = store::withheld(tx.conn, &edition.id)?;
    let now = prepare::prepare(tx.conn, Subject::of(edition, tx.today))?;
    let mut words = prepare::kept_words(&kept);
    words.extend(now.iter().flat_map(Prepared::words));
    // A withdrawal is permanent, so it must not contain words withheld from anything.
    let asked = store::cuts(tx.conn, &edition.area)?;
    words.extend(asked.iter().filter_map(|(cut, _)| cut.span.as_deref()));
    check_words(Vec::new(), &words, "/explanation", Some(explanation))
}

/// Returns the delegation under which the caller may approve, if any.
pub fn delegation(tx: &mut Tx<'_>) -> Result<Option<String>, ApiError> {
    match &tx.actor.user_id {
        Some(user) => store::delegation(tx.conn, &tx.actor.area, user, tx.today),
        None => Ok(None),
    }
}

fn gone() -> ApiError {
    ApiError::Conflict("nothing of this can be published any more: delete the edition".into())
}

/// Loads the edition if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &EditionId, act: Act) -> Result<(Edition, EditionStatus), ApiError> {
    let edition = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let delegated = delegation(tx)?.is_some();
    let next = permit(tx, &edition, act, |act| rules::decide(act, edition.status, delegated, tx.actor))?;
    Ok((edition, next))
}

fn refuse(tx: &mut Tx<'_>, refusal: Refusal, edition: &Edition) -> Result<ApiError, ApiError> {
    let delegated = delegation(tx)?.is_some();
    Ok(tracked::refuse(refusal, edition.status.as_str(), &rules::allowed_acts(edition.status, delegated, tx.actor)))
}
