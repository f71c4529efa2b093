//! The language of the project held to plain English: doc lines begin with a noun or a verb, and old-fashioned turns are refused
//! in everything that a reader of the code, a caller or an operator sees.

use proc_macro2::{TokenStream, TokenTree};

use super::architecture::{File, files};

/// Words that a doc line should not begin with: the reader wants the thing itself, not a question about it.
const OPENINGS: [&str; 7] = ["What", "Whether", "Where", "Who", "How", "Why", "When"];

/// Doc lines in the whole of `src` that may begin with one of them. The number only becomes smaller.
const MOST_OPENINGS: usize = 50;

/// Turns that nobody uses any more, in lower case.
const TURNS: [&str; 5] = ["stands here", "is away", "anew", "cannot be meant", "where to go on"];

/// The doc lines of a file that begin with one of [`OPENINGS`].
fn openings(file: &File) -> Vec<String> {
    let begins = |line: &str| {
        let text = line.strip_prefix("/// ").or_else(|| line.strip_prefix("//! "))?;
        let word = text.split(|c: char| !c.is_alphanumeric()).next()?;
        OPENINGS.contains(&word).then(|| format!("{}: {text}", file.0))
    };
    file.1.lines().filter_map(|line| begins(line.trim_start())).collect()
}

/// The texts of a piece of source: its literals, which doc comments are too once they are tokens.
fn texts(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => texts(group.stream(), found),
            TokenTree::Literal(literal) => found.push(literal.to_string()),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// The [`TURNS`] in a text, as whole words.
fn turns(text: &str) -> Vec<&'static str> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let line = format!(" {} ", words.join(" "));
    TURNS.into_iter().filter(|turn| line.contains(&format!(" {turn} "))).collect()
}

#[test]
fn doc_lines_begin_with_a_noun_or_a_verb() {
    let found: Vec<String> = files(&["src"]).iter().flat_map(openings).collect();
    assert!(found.len() <= MOST_OPENINGS, "{} of at most {MOST_OPENINGS}:\n{}", found.len(), found.join("\n"));
    let file = |text: &str| ("src/a.rs".to_owned(), text.to_owned());
    assert_eq!(openings(&file("/// What it is.\nfn f() {}\n//! Why: a reason.\n    /// How many.\n")).len(), 3);
    assert_eq!(openings(&file("/// Whatever it is.\n// What a remark begins with.\nlet a = \"/// What\";\n")).len(), 0);
}

#[test]
fn no_text_uses_an_old_fashioned_turn() {
    let mut faults = Vec::new();
    for (name, text) in files(&["src"]) {
        let mut found = Vec::new();
        texts(text.parse().unwrap_or_else(|error| panic!("{name}: {error}")), &mut found);
        faults.extend(found.iter().flat_map(|text| turns(text)).map(|turn| format!("{name}: {turn}")));
    }
    let openapi = include_str!("../../openapi/openapi.json");
    faults.extend(openapi.lines().flat_map(|line| turns(line).into_iter().map(move |turn| format!("{turn}: {line}"))));
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    let mut found = Vec::new();
    texts("/// Made Anew.\nfn f() { g!(\"it\", \"the database is away\") }".parse().expect("tokens"), &mut found);
    assert_eq!(found.iter().flat_map(|text| turns(text)).collect::<Vec<_>>(), ["anew", "is away"]);
    assert_eq!(turns("a new one, far away, is awaybound"), Vec::<&str>::new());
}
