//! Parses a JSON text, or says where it is invalid.

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::fault::{Fault, located};
use super::locate::{BYTE_ORDER_MARK, Place, place_at};
use crate::foundation::error::FieldError;
use crate::foundation::numbers;
use crate::foundation::pointer::pointer;

/// Reads a text. Text that is not JSON, or has another shape, has one fault; each number that JSON cannot represent exactly has one.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Vec<Fault>> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    serde_json::from_str::<&RawValue>(text).map_err(|error| vec![not_json(text, &error)])?;
    let beyond = numbers::beyond(text.as_bytes());
    if !beyond.is_empty() {
        return Err(located(text, &beyond));
    }
    shape(text).map_err(|fault| located(text, &[fault]))
}

fn not_json(text: &str, error: &serde_json::Error) -> Fault {
    let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    // serde_json counts bytes.
    let column = place_at(text, line_start + error.column().saturating_sub(1)).column;
    Fault::at(Place { line: error.line().max(1), column }, "", format!("is not valid JSON: {}", without_place(error)))
}

fn shape<T: DeserializeOwned>(text: &str) -> Result<T, FieldError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let detail = match error.inner().classify() {
            Category::Data => without_place(error.inner()),
            // The text is well-formed, so only its depth or a lone surrogate can be at fault.
            Category::Syntax | Category::Eof | Category::Io => format!("cannot be read: {}", without_place(error.inner())),
        };
        FieldError::new(pointer(error.path()), detail)
    })
}

/// Returns the text of an error without the line and the column that it ends with.
pub fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).map_or_else(|| text.clone(), str::to_owned)
}
