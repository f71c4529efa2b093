//! Takes a time of the day from the words: a deadline is a whole day, whether it is said with "5pm" or "close of play".

use super::words::{BY, after};

/// Returns the words without a time of the day, at their beginning or their end.
///
/// Midnight stays: at midnight on Friday may be where Friday begins or where it ends.
pub fn without<'a, 'b>(words: &'a [&'b str]) -> &'a [&'b str] {
    let lead = after(after(words, &[&["before"], &["at"]]), BY);
    if let Some(rest) = time(after(lead, &[&["the"]])) {
        return after(rest, &[&["on"], &["of"]]);
    }
    let ends_with_time = |split: &usize| {
        let last = words.get(*split..).unwrap_or_default();
        let last = after(last, &[&["by"], &["at"], &["before"]]);
        time(after(last, &[&["the"]])).is_some_and(<[_]>::is_empty)
    };
    (1..words.len()).find(ends_with_time).and_then(|split| words.get(..split)).unwrap_or(words)
}

/// Returns the words after a time of the day, if they begin with one.
fn time<'a, 'b>(words: &'a [&'b str]) -> Option<&'a [&'b str]> {
    match words {
        ["cob" | "cop" | "eob" | "eod" | "eop" | "noon" | "midday", rest @ ..] => Some(rest),
        ["close" | "end", "of", "business" | "play" | "day", rest @ ..] => Some(rest),
        ["close" | "end", "of", "the", "day", rest @ ..] => Some(rest),
        ["close" | "end", "of", "the", "working" | "business", "day", rest @ ..] => Some(rest),
        ["12", "noon" | "midday", rest @ ..] => Some(rest),
        [hour, "am" | "pm" | "hrs" | "hours" | "o'clock", rest @ ..] if is_clock(hour) || is_hour(hour) => Some(rest),
        [clock, rest @ ..] if is_clock(clock.trim_end_matches("hrs")) => Some(rest),
        [word, rest @ ..] => {
            let hour = ["am", "pm", "hrs", "noon"].iter().find_map(|end| word.strip_suffix(end))?;
            (is_hour(hour) || is_clock(&hour.replace('.', ":"))).then_some(rest)
        }
        [] => None,
    }
}

/// True for "5", "17" and "1700".
fn is_hour(word: &str) -> bool {
    !word.is_empty() && word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit())
}

/// True for "17:00".
fn is_clock(word: &str) -> bool {
    let two = |part: &str, most: u8| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok_and(|number| number <= most);
    word.split_once(':').is_some_and(|(hour, minute)| two(hour, 23) && minute.len() == 2 && two(minute, 59))
}
