//! Decisions about sessions. Pure.

use chrono::NaiveDateTime;

use crate::foundation::actor::TokenScope;
use crate::identity::users::model::UserStatus;

/// A refresh token in use, of a session that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub scope: TokenScope,
    pub expires_at: NaiveDateTime,
    pub was_used: bool,
}

/// The decision about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The token is used up, and a successor with this scope is issued.
    Good(TokenScope),
    /// Somebody has a copy of the token: its session ends.
    Reused,
    /// The token is invalid, and its session stays as it is.
    Bad,
    /// The token is valid, but not for the requested scope: it can be used again.
    TooWide,
}

/// Decides about a refresh token used at `now` for `wanted`, when its user may have at most `most`.
pub fn refresh(shown: Shown, status: UserStatus, most: TokenScope, wanted: Option<TokenScope>, now: NaiveDateTime) -> Verdict {
    // Checked first: reuse is reuse, even of a token that is no longer valid.
    if shown.was_used {
        return Verdict::Reused;
    }
    if status != UserStatus::Active || shown.expires_at <= now {
        return Verdict::Bad;
    }
    granted(narrower(shown.scope, most), wanted).map_or(Verdict::TooWide, Verdict::Good)
}

/// Returns the scope of a token that may have at most `most`: all of it without a request; none when the request is for more.
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
