//! Reads a JSON text, or says where it is invalid.

use serde::de::DeserializeOwned;

use super::fault::{Fault, located};
use super::locate::BYTE_ORDER_MARK;
use crate::foundation::input::{self, MOST_DEPTH, Place, Tree, Unreadable};
use crate::foundation::numbers;

/// Reads a text. Text that is not JSON, or has another shape, has one fault; each number that JSON cannot represent exactly has one.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Vec<Fault>> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let tree = Tree::json(text.as_bytes()).map_err(|unreadable| vec![not_json(unreadable)])?;
    let beyond = numbers::beyond_in(&tree);
    if !beyond.is_empty() {
        return Err(located(text, &beyond));
    }
    input::read(tree).map_err(|fault| located(text, &[fault.into()]))
}

fn not_json(unreadable: Unreadable) -> Fault {
    match unreadable {
        Unreadable::NotJson(fault) => Fault::at(fault.place, "", format!("is not JSON: it {}", fault.detail)),
        Unreadable::TooDeep => {
            let detail = format!("has more than {MOST_DEPTH} lists and objects inside one another: remove some");
            Fault::at(Place { line: 1, column: 1 }, "", detail)
        }
    }
}
