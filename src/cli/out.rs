//! Standard output, which a reader such as `head` may close while a command still writes.

use std::fmt::Arguments;
use std::io::Write;

/// Writes a line to standard output. A closed output is no fault: whoever closed it has read enough, and the command goes on.
pub fn line(text: Arguments<'_>) {
    drop(writeln!(std::io::stdout().lock(), "{text}"));
}

macro_rules! say {
    ($($text:tt)*) => { $crate::cli::out::line(format_args!($($text)*)) };
}
pub(super) use say;
