//! Tests of `check`: the record of January 2019 is complete, and faults in files are reported at their place.

use super::*;
use crate::record::questions::model::QuestionForm;
use crate::transfer::import::words::{MeetingKind, OwnerSide};

const RECORD: &str = include_str!("../../../data/west-mercia-2019-01.json");

/// A file with one of everything; each test breaks one place.
const SMALL: &str = r#"{
  "format": "answerable-record/1",
  "area": {"slug": "north-shire", "code": "NS", "name": "North Shire", "force_name": "North Shire Police"},
  "body": {"kind": "mayor", "name": "Mayor of North Shire", "valid_from": "2024-05-08"},
  "plan": {
    "title": "Plan", "period_from": "2024-06-01", "period_to": "2029-03-31", "adopted_on": "2024-06-01",
    "priorities": [{"key": "calls", "title": "Answering calls"}]
  },
  "topics": [{"key": "101", "title": "Calls to 101"}],
  "meetings": [{
    "kind": "public", "title": "June meeting", "held_on": "2025-06-12", "starts_at": "18:30", "is_public": true,
    "status": "held",
    "attendance": [{"name": "A. Person", "capacity": "Mayor", "attended": "present"}],
    "agenda": [{"kind": "other", "title": "Calls", "items": [{"key": "waits", "kind": "other", "title": "Waits"}]}],
    "questions": [{
      "key": "q", "form": "direct", "text": "How long do callers wait?", "topic": "101", "agenda_item": "waits",
      "priorities": ["calls"], "put_on": "2025-06-12", "due_on": "2025-06-30",
      "responses": [{"text": "Two minutes.", "attribution": "single", "mode": "oral", "speakers": [{"capacity": "CC"}]}]
    }],
    "actions": [{"text": "Publish the waits.", "due_on": "2025-07-01", "question": "q"}]
  }]
}"#;

fn today() -> NaiveDate {
    "2026-01-05".parse().expect("a date")
}

fn faults_of(text: &str) -> Vec<String> {
    let faults = check(text, today()).err().unwrap_or_default();
    faults.iter().map(|fault| fault.in_file("f").to_string()).collect()
}

/// Returns the faults of the small file with `from` replaced by `to`.
fn spoiled(from: &str, to: &str) -> Vec<String> {
    assert_eq!(SMALL.matches(from).count(), 1, "{from}");
    faults_of(&SMALL.replace(from, to))
}

#[test]
fn a_good_file_has_no_faults() {
    assert_eq!(faults_of(SMALL), [""; 0]);
    assert_eq!(faults_of(&format!("\u{feff}{SMALL}")), [""; 0], "with a byte order mark");
}

/// Breaks the small file in one place per case: the old text, the new text, and the only fault then.
fn assert_spoiled(cases: &[(&str, &str, &str)]) {
    let wrong: Vec<_> =
        cases.iter().map(|(from, to, want)| (want, spoiled(from, to))).filter(|(want, got)| *got != [**want]).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_fault_has_its_line_and_pointer() {
    assert_spoiled(&[
        ("record/1", "record/2", "f:2:13 /format: must be \"answerable-record/1\", the only version"),
        ("\"NS\"", "\"ns\"", "f:3:43 /area/code: must be 2 to 6 capital letters"),
        (
            "\"mayor\"",
            "\"king\"",
            "f:4:20 /body/kind: \"king\" is not valid: send one of pcc, pfcc, mayor, mopac, common_council, board",
        ),
        ("\"Calls to 101\"", "\" \"", "f:9:38 /topics/0/title: must not be empty"),
        ("\"is_public\": true", "\"public\": true", "f:11:105 /meetings/0/public: is not known here: did you mean is_public?"),
        (
            "\"status\": \"held\"",
            "\"status\": \"scheduled\"",
            "f:13:75 /meetings/0/attendance/0/attended: the meeting is only scheduled: omit this until it is held",
        ),
        (
            "\"topic\": \"101\"",
            "\"topic\": \"999\"",
            "f:16:83 /meetings/0/questions/0/topic: no topic has the key \"999\": use one of 101",
        ),
        ("[\"calls\"]", "[\"calls\", \"calls\"]", "f:17:31 /meetings/0/questions/0/priorities/1: is listed more than once"),
        (
            "\"single\"",
            "\"joint\"",
            "f:18:61 /meetings/0/questions/0/responses/0/attribution: joint does not match the number of speakers, 1: use unattributed for none, single for one, joint or split for more",
        ),
        (
            "\"text\": \"Publish the waits.\", ",
            "",
            "f:20:17 /meetings/0/actions/0/text: is required without an owner: add at least one of them",
        ),
        (
            "\"question\": \"q\"",
            "\"question\": \"r\"",
            "f:20:84 /meetings/0/actions/0/question: no question has the key \"r\": use one of q",
        ),
    ]);
}

#[test]
fn days_that_cannot_be_have_theirs() {
    assert_spoiled(&[
        ("2029-03-31", "2023-03-31", "f:6:64 /plan/period_to: must be on or after period_from"),
        ("18:30", "6.30 pm", "f:11:86 /meetings/0/starts_at: must be a time of day such as 10:00"),
        (
            "\"put_on\": \"2025-06-12\"",
            "\"put_on\": \"2025-06-13\"",
            "f:17:42 /meetings/0/questions/0/put_on: must be on or before the meeting (2025-06-12) that answered it",
        ),
        (
            "\"mode\": \"oral\"",
            "\"mode\": \"written\", \"given_on\": \"2025-06-11\"",
            "f:18:102 /meetings/0/questions/0/responses/0/given_on: must be on or after the day the question was put (2025-06-12)",
        ),
        (
            "\"mode\": \"oral\"",
            "\"mode\": \"written\", \"given_on\": \"2025-6-13\"",
            "f:18:102 /meetings/0/questions/0/responses/0/given_on: \"2025-6-13\" is not valid: send a day as YYYY-MM-DD, such as 2027-01-31",
        ),
        (
            "2025-06-30",
            "2025-06-01",
            "f:17:66 /meetings/0/questions/0/due_on: must be on or after the day the question was put (2025-06-12)",
        ),
        (
            "2025-07-01",
            "2025-02-30",
            "f:20:58 /meetings/0/actions/0/due_on: \"2025-02-30\" is not valid: send a day that is in the calendar, as YYYY-MM-DD, such as 2027-01-31",
        ),
    ]);
}

/// Refuses a reply to a question that was put later: the reply would get another day than the meeting's.
#[test]
fn an_exchange_replies_to_what_was_put_by_then() {
    let with = |reply: &str, put_on: &str| {
        let exchange = format!("\"exchanges\": [{{\"challenge\": \"And at night?\", {reply}\"question\": \"q\"}}], \"actions\"");
        let text = SMALL.replace("\"oral\"", "\"written\"").replace("\"actions\"", &exchange);
        faults_of(&text.replace("\"put_on\": \"2025-06-12\"", &format!("\"put_on\": \"{put_on}\"")))
    };
    let reply = "\"reply\": \"The same.\", ";
    let want = "f:20:84 /meetings/0/exchanges/0/question: was put on 2025-06-13, after this meeting (2025-06-12): correct the \
                date or the question";
    assert_eq!(with(reply, "2025-06-13"), [want]);
    assert_eq!(with(reply, "2025-06-12"), [""; 0]);
    assert_eq!(with("", "2025-06-13"), [""; 0]);
}

#[test]
fn all_faults_of_a_file_come_at_once_and_in_order() {
    let text =
        SMALL.replace("\"How long do callers wait?\"", "\"\\u0007\"").replace("2025-06-12\", \"starts", "2027-06-12\", \"starts");
    let faults = faults_of(&text.replace("\"key\": \"101\"", "\"key\": \"1 0 1\""));
    let places: Vec<&str> = faults.iter().filter_map(|fault| fault.split(": ").next()).collect();
    assert_eq!(
        places,
        [
            "f:9:22 /topics/0/key",
            "f:11:59 /meetings/0/held_on",
            "f:16:45 /meetings/0/questions/0/text",
            "f:16:64 /meetings/0/questions/0/topic",
            "f:20:58 /meetings/0/actions/0/due_on",
        ]
    );
}

#[test]
fn doubled_keys_titles_and_members() {
    let twice = r#"[{"key": "101", "title": "Calls"}, {"key": "101", "title": "Calls"}]"#;
    assert_eq!(
        spoiled(r#"[{"key": "101", "title": "Calls to 101"}]"#, twice),
        [
            "f:9:56 /topics/1/key: the key \"101\" is used twice: keys of one kind must differ",
            "f:9:72 /topics/1/title: two topics have this title: rename one",
        ]
    );
    assert_eq!(
        spoiled("\"code\": \"NS\",", "\"code\": \"NS\", \"code\": \"NT\","),
        ["f:3:11 /area: code is given twice: send it once"]
    );
}

#[test]
fn text_that_is_not_json() {
    assert_eq!(
        faults_of("{\n  \"é\": tru }"),
        [
            "f:2:11: is not JSON: it has a word that JSON does not have: put texts in double quotation marks, and write true, false and null in small letters"
        ]
    );
    assert_eq!(faults_of(""), ["f:1:1: is not JSON: it is empty: send an object, such as {}"]);
    assert_eq!(faults_of("[]").len(), 1);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(faults_of(&deep).len(), 1);
}

#[test]
fn html_is_read_as_text_before_it_is_checked() {
    let html = SMALL.replacen("\"area\"", "\"text_format\": \"html\", \"area\"", 1).replace(
        "How long do callers wait?",
        "<p>How long &amp; why?</p><script>alert(1)</script><ol><li>Day<ul><li>Noon</li></ul></li></ol>",
    );
    let file = check(&html, today()).expect("no faults");
    assert_eq!(file.meetings[0].questions[0].text, "How long & why?\nDay\nNoon");
    let faults = faults_of(&html.replace("Two minutes.", "<script>only()</script>").replace("Waits", "a\\u0001b"));
    assert_eq!(
        faults,
        [
            "f:14:105 /meetings/0/agenda/0/items/0/title: contains the control character U+0001: remove it",
            "f:18:30 /meetings/0/questions/0/responses/0/text: must not be empty",
        ]
    );
}

fn record() -> RecordFile {
    check(RECORD, today()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn the_record_of_january_2019_is_whole() {
    let file = record();
    assert_eq!(file.plan.as_ref().map_or(0, |plan| plan.priorities.len()), 4);
    let meeting = &file.meetings[0];
    let there = |attended| meeting.attendance.iter().filter(|person| person.attended == attended).count();
    assert_eq!((there(Attended::Present), there(Attended::Apologies)), (4, 1));
    let minutes = meeting.minute_taker.as_deref().expect("a minute taker");
    assert!(meeting.attendance.iter().all(|person| !minutes.starts_with(&person.name)));
    let flat = meeting.agenda.iter().flat_map(|item| std::iter::once(item).chain(&item.items));
    let numbers: Vec<_> = flat.filter_map(|item| item.printed_number.as_deref()).collect();
    assert_eq!(numbers, ["1.1", "2", "2.1", "2.2", "3", "4"]);
    let next = &file.meetings[1];
    assert_eq!((next.kind, next.status, next.starts_at.as_deref()), (MeetingKind::Thematic, Stage::Scheduled, Some("10:00")));
    assert_eq!(next.held_on.map(|day| day.to_string()).as_deref(), Some("2019-03-26"));
}

#[test]
fn the_twenty_asks_and_their_answers() {
    let file = record();
    let meeting = &file.meetings[0];
    // One line per topic: each question with its number and the attribution of its answers.
    let mut lines = Vec::new();
    for topic in &file.topics {
        let asks = meeting.questions.iter().filter(|question| question.topic.as_ref() == Some(&topic.key));
        let asks = asks.map(|question| {
            let answers = question.responses.iter().map(|response| response.attribution.as_str()).collect::<Vec<_>>();
            format!("{}[{}]", question.printed_number.as_deref().unwrap_or("-"), answers.join(" "))
        });
        lines.push(format!("{}: {}", topic.key, asks.collect::<Vec<_>>().join(" ")));
    }
    assert_eq!(
        lines,
        [
            "ivm: 1[] 2[] 3[] 4[] -[] 5[] -[]",
            "digital-forensics: 1[single] 2[] 3[] 4[] 5[] 6[]",
            "demand: 1[] 2[] 3[]",
            "recruitment: 1[single] 2[] 3[]",
            "police-dogs: -[single]",
        ]
    );
    let forms = |form| meeting.questions.iter().filter(|question| question.form == form).count();
    assert_eq!((forms(QuestionForm::Direct), forms(QuestionForm::Request)), (13, 7));
    for question in &meeting.questions {
        assert!(!question.priorities.is_empty() && question.agenda_item.is_some());
        assert_eq!(question.put_on, meeting.held_on);
    }
}

#[test]
fn the_action_the_fragment_and_the_figures() {
    let file = record();
    let actions = &file.meetings[0].actions;
    assert_eq!(actions.len(), 2);
    // The due date is derived from the words, counted from the meeting.
    assert_eq!((actions[0].due_on, actions[0].due_text.as_deref()), (None, Some("within two weeks")));
    assert_eq!((actions[0].owner.as_deref(), actions[0].owner_side), (Some("CC"), Some(OwnerSide::Force)));
    assert!(actions[0].condition.is_some() && actions[0].question.is_none());
    assert_eq!((actions[1].owner.as_deref(), actions[1].owner_side), (Some("DPCC"), Some(OwnerSide::Body)));
    assert!(actions[1].text.is_none() && actions[1].due_on.is_none());
    for figure in [
        "865 and 893",
        "37 to 60",
        "52 on average",
        "20 %",
        "more than a third",
        "£1.54M",
        "£800k",
        "100 additional officers",
        "115 more officers",
        "12 recommendations due before the end of December",
        "5 to be dealt with by the end of March 2019",
        "\"bound\": \"over\"",
        "virtually",
    ] {
        assert!(RECORD.contains(figure), "{figure}");
    }
}

#[test]
fn references_to_other_parts_of_the_record() {
    let with = |members: &str| SMALL.replace("\"actions\": [{", &format!("{members}, \"actions\": [{{"));
    for (members, want) in [
        (r#""next_meeting": "july""#, "/meetings/0/next_meeting: no meeting has the key \"july\": the file has no such keys"),
        (
            r#""exchanges": [{"challenge": "Why?", "topic": "1"}]"#,
            "/meetings/0/exchanges/0/topic: no topic has the key \"1\": use one of 101",
        ),
        (
            r#""exchanges": [{"challenge": "Why?", "topic": "101", "reply": "So.", "attribution": "split"}]"#,
            "/meetings/0/exchanges/0/attribution: split does not match the number of speakers, 0: use unattributed for none, single for one, joint or split for more",
        ),
        (
            r#""findings": [{"kind": "finding", "text": "Slow.", "confirmed_on": "2025-07-01"}]"#,
            "/meetings/0/findings/0/shared_on: add the day it was shared with the force, which starts its time to comment",
        ),
        (
            r#""data_points": [{"label": "Waits", "value": {"kind": "exact", "value": "2"}, "measure": "waits"}]"#,
            "/meetings/0/data_points/0/measure: no measure has the key \"waits\": the file has no such keys",
        ),
        (r#""question_groups": [{"key": "g", "title": " "}]"#, "/meetings/0/question_groups/0/title: must not be empty"),
    ] {
        let faults = faults_of(&with(members));
        assert!(faults.len() == 1 && faults[0].ends_with(want), "{want}: {faults:?}");
    }
}

/// The example of docs/RECORD-FILE.md can be imported.
#[test]
fn the_documented_example_is_good() {
    let page = include_str!("../../../docs/RECORD-FILE.md");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    assert_eq!(faults_of(example), [""; 0]);
}

/// The page shows the very lines that two mistakes in its example give.
#[test]
fn the_documented_faults_are_those_printed() {
    let page = include_str!("../../../docs/RECORD-FILE.md");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let wrong = example.replacen("\"10:00\"", "\"10.00\"", 1).replacen("\"topic\": \"calls-101\"", "\"topic\": \"call-101\"", 1);
    let faults = faults_of(&wrong);
    assert_eq!(faults.len(), 2, "{faults:?}");
    for fault in faults {
        let line = format!("    my-meeting.json:{}\n", fault.split_once(':').expect("a file and a line").1);
        assert!(page.contains(&line), "docs/RECORD-FILE.md does not have {line}");
    }
}

/// Markup can take longer to parse than its length suggests, so very long markup is refused unread.
#[test]
fn very_long_html_is_not_read() {
    let text = "<div>".repeat(13_000);
    let file = SMALL.replacen('{', "{ \"text_format\": \"html\",", 1).replacen("June meeting", &text, 1);
    let faults = faults_of(&file);
    assert!(faults.iter().any(|fault| fault.contains("/meetings/0/title") && fault.contains("bytes of HTML")), "{faults:?}");
}

/// Returns the members of a part of a file, as its refusal of another one names them.
fn members_of<T: serde::de::DeserializeOwned>() -> Vec<String> {
    let Err(refusal) = serde_json::from_str::<T>(r#"{"no such member": null}"#) else { panic!("a part that takes any member") };
    let refusal = refusal.to_string();
    let listed = refusal.split_once("expected ").map(|(_, listed)| listed).unwrap_or_default();
    listed.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The parts of the format, as the table names them, with the members of each.
fn parts_of_the_format() -> Vec<(&'static str, Vec<Vec<String>>)> {
    use crate::transfer::import::{format, format_evidence as evidence, format_history as history, format_spoken as spoken};
    vec![
        ("the file", vec![members_of::<format::RecordFile>()]),
        ("`area`", vec![members_of::<format::Area>()]),
        ("`body`", vec![members_of::<format::Body>()]),
        ("`plan`", vec![members_of::<format::Plan>(), members_of::<format::Priority>()]),
        ("a topic", vec![members_of::<format::Topic>()]),
        ("a rating scale", vec![members_of::<evidence::RatingScale>()]),
        ("a measure", vec![members_of::<evidence::Measure>()]),
        ("a meeting", vec![members_of::<format::Meeting>()]),
        ("attendance", vec![members_of::<format::Attendance>()]),
        ("an agenda item", vec![members_of::<format::AgendaItem>()]),
        ("a question", vec![members_of::<format::Question>(), members_of::<spoken::Part>()]),
        ("a response", vec![members_of::<format::Response>()]),
        (
            "an action",
            vec![
                members_of::<format::Action>(),
                members_of::<format::StoodAgain>(),
                members_of::<history::Update>(),
                members_of::<history::RejectedClaim>(),
                members_of::<history::ActionSource>(),
            ],
        ),
        ("a question group", vec![members_of::<spoken::QuestionGroup>()]),
        ("a judgement", vec![members_of::<spoken::Judgement>()]),
        ("an exchange", vec![members_of::<spoken::Exchange>()]),
        (
            "a finding",
            vec![
                members_of::<evidence::Finding>(),
                members_of::<evidence::Rating>(),
                members_of::<evidence::Rated>(),
                members_of::<history::Comment>(),
            ],
        ),
        ("a decision", vec![members_of::<spoken::Decision>()]),
        ("a paper", vec![members_of::<spoken::Paper>()]),
        ("a data point", vec![members_of::<evidence::DataPoint>()]),
        (
            "a set of recommendations",
            vec![
                members_of::<evidence::RecommendationSet>(),
                members_of::<evidence::Recommendation>(),
                members_of::<evidence::ProgressClaim>(),
            ],
        ),
        ("an answer to a recommendation", vec![members_of::<history::RecommendationAnswer>()]),
        ("a response to a report", vec![members_of::<history::ReportResponse>(), members_of::<history::SentTo>()]),
        ("a publication elsewhere", vec![members_of::<history::Elsewhere>()]),
        ("a follow-up intention", vec![members_of::<spoken::FollowUp>()]),
        ("a matter", vec![members_of::<spoken::Matter>()]),
    ]
}

/// Every member of the format stands in the row of its part, and every row has a part.
#[test]
fn the_documented_members_are_those_of_the_format() {
    let page = include_str!("../../../docs/RECORD-FILE.md");
    let rows = parts_of_the_format();
    let table = page.split("## Members").nth(1).and_then(|rest| rest.split("\n- **").next()).expect("the table");
    let parts = table.lines().filter(|line| line.starts_with("| ")).skip(1).count();
    assert_eq!(parts, rows.len(), "a row without a part, or a part without a row");
    for (part, members) in rows {
        let row = table.lines().find(|line| line.starts_with(&format!("| {part} |")));
        let row = row.unwrap_or_else(|| panic!("docs/RECORD-FILE.md has no row for {part}"));
        for member in members.into_iter().flatten() {
            assert!(row.contains(&format!("`{member}`")), "docs/RECORD-FILE.md: {part} has no `{member}`");
        }
    }
}

/// The histories of the page are good inside a meeting.
#[test]
fn the_documented_histories_are_good() {
    let page = include_str!("../../../docs/RECORD-FILE.md");
    let mut examples = page.split("```json\n").skip(2).filter_map(|rest| rest.split("```").next());
    for member in ["\"actions\"", "\"recommendation_sets\""] {
        let example = examples.next().expect("an example");
        assert!(example.starts_with(member), "{example}");
        let mut file: serde_json::Value = serde_json::from_str(SMALL).expect("JSON");
        let history: serde_json::Value = serde_json::from_str(&format!("{{{example}}}")).expect("JSON");
        file["meetings"][0]["held_on"] = serde_json::json!("2022-11-30");
        file["meetings"][0]["questions"] = serde_json::json!([]);
        let name = member.trim_matches('"');
        file["meetings"][0]["actions"] = serde_json::json!([]);
        file["meetings"][0][name] = history[name].clone();
        assert_eq!(faults_of(&file.to_string()), [""; 0]);
    }
}
