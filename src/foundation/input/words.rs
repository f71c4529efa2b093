//! The sentences: what was sent, and what to send instead.

use serde::de::Unexpected;

use super::near::near;
use super::tree::Tree;

/// The value that was sent, as far as a sentence repeats it. A text is repeated only where it was to be read as something else: others may
/// be passwords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    Null,
    Bool(bool),
    Number,
    /// A number with a point or an exponent.
    Double,
    Text,
    List,
    Object,
    /// A list of the wrong length.
    Items(usize),
    /// A text that cannot be read as what it is to be.
    Value(String),
    /// A number out of range.
    OutOfRange(String),
    /// Something that JSON does not have.
    Other,
}

impl Given {
    /// The kind of a value where another kind is wanted.
    pub fn kind(given: Unexpected<'_>) -> Self {
        match given {
            Unexpected::Unit | Unexpected::Option => Self::Null,
            Unexpected::Bool(value) => Self::Bool(value),
            Unexpected::Unsigned(_) | Unexpected::Signed(_) => Self::Number,
            Unexpected::Float(_) => Self::Double,
            Unexpected::Str(_) | Unexpected::Char(_) => Self::Text,
            Unexpected::Seq => Self::List,
            Unexpected::Map => Self::Object,
            _ => Self::Other,
        }
    }

    /// A value of the right kind that cannot be used.
    pub fn value(given: Unexpected<'_>) -> Self {
        match given {
            Unexpected::Str(text) => Self::Value(text.to_owned()),
            Unexpected::Unsigned(number) => Self::OutOfRange(number.to_string()),
            Unexpected::Signed(number) => Self::OutOfRange(number.to_string()),
            other => Self::kind(other),
        }
    }

    /// The kind of what was sent.
    pub fn of(given: &Tree) -> Self {
        match given {
            Tree::Null => Self::Null,
            Tree::Bool(value) => Self::Bool(*value),
            Tree::Number(_) => Self::Number,
            Tree::Text(_) | Tree::Given(_) => Self::Text,
            Tree::List(_) => Self::List,
            Tree::Object(_) => Self::Object,
        }
    }
}

/// The value that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    Text,
    Whole {
        least: i128,
        most: i128,
    },
    Number,
    Bool,
    List,
    Object,
    Null,
    OneOf(&'static [&'static str]),
    /// Words that complete the sentence "send ...".
    Other(String),
}

/// The range of a type of whole numbers.
macro_rules! whole {
    ($type:ty) => {
        Wanted::Whole { least: i128::from(<$type>::MIN), most: i128::from(<$type>::MAX) }
    };
}

impl Wanted {
    /// Translates what a type of Rust calls itself; the words of our own types stay. A table test has all forms in use.
    pub fn of(expecting: &str) -> Self {
        let begins = |words: &[&str]| words.iter().any(|word| expecting.starts_with(word));
        match expecting {
            "u8" => whole!(u8),
            "u16" => whole!(u16),
            "u32" => whole!(u32),
            "u64" | "usize" => whole!(u64),
            "i8" => whole!(i8),
            "i16" => whole!(i16),
            "i32" => whole!(i32),
            "i64" | "isize" => whole!(i64),
            "f32" | "f64" => Self::Number,
            "a boolean" => Self::Bool,
            "a string" | "a borrowed string" | "a character" => Self::Text,
            "a map" => Self::Object,
            "a sequence" => Self::List,
            "unit" => Self::Null,
            _ if begins(&["struct ", "internally tagged enum "]) => Self::Object,
            _ if begins(&["tuple struct ", "a tuple of ", "an array of ", "an empty array"]) => Self::List,
            words => Self::Other(words.to_owned()),
        }
    }

    fn is_whole_number(&self) -> bool {
        match self {
            Self::Whole { .. } => true,
            Self::Other(words) => words.starts_with("a whole number"),
            Self::Text | Self::Number | Self::Bool | Self::List | Self::Object | Self::Null | Self::OneOf(_) => false,
        }
    }
}

/// Quotes a text, shortened if it is long.
fn quoted(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        format!("{text:?}")
    } else {
        format!("{:?}", text.chars().take(MOST).chain(['…']).collect::<String>())
    }
}

/// Says that a text is none of `values`, and which there are.
pub fn not_one_of(text: &str, values: &[&str]) -> String {
    let meant = near(text, values).map_or(String::new(), |value| format!("; did you mean {value}?"));
    let what = if text.is_empty() { "is empty".to_owned() } else { format!("{} is not valid", quoted(text)) };
    format!("{what}: send {}{meant}", one_of(values))
}

fn one_of(values: &[&str]) -> String {
    match values {
        [] => "nothing".to_owned(),
        [only] => (*only).to_owned(),
        several => format!("one of {}", several.join(", ")),
    }
}

/// Says that an object has no such member, and which was probably meant, or which there are.
pub fn unknown_member(name: &str, known: &[&str]) -> String {
    match (near(name, known), known) {
        (Some(meant), _) => format!("is not known here: did you mean {meant}?"),
        (None, []) => "is not known here: remove it".to_owned(),
        (None, known) => format!("is not known here: use {}", known.join(", ")),
    }
}

/// Says what is wrong with a value, and what to send.
pub fn unfit(given: &Given, wanted: &Wanted) -> String {
    if let (Given::Value(text), Wanted::OneOf(values)) = (given, wanted) {
        return not_one_of(text, values);
    }
    let what = match given {
        Given::Null => "is null".to_owned(),
        Given::Bool(value) => format!("is {value}"),
        Given::Double if wanted.is_whole_number() => "has a point or an exponent".to_owned(),
        Given::Number | Given::Double => "is a number".to_owned(),
        Given::Text => "is a text".to_owned(),
        Given::List => "is a list".to_owned(),
        Given::Object => "is an object".to_owned(),
        Given::Items(1) => "has 1 item".to_owned(),
        Given::Items(length) => format!("has {length} items"),
        Given::Value(text) if text.is_empty() => "is empty".to_owned(),
        Given::Value(text) => format!("{} is not valid", quoted(text)),
        Given::OutOfRange(number) => format!("{number} is out of range"),
        Given::Other => "is not valid".to_owned(),
    };
    let unquoted = *given == Given::Text && (wanted.is_whole_number() || matches!(wanted, Wanted::Number | Wanted::Bool));
    let without = if unquoted { ", without quotation marks" } else { "" };
    format!("{what}: send {}{without}", to_send(given, wanted))
}

fn to_send(given: &Given, wanted: &Wanted) -> String {
    match wanted {
        Wanted::Text => "a text in quotation marks".to_owned(),
        Wanted::Whole { least, most } => {
            // The limits of a type help only with a number that is beyond them.
            let beyond = |sign: bool| matches!(given, Given::OutOfRange(number) if number.contains('-') == sign);
            let from = *least > i128::from(i32::MIN) || beyond(true);
            let to = *most < i128::from(i32::MAX) || beyond(false);
            match (from, to) {
                (true, true) => format!("a whole number from {least} to {most}"),
                (true, false) => format!("a whole number, {least} or more"),
                (false, true) => format!("a whole number, {most} or less"),
                (false, false) => "a whole number".to_owned(),
            }
        }
        Wanted::Number => "a number".to_owned(),
        Wanted::Bool => "true or false".to_owned(),
        Wanted::List => "a list, in square brackets".to_owned(),
        Wanted::Object => "an object, in braces".to_owned(),
        Wanted::Null => "null".to_owned(),
        Wanted::OneOf(values) => one_of(values),
        Wanted::Other(words) => words.clone(),
    }
}
