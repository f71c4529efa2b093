//! A measure as published with its figures.

use crate::public::records::PublishedMeasure;
use crate::record::evidence::measures::model::Measure;

/// Returns a measure as published.
pub fn published(measure: Measure) -> PublishedMeasure {
    let Measure {
        id,
        area: _, // the document names it
        name,
        definition,
        unit,
        unit_kind,
        direction,
        numerator,
        denominator,
        topic_id: _,     // its figures say it
        priority_ids: _, // its figures say it
        created_at: _,   // of the row, not of the record
        updated_at: _,   // of the row, not of the record
        version: _,      // of the row, not of the record
    } = measure;
    PublishedMeasure { id, name, definition, unit, unit_kind, direction, numerator, denominator }
}
