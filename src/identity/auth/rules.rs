//! Decisions about sessions. Pure.

use chrono::NaiveDateTime;

use crate::foundation::actor::TokenScope;
use crate::identity::users::model::UserStatus;

/// A refresh token that was shown, of a session that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub scope: TokenScope,
    pub expires_at: NaiveDateTime,
    pub was_used: bool,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is used up, and a successor with this scope is given out.
    Good(TokenScope),
    /// Somebody has a copy of it: its session ends.
    Reused,
    /// It is good for nothing, and its session stays as it is.
    Bad,
    /// It is good, but not for the scope that was asked for: it may be shown again.
    TooWide,
}

/// What becomes of a refresh token that is shown at `now` for `wanted`, when its user may do `most`.
pub fn refresh(shown: Shown, status: UserStatus, most: TokenScope, wanted: Option<TokenScope>, now: NaiveDateTime) -> Verdict {
    // First of all: a copy is a copy, also of a token that would no longer be good.
    if shown.was_used {
        return Verdict::Reused;
    }
    if status != UserStatus::Active || shown.expires_at <= now {
        return Verdict::Bad;
    }
    granted(narrower(shown.scope, most), wanted).map_or(Verdict::TooWide, Verdict::Good)
}

/// The scope of a token that may do at most `most`: all of it when nothing is asked for; none when more is.
pub fn granted(most: TokenScope, wanted: Option<TokenScope>) -> Option<TokenScope> {
    match (most, wanted) {
        (most, None) => Some(most),
        (TokenScope::Read, Some(TokenScope::Write)) => None,
        (TokenScope::Write, Some(TokenScope::Write)) => Some(TokenScope::Write),
        (TokenScope::Read | TokenScope::Write, Some(TokenScope::Read)) => Some(TokenScope::Read),
    }
}

fn narrower(one: TokenScope, other: TokenScope) -> TokenScope {
    if one == TokenScope::Read { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_of_a_refresh_token() {
        let now: NaiveDateTime = "2019-01-30T09:00:00".parse().expect("an instant");
        let (alive, over) = (now + chrono::TimeDelta::seconds(1), now);
        let mut table = String::from("token  used  expired  user         may    wanted  -> verdict\n");
        for (was_used, expires_at) in [(false, alive), (false, over), (true, alive), (true, over)] {
            for status in UserStatus::ALL {
                for (scope, most, wanted) in [
                    (TokenScope::Write, TokenScope::Write, None),
                    (TokenScope::Write, TokenScope::Read, None),
                    (TokenScope::Write, TokenScope::Write, Some(TokenScope::Read)),
                    (TokenScope::Read, TokenScope::Write, Some(TokenScope::Write)),
                ] {
                    let verdict = refresh(Shown { scope, expires_at, was_used }, *status, most, wanted, now);
                    let [scope, most] = [scope, most].map(TokenScope::as_str);
                    let (wanted, status) = (wanted.map_or("-", TokenScope::as_str), status.as_str());
                    let expired = expires_at <= now;
                    table.push_str(&format!(
                        "{scope:6} {was_used:5} {expired:8} {status:12} {most:6} {wanted:7} -> {verdict:?}\n"
                    ));
                }
            }
        }
        insta::assert_snapshot!(table);
    }
}
