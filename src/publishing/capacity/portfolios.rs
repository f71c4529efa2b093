//! The portfolios of chief officers and deputies, as printed. Pure.

use super::offices::longest;
use super::tokens::{Token, rest};
use super::words::{is_function, is_in};

/// Portfolios on their own.
const WHOLE: &str = "\
    communities crime estates finance fire harm intelligence investigation investigations investigative justice \
    neighbourhood neighbourhoods operational operations ops people policing prevention professionalism protective rescue \
    resources resourcing response roads safeguarding terrorism territorial transformation victims vulnerability workforce";

/// Portfolios only in combination: alone the word may describe the officer's staff ("ACC security").
const PART: &str = "\
    change community confidence contact cohesion custody data demand delivery development digital efficiency equality \
    events hr ict improvement inclusion innovation integrity legitimacy migration performance protection reform safety \
    security standards strategy tasking technology training violence wellbeing witnesses";

/// Words that qualify the portfolio that follows.
const WHICH: &str = "\
    central corporate counter criminal cyber domestic economic frontline joint local major national organisational \
    organised professional proactive public reactive regional rural safer serious special specialist strategic stronger \
    uniformed visible";

/// Portfolios only as whole phrases.
const PHRASES: &[&str] = &[
    "central services",
    "contact and response",
    "corporate services",
    "corporate services and staff",
    "corporate support",
    "crime services",
    "enabling services",
    "force support",
    "information services",
    "legitimacy and trust",
    "liaison with local policing",
    "local policing and liaison",
    "major events",
    "met operations",
    "operational services",
    "operational support",
    "operations support",
    "organisational support",
    "people services",
    "professional standards",
    "protective services",
    "public contact",
    "public order",
    "public protection",
    "rural affairs",
    "rural matters",
    "service delivery",
    "service improvement",
    "service support",
    "shared services",
    "special events",
    "specialist services",
    "specialist support",
    "staff services",
    "support services",
    "trust and confidence",
    "trust and legitimacy",
    "violence against women and girls",
    "violence reduction",
    "women and girls",
];

/// The words of the head's own title.
const OF_TITLE: &str = "crime criminal fire justice police policing rescue";

/// The words that count as a portfolio, which depends on the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// The words of the head's own title: "Deputy Mayor Policing and Crime".
    OfTitle,
    /// No words that also name a team of the office: "Deputy PCC (Victims)".
    NoTeams,
    /// No "lead", which staff of the office are.
    NoLeads,
    Everything,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Whole,
    Part,
    Which,
    /// "Crime Lead": not a portfolio on its own.
    Closing,
}

/// The portfolio being read.
struct Portfolio {
    allowed: Allowed,
    whole: usize,
    parts: usize,
    last: Option<Weight>,
}

impl Portfolio {
    /// Returns the item that begins here, and the number of tokens it takes; `is_joined` when nothing separates it from the
    /// item before.
    fn item(&self, left: &[Token], is_joined: bool) -> Option<(Weight, usize)> {
        let word = left.first().and_then(Token::word)?;
        if self.allowed == Allowed::OfTitle {
            let weight = if word == "criminal" { Weight::Which } else { Weight::Whole };
            return is_in(OF_TITLE, word).then_some((weight, 1));
        }
        if self.allowed == Allowed::NoTeams && is_function(word) {
            return None;
        }
        if let Some(used) = longest(left, PHRASES) {
            return Some((Weight::Whole, used));
        }
        let closes = is_joined && self.whole > 0 && self.last.is_some_and(|last| matches!(last, Weight::Whole | Weight::Part));
        let weight = match word {
            "lead" | "portfolio" if closes && self.allowed == Allowed::Everything => Weight::Closing,
            word if is_in(WHOLE, word) => Weight::Whole,
            word if is_in(PART, word) => Weight::Part,
            word if is_in(WHICH, word) => Weight::Which,
            _ => return None,
        };
        Some((weight, 1))
    }

    fn add(&mut self, weight: Weight) {
        self.whole = self.whole.saturating_add(usize::from(weight == Weight::Whole));
        self.parts = self.parts.saturating_add(usize::from(weight == Weight::Part));
        self.last = Some(weight);
    }

    fn is_one(&self) -> bool {
        let is_ended = self.last.is_some_and(|last| last != Weight::Which);
        is_ended && (self.whole > 0 || self.parts > 1)
    }
}

/// Returns the number of tokens that join two parts of a portfolio: ", ", " and ", " - ", " of the ".
fn joints(tokens: &[Token]) -> usize {
    let joins = |token: &&Token| token.word().is_none_or(|word| ["and", "for", "of", "the"].contains(&word));
    tokens.iter().take_while(joins).count()
}

/// Returns the words of the portfolio at the beginning, without joining words, and the number of tokens it takes.
pub fn portfolio(tokens: &[Token], allowed: Allowed) -> Option<(Vec<String>, usize)> {
    let mut found = Portfolio { allowed, whole: 0, parts: 0, last: None };
    let mut words = Vec::new();
    let mut used = 0_usize;
    loop {
        let between = if used == 0 { 0 } else { joints(rest(tokens, used)) };
        let at = used.saturating_add(between);
        let Some((weight, more)) = found.item(rest(tokens, at), between == 0) else {
            break;
        };
        found.add(weight);
        used = at.saturating_add(more);
        if weight != Weight::Closing {
            let is_word = |word: &&str| *word != "and" && *word != "with";
            words.extend(rest(tokens, at).iter().take(more).filter_map(Token::word).filter(is_word).map(str::to_owned));
        }
    }
    found.is_one().then_some((words, used))
}
