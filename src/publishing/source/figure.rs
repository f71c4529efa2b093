//! The public form of a figure.

use serde_json::{Value, json};

use super::draft::{Draft, Named};
use crate::foundation::error::ApiError;
use crate::record::evidence::data_points::model::DataPoint;

/// Writes figures at a place of a record.
pub fn values(draft: &mut Draft, at: &str, points: &[&DataPoint]) -> Result<Vec<Value>, ApiError> {
    let mut values = Vec::with_capacity(points.len());
    for (index, point) in points.iter().enumerate() {
        let of = Named("data_points", point.id.as_str());
        draft.place(of, &format!("{at}/{index}"));
        values.push(json!({
            "id": point.id,
            "label": point.label,
            "unit": point.unit,
            "value": point.value.get()?.carried(),
            "period_from": point.period_from,
            "period_to": point.period_to,
            "period_text": point.period_text,
            "as_of": point.as_of,
            "collected": point.collected,
            "caveat": point.caveat,
            "conditional_on": point.conditional_on,
            "said_by": draft.speakers(of, "said_by", &point.said_by.get()?),
            "as_stated": point.as_stated,
        }));
    }
    Ok(values)
}
