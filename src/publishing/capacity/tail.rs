//! The words after an office: all of them must be known, or nobody holds the office. Pure.

use super::areas::{AREAS, ENDINGS, OF_COMMANDERS, ORGANISATIONS};
use super::offices::{AMBIGUOUS, Kind, Office, begins_with, longest};
use super::parse::{BESIDES, BY_LAW, leading};
use super::portfolios::{Allowed, portfolio};
use super::tokens::{Token, rest};
use super::words::{HONOURS, may_be_of_area};

/// An office that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub office: Office,
    /// The words for the holder's responsibilities.
    pub portfolio: Vec<String>,
    /// True when another office is named too: "PCC and Mayor".
    pub has_another: bool,
    /// True when every word is one of capacities and areas: there is no name.
    pub is_plain: bool,
}

/// Words at the end for temporary holders; "acting for" is a stand-in.
const ACTING: &[&str] = &[
    "a",
    "act",
    "acting",
    "actg",
    "ag",
    "current",
    "int",
    "interim",
    "outgoing",
    "permanent",
    "substantive",
    "t",
    "temp",
    "temporary",
];

/// Words for future holders. An area may follow ("PCC elect for Kent").
const COMING: &[&str] = &["designate", "elect", "incoming"];

const CHAIRING: &[&str] = &[
    "chair",
    "chair of meeting",
    "chair of the meeting",
    "chairing",
    "chairing the meeting",
    "chairman",
    "chairperson",
    "chairwoman",
    "co chair",
    "deputy chair",
    "host",
    "hosting",
    "in the chair",
    "vice chair",
    "vice chairman",
];

/// Words for the way somebody attends.
const ATTENDS: &[&str] = &["attended", "attending", "dialled in", "dialling in", "joined", "joining", "present"];

const PRESENCE: &[&str] = &[
    "by microsoft teams",
    "by ms teams",
    "by phone",
    "by skype",
    "by teams",
    "by telephone",
    "by video",
    "by video conference",
    "by video link",
    "by videoconference",
    "by videolink",
    "by zoom",
    "in attendance",
    "in person",
    "on line",
    "on microsoft teams",
    "on ms teams",
    "on skype",
    "on teams",
    "on zoom",
    "online",
    "present",
    "remote",
    "remotely",
    "teams",
    "via conference call",
    "via microsoft teams",
    "via ms teams",
    "via phone",
    "via skype",
    "via teams",
    "via telephone",
    "via video",
    "via video call",
    "via video conference",
    "via video link",
    "via videoconference",
    "via videolink",
    "via webex",
    "via zoom",
    "virtual",
    "virtually",
];

/// Words that introduce an area or a portfolio.
const INTRODUCING: &[&str] = &["for", "in", "leading on", "of", "responsible for", "with responsibility for"];

/// Words that join statutory officers to their body.
const BELONGING: &[&str] = &["at", "for", "in", "of", "to"];

/// Reads the words after an office.
struct Tail<'a> {
    tokens: &'a [Token],
    at: usize,
    /// The office named last.
    office: Office,
    /// True when brackets, a comma, a stroke, a dash or "and" separates this from the words before.
    is_apart: bool,
    held: Held,
}

impl<'a> Tail<'a> {
    fn new(tokens: &'a [Token], office: Office) -> Self {
        let held = Held { office, portfolio: Vec::new(), has_another: false, is_plain: true };
        Self { tokens, at: 0, office, is_apart: false, held }
    }

    fn left(&self) -> &'a [Token] {
        rest(self.tokens, self.at)
    }

    /// True when the text ends after this number of tokens.
    fn ends(&self, used: usize) -> bool {
        rest(self.left(), used).first().is_none_or(|token| token.word().is_none() || token.is("and"))
    }

    fn read(mut self) -> Option<Held> {
        // Each step reads one known thing, and returns the number of tokens it takes.
        let steps: [fn(&mut Self) -> Option<usize>; 6] =
            [Self::office, Self::note, Self::introduced, Self::own, Self::portfolio, Self::force];
        while let Some(token) = self.tokens.get(self.at) {
            let joins_more = || self.left().get(1).is_some_and(|next| next.word().is_some());
            let is_joint = token.word().is_none() || (token.is("and") && joins_more());
            let used = if is_joint { 1 } else { steps.iter().find_map(|step| step(&mut self))? };
            self.is_apart = is_joint;
            self.at = self.at.saturating_add(used);
        }
        Some(self.held)
    }

    /// Reads the same office again, another office, or its statutory officer ("PCC Chief Executive").
    fn office(&mut self) -> Option<usize> {
        let left = self.left();
        let (other, used) = leading(left).filter(|(_, used)| Some(*used) > longest(left, ORGANISATIONS))?;
        // A chief fire officer and a chief finance officer have the same abbreviation.
        let is_fire = self.office == Office::ChiefFireOfficer && left.first().is_some_and(|token| token.is("cfo"));
        let is_again = other == self.office || is_fire;
        let has_officer = || other.kind() == Kind::Statutory && has_statutory(self.office);
        if !(self.is_apart || is_again || has_officer()) {
            return None;
        }
        if !is_again {
            self.held.has_another |= other != self.held.office;
            self.office = other;
        }
        Some(used)
    }

    /// Reads words that do not affect the office.
    fn note(&mut self) -> Option<usize> {
        let left = self.left();
        if let Some(used) = longest(left, COMING).or_else(|| longest(left, HONOURS)) {
            return Some(used);
        }
        let attends = longest(left, ATTENDS).unwrap_or(0);
        let presence = longest(rest(left, attends), PRESENCE).map(|more| attends.saturating_add(more));
        let is_statutory = self.office.kind() == Kind::Statutory;
        let statutory = || longest(left, BY_LAW).or_else(|| longest(left, BESIDES).filter(|_| self.is_apart));
        let chief_executive = || longest(left, &["cex", "cx"]).filter(|_| self.office == Office::ChiefExecutive);
        let used = longest(left, CHAIRING)
            .or_else(|| longest(left, ACTING))
            .or(presence)
            .or_else(|| longest(left, PRESENCE))
            .or_else(|| is_statutory.then(statutory).flatten())
            .or_else(chief_executive)?;
        self.ends(used).then_some(used)
    }

    /// Reads "for", "of" or "in" and what they introduce.
    fn introduced(&mut self) -> Option<usize> {
        let left = self.left();
        let is_statutory = self.office.kind() == Kind::Statutory;
        let start = longest(left, if is_statutory { BELONGING } else { INTRODUCING })?;
        let begins = |word: &str| begins_with(left, word).is_some();
        let used = start.saturating_add(begins_with(rest(left, start), "the").unwrap_or(0));
        let behind = rest(left, used);
        if is_statutory {
            return self.belonging(behind).map(|more| used.saturating_add(more));
        }
        if let Some(more) = self.known(behind) {
            return Some(used.saturating_add(more));
        }
        if begins("in") {
            return None;
        }
        let allowed = match self.office.kind() {
            Kind::Head => Allowed::OfTitle,
            Kind::DeputyHead => Allowed::NoLeads,
            _ => Allowed::Everything,
        };
        if let Some((words, more)) = portfolio(behind, allowed) {
            self.held.portfolio.extend(words);
            return Some(used.saturating_add(more));
        }
        // A chief officer "for" somebody stands in for them; a head is for an area.
        let is_free = begins("of") || (begins("for") && self.office != Office::ChiefConstable && is_of_body(self.office.kind()));
        self.unknown(behind, !is_free).map(|more| used.saturating_add(more))
    }

    /// Reads whom a statutory officer serves by law: the body, the force, or the head of either.
    fn belonging(&mut self, behind: &[Token]) -> Option<usize> {
        let head = || leading(behind).filter(|(office, _)| has_statutory(*office)).map(|(_, used)| used);
        let used = head().max(self.known(behind)).or_else(|| begins_with(behind, "force"))?;
        self.held.has_another |= head() == Some(used);
        Some(used)
    }

    /// Reads the body, the force or the area.
    fn own(&mut self) -> Option<usize> {
        self.known(self.left())
    }

    fn known(&self, left: &[Token]) -> Option<usize> {
        match self.office.kind() {
            Kind::Commander => longest(left, OF_COMMANDERS),
            _ => longest(left, ORGANISATIONS).max(longest(left, AREAS)),
        }
    }

    fn portfolio(&mut self) -> Option<usize> {
        let allowed = match self.office.kind() {
            Kind::Head | Kind::Statutory => return None,
            Kind::DeputyHead if self.is_apart => Allowed::NoTeams,
            Kind::DeputyHead => Allowed::OfTitle,
            Kind::ChiefOfficer | Kind::Commander => Allowed::Everything,
        };
        let (words, used) = portfolio(self.left(), allowed)?;
        self.held.portfolio.extend(words);
        Some(used)
    }

    /// Reads ", North Shire Police": an unknown force.
    fn force(&mut self) -> Option<usize> {
        let is_possible = self.is_apart && self.office.kind() != Kind::Statutory;
        is_possible.then(|| self.unknown(self.left(), true)).flatten()
    }

    /// Reads an unknown area: capitalised words to the end, none of which is known as something else. For a chief officer, and
    /// without "for" or "of", a force must follow.
    fn unknown(&mut self, left: &[Token], needs_force: bool) -> Option<usize> {
        const MOST: usize = 6;
        if self.office.kind() == Kind::Commander {
            return None;
        }
        let all = left.iter().take_while(|token| token.word().is_some()).count();
        let end = (1..all).find(|at| longest(rest(left, *at), ENDINGS) == all.checked_sub(*at));
        let place = left.get(..end.unwrap_or(all)).unwrap_or_default();
        let is_place = |token: &Token| match token {
            Token::Capital(word) => may_be_of_area(word),
            token => ["and", "of", "the"].iter().any(|word| token.is(word)),
        };
        let is_name = matches!(place.first(), Some(Token::Capital(_))) && place.len() <= MOST && place.iter().all(is_place);
        let is_ended = place.last().is_some_and(|token| !["and", "of", "the"].iter().any(|word| token.is(word)));
        self.held.is_plain = false;
        (is_name && is_ended && (end.is_some() || !needs_force)).then_some(all)
    }
}

/// True when the law gives the holder of an office statutory officers.
fn has_statutory(office: Office) -> bool {
    matches!(office, Office::Commissioner | Office::Mayor | Office::ChiefConstable)
}

fn is_of_body(kind: Kind) -> bool {
    matches!(kind, Kind::Head | Kind::DeputyHead)
}

pub fn held(tokens: &[Token]) -> Option<Held> {
    let (office, used) = leading(tokens)?;
    let held = Tail::new(rest(tokens, used), office).read()?;
    let at = |back: usize| used.checked_sub(back).and_then(|at| tokens.get(at));
    let is_acting = |token: &Token| longest(std::slice::from_ref(token), ACTING).is_some();
    let is_temporary = at(if at(2) == Some(&Token::Slash) { 3 } else { 2 }).is_some_and(is_acting);
    let is_doubtful = at(1).is_some_and(|token| token.is(AMBIGUOUS)) && !is_temporary && held.portfolio.is_empty();
    (!is_doubtful).then_some(held)
}

/// True when a text may follow the name of an office holder: "(Chair)", "(via Teams)".
pub fn is_known(tokens: &[Token]) -> bool {
    Tail::new(tokens, Office::ChiefConstable).read().is_some_and(|held| held.is_plain)
}
