//! Numbers on the command line.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Returns a parser of whole numbers in a range, for `#[arg(value_parser = ...)]`.
pub fn whole<N>(range: RangeInclusive<N>) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static
where
    N: FromStr + PartialOrd + Display + Clone + Send + Sync + 'static,
{
    move |text| {
        let number = text.trim().parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| format!("give a whole number from {} to {}", range.start(), range.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_range() {
        let parse = whole(1_u64..=600);
        assert_eq!((parse("1"), parse(" 600 ")), (Ok(1), Ok(600)));
        for text in ["0", "601", "-1", "1.5", "x", "", "99999999999999999999"] {
            assert_eq!(parse(text), Err("give a whole number from 1 to 600".to_owned()), "{text}");
        }
    }
}
