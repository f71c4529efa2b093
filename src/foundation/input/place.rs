//! Places in a text.

/// A place in a text, both counted from 1; columns in characters, as editors show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// Returns the place of the character at byte `offset`.
pub fn place_at(text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let in_line = before.get(line_start..).unwrap_or("");
    Place { line: before.matches('\n').count() + 1, column: in_line.chars().count() + 1 }
}
