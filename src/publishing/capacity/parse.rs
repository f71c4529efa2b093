//! A capacity read from its beginning: what comes before the office, and the office. Pure.

use super::areas::{AREAS, OF_COMMANDERS};
use super::offices::{Kind, Office, begins_with, longest, office};
use super::tokens::Token;

/// What may stand before an office and leaves it held.
const BEFORE: &str = "act acting actg ag cllr councillor current designate incoming int interim joint outgoing permanent statutory \
    substantive t temp temporary the";

/// Abbreviations of the same that only a stroke tells from a word.
const BEFORE_STROKE: &str = "a i";

const CHAIRS: &str = "chair chairman chairperson chairwoman host";

/// The body and the force as they stand before their statutory officers ("OPCC Chief Executive").
const OWN: &[&str] = &["constabulary", "force", "gmca", "mopac", "opcc", "opfcc", "police"];

/// Whose the statutory officers are ("the PCC's Chief Finance Officer").
const OWNERS: &[&str] = &[
    "cc's",
    "chief constable's",
    "commissioner's",
    "force's",
    "opcc's",
    "opfcc's",
    "pcc's",
    "pfcc's",
    "police and crime commissioner's",
    "police fire and crime commissioner's",
];

/// What a statutory officer is besides; alone it is no office.
pub const BESIDES: &[&str] = &[
    "chief of staff",
    "director of finance",
    "director of finance and resources",
    "director of resources",
    "finance director",
    "head of finance",
];

/// The office of a chief finance officer by the law it stands in.
pub const BY_LAW: &[&str] = &["s 151", "s151", "section 151"];

pub fn rest(tokens: &[Token], used: usize) -> &[Token] {
    tokens.get(used..).unwrap_or_default()
}

fn separates(token: &Token) -> bool {
    token.word().is_none()
}

/// How many tokens before an office leave it held.
fn before(tokens: &[Token]) -> usize {
    let mut used = 0_usize;
    loop {
        let left = rest(tokens, used);
        let is = |at: usize, words: &str| {
            left.get(at).and_then(Token::word).is_some_and(|word| words.split(' ').any(|one| one == word))
        };
        let stroke = left.get(1) == Some(&Token::Slash);
        let chairs = || is(0, CHAIRS) && left.get(1).is_some_and(|token| separates(token) || token.is("and"));
        let more = if is(0, BEFORE) {
            if stroke { 2 } else { 1 }
        } else if (is(0, BEFORE_STROKE) && stroke) || chairs() {
            2
        } else if left.first() == Some(&Token::Break) {
            1
        } else {
            return used;
        };
        used = used.saturating_add(more);
    }
}

/// The office behind so many tokens, whatever leaves it held before it.
fn behind(tokens: &[Token], used: usize) -> Option<(Office, usize)> {
    let used = used.saturating_add(before(rest(tokens, used)));
    office(rest(tokens, used), AREAS).map(|(office, more)| (office, used.saturating_add(more)))
}

/// The office of an area or a force ("West Mercia Police Chief Constable"). Who commands a part of an area is no chief officer.
fn of_force(tokens: &[Token]) -> Option<(Office, usize)> {
    let area = longest(tokens, AREAS).unwrap_or(0);
    let own = || longest(rest(tokens, area), OWN).and_then(|more| behind(tokens, area.saturating_add(more)));
    let found = behind(tokens, area).or_else(own)?;
    let has_commanders = || longest(tokens, OF_COMMANDERS).is_some();
    (found.0.kind() != Kind::Commander || has_commanders()).then_some(found)
}

/// A statutory officer by who has it, or by what else the officer is.
fn statutory(tokens: &[Token]) -> Option<(Office, usize)> {
    let area = longest(tokens, AREAS).unwrap_or(0);
    let is_statutory = |found: &(Office, usize)| found.0.kind() == Kind::Statutory;
    if let Some(more) = longest(rest(tokens, area), OWNERS) {
        return behind(tokens, area.saturating_add(more)).filter(is_statutory);
    }
    let used = longest(tokens, BESIDES)?;
    let joint = tokens.get(used)?;
    if !(joint.is("and") || matches!(joint, Token::Slash | Token::Break)) {
        return None;
    }
    let used = used.saturating_add(1);
    let by_law = || {
        let more = longest(rest(tokens, used), BY_LAW)?;
        let is_of_finance = begins_with(tokens, "chief").is_none();
        is_of_finance.then(|| (Office::ChiefFinanceOfficer, used.saturating_add(more)))
    };
    behind(tokens, used).filter(is_statutory).or_else(by_law)
}

/// The office at the beginning, and how many tokens it takes with what leaves it held before it.
pub fn leading(tokens: &[Token]) -> Option<(Office, usize)> {
    let start = before(tokens);
    let left = rest(tokens, start);
    let found = office(left, AREAS).or_else(|| of_force(left)).or_else(|| statutory(left));
    found.map(|(office, used)| (office, start.saturating_add(used)))
}
