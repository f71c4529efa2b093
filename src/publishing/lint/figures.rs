//! Warnings about impossible figures.

use std::cmp::Ordering;

use serde_json::Value;

use super::texts::{list, text, warning};
use crate::publishing::editions::model::Warning;
use crate::record::evidence::data_points::decimal::Decimal;

/// Checks the figures of a record and of its questions.
pub fn out_of_range(record: &Value, warnings: &mut Vec<Warning>) {
    let mut places = vec!["/data_points".to_owned(), "/question/data_points".to_owned()];
    let questions = list(record, "/questions").len();
    places.extend((0..questions).map(|index| format!("/questions/{index}/data_points")));
    for place in places {
        for (index, point) in list(record, &place).iter().enumerate() {
            let Some(detail) = fault(point) else { continue };
            warnings.push(warning("figure_out_of_range", format!("{place}/{index}/value"), detail));
        }
    }
}

fn fault(point: &Value) -> Option<&'static str> {
    let figure = point.get("value")?;
    let number = |member: &str| text(figure, member).and_then(|text| text.parse::<Decimal>().ok());
    let above = |one: &str, other: &str| match (number(one), number(other)) {
        (Some(one), Some(other)) => one.compare(&other) == Ordering::Greater,
        _ => false,
    };
    if above("low", "high") {
        return Some("the start of the range is above its end");
    }
    if above("low", "value") || above("value", "high") {
        return Some("is outside the range stated for it");
    }
    let count = |member: &str| figure.get(member).and_then(Value::as_i64);
    if count("numerator").zip(count("denominator")).is_some_and(|(numerator, denominator)| numerator > denominator) {
        return Some("the share is more than the whole");
    }
    let is_share = matches!(text(point, "unit").map(str::trim), Some("%" | "percent" | "per cent"));
    let hundred = "100".parse::<Decimal>().ok()?;
    let beyond = |member: &str| number(member).is_some_and(|number| number.compare(&hundred) == Ordering::Greater);
    let is_change = text(figure, "kind") == Some("change");
    (is_share && !is_change && (beyond("value") || beyond("high"))).then_some("is more than 100 percent")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_that_cannot_be() {
        for (unit, value, want) in [
            ("cases", json!({"kind": "average", "value": "52", "low": "37", "high": "60"}), false),
            ("cases", json!({"kind": "average", "value": "61", "low": "37", "high": "60"}), true),
            ("cases", json!({"kind": "average", "value": "36.9", "low": "37", "high": "60"}), true),
            ("cases", json!({"kind": "range", "low": "893", "high": "865"}), true),
            ("cases", json!({"kind": "range", "low": "865", "high": "893"}), false),
            ("operators", json!({"kind": "fraction", "bound": "over", "numerator": 1, "denominator": 3}), false),
            ("operators", json!({"kind": "fraction", "bound": "over", "numerator": 4, "denominator": 3}), true),
            ("%", json!({"kind": "exact", "value": "100"}), false),
            ("%", json!({"kind": "exact", "value": "100.1"}), true),
            ("cases", json!({"kind": "exact", "value": "865"}), false),
            ("%", json!({"kind": "change", "by": "120", "unit": "percent", "basis": "time a case"}), false),
            ("", json!({"kind": "text", "text": "hardly any"}), false),
            ("", json!(null), false),
        ] {
            let mut warnings = Vec::new();
            out_of_range(&json!({"questions": [{"data_points": [{"unit": unit, "value": value}]}]}), &mut warnings);
            let places: Vec<&str> = warnings.iter().map(|one| one.pointer.as_str()).collect();
            assert_eq!(places, if want { vec!["/questions/0/data_points/0/value"] } else { vec![] }, "{unit} {value}");
        }
    }
}
