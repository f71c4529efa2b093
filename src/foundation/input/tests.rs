//! Every sentence for a value that cannot be read, by the type that is wanted. A new version of serde or of the parser that says
//! something else about itself fails here.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::*;

/// The value that is read, or the place and the sentence of the fault.
fn said<T: DeserializeOwned + Debug>(tree: Tree) -> String {
    match read::<T>(tree) {
        Ok(value) => format!("{value:?}"),
        Err(fault) => format!("{} {fault}", fault.pointer()).trim_start().to_owned(),
    }
}

/// The same of JSON.
fn json<T: DeserializeOwned + Debug>(text: &str) -> String {
    said::<T>(Tree::json(text.as_bytes()).expect("JSON"))
}

/// The same of the member `a` of a query.
fn query<T: DeserializeOwned + Debug>(values: &[&str]) -> String {
    let pairs = values.iter().map(|value| ("a".to_owned(), (*value).to_owned())).collect();
    said::<BTreeMap<String, T>>(Tree::pairs(pairs))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Colour {
    Red,
    DarkBlue,
}

#[derive(Debug, Deserialize)]
enum Only {
    #[serde(rename = "GBP")]
    Gbp,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape matters")]
struct Paint {
    title: String,
    colour: Option<Colour>,
    #[serde(default)]
    coats: Vec<Coat>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape matters")]
struct Coat {
    layers: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only its shape matters")]
struct Wrapped(i32);

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only its shape matters")]
struct Pair(i32, i32);

/// A type that says in its own words what it wants.
#[derive(Debug)]
#[expect(dead_code, reason = "only its shape matters")]
struct Even(u32);

impl<'de> Deserialize<'de> for Even {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const AN_EVEN: &str = "an even number as a text, such as 12";
        from_text(deserializer, AN_EVEN, |text| match text.parse() {
            Ok(number) if number % 2 == 0 => Ok(Self(number)),
            Ok(_) => Err("an even number, which 2 divides"),
            Err(_) => Err(AN_EVEN),
        })
    }
}

fn assert_all(cases: &[(String, &str)]) {
    let wrong: Vec<_> = cases.iter().filter(|(got, want)| got != want).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn kinds_of_value() {
    let (text, list) = ("send a text in quotation marks", "send a list, in square brackets");
    let (object, truth) = ("send an object, in braces", "send true or false");
    assert_all(&[
        (json::<String>("\"a\""), "\"a\""),
        (json::<String>("null"), &format!("is null: {text}")),
        (json::<String>("true"), &format!("is true: {text}")),
        (json::<String>("5"), &format!("is a number: {text}")),
        (json::<String>("5.5"), &format!("is a number: {text}")),
        (json::<String>("[]"), &format!("is a list: {text}")),
        (json::<String>("{}"), &format!("is an object: {text}")),
        (json::<char>("\"ab\""), &format!("\"ab\" is not valid: {text}")),
        (json::<Option<String>>("null"), "None"),
        (json::<Option<String>>("5"), &format!("is a number: {text}")),
        (json::<bool>("true"), "true"),
        (json::<bool>("\"true\""), &format!("is a text: {truth}, without quotation marks")),
        (json::<bool>("1"), &format!("is a number: {truth}")),
        (json::<bool>("null"), &format!("is null: {truth}")),
        (json::<Vec<String>>("[\"a\"]"), "[\"a\"]"),
        (json::<Vec<String>>("\"a\""), &format!("is a text: {list}")),
        (json::<Vec<String>>("null"), &format!("is null: {list}")),
        (json::<Vec<String>>("[\"a\", 5]"), &format!("/1 is a number: {text}")),
        (json::<BTreeMap<String, String>>("[]"), &format!("is a list: {object}")),
        (json::<BTreeMap<String, String>>("{\"a/b\": 1}"), &format!("/a~1b is a number: {text}")),
        (json::<Nothing>("{}"), "Nothing"),
        (json::<Nothing>("null"), &format!("is null: {object}")),
        (json::<Nothing>("[]"), &format!("is a list: {object}")),
        (json::<Nothing>("\"a\""), &format!("is a text: {object}")),
        (json::<Nothing>("{\"a\": 1}"), "/a is not known here: remove it"),
        (json::<()>("1"), "is a number: send null"),
        (json::<Pair>("1"), &format!("is a number: {list}")),
        (json::<Pair>("[1]"), &format!("has 1 item: {list}")),
        (json::<(i32, i32)>("[]"), &format!("has 0 items: {list}")),
        (json::<[i32; 2]>("{}"), &format!("is an object: {list}")),
        (json::<Wrapped>("\"1\""), "is a text: send a whole number, without quotation marks"),
    ]);
}

#[test]
fn numbers() {
    assert_all(&[
        (json::<u8>("7"), "7"),
        (json::<u8>("256"), "256 is out of range: send a whole number from 0 to 255"),
        (json::<u8>("-1"), "-1 is out of range: send a whole number from 0 to 255"),
        (json::<u8>("5.5"), "has a point or an exponent: send a whole number from 0 to 255"),
        (json::<u16>("\"5\""), "is a text: send a whole number from 0 to 65535, without quotation marks"),
        (json::<u32>("null"), "is null: send a whole number, 0 or more"),
        (json::<u32>("-1"), "-1 is out of range: send a whole number, 0 or more"),
        (json::<u64>("[]"), "is a list: send a whole number, 0 or more"),
        (json::<usize>("{}"), "is an object: send a whole number, 0 or more"),
        (json::<i8>("128"), "128 is out of range: send a whole number from -128 to 127"),
        (json::<i16>("true"), "is true: send a whole number from -32768 to 32767"),
        (json::<i32>("true"), "is true: send a whole number"),
        (json::<i32>("2147483648"), "2147483648 is out of range: send a whole number, 2147483647 or less"),
        (json::<i64>("\"\""), "is a text: send a whole number, without quotation marks"),
        (json::<i64>("1e2"), "100"),
        (json::<u8>("5.0"), "5"),
        (json::<i32>("-0.0"), "0"),
        (json::<i32>("-7.00"), "-7"),
        (json::<u8>("256.0"), "256 is out of range: send a whole number from 0 to 255"),
        (json::<f64>("5.0"), "5.0"),
        (json::<i64>("1e-2"), "has a point or an exponent: send a whole number"),
        (
            json::<i64>("9223372036854775808"),
            "9223372036854775808 is out of range: send a whole number, 9223372036854775807 or less",
        ),
        (json::<f64>("\"1\""), "is a text: send a number, without quotation marks"),
        (json::<f64>("null"), "is null: send a number"),
        (query::<u16>(&["7"]), "{\"a\": 7}"),
        (query::<i32>(&["-7"]), "{\"a\": -7}"),
        (query::<u16>(&["x"]), "/a \"x\" is not valid: send a whole number from 0 to 65535"),
        (query::<u16>(&["1.5"]), "/a \"1.5\" is not valid: send a whole number from 0 to 65535"),
        (query::<u16>(&["-1"]), "/a \"-1\" is out of range: send a whole number from 0 to 65535"),
        (query::<u16>(&[""]), "/a is empty: send a whole number from 0 to 65535"),
        (query::<u16>(&["7", "8", "9"]), "/a is given 3 times: send it once"),
        (query::<Vec<u8>>(&["7", "8", "x"]), "/a/2 \"x\" is not valid: send a whole number from 0 to 255"),
        (query::<bool>(&["1"]), "/a \"1\" is not valid: send true or false"),
        (query::<bool>(&["true", "true"]), "/a is given 2 times: send it once"),
        (query::<String>(&["a", "b"]), "/a is given 2 times: send it once"),
        (query::<Option<Colour>>(&["red"]), "{\"a\": Some(Red)}"),
    ]);
    let long = "9".repeat(200);
    let want = format!("/a \"{}…\" is not valid: send a whole number from 0 to 65535", "9".repeat(80));
    assert_eq!(query::<u16>(&[&long]), want);
    let mut fault = read::<u16>(Tree::Null).expect_err("a fault");
    fault.narrow(Some(1), Some(200));
    assert_eq!(fault.to_string(), "is null: send a whole number from 1 to 200");
}

#[test]
fn values_of_a_list_and_forms_of_a_text() {
    let colours = "send one of red, dark_blue";
    assert_all(&[
        (json::<Colour>("\"dark_blue\""), "DarkBlue"),
        (json::<Colour>("\"blue\""), &format!("\"blue\" is not valid: {colours}; did you mean dark_blue?")),
        (json::<Colour>("\"Red\""), &format!("\"Red\" is not valid: {colours}; did you mean red?")),
        (json::<Colour>("\"green\""), &format!("\"green\" is not valid: {colours}")),
        (json::<Colour>("\"\""), &format!("is empty: {colours}")),
        (json::<Colour>("7"), &format!("is a number: {colours}")),
        (json::<Colour>("null"), &format!("is null: {colours}")),
        (json::<Colour>("{\"red\": null}"), &format!("is an object: {colours}")),
        (json::<Only>("\"EUR\""), "\"EUR\" is not valid: send GBP"),
        (json::<Only>("\"GBP\""), "Gbp"),
        (query::<Colour>(&["rad"]), &format!("/a \"rad\" is not valid: {colours}; did you mean red?")),
        (query::<Vec<Colour>>(&["red", "x"]), &format!("/a/1 \"x\" is not valid: {colours}")),
        (query::<Colour>(&["red", "red"]), "/a is given 2 times: send it once"),
        (json::<Even>("\"12\""), "Even(12)"),
        (json::<Even>("\"13\""), "\"13\" is not valid: send an even number, which 2 divides"),
        (json::<Even>("12"), "is a number: send an even number as a text, such as 12"),
        (query::<Even>(&["x"]), "/a \"x\" is not valid: send an even number as a text, such as 12"),
    ]);
    assert_eq!(not_one_of("Red", &["red"]), "\"Red\" is not valid: send red; did you mean red?");
}

#[test]
fn members() {
    assert_all(&[
        (json::<Paint>("{}"), "title is missing: add it"),
        (json::<Paint>("{\"titel\": \"a\"}"), "/titel is not known here: did you mean title?"),
        (json::<Paint>("{\"x\": \"a\"}"), "/x is not known here: use title, colour, coats"),
        (json::<Paint>("{\"title\": \"a\", \"title\": \"b\"}"), "title is given twice: send it once"),
        (json::<Paint>("{\"title\": \"a\", \"coats\": [{\"layers\": 1}, {}]}"), "/coats/1 layers is missing: add it"),
        (json::<Paint>("{\"title\": \"a\", \"coats\": [[1]]}"), "/coats/0 is a list: send an object, in braces"),
        (
            json::<Paint>("{\"title\": \"a\", \"coats\": [{\"layers\": true}]}"),
            "/coats/0/layers is true: send a whole number from 0 to 255",
        ),
    ]);
    let fault = |text: &str| read::<Paint>(Tree::json(text.as_bytes()).expect("JSON")).expect_err("a fault");
    assert_eq!(fault("{}").missing(), Some("title"));
    assert_eq!(fault("{\"title\": \"a\", \"coats\": [{}]}").missing(), None);
    assert_eq!(fault("{\"title\": \"a\", \"coats\": [{}]}").member(), "coats");
}

const EARLY: &str = "ends too early: close every list with ] and every object with }";
const NO_MARKS: &str = "has a name or a text without quotation marks: put it in double quotation marks";
const WORD: &str =
    "has a word that JSON does not have: put texts in double quotation marks, and write true, false and null in small letters";
const NUMBER: &str = "has a number that is not written as in JSON, or is too large: write it like 7, -7 or 0.5";
const BACKSLASH: &str =
    "has a backslash that begins no character: write \\\\ for a backslash, \\\" for a quotation mark, \\n for a line break";

/// Texts, each with the line and the column of its fault and what is said of it.
const NOT_JSON: [(&str, usize, usize, &str); 30] = [
    ("", 1, 1, "is empty: send an object, such as {}"),
    (" \n ", 2, 1, "is empty: send an object, such as {}"),
    ("{\"a\": [1", 1, 8, EARLY),
    ("{\"a\": \"b", 1, 8, "ends inside a text: close it with a quotation mark"),
    ("{\"a\": tru", 1, 9, EARLY),
    ("{\"a\": 1,}", 1, 9, "has a comma before }: remove the comma"),
    ("[1, 2, ]", 1, 8, "has a comma before ]: remove the comma"),
    (
        "{\"é\": 1 \"b\": 2}",
        1,
        9,
        "has \" where something else belongs: look for a missing comma, colon or quotation mark before it",
    ),
    ("{\"a\" 1}", 1, 6, "has 1 where something else belongs: look for a missing comma, colon or quotation mark before it"),
    (
        "{\"a\": true\"b\": 2}",
        1,
        11,
        "has \" where something else belongs: look for a missing comma, colon or quotation mark before it",
    ),
    ("{\n  'a': 1}", 2, 3, "has ' around a text: use straight double quotation marks"),
    ("{\"a\": “b”}", 1, 7, "has “ around a text: use straight double quotation marks"),
    ("{a: 1}", 1, 2, NO_MARKS),
    ("{\"a\": 1, b: 2}", 1, 10, NO_MARKS),
    ("{\"a\": True}", 1, 7, WORD),
    ("{\"a\": tru }", 1, 10, WORD),
    ("{\"a\": 1} x", 1, 10, "goes on after its end: remove what follows"),
    ("{} {}", 1, 4, "goes on after its end: remove what follows"),
    ("{\"a\": 1, // why\n \"b\": 2}", 1, 10, "has a comment, which JSON does not have: remove it"),
    ("{\"a\": 01}", 1, 8, NUMBER),
    ("{\"a\": .5}", 1, 7, NUMBER),
    ("{\"a\": 5.}", 1, 9, NUMBER),
    ("{\"a\": +5}", 1, 7, NUMBER),
    ("{\"a\": 1e999}", 1, 11, NUMBER),
    (
        "{\"a\": \"one\ntwo\"}",
        1,
        11,
        "has a line break or another control character inside a text: write \\n for a line break, \\t for a tab",
    ),
    ("{\"a\": \"C:\\x\"}", 1, 11, BACKSLASH),
    ("{\"a\": \"\\ud800\"}", 1, 14, BACKSLASH),
    ("{\"a\": \u{1}}", 1, 7, "has the character U+0001 outside of a text: remove it"),
    ("\u{feff}{}", 1, 1, "has the character U+FEFF outside of a text: remove it"),
    ("]", 1, 1, "has ] where something else belongs: look for a missing comma, colon or quotation mark before it"),
];

#[test]
fn text_that_is_not_json() {
    for (text, line, column, want) in NOT_JSON {
        match Tree::json(text.as_bytes()) {
            Err(Unreadable::NotJson(NotJson { place, detail })) => {
                assert_eq!((place.line, place.column, detail.as_str()), (line, column, want), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    let Err(Unreadable::NotJson(fault)) = Tree::json(b"{\n\"a\": \"\xff\"}") else { panic!("no fault") };
    assert_eq!((fault.place.line, fault.detail.as_str()), (2, "is not UTF-8 from here on: save it as UTF-8"));
}

#[test]
fn depth_has_an_end() {
    let nested = |depth: usize| Tree::json(format!("{}{}", "[".repeat(depth), "]".repeat(depth)).as_bytes());
    assert!(nested(MOST_DEPTH).is_ok());
    assert_eq!(nested(MOST_DEPTH + 2), Err(Unreadable::TooDeep));
    assert_eq!(nested(100_000), Err(Unreadable::TooDeep));
}

#[test]
fn a_tree_keeps_what_was_sent() {
    let tree = Tree::json(b"{\"a\": [1, -1, 0.5, null, true], \"a\": \"b\"}").expect("JSON");
    assert_eq!(tree.get("a"), Some(&Tree::Text("b".into())));
    assert_eq!(tree.get("c"), None);
    let numbers = [Number::Natural(1), Number::Negative(-1), Number::Double(0.5)].map(Tree::Number);
    let list = Tree::List(numbers.into_iter().chain([Tree::Null, Tree::Bool(true)]).collect());
    assert_eq!(tree, Tree::Object(vec![("a".into(), list), ("a".into(), Tree::Text("b".into()))]));
    let pairs = [("b", "1"), ("a", "2"), ("b", "3")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(Tree::pairs(pairs.to_vec()).get("b"), Some(&Tree::Given(vec!["1".into(), "3".into()])));
}
