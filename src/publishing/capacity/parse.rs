//! Parses a capacity from its beginning: the words before the office, and the office. Pure.

use super::areas::{AREAS, OF_COMMANDERS};
use super::offices::{Kind, Office, begins_with, longest, office};
use super::tokens::{Token, rest};

/// Words that may precede an office that is held.
const BEFORE: &str = "act acting actg ag cllr councillor current designate incoming int interim joint outgoing permanent statutory \
    substantive t temp temporary the";

/// Abbreviations of the same that only a stroke distinguishes from a word.
const BEFORE_STROKE: &str = "a i";

const CHAIRS: &str = "chair chairman chairperson chairwoman host";

/// The body and the force as printed before their statutory officers ("OPCC Chief Executive").
const OWN: &[&str] = &["constabulary", "force", "gmca", "mopac", "opcc", "opfcc", "police"];

/// The owners of statutory officers ("the PCC's Chief Finance Officer").
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

/// Further roles of a statutory officer, which alone are not an office.
pub const BESIDES: &[&str] = &[
    "chief of staff",
    "director of finance",
    "director of finance and resources",
    "director of resources",
    "finance director",
    "head of finance",
];

/// The office of a chief finance officer, named after the law.
pub const BY_LAW: &[&str] = &["s 151", "s151", "section 151"];

fn separates(token: &Token) -> bool {
    token.word().is_none()
}

/// Returns the number of tokens before an office that leave it held.
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

/// Returns the office after a number of tokens, with any words before it that leave it held.
fn behind(tokens: &[Token], used: usize) -> Option<(Office, usize)> {
    let used = used.saturating_add(before(rest(tokens, used)));
    office(rest(tokens, used), AREAS).map(|(office, more)| (office, used.saturating_add(more)))
}

/// Matches the office of an area or a force ("West Mercia Police Chief Constable"). The commander of part of an area is not a
/// chief officer.
fn of_force(tokens: &[Token]) -> Option<(Office, usize)> {
    let area = longest(tokens, AREAS).unwrap_or(0);
    let own = || longest(rest(tokens, area), OWN).and_then(|more| behind(tokens, area.saturating_add(more)));
    let found = behind(tokens, area).or_else(own)?;
    let has_commanders = || longest(tokens, OF_COMMANDERS).is_some();
    (found.0.kind() != Kind::Commander || has_commanders()).then_some(found)
}

/// Matches a statutory officer by owner or by further role.
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

/// Returns the office at the beginning, and the number of tokens it takes with the words before it.
pub fn leading(tokens: &[Token]) -> Option<(Office, usize)> {
    let start = before(tokens);
    let left = rest(tokens, start);
    let found = office(left, AREAS).or_else(|| of_force(left)).or_else(|| statutory(left));
    found.map(|(office, used)| (office, start.saturating_add(used)))
}
