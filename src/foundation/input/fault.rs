//! A value that does not fit: its place, and what is wrong with it. serde fills it in.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};

use super::tree::Tree;
use super::words::{self, Given, Wanted};

/// One fault. [`Display`] writes the sentence: what is wrong, and what to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The members and indexes that lead to it, the last first.
    place: Vec<String>,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// Another value is wanted.
    Unfit(Given, Wanted),
    /// A member that is needed, and not there.
    Missing(&'static str),
    /// A member that the object does not have, and those that it has.
    Unknown(String, &'static [&'static str]),
    /// A member that is there twice.
    Repeated(&'static str),
    /// A parameter of one value that has several.
    RepeatedValue(usize),
    /// A sentence of a rule.
    Said(String),
}

/// The name of a member in a JSON Pointer (RFC 6901).
pub fn escaped(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}

impl Fault {
    fn new(what: What) -> Self {
        Self { place: Vec::new(), what }
    }

    /// A parameter that stands for one value, given several times.
    pub(super) fn repeated_value(times: usize) -> Self {
        Self::new(What::RepeatedValue(times))
    }

    /// A value that is no text, where one of `values` is wanted.
    pub(super) fn not_one_of(given: &Tree, values: &'static [&'static str]) -> Self {
        Self::new(What::Unfit(Given::of(given), Wanted::OneOf(values)))
    }

    /// The same fault of a number that was sent as a text.
    pub(super) fn quoted(mut self) -> Self {
        if let What::Unfit(Given::OutOfRange(number), _) = &mut self.what {
            *number = format!("{number:?}");
        }
        self
    }

    /// The same fault, seen from the object or list around its place.
    pub(super) fn inside(mut self, member: &str) -> Self {
        self.place.push(member.to_owned());
        self
    }

    /// Returns the JSON Pointer (RFC 6901) to the value. A missing member has that of its object.
    pub fn pointer(&self) -> String {
        self.place.iter().rev().fold(String::new(), |pointer, member| pointer + "/" + &escaped(member))
    }

    /// Returns the member of the outermost object that the fault is in; empty for the whole.
    pub fn member(&self) -> &str {
        self.place.last().map_or("", String::as_str)
    }

    /// Returns the member that the outermost object lacks, if that is the fault.
    pub fn missing(&self) -> Option<&'static str> {
        match self.what {
            What::Missing(name) if self.place.is_empty() => Some(name),
            What::Missing(_)
            | What::Unfit(..)
            | What::Unknown(..)
            | What::Repeated(_)
            | What::RepeatedValue(_)
            | What::Said(_) => None,
        }
    }

    /// True when a whole number is wanted, which may have a narrower range than its type.
    pub fn wants_whole_number(&self) -> bool {
        matches!(self.what, What::Unfit(_, Wanted::Whole { .. }))
    }

    /// Narrows the range of the whole number that is wanted.
    pub fn narrow(&mut self, from: Option<i128>, to: Option<i128>) {
        if let What::Unfit(_, Wanted::Whole { least, most }) = &mut self.what {
            *least = from.map_or(*least, |from| from.max(*least));
            *most = to.map_or(*most, |to| to.min(*most));
        }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Unfit(given, wanted) => f.write_str(&words::unfit(given, wanted)),
            What::Missing(name) => write!(f, "{name} is missing: add it"),
            What::Unknown(name, known) => f.write_str(&words::unknown_member(name, known)),
            What::Repeated(name) => write!(f, "{name} is given twice: send it once"),
            What::RepeatedValue(times) => write!(f, "is given {times} times: send it once"),
            What::Said(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for Fault {}

impl Error for Fault {
    fn custom<T: Display>(sentence: T) -> Self {
        Self::new(What::Said(sentence.to_string()))
    }

    fn invalid_type(given: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(What::Unfit(Given::kind(given), Wanted::of(&wanted.to_string())))
    }

    fn invalid_value(given: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(What::Unfit(Given::value(given), Wanted::of(&wanted.to_string())))
    }

    fn invalid_length(length: usize, wanted: &dyn Expected) -> Self {
        Self::new(What::Unfit(Given::Items(length), Wanted::of(&wanted.to_string())))
    }

    fn unknown_variant(given: &str, values: &'static [&'static str]) -> Self {
        Self::new(What::Unfit(Given::Value(given.to_owned()), Wanted::OneOf(values)))
    }

    fn unknown_field(given: &str, known: &'static [&'static str]) -> Self {
        Self::new(What::Unknown(given.to_owned(), known))
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(What::Missing(name))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new(What::Repeated(name))
    }
}
