//! What can be done with editions, each as one unit of work: load what is visible, decide, check the version, save, audit.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::model::{
    ApproveEdition, EditEdition, Edition, EditionId, PrepareEdition, PublishEdition, Significance, WithdrawEdition,
};
use super::prepare::{Prepared, Subject};
use super::rules::Act;
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
use crate::publication_log::document::{LICENCE, WithdrawalDocument, canonical};
use crate::publication_log::log;
use crate::publication_log::log::{About, LeafKind};
use crate::publishing::redact;
use crate::record::audit::tracked;
use crate::record::outbox::acts as outbox;
use crate::record::published::model::{EditionKind, EditionStatus};

/// Prepares an edition of a record as it stands.
pub fn create(tx: &mut Tx<'_>, input: &PrepareEdition) -> Result<Edition, ApiError> {
    rules::may_prepare(tx.actor).map_err(|refusal| refusal.into_error("none", vec![]))?;
    let id = EditionId::new(tx.ids);
    let subject = Subject { area: &tx.actor.area, kind: input.kind, id: &input.subject_id, today: tx.today };
    let prepared = prepare::prepare(tx.conn, subject)?;
    let Some(prepared) = prepared else {
        let mut faults = Faults::default();
        faults.add("/subject_id", "there is nothing of it that could be published");
        faults.finish()?;
        return Err(ApiError::NotFound);
    };
    check_change(tx, input.kind, &input.subject_id, input.significance, input.change_note.as_deref())?;
    check_words(prepared.refused.clone(), &prepared.words(), "/change_note", input.change_note.as_deref())?;
    let Prepared { title, record, withheld, values, source_sha256, warnings, refused: _ } = prepared;
    let edition = Edition {
        number: store::next_number(tx.conn, input.kind, &input.subject_id)?,
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
        id,
    };
    tracked::create(tx, &edition, None, input)?;
    store::keep_withheld(tx.conn, &edition.id, &prepare::stored(&edition, &values))?;
    Ok(edition)
}

/// The second edition of a subject says what has changed, and how much that means.
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
            faults.add("/significance", "an edition of this is published: say whether the change is major or minor");
        }
        if note.is_none() {
            faults.add("/change_note", "an edition of this is published: say for the public what has changed");
        }
    }
    faults.finish()
}

/// Withheld words stand in no title, and in nothing that is said of an edition in public.
fn check_words(refused: Vec<FieldError>, words: &[&str], pointer: &str, text: Option<&str>) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    for fault in refused {
        faults.add(&fault.pointer, fault.detail);
    }
    if text.is_some_and(|text| words.iter().any(|words| redact::stands_in(text, words))) {
        faults.add(pointer, "holds words that are withheld from the edition");
    }
    faults.finish()
}

/// Changes what is said of the change.
pub fn edit(tx: &mut Tx<'_>, id: &EditionId, patch: &EditEdition) -> Result<Edition, ApiError> {
    let (edition, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&edition)?;
    let edition = edition.with(edited.draft)?;
    check_change(tx, edition.kind, &edition.subject_id, edition.significance, edition.change_note.as_deref())?;
    let kept = store::withheld(tx.conn, &edition.id)?;
    check_words(Vec::new(), &prepare::kept_words(&kept), "/change_note", edition.change_note.as_deref())?;
    advance(tx, edition, Act::Edit, next, None, &edited.changes)
}

/// Removes an edition that was not published.
pub fn delete(tx: &mut Tx<'_>, id: &EditionId) -> Result<(), ApiError> {
    let (edition, _) = begin(tx, id, Act::Delete)?;
    store::keep_withheld(tx.conn, &edition.id, &[])?;
    let gone = serde_json::json!({ "kind": edition.kind, "subject_id": edition.subject_id });
    tracked::remove(tx, &edition, &gone)
}

/// Prepares the same edition anew from the record and the redactions as they are now.
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

/// Approves an edition for publication. Whoever approves has read it: an edition that is behind the record is refused.
pub fn approve(tx: &mut Tx<'_>, id: &EditionId, input: &ApproveEdition) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Approve)?;
    if prepare::is_behind(tx.conn, &edition, tx.today)? {
        let sentence = "the record or its redactions have changed since this was prepared: refresh it and read it again";
        return Err(refuse(tx, Refusal::WrongState(sentence), &edition)?);
    }
    check_change(tx, edition.kind, &edition.subject_id, edition.significance, edition.change_note.as_deref())?;
    let mut faults = Faults::default();
    if !edition.warnings.get()?.is_empty() && input.despite_warnings.is_none() {
        faults.add("/despite_warnings", "there are warnings: say why it is published as it is, or mend the record");
    }
    faults.finish()?;
    check_reason(tx, &edition, "/despite_warnings", input.despite_warnings.as_deref())?;
    edition.approved_by.clone_from(&tx.actor.user_id);
    edition.approved_by_name = Some(tx.actor.name.clone());
    edition.approved_at = Some(tx.now);
    edition.delegation_id = delegation(tx)?;
    advance(tx, edition, Act::Approve, next, input.despite_warnings.as_deref(), input)
}

/// What is said of an act goes into the audit trail, where nothing is erased: it does not quote what is withheld.
fn check_reason(tx: &mut Tx<'_>, edition: &Edition, pointer: &str, text: Option<&str>) -> Result<(), ApiError> {
    let kept = store::withheld(tx.conn, &edition.id)?;
    check_words(Vec::new(), &prepare::kept_words(&kept), pointer, text)
}

/// Takes the approval back, with the time that was set: the edition is prepared again.
pub fn recall(tx: &mut Tx<'_>, id: &EditionId, input: &Reasoned) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Recall)?;
    check_reason(tx, &edition, "/reason", Some(&input.reason))?;
    edition.publish_at = None;
    edition.approved_by = None;
    edition.approved_by_name = None;
    edition.approved_at = None;
    edition.delegation_id = None;
    advance(tx, edition, Act::Recall, next, Some(&input.reason), input)
}

/// Erases the words behind the gaps of an edition that was published, with the salts: the commitments say nothing any more.
pub fn erase_withheld(tx: &mut Tx<'_>, id: &EditionId, input: &Reasoned) -> Result<Edition, ApiError> {
    let (edition, next) = begin(tx, id, Act::EraseWithheld)?;
    check_reason(tx, &edition, "/reason", Some(&input.reason))?;
    store::erase_withheld(tx.conn, &edition.id, tx.now)?;
    advance(tx, edition, Act::EraseWithheld, next, Some(&input.reason), input)
}

/// Publishes an approved edition now, or has it published at a time.
pub fn publish(tx: &mut Tx<'_>, id: &EditionId, input: &PublishEdition) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Publish)?;
    if input.publish_at.is_some_and(|at| rules::is_too_late(at.naive_utc(), tx.now)) {
        let mut faults = Faults::default();
        faults.add("/publish_at", "lies in the past: leave it out to publish now");
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

/// Nothing is published on an approval that is worth nothing any more.
fn check_approval(approval: Approval) -> Result<(), ApiError> {
    match approval {
        Approval::Stands => Ok(()),
        Approval::Revoked => {
            Err(ApiError::Conflict("it was approved under a delegation that is revoked: recall it and have it approved".into()))
        }
        Approval::Left => Err(ApiError::Conflict(
            "it was approved by somebody whose account is deactivated: recall it and have it approved anew".into(),
        )),
    }
}

/// Nothing is published on the days of a hold: it is refused with the day after.
fn check_hold(tx: &mut Tx<'_>, edition: &Edition, at: NaiveDateTime) -> Result<(), ApiError> {
    match store::held_until(tx.conn, &edition.area, london_day(at))? {
        None => Ok(()),
        Some(day) => Err(ApiError::Conflict(format!("publication is held until {day}: choose a later time"))),
    }
}

/// Adds the document of an edition to the log and makes it the one that the public reads.
pub fn make_public<C: Serialize>(
    tx: &mut Tx<'_>,
    mut edition: Edition,
    next: EditionStatus,
    changes: &C,
) -> Result<Edition, ApiError> {
    let before = store::published(tx.conn, edition.kind, &edition.subject_id)?;
    check_order(tx, &edition, before.as_ref())?;
    // Whatever else of the record has changed since the approval may wait for the next edition; this may not.
    if prepare::is_withheld_since(tx.conn, &edition, tx.today)? {
        return Err(ApiError::Conflict(
            "something is withheld since this was prepared: recall it, refresh it and read it again".into(),
        ));
    }
    edition.published_at = Some(tx.now);
    let document = canonical(&document::of(tx.conn, &edition, before.as_ref(), tx.now)?)?;
    if !numbers::beyond(document.as_bytes()).is_empty() {
        return Err(ApiError::Conflict(
            "a number in it is too large for JSON to carry it exactly: recall it and refresh it, and it is said in words".into(),
        ));
    }
    let about = about(&edition, LeafKind::Edition);
    let leaf = log::append(tx.conn, &about, document, tx.now)?;
    // Publications wait for each other at the log: only now it is sure which edition stands.
    let stands = store::published(tx.conn, edition.kind, &edition.subject_id)?;
    if stands.map(|one| one.id) != before.as_ref().map(|one| one.id.clone()) {
        return Err(ApiError::Conflict("another edition of this was published at this moment: try again".into()));
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

/// Editions of a subject become public in the order of their numbers, and the one that takes another's place says what has
/// changed. Both may have become so only after the approval.
fn check_order(tx: &mut Tx<'_>, edition: &Edition, before: Option<&Edition>) -> Result<(), ApiError> {
    let last = store::last_published(tx.conn, edition.kind, &edition.subject_id)?;
    if let Some(last) = last.filter(|last| *last > edition.number) {
        let sentence = format!("edition {last} of this was published already: delete this one and prepare another");
        return Err(ApiError::Conflict(sentence));
    }
    match before {
        Some(before) if edition.significance.is_none() || edition.change_note.is_none() => Err(ApiError::Conflict(format!(
            "edition {} of this was published since: recall this one and say what has changed and how much that means",
            before.number
        ))),
        _ => Ok(()),
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

/// Takes an edition back; a document that says so takes its place, in the log too.
pub fn withdraw(tx: &mut Tx<'_>, id: &EditionId, input: &WithdrawEdition) -> Result<Edition, ApiError> {
    let (mut edition, next) = begin(tx, id, Act::Withdraw)?;
    check_explanation(tx, &edition, &input.explanation)?;
    let published = log::of_edition(tx.conn, edition.id.as_str(), LeafKind::Edition)?;
    let published = published.ok_or_else(|| ApiError::Internal("a published edition without its document".into()))?;
    let document = canonical(&WithdrawalDocument {
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

/// The explanation is public: it holds nothing that was withheld, nor what is withheld now.
fn check_explanation(tx: &mut Tx<'_>, edition: &Edition, explanation: &str) -> Result<(), ApiError> {
    let kept = store::withheld(tx.conn, &edition.id)?;
    let now = prepare::prepare(tx.conn, Subject::of(edition, tx.today))?;
    let mut words = prepare::kept_words(&kept);
    words.extend(now.iter().flat_map(Prepared::words));
    // A withdrawal stays for ever: no words that are withheld from anything.
    let asked = store::cuts(tx.conn, &edition.area)?;
    words.extend(asked.iter().filter_map(|(cut, _)| cut.span.as_deref()));
    check_words(Vec::new(), &words, "/explanation", Some(explanation))
}

/// The delegation under which the caller may approve, if there is one.
pub fn delegation(tx: &mut Tx<'_>) -> Result<Option<String>, ApiError> {
    match &tx.actor.user_id {
        Some(user) => store::delegation(tx.conn, &tx.actor.area, user, tx.today),
        None => Ok(None),
    }
}

fn gone() -> ApiError {
    ApiError::Conflict("nothing of this can be published any more".into())
}

/// The edition, if it is visible, and where the act leads; then the precondition.
fn begin(tx: &mut Tx<'_>, id: &EditionId, act: Act) -> Result<(Edition, EditionStatus), ApiError> {
    let edition = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let delegated = delegation(tx)?.is_some();
    let next = match rules::decide(act, edition.status, delegated, tx.actor) {
        Ok(next) => next,
        Err(refusal) => return Err(refuse(tx, refusal, &edition)?),
    };
    tx.precondition.check(edition.version)?;
    Ok((edition, next))
}

fn refuse(tx: &mut Tx<'_>, refusal: Refusal, edition: &Edition) -> Result<ApiError, ApiError> {
    let delegated = delegation(tx)?.is_some();
    Ok(refusal.into_error(edition.status.as_str(), rules::allowed_acts(edition.status, delegated, tx.actor)))
}

fn advance<C: Serialize>(
    tx: &mut Tx<'_>,
    mut edition: Edition,
    act: Act,
    next: EditionStatus,
    reason: Option<&str>,
    changes: &C,
) -> Result<Edition, ApiError> {
    let before = std::mem::replace(&mut edition.status, next);
    tracked::change(tx, edition, Some(before.as_str()), act.name(), reason, changes)
}
