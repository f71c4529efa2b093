//! Words used in capacities, and words for people who serve. Pure.

use super::offices::is_abbreviation;
use crate::publishing::typeset::folded;

/// Words of capacities and public bodies: a line of nothing else names nobody.
const OF_CAPACITIES: &str = "\
    a acting administrator analyst and assistant assurance audit authority board body chair chief clerk commander \
    commissioner commissioner's committee communications constable constabulary coroner crime deputy designate detective \
    director elect executive external finance financial fire force governance head hmic hmicfrs home inspector \
    inspectorate interim internal iopc lead legal local majesty's manager mayor meeting member minute minutes monitoring \
    note of office officer opcc opfcc panel performance police policing policy principal public rescue research resident \
    scrutiny secretariat secretary senior sergeant services staff state strategic superintendent support supt taker team \
    temporary the treasurer vice";

/// Words of the portfolios of chief officers and deputies.
const OF_PORTFOLIOS: &str = "\
    area change command communities community confidence contact corporate counter criminal custody demand digital \
    domestic economic engagement estates harm human intelligence investigation investigations justice neighbourhood \
    neighbourhoods operational operations ops order organised people portfolio prevention professional protecting \
    protection protective response resources road roads rural safeguarding safer safety security serious specialist \
    standards strategy stronger tasking technology territorial terrorism transformation victims violence vulnerability \
    vulnerable women workforce youth";

/// Words after an office for people who serve it, stand in for it, or no longer hold it.
const SERVING: &str = "\
    adc admin administration administrative administrator adviser advisers advisor advisors aide analyst apprentice \
    assistant assistants asst bodyguard candidate caseworker chauffeur clerk constable coordinator correspondence covered \
    delegate deputised diary driver ea events ex executive former insp inspector intern interpreter liaison loggist \
    manager mgr minute minutes nominee note notes notetaker office officer officers offices ordinator organiser pa partner \
    pas pc pcso personal planner proxy receptionist rep representative representatives represented researcher resigned \
    retired scribe sec secondee secretarial secretariat secretary sergeant sgt so solicitor speechwriter spokesman \
    spokesperson spokeswoman staff stenographer student sub substitute superintendent supt taker takers team trainee \
    translator typist vacant volunteer worker writer";

/// Functions of office staff: after the head of a body they name a team, not a portfolio.
const FUNCTIONS: &str = "\
    assurance audit business casework comms commissioning communications complaints corporate correspondence delivery \
    digital engagement events finance governance hr ict it legal media partnerships performance policy press private \
    programme projects reception research scrutiny services standards strategy support";

/// Words for a relation to somebody else.
const RELATIONS: &str = "\
    as behalf by deputising for from obo of on per pp representing standing substituting to vice via with";

/// Forms of address with which a name may begin: who has one of these is no area.
const TITLES: &str = "cllr councillor dame dr hon lady lord miss mr mrs ms mx prof professor rev revd reverend rt sir";

/// Forms of address with which no name begins beside an office ("Master of the Rolls").
const ADDRESSES: &str = "baroness madam master";

const RANKS: &str = "\
    adi ads ci cinsp constable csupt dc dci dcs di ds dsu dsupt det detective insp inspector pc ps pcso ranger sc sergeant sgt \
    special specials superintendent supt ti warden wpc";

/// Words for people beside an office who do not hold it.
const PUBLIC: &str = "\
    accused ambassador baby bereaved boy brother cadet cadets carer carers child children citizen claimant complainant customer \
    daughter defendant experience family father girl graduate guest husband kickstart kids man member members mother mum dad \
    neighbour observer offender offenders parent parents partner patient people placement pupil pupils resident residents school \
    schoolchild sister son student students survivor survivors teenager tenant trainee uncle aunt victim victims visitor \
    volunteers wife witness woman work year young youth";

/// Bodies other than the police, fire and rescue, and authorities.
const BODIES: &str = "\
    academy age aid airport alliance army ambulance association bank borough branch business cadets cathedral chamber charity \
    church citizens club coalition college commission committee community company congregation cooperative council court \
    federation forum foundation friends fund gmb group guard guides guild hospice hospital institute institution league legion \
    limited lions lodge ltd magistrates mind mosque museum navy network nhs oaths palace panel parish parliament partnership \
    party plc prison probation railway red rotary royal samaritans school scouts service society support synagogue team temple \
    theatre town trust union unison unite university watch women youth";

/// Verbs that connect an office with another person's name or words.
const DOING: &str = "\
    acting answered asked asking attended attending bagman briefed briefing cover covering cited citing deputising for introduced \
    introducing invited minuted minuting noted notetaking praised quoted quoting read reading reported said scribed scribing \
    sent shadowing spoke suggested supporting thanked thanking visited visiting welcomed welcoming wrote";

/// Letters behind a name, or behind an office that is held: orders, decorations and medals, and others that are written like them.
pub const HONOURS: &[&str] =
    &["bem", "cbe", "cvo", "dbe", "dl", "jp", "kbe", "kfsm", "kpm", "lvo", "mbe", "mp", "mvo", "obe", "qfsm", "qpm"];

/// Returns true for a word that stands behind a name as an honour.
pub fn is_honour(word: &str) -> bool {
    HONOURS.contains(&word)
}

/// True when a word is in a list of words.
pub fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// True when a word is one of those of capacities, also as a possessive ("the Chief Constable's").
pub fn is_of_capacities(word: &str) -> bool {
    let owner = word.strip_suffix("'s").unwrap_or(word);
    let is_listed = |word: &str| is_in(OF_CAPACITIES, word) || is_in(OF_PORTFOLIOS, word) || is_abbreviation(word);
    is_listed(word) || is_listed(owner)
}

/// True when the word is one for staff, or the possessive of an office ("CC's").
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

/// True when a capitalised word may be part of the name of an area: it is known as nothing else.
pub fn may_be_of_area(word: &str) -> bool {
    let is_known = [TITLES, ADDRESSES, RANKS, PUBLIC, BODIES, FUNCTIONS, DOING].iter().any(|words| is_in(words, word));
    word.chars().all(char::is_alphabetic) && !is_known && !serves(word) && !relates(word) && !is_of_capacities(word)
}

/// True when the word may begin a name without being part of it ("Sir").
pub fn is_title(word: &str) -> bool {
    is_in(TITLES, word)
}

/// True when a word is never part of a name beside an office.
pub fn is_never_of_name(word: &str) -> bool {
    [RANKS, DOING].iter().any(|words| is_in(words, word)) || serves(word) || relates(word)
}

/// True when a word is only a surname, and only after another word ("Ann Mayor").
pub fn is_only_surname(word: &str) -> bool {
    [TITLES, ADDRESSES, PUBLIC, BODIES, FUNCTIONS].iter().any(|words| is_in(words, word)) || is_of_capacities(word)
}

/// True when a line consists only of words for capacities and public bodies. An initial is the beginning of a name.
pub fn are_of_capacities(line: &str) -> bool {
    let line = folded(line);
    line.split([' ', ',', '/', '-', '\u{2013}', '(', ')', '&', ';', ':']).filter(|word| !word.is_empty()).all(|word| {
        let is_initial = word.len() == 2 && word.ends_with('.');
        !is_initial && is_of_capacities(word.trim_end_matches('.'))
    })
}
