//! Conversion of HTML, as copied from content management systems, to text.

use std::collections::HashSet;

use ammonia::Builder;

/// Elements that begin and end on their own line.
const BLOCKS: [&str; 18] =
    ["p", "br", "li", "ul", "ol", "dl", "dt", "dd", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "pre"];
/// Elements that separate words without a line break.
const CELLS: [&str; 2] = ["td", "th"];
/// Elements whose content is not displayed.
const UNREAD: [&str; 4] = ["script", "style", "template", "noscript"];

/// Returns the words of `html`: drops markup, scripts, styles and comments, decodes entities, and collapses white space;
/// paragraphs, breaks, list items and table rows become lines.
pub fn to_text(html: &str) -> String {
    let kept: HashSet<&str> = BLOCKS.into_iter().chain(CELLS).collect();
    let clean = Builder::empty().tags(kept).clean_content_tags(HashSet::from(UNREAD)).clean(html).to_string();
    // The sanitised text has no attributes, and every other `<` and `>` in it is an entity, so splitting at them is safe.
    let mut lines = vec![String::new()];
    for (index, piece) in clean.split('<').enumerate() {
        let (tag, words) = if index == 0 { ("", piece) } else { piece.split_once('>').unwrap_or(("", piece)) };
        let name = tag.trim_matches('/').trim();
        if BLOCKS.contains(&name) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if CELLS.contains(&name) {
                line.push(' ');
            }
            line.push_str(&decode(words));
        }
    }
    let lines = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Decodes the entities that the sanitiser writes (HTML, section 13.3, "escaping a string"); `&amp;` last, or `&amp;lt;` would
/// be decoded twice.
fn decode(words: &str) -> String {
    let words = words.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">");
    words.replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_markup_goes() {
        for (html, want) in [
            ("plain", "plain"),
            ("", ""),
            ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
            ("one<br>two<br/>three", "one\ntwo\nthree"),
            ("a <b>bold</b>\n   word", "a bold word"),
            ("Fish &amp; chips &pound;1.54M &#8211; &lt;b&gt;", "Fish & chips £1.54M – <b>"),
            ("&amp;lt;", "&lt;"),
            ("a&nbsp;b", "a b"),
            ("<ol><li>One<ul><li>Inner</li><li>Second</li></ul></li><li>Two</li></ol>", "One\nInner\nSecond\nTwo"),
            ("before<script>alert('x')</script> after", "before after"),
            ("<style>p { color: red }</style>text", "text"),
            ("<img src=x onerror=alert(1)>text<!-- hidden -->", "text"),
            ("<a href=\"javascript:alert(1)\">here</a>", "here"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            ("<p>not closed", "not closed"),
            ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
            ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ] {
            assert_eq!(to_text(html), want, "{html}");
        }
    }
}
