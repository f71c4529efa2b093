//! The offices whose holders answer in public, and their printed forms. Pure.

use super::tokens::{Token, rest};

/// An office of the body or of the force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// The police (fire) and crime commissioner; in the Metropolis and the City of London the head of the force.
    Commissioner,
    DeputyCommissioner,
    AssistantCommissioner,
    DeputyAssistantCommissioner,
    Mayor,
    DeputyMayor,
    /// The chair of a board or a police authority, which has no commissioner.
    Chair,
    DeputyChair,
    ChiefConstable,
    DeputyChiefConstable,
    AssistantChiefConstable,
    Commander,
    /// Police staff with the standing of a deputy or assistant chief constable.
    DeputyChiefOfficer,
    AssistantChiefOfficer,
    ChiefFireOfficer,
    DeputyChiefFireOfficer,
    AssistantChiefFireOfficer,
    ChiefExecutive,
    DeputyChiefExecutive,
    ChiefFinanceOfficer,
    MonitoringOfficer,
}

/// The words that may follow an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An area, but no portfolio.
    Head,
    /// An area, and a portfolio that is introduced ("for", in brackets).
    DeputyHead,
    /// A portfolio.
    ChiefOfficer,
    /// A portfolio, but the word also means the commander of part of an area.
    Commander,
    /// Every organisation has one; only those of the body and the force answer in public.
    Statutory,
}

impl Office {
    pub fn kind(self) -> Kind {
        match self {
            Self::Commissioner | Self::Mayor | Self::Chair | Self::DeputyChair | Self::ChiefConstable => Kind::Head,
            Self::DeputyCommissioner | Self::DeputyMayor => Kind::DeputyHead,
            Self::AssistantCommissioner | Self::DeputyAssistantCommissioner | Self::DeputyChiefConstable => Kind::ChiefOfficer,
            Self::AssistantChiefConstable | Self::DeputyChiefOfficer | Self::AssistantChiefOfficer => Kind::ChiefOfficer,
            Self::ChiefFireOfficer | Self::DeputyChiefFireOfficer | Self::AssistantChiefFireOfficer => Kind::ChiefOfficer,
            Self::Commander => Kind::Commander,
            Self::ChiefExecutive | Self::DeputyChiefExecutive | Self::ChiefFinanceOfficer | Self::MonitoringOfficer => {
                Kind::Statutory
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Full,
    Deputy,
    Assistant,
    DeputyAssistant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Commissioner,
    Mayor,
    ChiefConstable,
    ChiefOfficer,
    ChiefFireOfficer,
    ChiefExecutive,
    ChiefFinanceOfficer,
    MonitoringOfficer,
    Commander,
    Chair,
}

/// The Metropolis's assistant commissioner, and many other things: an office only if it is temporary or has a portfolio.
pub const AMBIGUOUS: &str = "ac";

const ABBREVIATIONS: &[(&str, Office)] = &[
    (AMBIGUOUS, Office::AssistantCommissioner),
    ("acc", Office::AssistantChiefConstable),
    ("acfo", Office::AssistantChiefFireOfficer),
    ("aco", Office::AssistantChiefOfficer),
    ("cc", Office::ChiefConstable),
    ("cfo", Office::ChiefFinanceOfficer),
    ("dac", Office::DeputyAssistantCommissioner),
    ("dcc", Office::DeputyChiefConstable),
    ("dcfo", Office::DeputyChiefFireOfficer),
    ("dmpc", Office::DeputyMayor),
    ("dpcc", Office::DeputyCommissioner),
    ("dpfcc", Office::DeputyCommissioner),
    ("pcc", Office::Commissioner),
    ("pfcc", Office::Commissioner),
    ("tacc", Office::AssistantChiefConstable),
    ("tcc", Office::ChiefConstable),
    ("tdcc", Office::DeputyChiefConstable),
];

/// Longer phrases before those that they begin with.
const BASES: &[(&str, Base)] = &[
    ("pcc", Base::Commissioner),
    ("pfcc", Base::Commissioner),
    ("p and cc", Base::Commissioner),
    ("pc and c", Base::Commissioner),
    ("directly elected mayor", Base::Mayor),
    ("elected mayor", Base::Mayor),
    ("metro mayor", Base::Mayor),
    ("mayor", Base::Mayor),
    ("chief constable", Base::ChiefConstable),
    ("ch constable", Base::ChiefConstable),
    ("chief con", Base::ChiefConstable),
    ("ch con", Base::ChiefConstable),
    ("cc", Base::ChiefConstable),
    ("chief fire and rescue officer", Base::ChiefFireOfficer),
    ("chief fire officer", Base::ChiefFireOfficer),
    ("chief executive officer", Base::ChiefExecutive),
    ("chief executive", Base::ChiefExecutive),
    ("chief exec", Base::ChiefExecutive),
    ("ceo", Base::ChiefExecutive),
    ("chief finance officer", Base::ChiefFinanceOfficer),
    ("chief financial officer", Base::ChiefFinanceOfficer),
    ("section 151 officer", Base::ChiefFinanceOfficer),
    ("s 151 officer", Base::ChiefFinanceOfficer),
    ("s151 officer", Base::ChiefFinanceOfficer),
    ("treasurer", Base::ChiefFinanceOfficer),
    ("cfo", Base::ChiefFinanceOfficer),
    ("monitoring officer", Base::MonitoringOfficer),
    ("chief officer", Base::ChiefOfficer),
    ("commander", Base::Commander),
];

const CHAIRS: &[&str] = &["chair", "chairman", "chairperson", "chairwoman"];

const BOARDS: &[&str] = &[
    "police and crime board",
    "police authority board",
    "police authority",
    "policing and crime board",
    "policing board",
    "strategic policing and crime board",
];

pub fn is_abbreviation(word: &str) -> bool {
    word != AMBIGUOUS && ABBREVIATIONS.iter().any(|(short, _)| *short == word)
}

/// Returns the number of tokens that a phrase takes at the beginning; commas inside it ("police, fire and crime") are ignored.
pub fn begins_with(tokens: &[Token], phrase: &str) -> Option<usize> {
    let mut used = 0_usize;
    for (place, word) in phrase.split(' ').enumerate() {
        if place > 0 && tokens.get(used) == Some(&Token::Comma) {
            used = used.saturating_add(1);
        }
        if !tokens.get(used)?.is(word) {
            return None;
        }
        used = used.saturating_add(1);
    }
    Some(used)
}

/// Returns the length of the longest of some phrases at the beginning.
pub fn longest(tokens: &[Token], phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| begins_with(tokens, phrase)).max()
}

fn rank(tokens: &[Token]) -> (Rank, usize) {
    const DEPUTY: &[&str] = &["dep", "deputy", "dy"];
    const ASSISTANT: &[&str] = &["ass", "assist", "assistant", "asst"];
    let one_of = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| words.iter().any(|word| token.is(word)));
    if one_of(0, DEPUTY) && one_of(1, ASSISTANT) {
        (Rank::DeputyAssistant, 2)
    } else if one_of(0, DEPUTY) {
        (Rank::Deputy, 1)
    } else if one_of(0, &["d"]) && tokens.get(1) == Some(&Token::Slash) {
        (Rank::Deputy, 2)
    } else if one_of(0, ASSISTANT) {
        (Rank::Assistant, 1)
    } else {
        (Rank::Full, 0)
    }
}

/// Matches "Police, Fire and Crime Commissioner", with the three in any order.
fn commissioner(tokens: &[Token]) -> Option<usize> {
    let of_title = |token: &&Token| match token {
        Token::Comma => true,
        token => ["and", "crime", "fire", "police", "policing", "rescue"].iter().any(|word| token.is(word)),
    };
    let before = tokens.iter().take_while(of_title).count();
    (tokens.first() != Some(&Token::Comma) && tokens.get(before)?.is("commissioner")).then(|| before.saturating_add(1))
}

/// Matches "Chair of the City of London Police Authority Board"; a chair of anything else is not an office.
fn chair(tokens: &[Token], areas: &[&str]) -> Option<usize> {
    let mut used = longest(tokens, CHAIRS)?;
    used = used.saturating_add(begins_with(rest(tokens, used), "of")?);
    used = used.saturating_add(begins_with(rest(tokens, used), "the").unwrap_or(0));
    used = used.saturating_add(longest(rest(tokens, used), areas).unwrap_or(0));
    Some(used.saturating_add(longest(rest(tokens, used), BOARDS)?))
}

fn base(tokens: &[Token], areas: &[&str]) -> Option<(Base, usize)> {
    let listed = BASES.iter().find_map(|(phrase, base)| begins_with(tokens, phrase).map(|used| (*base, used)));
    listed
        .or_else(|| commissioner(tokens).map(|used| (Base::Commissioner, used)))
        .or_else(|| chair(tokens, areas).map(|used| (Base::Chair, used)))
}

/// Returns the office at the beginning, and the number of tokens it takes.
pub fn office(tokens: &[Token], areas: &[&str]) -> Option<(Office, usize)> {
    let short = tokens.first().and_then(Token::word);
    if let Some((_, office)) = ABBREVIATIONS.iter().find(|(abbreviation, _)| Some(*abbreviation) == short) {
        return Some((*office, 1));
    }
    if let Some(used) = begins_with(tokens, "vice") {
        return chair(rest(tokens, used), areas).map(|more| (Office::DeputyChair, used.saturating_add(more)));
    }
    let (rank, used) = rank(tokens);
    let (base, more) = base(rest(tokens, used), areas)?;
    let office = match (base, rank) {
        (Base::Commissioner, Rank::Full) => Office::Commissioner,
        (Base::Commissioner, Rank::Deputy) => Office::DeputyCommissioner,
        (Base::Commissioner, Rank::Assistant) => Office::AssistantCommissioner,
        (Base::Commissioner, Rank::DeputyAssistant) => Office::DeputyAssistantCommissioner,
        (Base::Mayor, Rank::Full) => Office::Mayor,
        (Base::Mayor, Rank::Deputy) => Office::DeputyMayor,
        (Base::Chair, Rank::Full) => Office::Chair,
        (Base::Chair, Rank::Deputy) => Office::DeputyChair,
        (Base::ChiefConstable, Rank::Full) => Office::ChiefConstable,
        (Base::ChiefConstable, Rank::Deputy) => Office::DeputyChiefConstable,
        (Base::ChiefConstable, Rank::Assistant) => Office::AssistantChiefConstable,
        (Base::ChiefOfficer, Rank::Deputy) => Office::DeputyChiefOfficer,
        (Base::ChiefOfficer, Rank::Assistant) => Office::AssistantChiefOfficer,
        (Base::ChiefFireOfficer, Rank::Full) => Office::ChiefFireOfficer,
        (Base::ChiefFireOfficer, Rank::Deputy) => Office::DeputyChiefFireOfficer,
        (Base::ChiefFireOfficer, Rank::Assistant) => Office::AssistantChiefFireOfficer,
        (Base::ChiefExecutive, Rank::Full) => Office::ChiefExecutive,
        (Base::ChiefExecutive, Rank::Deputy) => Office::DeputyChiefExecutive,
        (Base::ChiefFinanceOfficer, Rank::Full) => Office::ChiefFinanceOfficer,
        (Base::MonitoringOfficer, Rank::Full) => Office::MonitoringOfficer,
        (Base::Commander, Rank::Full) => Office::Commander,
        _ => return None,
    };
    Some((office, used.saturating_add(more)))
}
