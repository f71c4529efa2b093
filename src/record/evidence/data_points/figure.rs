//! The value of a data point: a number in one of the ways people give numbers, or no number at all.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::ToSchema;

use super::decimal::Decimal;
use crate::foundation::db::text_enum;
use crate::foundation::numbers;
use crate::foundation::validate::Faults;

text_enum!(
    /// The kind of a figure.
    FigureKind {
        Exact = "exact",
        Range = "range",
        Average = "average",
        Fraction = "fraction",
        Direction = "direction",
        Change = "change",
        Money = "money",
        Text = "text",
    }
);

text_enum!(
    /// The bound of a fraction or a number.
    Bound {
        Over = "over",
        Under = "under",
        About = "about",
        Exactly = "exactly",
    }
);

text_enum!(
    /// A development without a number.
    Trend {
        Up = "up",
        Down = "down",
        Stable = "stable",
    }
);

text_enum!(
    /// The unit of a change.
    ChangeUnit {
        /// Percent of the basis: from 50 to 60 is 20.
        Percent = "percent",
        /// The difference between two percentages: from 50 % to 60 % is 10.
        PercentagePoints = "percentage_points",
        /// The unit of the figure itself.
        Absolute = "absolute",
    }
);

text_enum!(
    /// ISO 4217 currency code.
    Currency {
        Gbp = "GBP",
    }
);

/// A figure as given. Decimals are texts, never floats; `kind` determines the members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "FigureInput")]
pub enum FigureValue {
    /// One number. "Over 200" is 200 with the bound `over`.
    #[schema(title = "ExactFigure")]
    Exact {
        value: Decimal,
        /// Bound that was said with the number; absent when there was none.
        #[serde(skip_serializing_if = "Option::is_none")]
        bound: Option<Bound>,
    },
    /// A range from one number to another; `low` is at most `high`.
    #[schema(title = "RangeFigure")]
    Range { low: Decimal, high: Decimal },
    /// An average, optionally with the range that it lies in.
    #[schema(title = "AverageFigure")]
    Average {
        value: Decimal,
        #[serde(skip_serializing_if = "Option::is_none")]
        low: Option<Decimal>,
        #[serde(skip_serializing_if = "Option::is_none")]
        high: Option<Decimal>,
    },
    /// A fraction. "Over a third" is `over`, 1, 3.
    #[schema(title = "FractionFigure")]
    Fraction {
        bound: Bound,
        #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
        numerator: i64,
        #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
        denominator: i64,
    },
    /// A development without a number.
    #[schema(title = "DirectionFigure")]
    Direction { direction: Trend },
    /// A change against a basis: 20 percent, "time a case, against the year before". Negative for a fall.
    #[schema(title = "ChangeFigure")]
    Change {
        by: Decimal,
        unit: ChangeUnit,
        /// Basis of the change, and the comparison.
        basis: String,
    },
    /// An amount in pence, negative for money owed; at most 2^53 - 1, which JSON represents exactly.
    #[schema(title = "MoneyFigure")]
    Money {
        #[schema(minimum = -9_007_199_254_740_991_i64, maximum = 9_007_199_254_740_991_i64)]
        pence: i64,
        currency: Currency,
    },
    /// Words that fit no other kind.
    #[schema(title = "TextFigure")]
    Text { text: String },
}

/// The members of all kinds, so that a fault can name the member, which an internally tagged enumeration could not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureInput {
    kind: Option<FigureKind>,
    value: Option<Decimal>,
    low: Option<Decimal>,
    high: Option<Decimal>,
    bound: Option<Bound>,
    #[serde(default, deserialize_with = "whole")]
    numerator: Option<i64>,
    #[serde(default, deserialize_with = "whole")]
    denominator: Option<i64>,
    direction: Option<Trend>,
    by: Option<Decimal>,
    unit: Option<ChangeUnit>,
    basis: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    pence: Option<i64>,
    currency: Option<Currency>,
    text: Option<String>,
}

/// A whole number as sent or stored. One that JSON cannot represent exactly is read, because earlier versions stored such:
/// [`FigureValue::check`] refuses it in input, and [`FigureValue::carried`] writes it in words in output.
struct Whole(i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Wanted;
        impl de::Visitor<'_> for Wanted {
            type Value = Whole;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(numbers::WANTED)
            }

            fn visit_i64<E>(self, number: i64) -> Result<Whole, E> {
                Ok(Whole(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Whole, E> {
                i64::try_from(number).map(Whole).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
            }
        }
        deserializer.deserialize_i64(Wanted)
    }
}

fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Option::<Whole>::deserialize(deserializer).map(|number| number.map(|Whole(number)| number))
}

impl TryFrom<FigureInput> for FigureValue {
    type Error = String;

    fn try_from(mut given: FigureInput) -> Result<Self, String> {
        let Some(kind) = given.kind.take() else {
            let kinds: Vec<&str> = FigureKind::ALL.iter().map(|kind| kind.as_str()).collect();
            return Err(format!("kind is missing: add it, one of {}", kinds.join(", ")));
        };
        let needs = |member: &str| format!("a figure of kind {kind} needs {member}: add it");
        let figure = match kind {
            FigureKind::Exact => {
                Self::Exact { value: given.value.take().ok_or_else(|| needs("value"))?, bound: given.bound.take() }
            }
            FigureKind::Range => Self::Range {
                low: given.low.take().ok_or_else(|| needs("low"))?,
                high: given.high.take().ok_or_else(|| needs("high"))?,
            },
            FigureKind::Average => Self::Average {
                value: given.value.take().ok_or_else(|| needs("value"))?,
                low: given.low.take(),
                high: given.high.take(),
            },
            FigureKind::Fraction => Self::Fraction {
                bound: given.bound.take().ok_or_else(|| needs("bound"))?,
                numerator: given.numerator.take().ok_or_else(|| needs("numerator"))?,
                denominator: given.denominator.take().ok_or_else(|| needs("denominator"))?,
            },
            FigureKind::Direction => Self::Direction { direction: given.direction.take().ok_or_else(|| needs("direction"))? },
            FigureKind::Change => Self::Change {
                by: given.by.take().ok_or_else(|| needs("by"))?,
                unit: given.unit.take().ok_or_else(|| needs("unit"))?,
                basis: given.basis.take().ok_or_else(|| needs("basis"))?,
            },
            FigureKind::Money => Self::Money {
                pence: given.pence.take().ok_or_else(|| needs("pence"))?,
                currency: given.currency.take().ok_or_else(|| needs("currency"))?,
            },
            FigureKind::Text => Self::Text { text: given.text.take().ok_or_else(|| needs("text"))? },
        };
        match given.left_over() {
            None => Ok(figure),
            Some(member) => Err(format!("{member} is not a member of a figure of kind {kind}: remove it")),
        }
    }
}

impl FigureInput {
    /// Returns a member that the figure does not use.
    fn left_over(&self) -> Option<&'static str> {
        let members = [
            ("value", self.value.is_some()),
            ("low", self.low.is_some()),
            ("high", self.high.is_some()),
            ("bound", self.bound.is_some()),
            ("numerator", self.numerator.is_some()),
            ("denominator", self.denominator.is_some()),
            ("direction", self.direction.is_some()),
            ("by", self.by.is_some()),
            ("unit", self.unit.is_some()),
            ("basis", self.basis.is_some()),
            ("pence", self.pence.is_some()),
            ("currency", self.currency.is_some()),
            ("text", self.text.is_some()),
        ];
        members.into_iter().find(|(_, is_there)| *is_there).map(|(name, _)| name)
    }
}

impl FigureValue {
    /// Returns the kind.
    pub const fn kind(&self) -> FigureKind {
        match self {
            Self::Exact { .. } => FigureKind::Exact,
            Self::Range { .. } => FigureKind::Range,
            Self::Average { .. } => FigureKind::Average,
            Self::Fraction { .. } => FigureKind::Fraction,
            Self::Direction { .. } => FigureKind::Direction,
            Self::Change { .. } => FigureKind::Change,
            Self::Money { .. } => FigureKind::Money,
            Self::Text { .. } => FigureKind::Text,
        }
    }

    /// Returns the figure, with a number in words if JSON would change it: no reader or signature then depends on the precision
    /// of doubles. Only earlier versions stored such numbers.
    pub fn carried(self) -> Self {
        match self {
            Self::Money { pence, currency } if !numbers::is_exact(pence) => {
                Self::Text { text: format!("{pence} pence ({currency})") }
            }
            Self::Fraction { bound, numerator, denominator }
                if !numbers::is_exact(numerator) || !numbers::is_exact(denominator) =>
            {
                Self::Text { text: format!("{bound} {numerator}/{denominator}") }
            }
            other => other,
        }
    }

    /// Returns its whole numbers, by member.
    fn whole_numbers(&self) -> Vec<(&'static str, i64)> {
        match self {
            Self::Money { pence, .. } => vec![("pence", *pence)],
            Self::Fraction { numerator, denominator, .. } => vec![("numerator", *numerator), ("denominator", *denominator)],
            Self::Exact { .. }
            | Self::Range { .. }
            | Self::Average { .. }
            | Self::Direction { .. }
            | Self::Change { .. }
            | Self::Text { .. } => Vec::new(),
        }
    }

    /// Checks its texts, and its numbers against each other.
    pub fn check(self, pointer: &str, faults: &mut Faults) -> Self {
        for (member, number) in self.whole_numbers() {
            if !numbers::is_exact(number) {
                faults.add(&format!("{pointer}/{member}"), format!("must be {}", numbers::WANTED));
            }
        }
        match &self {
            Self::Range { low, high } => ordered(low, high, &format!("{pointer}/low"), "must be at most high", faults),
            Self::Average { value, low: Some(low), high: Some(high) } => {
                ordered(low, high, &format!("{pointer}/low"), "must be at most high", faults);
                ordered(low, value, &format!("{pointer}/value"), "must be at least low: an average lies in its range", faults);
                ordered(value, high, &format!("{pointer}/value"), "must be at most high: an average lies in its range", faults);
            }
            Self::Average { low: Some(_), high: None, .. } => faults.add(&format!("{pointer}/high"), "is required with low"),
            Self::Average { low: None, high: Some(_), .. } => faults.add(&format!("{pointer}/low"), "is required with high"),
            Self::Fraction { numerator, denominator, .. } => {
                if *numerator < 0 {
                    faults.add(&format!("{pointer}/numerator"), "must not be negative");
                }
                if *denominator < 1 {
                    faults.add(&format!("{pointer}/denominator"), "must be at least 1");
                }
            }
            Self::Exact { .. }
            | Self::Average { low: None, high: None, .. }
            | Self::Direction { .. }
            | Self::Change { .. }
            | Self::Money { .. }
            | Self::Text { .. } => {}
        }
        match self {
            Self::Change { by, unit, basis } => {
                Self::Change { by, unit, basis: faults.line(&format!("{pointer}/basis"), &basis) }
            }
            Self::Text { text } => Self::Text { text: faults.prose(&format!("{pointer}/text"), &text) },
            other => other,
        }
    }
}

fn ordered(low: &Decimal, high: &Decimal, pointer: &str, detail: &str, faults: &mut Faults) {
    if low.compare(high) == Ordering::Greater {
        faults.add(pointer, detail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::error::ApiError;
    use crate::http::body::parse;

    #[derive(Deserialize)]
    struct Body {
        value: FigureValue,
    }

    /// Returns `ok`, or the place and the words of the first fault.
    fn read(value: &str) -> String {
        let mut faults = Faults::default();
        let read = parse::<Body>(format!("{{\"value\":{value}}}").as_bytes())
            .map(|body| drop(body.value.check("/value", &mut faults)))
            .and_then(|()| faults.finish());
        match read {
            Ok(()) => "ok".into(),
            Err(ApiError::Invalid(faults)) => format!("{}: {}", faults[0].pointer, faults[0].detail),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn figures_and_their_faults() {
        let table: Vec<String> = [
            r#"{"kind":"exact","value":"865"}"#,
            r#"{"kind":"exact","value":865}"#,
            r#"{"kind":"exact","value":"200","bound":"over"}"#,
            r#"{"kind":"exact","value":"8e2"}"#,
            r#"{"kind":"exact"}"#,
            r#"{"value":"865"}"#,
            r#"{"kind":"exact","value":"865","high":"893"}"#,
            r#"{"kind":"range","low":"865","high":"893"}"#,
            r#"{"kind":"range","low":"893","high":"865"}"#,
            r#"{"kind":"range","low":"52","high":"52.0"}"#,
            r#"{"kind":"average","value":"52","low":"37","high":"60"}"#,
            r#"{"kind":"average","value":"61","low":"37","high":"60"}"#,
            r#"{"kind":"average","value":"52","low":"37"}"#,
            r#"{"kind":"fraction","bound":"over","numerator":1,"denominator":3}"#,
            r#"{"kind":"fraction","bound":"over","numerator":1,"denominator":0}"#,
            r#"{"kind":"fraction","bound":"over","numerator":-1,"denominator":3}"#,
            r#"{"kind":"fraction","bound":"over","numerator":1,"denominator":9223372036854775808}"#,
            r#"{"kind":"direction","direction":"up"}"#,
            r#"{"kind":"direction","direction":"sideways"}"#,
            r#"{"kind":"change","by":"20","unit":"percent","basis":"time a case"}"#,
            r#"{"kind":"change","by":"20","unit":"percent"}"#,
            r#"{"kind":"change","by":"20","unit":"percent","basis":" "}"#,
            r#"{"kind":"money","pence":154000000,"currency":"GBP"}"#,
            r#"{"kind":"money","pence":9223372036854775808,"currency":"GBP"}"#,
            r#"{"kind":"money","pence":9007199254740993,"currency":"GBP"}"#,
            r#"{"kind":"money","pence":-9007199254740991,"currency":"GBP"}"#,
            r#"{"kind":"money","pence":1.5,"currency":"GBP"}"#,
            r#"{"kind":"money","pence":100,"currency":"EUR"}"#,
            r#"{"kind":"text","text":"hardly any"}"#,
            r#"{"kind":"percent","value":"5"}"#,
        ]
        .iter()
        .map(|value| format!("{value}\n    {}", read(value)))
        .collect();
        insta::assert_snapshot!(table.join("\n"));
    }

    /// Values stored by an earlier version are read, and written in words; new ones are refused.
    #[test]
    fn numbers_that_json_does_not_carry() {
        for (kept, said) in [
            (r#"{"kind":"money","pence":9007199254740993,"currency":"GBP"}"#, "9007199254740993 pence (GBP)"),
            (r#"{"kind":"money","pence":-9007199254740992,"currency":"GBP"}"#, "-9007199254740992 pence (GBP)"),
            (r#"{"kind":"fraction","bound":"over","numerator":1,"denominator":9007199254740992}"#, "over 1/9007199254740992"),
        ] {
            let figure = serde_json::from_str::<FigureValue>(kept).expect("a figure");
            let mut faults = Faults::default();
            drop(figure.clone().check("/value", &mut faults));
            assert!(faults.finish().is_err(), "{kept}");
            let text = serde_jcs::to_string(&figure.carried()).expect("JSON");
            assert_eq!(text, format!(r#"{{"kind":"text","text":"{said}"}}"#));
        }
        let most = r#"{"currency":"GBP","kind":"money","pence":9007199254740991}"#;
        let figure = serde_json::from_str::<FigureValue>(most).expect("a figure").carried();
        assert_eq!(serde_jcs::to_string(&figure).expect("JSON"), most);
    }

    #[test]
    fn what_is_kept_reads_the_same() {
        let figure = FigureValue::Average { value: "52".parse().expect("a number"), low: None, high: None };
        let text = serde_json::to_string(&figure).expect("JSON");
        assert_eq!(text, r#"{"kind":"average","value":"52"}"#);
        assert_eq!(serde_json::from_str::<FigureValue>(&text).expect("a figure"), figure);
    }
}
