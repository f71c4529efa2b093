//! Words of which capacities are made, and words that say that somebody serves. Pure.

use super::offices::is_abbreviation;
use super::tokens::folded;

/// Words of which capacities and public bodies are made: a line of nothing else names nobody.
const OF_CAPACITIES: &str = "\
    a acting administrator analyst and assistant assurance audit authority board body chair chief clerk commander \
    commissioner commissioner's committee communications constable constabulary coroner crime deputy designate detective \
    director elect executive external finance financial fire force governance head hmic hmicfrs home inspector \
    inspectorate interim internal iopc lead legal local majesty's manager mayor meeting member minute minutes monitoring \
    note of office officer opcc opfcc panel performance police policing policy principal public rescue research resident \
    scrutiny secretariat secretary senior sergeant services staff state strategic superintendent support supt taker team \
    temporary the treasurer vice";

/// Words of which the portfolios of chief officers and deputies are made.
const OF_PORTFOLIOS: &str = "\
    area change command communities community confidence contact corporate counter criminal custody demand digital \
    domestic economic engagement estates harm human intelligence investigation investigations justice neighbourhood \
    neighbourhoods operational operations ops order organised people portfolio prevention professional protecting \
    protection protective response resources road roads rural safeguarding safer safety security serious specialist \
    standards strategy stronger tasking technology territorial terrorism transformation victims violence vulnerability \
    vulnerable women workforce young youth";

/// Who has one of these words behind an office serves it, stands for it, or does not hold it any more.
const SERVING: &str = "\
    adc admin administration administrative administrator adviser advisers advisor advisors aide analyst apprentice \
    assistant assistants asst bodyguard candidate caseworker chauffeur clerk constable coordinator correspondence covered \
    delegate deputised diary driver ea events ex executive former insp inspector intern interpreter liaison loggist \
    manager mgr minute minutes nominee note notes notetaker office officer officers offices ordinator organiser pa partner \
    pas pc pcso personal planner proxy receptionist rep representative representatives represented researcher resigned \
    retired scribe sec secondee secretarial secretariat secretary sergeant sgt so solicitor speechwriter spokesman \
    spokesperson spokeswoman staff stenographer student sub substitute superintendent supt taker takers team trainee \
    translator typist vacant volunteer worker writer";

/// What the staff of an office do: behind the head of a body it is the name of a team, and no portfolio.
const FUNCTIONS: &str = "\
    assurance audit business casework comms commissioning communications complaints corporate correspondence delivery \
    digital engagement events finance governance hr ict it legal media partnerships performance policy press private \
    programme projects reception research scrutiny services standards strategy support";

/// Words that say how somebody belongs to somebody else.
const RELATIONS: &str = "\
    as behalf by deputising for from obo of on per pp representing standing substituting to vice via with";

/// Words beside an office that change nothing of it.
const NEUTRAL: &str = "\
    a act actg acting ag and cex chair chairing chairman chairperson chairwoman crime criminal cx designate elect fire \
    host incoming int interim joint justice online outgoing police policing present remotely rescue s151 section \
    substantive t temp temporary the virtually";

/// Words that begin the portfolio or the area of an office.
const INTRODUCING: &str = "covering for in leading of on responsible with";

/// Whether a word is in a list of words.
fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// Whether a word is one of those that capacities are made of, also as a possessive ("the Chief Constable's").
pub fn is_of_capacities(word: &str) -> bool {
    let owner = word.strip_suffix("'s").unwrap_or(word);
    let is_listed = |word: &str| is_in(OF_CAPACITIES, word) || is_in(OF_PORTFOLIOS, word) || is_abbreviation(word);
    is_listed(word) || is_listed(owner)
}

/// Whether the word is one for staff, or a possessive of an office ("CC's").
pub fn serves(word: &str) -> bool {
    let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix('\''));
    let is_office = |owner: &str| {
        let one = owner.strip_suffix('s').unwrap_or(owner);
        ["chief", "commissioner", "constable", "deputy", "executive", "mayor"].contains(&one) || is_abbreviation(one)
    };
    is_in(SERVING, word) || owner.is_some_and(is_office)
}

pub fn is_function(word: &str) -> bool {
    is_in(FUNCTIONS, word)
}

pub fn relates(word: &str) -> bool {
    is_in(RELATIONS, word)
}

pub fn is_neutral(word: &str) -> bool {
    is_in(NEUTRAL, word) || word.chars().all(|letter| letter.is_ascii_digit())
}

pub fn introduces(word: &str) -> bool {
    is_in(INTRODUCING, word)
}

/// Whether a line is made of nothing but words for capacities and public bodies. An initial is the beginning of a name.
pub fn are_of_capacities(line: &str) -> bool {
    let line = folded(line).replace('\u{2019}', "'");
    line.split([' ', ',', '/', '-', '\u{2013}', '(', ')', '&', ';', ':']).filter(|word| !word.is_empty()).all(|word| {
        let is_initial = word.len() == 2 && word.ends_with('.');
        !is_initial && is_of_capacities(word.trim_end_matches('.'))
    })
}
