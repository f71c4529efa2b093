//! The life of the records of a meeting after it, as a record file says it. No I/O.

use serde_json::{Value, json};

use super::shape::{Record, list, set};
use super::written::Writer;
use crate::transfer::import::format::Action;
use crate::transfer::import::format_evidence::{Finding, ProgressClaim, Rating, Recommendation, RecommendationSet};
use crate::transfer::import::format_history::{
    Comment, Elsewhere, RecommendationAnswer, RejectedClaim, ReportResponse, SentTo, Update,
};
use crate::transfer::import::format_spoken::Decision;

/// The most updates that are read with an action.
const UPDATES: usize = 200;

impl Writer<'_> {
    pub(super) fn finding(&self, view: &Value) -> Record {
        let mut record = self.pen.keyed(self.pen.record::<Finding>(view), view);
        if view["status"] == "draft" {
            // It was shared once, and is a draft again.
            record.remove("shared_on");
        }
        let rated = |grade: &Value| match self.pen.linked(&grade["scale_id"]) {
            Value::Null => Value::Null,
            scale => json!({"scale": scale, "label": grade["label"]}),
        };
        let rating = |view: &Value| {
            let mut record = self.pen.record::<Rating>(view);
            set(&mut record, "performance", rated(&view["performance"]));
            set(&mut record, "plan", rated(&view["plan"]));
            record
        };
        set(&mut record, "ratings", list(&view["ratings"]).iter().map(rating).collect::<Vec<_>>());
        set(&mut record, "comments", self.plain::<Comment>(list(&view["comments"])));
        record
    }

    pub(super) fn decision(&self, view: &Value) -> Record {
        let mut record = self.pen.keyed(self.pen.record::<Decision>(view), view);
        if view["status"] != "revoked" {
            record.remove("revoked_on");
            record.remove("status_reason");
        }
        set(&mut record, "published_elsewhere", self.elsewhere(&view["id"]));
        record
    }

    /// Addresses at which a record was published outside this service.
    pub(super) fn elsewhere(&self, id: &Value) -> Vec<Record> {
        let lines = self.gathered.elsewhere.iter().filter(|one| one["subject_id"] == *id);
        lines.map(|one| self.pen.record::<Elsewhere>(one)).collect()
    }

    pub(super) fn report(&self, view: &Value) -> Record {
        let mut record = self.pen.record::<RecommendationSet>(view);
        let listed = list(&view["recommendations"]).iter().map(|one| self.recommendation(one));
        set(&mut record, "recommendations", listed.collect::<Vec<_>>());
        set(&mut record, "claims", self.plain::<ProgressClaim>(list(&view["claims"])));
        set(&mut record, "comments", self.plain::<Comment>(list(&view["comments"])));
        set(&mut record, "response", self.response_to(view));
        record
    }

    fn recommendation(&self, view: &Value) -> Record {
        let mut record = self.pen.keyed(self.pen.record::<Recommendation>(view), view);
        keep_if(&mut record, &view["status"], &["claimed_complete", "verified"], &["evidence", "completed_on"]);
        keep_if(&mut record, &view["status"], &["verified", "not_accepted"], &["ended_on"]);
        keep_if(&mut record, &view["status"], &["not_accepted"], &["status_reason"]);
        for member in ["force_answer", "body_answer"] {
            let answer = &view[member];
            let written = (!answer.is_null()).then(|| {
                let mut record = self.pen.record::<RecommendationAnswer>(answer);
                set(&mut record, "actions", self.pen.linked(&answer["action_ids"]));
                Value::Object(record)
            });
            set(&mut record, member, written);
        }
        record
    }

    fn response_to(&self, set_view: &Value) -> Value {
        let view = &set_view["response"];
        if view.is_null() {
            return Value::Null;
        }
        let mut record = self.pen.record::<ReportResponse>(view);
        set(&mut record, "sent_to", self.plain::<SentTo>(list(&view["sent_to"])));
        // The day alone may be that of an edition here. What was published before it was complete is no response.
        let completed_on = view["completed_on"].as_str();
        let is_of_it = |one: &&Value| one["subject_id"] == set_view["id"] && completed_on <= one["published_on"].as_str();
        let elsewhere = self.gathered.elsewhere.iter().filter(|_| completed_on.is_some()).find(is_of_it);
        set(&mut record, "published_on", elsewhere.map(|one| one["published_on"].clone()));
        set(&mut record, "url", elsewhere.map(|one| one["url"].clone()));
        record.into()
    }

    pub(super) fn action(&mut self, view: &Value) -> Record {
        let mut record = self.pen.keyed(self.pen.record::<Action>(view), view);
        let status = &view["status"];
        keep_if(&mut record, status, &["claimed_complete", "accepted"], &["evidence", "completed_on", "completed_in"]);
        keep_if(&mut record, status, &["accepted", "closed_not_implemented", "superseded"], &["ended_on"]);
        keep_if(&mut record, status, &["closed_not_implemented", "superseded"], &["status_reason"]);
        short_forms(&mut record);
        self.sources(&mut record, view);
        let replaced = self.gathered.actions.iter().find(|one| one["superseded_by"] == view["id"]);
        set(&mut record, "supersedes", replaced.map(|one| self.pen.linked(&one["id"])));
        let claims = list(&view["claims"]);
        let rejected = |claim: &&Value| claim["verdict"] == "rejected";
        let in_vain = |claim: &Value| {
            let mut record = self.pen.record::<RejectedClaim>(claim);
            // The day of a verdict before days were kept is that of its recording.
            let recorded = claim["judged_at"].as_str().and_then(|at| at.get(..10));
            record.entry("judged_on").or_insert_with(|| recorded.into());
            record
        };
        set(&mut record, "rejected_claims", claims.iter().filter(rejected).map(in_vain).collect::<Vec<_>>());
        let stands = |claim: &&Value| claim["verdict"] != "rejected" && claim["taken_back_on"].is_null();
        if status == "claimed_complete" || status == "accepted" {
            set(&mut record, "claimed_on", claims.iter().rfind(stands).map(|claim| claim["claimed_on"].clone()));
        }
        set(&mut record, "updates", self.plain::<Update>(list(&view["updates"])));
        self.tell_of(view);
        record
    }

    /// Writes what an action came from, beside its question and its meeting: the first action as that which it continues.
    fn sources(&self, record: &mut Record, view: &Value) {
        let is_own = |one: &&Value| one["id"] != view["question_id"] && one["id"] != view["meeting_id"];
        let named = list(&view["sources"]).iter().filter(is_own).map(|one| (one["kind"].clone(), self.pen.linked(&one["id"])));
        let mut named: Vec<(Value, Value)> = named.filter(|(_, key)| !key.is_null()).collect();
        let earlier = named.iter().position(|(kind, _)| kind == "action").map(|at| named.remove(at).1);
        set(record, "continues", earlier);
        set(record, "sources", named.into_iter().map(|(kind, key)| json!({"kind": kind, "key": key})).collect::<Vec<_>>());
    }

    /// Tells what of an action a file cannot say.
    fn tell_of(&mut self, view: &Value) {
        let name = view["reference"].as_str().unwrap_or_default().to_owned();
        let is_later = |one: &Value| one["standing"] == "carried_forward";
        for (what, is_there) in [
            ("what was before it was opened again", !list(&view["reopenings"]).is_empty()),
            ("the checks of its outcome", !list(&view["outcome_checks"]).is_empty()),
            ("the later meetings it was carried forward to", list(&view["meetings"]).iter().any(is_later)),
            ("its older updates", list(&view["updates"]).len() >= UPDATES),
        ] {
            if is_there {
                self.left_out.push(format!("action {name}: {what}"));
            }
        }
    }
}

/// Removes members that do not go with a status.
fn keep_if(record: &mut Record, status: &Value, statuses: &[&str], members: &[&str]) {
    if !statuses.iter().any(|one| status.as_str() == Some(one)) {
        for member in members {
            record.remove(*member);
        }
    }
}

/// One condition and one owner are said in one member each, several in a list.
fn short_forms(record: &mut Record) {
    if list(record.get("conditions").unwrap_or(&Value::Null)).len() > 1 {
        record.remove("condition");
    } else {
        record.remove("conditions");
    }
    let null = Value::Null;
    let owner = record.get("owner").unwrap_or(&null);
    let side = record.get("owner_side").unwrap_or(&null);
    let is_short = match list(record.get("owners").unwrap_or(&null)) {
        [] => true,
        [one] => one["name"].is_null() && one["capacity"] == *owner && one["side"] == *side,
        _ => false,
    };
    for member in if is_short { &["owners"][..] } else { &["owner_side"] } {
        record.remove(*member);
    }
}
