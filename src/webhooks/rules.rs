//! Decisions about webhooks: permissions, events of each side, retries, and giving up on a receiver. Pure.

use chrono::{NaiveDateTime, TimeDelta};

use super::model::{Attempt, WebhookAct as Act};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Side, allowed};
use crate::foundation::error::Refusal;
use crate::record::outbox::model::WebhookStatus::{Disabled, Enabled};
use crate::record::outbox::model::{DeliveryStatus, WebhookStatus};

/// Maximum number of webhooks of a side in an area.
pub const MOST: usize = 50;

/// The time that the previous secret continues to sign after a rotation.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// The time that the log keeps a finished delivery.
pub const KEPT: TimeDelta = TimeDelta::days(90);

/// The time without one success after which a receiver is given up.
pub const GIVEN_UP_AFTER: TimeDelta = TimeDelta::days(5);

/// The pause after each failed attempt, as Standard Webhooks suggests; after the last there are no more attempts.
pub const PAUSES: [TimeDelta; 7] = [
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(14),
];

impl Act {
    const fn next(self, status: WebhookStatus) -> Result<WebhookStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete | Self::RotateSecret, status) => Ok(status),
            (Self::Enable, Disabled) => Ok(Enabled),
            (Self::Enable, Enabled) => Err(Refusal::WrongState("this webhook is already enabled")),
            (Self::Disable, Enabled) => Ok(Disabled),
            (Self::Disable, Disabled) => Err(Refusal::WrongState("this webhook is already disabled")),
            (Self::Test | Self::Replay, Enabled) => Ok(Enabled),
            (Self::Test | Self::Replay, Disabled) => Err(Refusal::WrongState("this webhook is disabled: enable it first")),
        }
    }
}

/// Returns the status after `act`. Ownership was decided before: the other side does not see the webhook.
pub fn decide(act: Act, status: WebhookStatus, actor: &Actor) -> Result<WebhookStatus, Refusal> {
    may_add(actor)?;
    act.next(status)
}

/// Decides if the caller may have webhooks: everybody who may write, for their own side.
pub fn may_add(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc, Force], "only the body and the force can have webhooks")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: WebhookStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, actor))
}

/// The webhooks visible to a caller: those of its own side of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    pub side: Side,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), side: actor.role.side() }
}

impl Scope {
    /// True when the scope includes the webhook.
    pub fn sees(&self, area: &str, side: Side) -> bool {
        self.area == area && self.side == side
    }
}

/// The consequence of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Delivered,
    /// The next attempt is at this time.
    Again(NaiveDateTime),
    /// There are no more attempts.
    GivenUp,
    /// The receiver wants no more messages (410 Gone): the webhook is disabled.
    Gone,
}

impl Verdict {
    /// Returns the resulting status of the delivery.
    pub const fn status(self) -> DeliveryStatus {
        match self {
            Self::Delivered => DeliveryStatus::Delivered,
            Self::Again(_) => DeliveryStatus::Pending,
            Self::GivenUp | Self::Gone => DeliveryStatus::Failed,
        }
    }
}

/// Judges the attempt number `attempts` (from 1) that ended at `now`. `jitter` is a random number from 0 to 255.
pub fn judge(attempt: &Attempt, attempts: i32, now: NaiveDateTime, jitter: u8) -> Verdict {
    match attempt.response_status {
        Some(200..=299) => Verdict::Delivered,
        Some(410) => Verdict::Gone,
        Some(_) | None => match pause_after(attempts, jitter).and_then(|pause| now.checked_add_signed(pause)) {
            Some(at) => Verdict::Again(at),
            None => Verdict::GivenUp,
        },
    }
}

/// Returns the pause after the failed attempt number `attempts`: between four fifths and six fifths of the standard pause, so
/// that simultaneous failures are not retried simultaneously.
pub fn pause_after(attempts: i32, jitter: u8) -> Option<TimeDelta> {
    let index = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let millis = PAUSES.get(index)?.num_milliseconds();
    Some(TimeDelta::milliseconds(millis * 4 / 5 + millis * 2 / 5 * i64::from(jitter) / 255))
}

/// True when a receiver that has failed since `since`, without a success, is given up at `now`.
pub fn is_given_up(since: Option<NaiveDateTime>, now: NaiveDateTime) -> bool {
    since.is_some_and(|since| now - since >= GIVEN_UP_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::new();
        for act in Act::ALL.iter().copied() {
            for status in WebhookStatus::ALL {
                for (role, scope) in [
                    (Role::Pcc, TokenScope::Write),
                    (Role::Opcc, TokenScope::Write),
                    (Role::Force, TokenScope::Write),
                    (Role::Opcc, TokenScope::Read),
                ] {
                    let actor = Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() };
                    let told = match decide(act, *status, &actor) {
                        Ok(next) => next.to_string(),
                        Err(Refusal::NotYours(sentence)) => format!("403 {sentence}"),
                        Err(Refusal::WrongState(sentence)) => format!("409 {sentence}"),
                    };
                    table.push_str(&format!(
                        "{:14} {:9} {:5} {:6} {told}\n",
                        act.as_str(),
                        status.as_str(),
                        role.as_str(),
                        scope.as_str()
                    ));
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn each_side_sees_its_own() {
        for role in Role::ALL {
            let actor =
                Actor { user_id: None, role: *role, area: "a".into(), scope: TokenScope::Read, capacity: None, name: "A".into() };
            for side in Side::ALL {
                assert_eq!(scope(&actor).sees("a", *side), role.is_body() == (*side == Side::Office), "{role} {side}");
                assert!(!scope(&actor).sees("b", *side));
            }
        }
    }

    #[test]
    fn answers_and_pauses() {
        let now: NaiveDateTime = "2019-01-30T09:00:00".parse().expect("an instant");
        let mut table = String::from("answer attempt jitter  verdict\n");
        let mut line = |status: Option<u16>, attempts: i32, jitter: u8| {
            let attempt = Attempt { response_status: status, ..Attempt::default() };
            let answer = status.map_or("none".to_owned(), |status| status.to_string());
            let verdict = match judge(&attempt, attempts, now, jitter) {
                Verdict::Again(at) => format!("again after {} s", (at - now).num_seconds()),
                other => format!("{other:?}"),
            };
            table.push_str(&format!("{answer:6} {attempts:<7} {jitter:<7} {verdict}\n"));
        };
        for status in [Some(200), Some(204), Some(299), Some(301), Some(400), Some(404), Some(410), Some(429), Some(500), None] {
            line(status, 1, 128);
        }
        for attempts in 1..=8 {
            for jitter in [0, 255] {
                line(None, attempts, jitter);
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn retries_last_over_a_day() {
        let least: i64 = (1..=7).filter_map(|attempts| pause_after(attempts, 0)).map(|pause| pause.num_hours()).sum();
        assert!(least >= 24, "{least} hours");
    }

    #[test]
    fn given_up_after_five_days() {
        let at = |text: &str| text.parse::<NaiveDateTime>().expect("an instant");
        let since = Some(at("2019-01-30T09:00:00"));
        assert!(!is_given_up(None, at("2019-03-01T00:00:00")));
        assert!(!is_given_up(since, at("2019-02-04T08:59:59")));
        assert!(is_given_up(since, at("2019-02-04T09:00:00")));
    }
}
