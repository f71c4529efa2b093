//! The name that was probably meant.

/// Longer texts are not names that somebody mistyped.
const LONGEST: usize = 60;

/// Returns the one of `known` that is closest to `given`, if any is close: few letters differ, or one contains the other.
pub fn near<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let given = given.to_lowercase();
    if given.is_empty() || given.len() > LONGEST {
        return None;
    }
    let letters: Vec<char> = given.chars().collect();
    let most = match letters.len() {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    let distance = |name: &str| {
        let contains = (given.len() >= 4 && name.contains(&given)) || (name.len() >= 4 && given.contains(name));
        let different = differences(&letters, &name.chars().collect::<Vec<_>>());
        if contains { different.min(most) } else { different }
    };
    known
        .iter()
        .map(|name| (distance(name), *name))
        .filter(|(far, _)| *far <= most)
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

/// Counts the letters to add, remove or replace (Levenshtein).
fn differences(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let (mut diagonal, mut left) = (index, index + 1);
        let mut next = vec![left];
        for (another, above) in other.iter().zip(row.iter().skip(1)) {
            left = if letter == another { diagonal } else { 1 + diagonal.min(left).min(*above) };
            next.push(left);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_were_meant() {
        let known = ["title", "text", "due_on", "is_public", "priority_ids", "id"];
        for (given, want) in [
            ("titel", Some("title")),
            ("Title", Some("title")),
            ("public", Some("is_public")),
            ("priorities", Some("priority_ids")),
            ("due_date", None),
            ("dueOn", Some("due_on")),
            ("texts", Some("text")),
            ("nonsense", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(near(given, &known), want, "{given}");
        }
        assert_eq!(near(&"title".repeat(1000), &known), None);
    }

    #[test]
    fn letters_are_counted() {
        let count = |one: &str, other: &str| differences(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>());
        for (one, other, want) in
            [("", "", 0), ("abc", "", 3), ("", "abc", 3), ("abc", "abc", 0), ("abc", "abd", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(count(one, other), want, "{one} {other}");
        }
    }
}
