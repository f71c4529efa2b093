//! A capacity read from its beginning: what comes before the office, the office, and what follows it. Pure.

use super::areas::{AREAS, ORGANISATIONS};
use super::offices::{Kind, Office, begins_with, longest, office};
use super::tokens::Token;
use super::words::{introduces, is_function, is_neutral, is_of_capacities, serves};

/// An office that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub office: Office,
    /// The words that say what the holder is responsible for.
    pub portfolio: Vec<String>,
    /// Another office stands beside it: "PCC and Mayor".
    pub has_another: bool,
    /// Every word is one of capacities and areas: there is no name in it.
    pub is_plain: bool,
}

/// What may stand before an office and leaves it held.
const BEFORE: &str = "act acting actg ag cllr councillor current designate incoming int interim joint outgoing permanent statutory \
    substantive t temp temporary the";

/// Abbreviations of the same that only a stroke tells from a word.
const BEFORE_STROKE: &str = "a i";

const CHAIRS: &str = "chair chairman chairperson chairwoman host";

/// The body and the force as they stand before their statutory officers ("OPCC Chief Executive").
const OWN: &[&str] = &["constabulary", "force", "gmca", "mopac", "opcc", "opfcc", "police"];

/// Who commands one of these is no chief officer.
const PARTS_OF_AREAS: &str = "area basic bcu borough bronze county district division gold hub lpa npt sector silver station unit";

fn rest(tokens: &[Token], used: usize) -> &[Token] {
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

/// The office at the beginning, whatever leaves it held before it.
fn leading(tokens: &[Token]) -> Option<(Office, usize)> {
    let mut used = before(tokens);
    if let Some((office, more)) = office(rest(tokens, used), AREAS) {
        return Some((office, used.saturating_add(more)));
    }
    used = used.saturating_add(longest(rest(tokens, used), AREAS).unwrap_or(0));
    used = used.saturating_add(before(rest(tokens, used)));
    if let Some((office, more)) = office(rest(tokens, used), AREAS) {
        return Some((office, used.saturating_add(more)));
    }
    used = used.saturating_add(longest(rest(tokens, used), OWN)?);
    used = used.saturating_add(before(rest(tokens, used)));
    let (office, more) = office(rest(tokens, used), AREAS)?;
    Some((office, used.saturating_add(more)))
}

/// How what follows an office is joined to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joined {
    Bare,
    /// By "for" or "of".
    Introduced,
    /// By brackets, a comma, a stroke or a dash.
    Apart,
}

/// Reads what follows an office.
struct Tail {
    held: Held,
    kind: Kind,
    joined: Joined,
    /// The body or the force is named: an area that we do not know may stand beside it.
    has_own: bool,
    unknown: bool,
    after_to: bool,
}

impl Tail {
    /// One word; false when it says that the office is not held.
    fn word(&mut self, word: &str) -> bool {
        if serves(word) || (self.kind == Kind::Commander && PARTS_OF_AREAS.split(' ').any(|one| one == word)) {
            return false;
        }
        let is_to = word == "to";
        self.after_to = is_to || (self.after_to && word == "the");
        if introduces(word) {
            self.joined = Joined::Introduced;
            return true;
        }
        if is_neutral(word) || (is_to && self.kind == Kind::Statutory) {
            // A portfolio keeps its words: the ACC Crime is not the ACC Justice.
            if self.kind == Kind::ChiefOfficer && ["crime", "criminal", "fire", "justice"].contains(&word) {
                self.held.portfolio.push(word.to_owned());
            }
            return true;
        }
        self.held.is_plain &= is_of_capacities(word);
        // Who is asked for instead of someone is told apart from an area by nothing: "PCC for Mrs Jones".
        match (self.kind, self.joined) {
            (Kind::ChiefOfficer | Kind::Commander, _) => self.held.portfolio.push(word.to_owned()),
            (Kind::Head, Joined::Bare) => return false,
            (Kind::Head, Joined::Apart) if is_function(word) => return false,
            (Kind::Head, _) => self.held.portfolio.push(word.to_owned()),
            (Kind::Statutory, _) => self.unknown = true,
        }
        true
    }

    fn read(mut self, tokens: &[Token]) -> Option<Held> {
        let mut used = 0_usize;
        while let Some(token) = tokens.get(used) {
            let left = rest(tokens, used);
            let named = longest(left, ORGANISATIONS);
            let place = longest(left, AREAS);
            let other = leading(left).filter(|(_, more)| Some(*more) > named);
            let step = if let Some((other, more)) = other {
                // Who is something "to the CC" serves.
                if self.after_to && self.kind != Kind::Statutory {
                    return None;
                }
                self.held.has_another |= other != self.held.office;
                more
            } else if let Some(more) = named.max(place) {
                self.has_own |= named >= place && begins_with(left, "police") != Some(more);
                more
            } else if let Some(word) = token.word() {
                if !self.word(word) {
                    return None;
                }
                1
            } else {
                self.joined = Joined::Apart;
                1
            };
            used = used.saturating_add(step);
        }
        (!self.unknown || self.has_own).then_some(self.held)
    }
}

pub fn held(tokens: &[Token]) -> Option<Held> {
    let (office, used) = leading(tokens)?;
    let held = Held { office, portfolio: Vec::new(), has_another: false, is_plain: true };
    let kind = office.kind();
    let tail = Tail { held, kind, joined: Joined::Bare, has_own: false, unknown: false, after_to: false };
    tail.read(rest(tokens, used))
}
