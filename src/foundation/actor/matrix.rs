//! Tables of rules for the snapshots beside them: who may do which act in which state, and where it leads. Only tests call it, those of
//! each crate, so it is not itself behind `cfg(test)`.

#![expect(clippy::indexing_slicing, reason = "a table in a test that has the wrong number of columns falls over")]

use super::{Actor, Role, TokenScope};
use crate::foundation::db::TextEnum;
use crate::foundation::error::Refusal;

/// Returns a caller of the area west-mercia who is nobody in particular.
pub fn actor(role: Role, scope: TokenScope) -> Actor {
    Actor { user_id: None, role, area: "west-mercia".into(), scope, capacity: None, name: "A".into() }
}

/// An answer of a rule that a table can show.
pub trait Shown {
    fn shown(&self) -> &'static str;
}

impl Shown for () {
    fn shown(&self) -> &'static str {
        "yes"
    }
}

impl<T: TextEnum> Shown for T {
    fn shown(&self) -> &'static str {
        self.as_str()
    }
}

/// Returns the cell of an answer: what it leads to, `-` for not theirs, `x` for not now.
pub fn cell<T: Shown>(answer: &Result<T, Refusal>) -> &'static str {
    match answer {
        Ok(next) => next.shown(),
        Err(Refusal::NotYours(_)) => "-",
        Err(Refusal::WrongState(_)) => "x",
    }
}

/// Returns the names of acts in one line.
pub fn names<A: TextEnum>(acts: &[A], between: &str) -> String {
    acts.iter().map(|act| act.as_str()).collect::<Vec<_>>().join(between)
}

/// A table that grows line by line.
pub struct Matrix {
    table: String,
    width: usize,
}

impl Matrix {
    /// Begins with the line of headings; `width` is that of a column of answers.
    pub fn new(headings: &str, width: usize) -> Self {
        Self { table: format!("{headings}\n"), width }
    }

    /// Adds a line.
    pub fn line<T: Shown>(&mut self, label: &str, answers: impl IntoIterator<Item = Result<T, Refusal>>) {
        let cells = answers.into_iter().map(|answer| format!(" {:width$}", cell(&answer), width = self.width));
        let line = cells.fold(label.to_owned(), |line, cell| line + &cell);
        self.table.push_str(line.trim_end());
        self.table.push('\n');
    }

    /// Returns the table as text.
    pub fn table(self) -> String {
        self.table
    }
}

/// Returns the table of all acts of all roles in `states`. The headings are `act`, `role` and one for each state, and say how wide
/// the columns are.
///
/// Checks on the way that a token which may only read is refused every act in every state.
pub fn acts_in_states<A: TextEnum, S, T: Shown>(
    headings: &str,
    states: &[S],
    decide: impl Fn(A, &S, &Actor) -> Result<T, Refusal>,
) -> String {
    let starts = starts(headings);
    let (act_width, role_width) = (starts[1] - starts[0], starts[2] - starts[1] - 1);
    let mut matrix = Matrix::new(headings, width(&starts[2..]));
    for act in A::ALL {
        for role in Role::ALL {
            let label = format!("{:act_width$}{:role_width$}", act.as_str(), role.as_str());
            matrix.line(&label, answers(*role, states, |state, actor| decide(*act, state, actor)));
        }
    }
    matrix.table()
}

/// Returns the same table for records of several kinds, with a column for the kind after the act.
pub fn acts_by_kind_in_states<A: TextEnum, K, S, T: Shown>(
    headings: &str,
    kinds: &[(&str, K)],
    states: &[S],
    decide: impl Fn(A, &K, &S, &Actor) -> Result<T, Refusal>,
) -> String {
    let starts = starts(headings);
    let (act_width, kind_width, role_width) = (starts[1], starts[2] - starts[1], starts[3] - starts[2] - 1);
    let mut matrix = Matrix::new(headings, width(&starts[3..]));
    for act in A::ALL {
        for (name, kind) in kinds {
            for role in Role::ALL {
                let label = format!("{:act_width$}{name:kind_width$}{:role_width$}", act.as_str(), role.as_str());
                matrix.line(&label, answers(*role, states, |state, actor| decide(*act, kind, state, actor)));
            }
        }
    }
    matrix.table()
}

fn answers<S, T: Shown>(role: Role, states: &[S], decide: impl Fn(&S, &Actor) -> Result<T, Refusal>) -> Vec<Result<T, Refusal>> {
    for state in states {
        assert_eq!(cell(&decide(state, &actor(role, TokenScope::Read))), "-", "a reader is refused");
    }
    states.iter().map(|state| decide(state, &actor(role, TokenScope::Write))).collect()
}

/// The places at which the words of a line begin.
fn starts(headings: &str) -> Vec<usize> {
    let begins = |(place, _): &(usize, char)| *place == 0 || headings[..*place].ends_with(' ');
    headings.char_indices().filter(|(_, letter)| *letter != ' ').filter(begins).map(|(place, _)| place).collect()
}

/// The width of columns that begin at these places.
fn width(starts: &[usize]) -> usize {
    starts.get(1).map_or(0, |second| second - starts[0] - 1)
}
