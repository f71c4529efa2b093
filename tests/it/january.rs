//! The meeting of January 2019: every fact of its record is in the API after one import. `docs/JANUARY-2019.md` lists the sentences of
//! the notes and where each is told; the numbers in brackets here are those of its rows.

use serde_json::{Value, json};

use crate::import::{RECORD, import, later};
use crate::support::stage::despite;
use crate::support::{Client, TestApp, both};

both!(
    questions_groups_and_what_became_of_them,
    fourteen_challenges_and_what_nobody_asked,
    actions_and_findings,
    figures_and_recommendations,
    meetings_and_what_goes_between_them,
    the_force_sees_what_was_put_and_said,
    the_public_reads_a_reply_where_one_stands,
    the_public_reads_every_fact,
);

/// The record, loaded, as the PCC reads it.
async fn record(app: &TestApp) -> Client {
    later(app);
    import(app, RECORD).await.expect("an import");
    app.pcc()
}

fn count(rows: &[Value], member: &str, value: &str) -> usize {
    rows.iter().filter(|row| row[member] == value).count()
}

async fn topic(client: &Client, title: &str) -> String {
    let topics = client.all("/v1/topics").await;
    let found = topics.iter().find(|topic| topic["title"] == title).expect("a topic");
    found["id"].as_str().expect("an id").to_owned()
}

async fn meeting(client: &Client, day: &str) -> Value {
    let reply = client.get(&format!("/v1/meetings?held_from={day}&held_to={day}&include=attendance,agenda_items")).await;
    reply.expect(200).json["data"][0].clone()
}

async fn questions_groups_and_what_became_of_them(app: TestApp) {
    let pcc = record(&app).await;
    let questions = pcc.all("/v1/questions?include=responses").await;
    assert_eq!((count(&questions, "form", "direct"), count(&questions, "form", "request")), (13, 7));
    for (title, want) in [
        ("Integrated Victim Management", vec!["1", "2", "3", "4", "-", "5", "-"]),
        ("Digital Forensics", vec!["1", "2", "3", "4", "5", "6"]),
        ("Demand", vec!["1", "2", "3"]),
        ("Recruitment", vec!["1", "2", "3"]),
        ("Welfare of police dogs", vec!["-"]),
    ] {
        let of_topic = pcc.all(&format!("/v1/questions?topic={}", topic(&pcc, title).await)).await;
        let mut numbers: Vec<&str> = of_topic.iter().map(|row| row["printed_number"].as_str().unwrap_or("-")).collect();
        let mut want = want;
        numbers.sort_unstable();
        want.sort_unstable();
        assert_eq!(numbers, want, "{title}");
    }
    let groups = pcc.all("/v1/question-groups").await;
    let mut sizes: Vec<usize> =
        groups.iter().map(|group| count(&questions, "group_id", group["id"].as_str().expect("an id"))).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 2, 2, 2], "four groups with the seven requests");

    let report = pcc.get("/v1/reports/answers").await.expect(200).json;
    assert_eq!((&report["questions"], &report["by_fate"]["not_answered"]), (&json!(20), &json!(3)));
    let mut without: Vec<String> = questions
        .iter()
        .filter(|row| row["outcome"] == "not_answered")
        .map(|row| {
            format!("{} {}", row["topic_id"].as_str().expect("a topic"), row["printed_number"].as_str().expect("a number"))
        })
        .collect();
    let (demand, recruitment) = (topic(&pcc, "Demand").await, topic(&pcc, "Recruitment").await);
    let mut want = [format!("{demand} 2"), format!("{demand} 3"), format!("{recruitment} 3")];
    without.sort_unstable();
    want.sort_unstable();
    assert_eq!(without, want);
}

/// Parts what was asked from what was said unasked.
fn apart(exchanges: Vec<Value>) -> (Vec<Value>, Vec<Value>) {
    exchanges.into_iter().partition(|one| !one["challenge"].is_null())
}

async fn fourteen_challenges_and_what_nobody_asked(app: TestApp) {
    let pcc = record(&app).await;
    let all = pcc.all("/v1/exchanges").await;
    assert_eq!(count(&all, "status", "recorded"), 18);
    let (exchanges, statements) = apart(all);
    assert_eq!((exchanges.len(), statements.len()), (14, 4));
    assert!(statements.iter().all(|one| one["challenged_by"].is_null() && one["question_id"].is_null()), "they answer nothing");
    for (title, number) in [("Integrated Victim Management", 4), ("Digital Forensics", 8), ("Demand", 1), ("Recruitment", 1)] {
        let id = topic(&pcc, title).await;
        assert_eq!(count(&exchanges, "topic_id", &id), number, "{title}");
    }
    let attributed = ["single", "unattributed", "joint", "split"].map(|how| count(&exchanges, "attribution", how));
    assert_eq!(attributed, [8, 4, 1, 1]);
    let split = exchanges.iter().find(|row| row["attribution"] == "split").expect("a split reply");
    assert_eq!(split["point_speakers"], json!([0, 1]));
    let speakers: Vec<&Value> = split["speakers"].as_array().expect("speakers").iter().map(|who| &who["capacity"]).collect();
    assert_eq!(speakers, ["CC", "ACC"]);
}

async fn actions_and_findings(app: TestApp) {
    let pcc = record(&app).await;
    let actions = pcc.all("/v1/actions").await;
    assert_eq!(actions.len(), 2);
    let clear = actions.iter().find(|row| row["owner"] == "CC").expect("the action");
    assert_eq!((&clear["due_on"], &clear["due_text"]), (&json!("2019-02-13"), &json!("within two weeks")));
    assert!(clear["condition"].as_str().is_some_and(|text| text.contains("prolific victims")));
    assert_eq!(clear["needs_review"], false);
    let fragment = actions.iter().find(|row| row["owner"] == "DPCC").expect("the fragment");
    assert_eq!((&fragment["text"], &fragment["due_on"], &fragment["needs_review"]), (&Value::Null, &Value::Null, &json!(true)));
    let total = pcc.get("/v1/reports/actions").await.expect(200).json["total"].clone();
    assert_eq!((&total["standing"], &total["needs_review"]), (&json!(2), &json!(1)));

    let findings = pcc.all("/v1/findings").await;
    assert_eq!(findings.len(), 2);
    assert_eq!((count(&findings, "kind", "commendation"), count(&findings, "acknowledged_by", "CC")), (1, 1));
    // Both were said to the force; when the body confirmed them is not recorded.
    assert_eq!((count(&findings, "status", "shared"), count(&findings, "shared_on", "2019-01-30")), (2, 2));
    let set_at = pcc.get(&format!("/v1/questions/{}", fragment["question_id"].as_str().expect("a question"))).await.expect(200);
    let item = pcc.get(&format!("/v1/agenda-items/{}", set_at.str("/agenda_item_id"))).await.expect(200);
    assert_eq!(item.str("/printed_number"), "2.2", "the fragment stands beside item 2.2 (66)");
    assert_eq!(clear["question_id"], Value::Null, "the notes tie the plan to none of the seven requests (27)");
}

async fn figures_and_recommendations(app: TestApp) {
    let pcc = record(&app).await;
    let points = pcc.all("/v1/data-points?sort=created_at").await;
    let values: Vec<&Value> = points.iter().map(|point| &point["value"]).collect();
    assert_eq!(
        json!(values),
        json!([
            {"kind": "range", "low": "865", "high": "893"},
            {"kind": "average", "value": "52", "low": "37", "high": "60"},
            {"kind": "change", "by": "20", "unit": "percent", "basis": "Time a case, against that before the accreditation standards"},
            {"kind": "fraction", "bound": "over", "numerator": 1, "denominator": 3},
            {"kind": "money", "pence": 154_000_000, "currency": "GBP"},
            {"kind": "money", "pence": 80_000_000, "currency": "GBP"},
            {"kind": "exact", "value": "100"},
            {"kind": "exact", "value": "115"},
            {"kind": "exact", "value": "200", "bound": "over"},
            {"kind": "direction", "direction": "down"},
        ])
    );
    assert_eq!(count(&points, "status", "submitted"), 10);
    assert_eq!((count(&points, "collected", "manual"), count(&points, "collected", "estimated")), (1, 1));
    assert_eq!(points.iter().filter(|point| point["conditional_on"].is_string()).count(), 1);

    let sets = pcc.all("/v1/recommendation-sets").await;
    let [set] = sets.as_slice() else { panic!("{sets:?}") };
    assert_eq!((&set["source"], &set["published_by"]), (&json!("peer_review"), &json!("Staffordshire Police")));
    assert_eq!(
        (&set["published_text"], &set["total"], &set["reconciles"]),
        (&json!("concluded in October 2018"), &json!(17), &json!(true))
    );
    let counts = set["counts"].as_array().expect("counts");
    let due: Vec<(&Value, &Value)> = counts.iter().map(|due| (&due["count"], &due["due_on"])).collect();
    assert_eq!(due, [(&json!(12), &json!("2018-12-31")), (&json!(5), &json!("2019-03-31"))]);
    assert_eq!(set["progress"]["ambiguous"], true);
    let claim = pcc.get(&format!("/v1/progress-claims/{}", set["progress_claim_id"].as_str().expect("a claim"))).await;
    let claim = claim.expect(200).json;
    let mut readings: Vec<(i64, i64)> = claim["readings"]
        .as_array()
        .expect("readings")
        .iter()
        .map(|reading| (reading["done"].as_i64().expect("done"), reading["of"].as_i64().expect("of")))
        .collect();
    readings.sort_unstable();
    assert_eq!(readings, [(11, 12), (16, 17)], "all but one: of the twelve or of all");
}

async fn meetings_and_what_goes_between_them(app: TestApp) {
    let pcc = record(&app).await;
    let (november, january, march) =
        (meeting(&pcc, "2018-11-30").await, meeting(&pcc, "2019-01-30").await, meeting(&pcc, "2019-03-26").await);
    // Found by the last day of its month, which nobody is shown (2).
    assert_eq!((&november["held_on"], &november["held_in"]), (&Value::Null, &json!("2018-11")));
    assert_eq!((&january["held_on"], &january["held_in"]), (&json!("2019-01-30"), &Value::Null));
    assert_eq!((&january["chair"], &january["starts_at"]), (&json!("John Campion"), &json!("10:00")));
    let people = january["attendance"].as_array().expect("people");
    assert_eq!((count(people, "attended", "present"), count(people, "attended", "apologies")), (4, 1));
    let minutes = january["minute_taker"].as_str().expect("a minute taker");
    assert!(people.iter().all(|person| !minutes.starts_with(person["name"].as_str().expect("a name"))));
    let items = january["agenda_items"].as_array().expect("items");
    let mut numbers: Vec<&str> = items.iter().filter_map(|item| item["printed_number"].as_str()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, ["1.1", "2", "2.1", "2.2", "3", "4"]);
    let aob = items.iter().find(|item| item["kind"] == "aob").expect("any other business");
    assert!(aob["note"].as_str().is_some_and(|note| note.contains("hot debrief")));

    assert_eq!((&january["next_meeting_id"], &march["status"]), (&march["id"], &json!("scheduled")));
    let place = (&march["kind"], &march["title"], &march["starts_at"], &march["venue"]);
    assert_eq!(place, (&json!("thematic"), &json!("Child Vulnerability"), &json!("10:00"), &json!("Room 1.38")));

    let intentions = pcc.all("/v1/follow-ups").await;
    let [intention] = intentions.as_slice() else { panic!("{intentions:?}") };
    assert_eq!((&intention["how"], &intention["meeting_id"]), (&json!("virtual"), &january["id"]));
    assert_eq!(intention["topic_id"], topic(&pcc, "Digital Forensics").await);

    let of = |meeting: &Value| format!("/v1/meetings/{}/matters", meeting["id"].as_str().expect("an id"));
    let to_january = pcc.all(&of(&january)).await;
    let [first, second] = to_january.as_slice() else { panic!("{to_january:?}") };
    // Agreed in August for January (3); made an action in November (2).
    assert_eq!((&first["from_text"], &first["from_meeting_id"]), (&json!("August 2018"), &Value::Null));
    assert_eq!((&first["to_meeting_id"], &second["to_meeting_id"]), (&january["id"], &january["id"]));
    assert_eq!(second["from_meeting_id"], november["id"]);
}

/// What was put and said is the force's to read, and what was said to it at the meeting.
async fn the_force_sees_what_was_put_and_said(app: TestApp) {
    record(&app).await;
    let force = app.force();
    let mut seen = Vec::new();
    for list in ["questions", "exchanges", "data-points", "recommendation-sets", "actions", "findings"] {
        let reply = force.get(&format!("/v1/{list}?count=exact")).await.expect(200);
        seen.push((list, reply.json["page"]["total"].as_i64().expect("a total")));
    }
    assert_eq!(
        seen,
        [("questions", 20), ("exchanges", 18), ("data-points", 10), ("recommendation-sets", 1), ("actions", 2), ("findings", 2)]
    );
}

/// Publishes a record as it is.
async fn publish(app: &TestApp, kind: &str, subject: &Value) {
    let edition = app.opcc().create("/v1/editions", &json!({"kind": kind, "subject_id": subject})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
}

/// By public GETs alone: what was replied at the meeting answers the question it was about, in every form there is.
async fn the_public_reads_a_reply_where_one_stands(app: TestApp) {
    let pcc = record(&app).await;
    publish(&app, "meeting_record", &meeting(&pcc, "2019-01-30").await["id"]).await;
    publish(&app, "plan", &pcc.all("/v1/plans").await[0]["id"]).await;
    let nobody = app.nobody();
    let questions = nobody.all("/public/v1/questions?limit=200").await;
    let state = |question: &Value| question["answer"]["state"].as_str().expect("a public question always says").to_owned();
    let counts = ["replied", "not_answered", "awaiting"].map(|want| questions.iter().filter(|one| state(one) == want).count());
    // The seven requests await an answer: the notes tie none of what was said about IVM to one of them (16 to 25).
    assert_eq!((questions.len(), counts), (20, [10, 3, 7]));

    let of_meeting = nobody.all("/public/v1/meetings").await[0]["id"].as_str().expect("an id").to_owned();
    let whole = nobody.get(&format!("/public/v1/meetings/{of_meeting}")).await.expect(200).json;
    let exchanges = whole["exchanges"].as_array().expect("exchanges");
    assert_eq!(exchanges.len(), 18);
    let mut with_replies = 0;
    for question in &questions {
        let own: Vec<&Value> = exchanges.iter().filter(|one| one["question"]["id"] == question["id"]).collect();
        assert_eq!(question["exchanges"], json!(own), "what was said about it stands with it");
        let alone = nobody.get(&format!("/public/v1/questions/{}", question["id"].as_str().expect("an id"))).await.expect(200);
        assert_eq!((&alone.json["exchanges"], &alone.json["answer"]), (&question["exchanges"], &question["answer"]));
        let staff = pcc.get(&format!("/v1/questions/{}", question["id"].as_str().expect("an id"))).await.expect(200);
        assert_eq!(staff.json["answer"]["state"], question["answer"]["state"]);
        let replied = own.iter().any(|one| !one["attribution"].is_null());
        if replied || question["responses"] != json!([]) {
            assert_eq!((state(question).as_str(), &question["answer"]["since"]), ("replied", &json!("2019-01-30")));
        }
        // Judged in the record of the meeting, whenever it was loaded.
        let judged = &question["answer"]["judged"];
        assert!(
            judged.is_null() || judged["on"] == "2019-01-30" && question["judgements"][0]["on"] == "2019-01-30",
            "{question}"
        );
        with_replies += usize::from(replied);
    }
    assert_eq!(with_replies, 7);
    let priority = nobody.all("/public/v1/priorities").await[0]["id"].as_str().expect("an id").to_owned();
    let thread = nobody.get(&format!("/public/v1/priorities/{priority}/thread")).await.expect(200).json;
    for question in thread["questions"].as_array().expect("questions") {
        let listed = questions.iter().find(|one| one["id"] == question["id"]).expect("listed");
        assert_eq!((&question["answer"], &question["exchanges"]), (&listed["answer"], &listed["exchanges"]));
    }
    let table = nobody.get("/public/v1/export/questions.csv").await.expect(200);
    let mut reader = csv::Reader::from_reader(table.bytes.as_slice());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|has| has == name).unwrap_or_else(|| panic!("no {name}"));
    let (id, told, since, said) = (at("id"), at("answer_state"), at("answer_since"), at("exchanges"));
    for row in reader.records().map(|row| row.expect("CSV")) {
        let listed = questions.iter().find(|one| one["id"] == row[id]).expect("listed");
        let number = listed["exchanges"].as_array().map(Vec::len).expect("exchanges").to_string();
        assert_eq!((&json!(row[told]), &json!(row[since])), (&listed["answer"]["state"], &listed["answer"]["since"]));
        assert_eq!(row[said], number);
    }
    // A code is no word of the record.
    assert_eq!(nobody.get("/public/v1/search?q=replied").await.expect(200).ids(), Vec::<String>::new());
}

/// The facts of docs/DOMAIN.md about this record, by public GETs alone.
async fn the_public_reads_every_fact(app: TestApp) {
    let pcc = record(&app).await;
    // When the body confirmed them is not recorded: here once the time to comment is over.
    app.set_time("2019-02-20T09:00:00Z");
    for finding in pcc.all("/v1/findings").await {
        pcc.act(&format!("/v1/findings/{}", finding["id"].as_str().expect("an id")), "confirm", &json!({})).await.expect(200);
    }
    publish(&app, "meeting_record", &meeting(&pcc, "2019-01-30").await["id"]).await;
    publish(&app, "meeting_record", &meeting(&pcc, "2018-11-30").await["id"]).await;
    publish(&app, "recommendation_response", &pcc.all("/v1/recommendation-sets").await[0]["id"]).await;
    let nobody = app.nobody();
    let found = nobody.all("/public/v1/meetings?from=2019-01-30&to=2019-01-30").await;
    let whole = nobody.get(&format!("/public/v1/meetings/{}", found[0]["id"].as_str().expect("an id"))).await.expect(200).json;
    who_was_there(&whole);
    what_was_asked(&nobody.all("/public/v1/questions?limit=200").await, &whole);
    let (asked, stated) = apart(nobody.all("/public/v1/exchanges?limit=200").await);
    what_was_said(&asked);
    what_nobody_asked(&stated);
    what_was_found(&nobody.all("/public/v1/findings").await);
    november(&nobody.all("/public/v1/meetings?from=2018-11-01&to=2018-11-30").await);
    what_follows(&nobody.all("/public/v1/actions").await, &whole);
    figures_of_the_public(&nobody.all("/public/v1/figures?limit=200").await);
    let sets = nobody.all("/public/v1/recommendations").await;
    let [set] = sets.as_slice() else { panic!("{sets:?}") };
    let set = nobody.get(&format!("/public/v1/recommendations/{}", set["id"].as_str().expect("an id"))).await.expect(200).json;
    let due: Vec<(&Value, &Value)> =
        set["counts"].as_array().expect("counts").iter().map(|due| (&due["count"], &due["due_on"])).collect();
    assert_eq!(due, [(&json!(12), &json!("2018-12-31")), (&json!(5), &json!("2019-03-31"))]);
    assert_eq!(
        (&set["published_by"], &set["published_text"]),
        (&json!("Staffordshire Police"), &json!("concluded in October 2018"))
    );
    assert_eq!((&set["total"], &set["progress"]["ambiguous"]), (&json!(17), &json!(true)));
}

fn texts<'a>(rows: &'a [Value], pointer: &str) -> Vec<&'a str> {
    rows.iter().filter_map(|row| row.pointer(pointer)?.as_str()).collect()
}

fn list<'a>(record: &'a Value, member: &str) -> &'a [Value] {
    record[member].as_array().expect(member)
}

fn who_was_there(meeting: &Value) {
    let people = list(meeting, "attendance");
    assert_eq!((count(people, "attended", "present"), count(people, "attended", "apologies")), (4, 1));
    assert_eq!(meeting["chair"]["name"], "John Campion");
    // There was one, whose name is withheld, and who is not among those present.
    assert!(meeting["withheld"].to_string().contains("/minute_taker/name"));
    let minutes = &meeting["minute_taker"];
    assert_eq!((&minutes["name"], &minutes["capacity"]), (&Value::Null, &json!("Policy Officer, OPCC")), "(1)");
    let mut numbers = texts(list(meeting, "agenda"), "/printed_number");
    numbers.extend(list(meeting, "agenda").iter().flat_map(|item| texts(list(item, "items"), "/printed_number")));
    numbers.sort_unstable();
    assert_eq!(numbers, ["1.1", "2", "2.1", "2.2", "3", "4"]);
    let next = &meeting["next_meeting"];
    assert_eq!((&next["title"], &next["held_on"]), (&json!("Child Vulnerability"), &json!("2019-03-26")));
    assert_eq!((&next["starts_at"], &next["venue"]), (&json!("10:00"), &json!("Room 1.38")));
}

fn what_was_asked(questions: &[Value], meeting: &Value) {
    assert_eq!((count(questions, "form", "direct"), count(questions, "form", "request")), (13, 7));
    let topics = texts(questions, "/topic/title");
    let of = |topic: &str, item: &str| {
        let is_it = |one: &&Value| one["topic"]["title"] == topic && one["agenda_item"]["reference"] == item;
        questions.iter().filter(is_it).count()
    };
    assert_eq!(["Digital Forensics", "Demand", "Recruitment"].map(|topic| of(topic, "2.1")), [6, 3, 3]);
    assert_eq!((of("Integrated Victim Management", "1.1"), of("Welfare of police dogs", "2.2"), topics.len()), (7, 1, 20));
    let [august, november] = list(meeting, "matters") else { panic!("{}", meeting["matters"]) };
    assert_eq!(august["from_text"], "August 2018", "where it was agreed (3)");
    assert!(november["from_meeting"].is_object() || november["from_text"].is_string(), "{november}");
    let groups = list(meeting, "groups");
    let reviews = groups.iter().find(|group| group["title"] == "Outcomes of IVM reviews").expect("a group");
    let said = reviews["context"].as_str().expect("a context");
    assert!(said.contains("it was said") && !said.contains("force"), "nobody is named for it (9): {said}");
    assert_eq!(groups.len(), 4);
    let dogs = questions.iter().find(|one| one["topic"]["title"] == "Welfare of police dogs").expect("the question of item 2.2");
    assert_eq!(
        texts(list(dogs, "parts"), "/text").iter().map(|half| half.contains("12") || half.contains('5')).collect::<Vec<_>>(),
        [true, true],
        "two halves (65)"
    );
    let drive =
        questions.iter().find(|one| one["text"].as_str().is_some_and(|text| text.contains("100 additional"))).expect("(57)");
    assert!(drive["text"].as_str().is_some_and(|text| text.contains("recent") && !text.contains("current")));
    let mut without: Vec<String> = questions
        .iter()
        .filter(|one| one["answer"]["state"] == "not_answered")
        .map(|one| {
            format!("{} {}", one["topic"]["title"].as_str().expect("a topic"), one["printed_number"].as_str().expect("a number"))
        })
        .collect();
    without.sort_unstable();
    assert_eq!(without, ["Demand 2", "Demand 3", "Recruitment 3"]);
}

fn what_was_said(exchanges: &[Value]) {
    for (title, number) in [("Integrated Victim Management", 4), ("Digital Forensics", 8), ("Demand", 1), ("Recruitment", 1)] {
        assert_eq!(exchanges.iter().filter(|one| one["topic"]["title"] == title).count(), number, "{title}");
    }
    assert_eq!(["single", "unattributed", "joint", "split"].map(|how| count(exchanges, "attribution", how)), [8, 4, 1, 1]);
    let of_ivm = exchanges.iter().filter(|one| one["topic"]["title"] == "Integrated Victim Management");
    assert!(of_ivm.clone().all(|one| one["question"].is_null()), "the notes tie them to no request (16 to 25)");
    assert!(of_ivm.clone().all(|one| !one["reply"].to_string().contains("cohort")), "the rejoinder is not the chief constable's");
    let power = exchanges.iter().find(|one| one["challenge"].to_string().contains("digital estate")).expect("(44)");
    assert!(power["challenge"].as_str().is_some_and(|text| text.contains("client side")));
    assert!(exchanges.iter().all(|one| one["reply"].is_string() || one["points"] != json!([])));
    let split = exchanges.iter().find(|row| row["attribution"] == "split").expect("a split reply");
    assert_eq!((texts(list(split, "speakers"), "/capacity"), &split["point_speakers"]), (vec!["CC", "ACC"], &json!([0, 1])));
}

/// What was said without being asked: with its speaker where the notes name one, and with nobody where they do not.
fn what_nobody_asked(statements: &[Value]) {
    let of = |words: &str| {
        let is_it = |one: &&Value| one["reply"].as_str().is_some_and(|text| text.contains(words));
        statements.iter().find(is_it).unwrap_or_else(|| panic!("{words}: {statements:?}"))
    };
    let rejoinder = of("prolific victims");
    assert_eq!(
        (&rejoinder["speakers"][0]["capacity"], &rejoinder["speakers"][0]["side"]),
        (&json!("PCC"), &json!("body")),
        "(26)"
    );
    assert_eq!(rejoinder["agenda_item"]["reference"], "1.1");
    for words in ["performance dashboard", "estimated 20 %", "Across all strands"] {
        let own = of(words);
        assert_eq!(
            (&own["speakers"], &own["attribution"]),
            (&json!([]), &json!("unattributed")),
            "{words}: the notes' own words"
        );
        assert_eq!(own["agenda_item"]["reference"], "2.1", "{words}");
    }
    assert!(statements.iter().all(|one| one["question"].is_null() && one["challenged_by"].is_null()));
}

fn what_was_found(findings: &[Value]) {
    assert_eq!(
        (findings.len(), count(findings, "kind", "commendation"), count(findings, "kind", "acknowledged_failing")),
        (2, 1, 1)
    );
    let failing = findings.iter().find(|one| one["kind"] == "acknowledged_failing").expect("the failing");
    assert_eq!(failing["acknowledged_by"]["capacity"], "CC");
}

/// The month is public, and no day is: not in the record, not in the tables, not in the calendar.
fn november(meetings: &[Value]) {
    let [november] = meetings else { panic!("{meetings:?}") };
    assert_eq!((&november["held_on"], &november["held_in"]), (&Value::Null, &json!("2018-11")));
    assert!(!november.to_string().contains("2018-11-30"), "{november}");
}

fn what_follows(actions: &[Value], meeting: &Value) {
    let of = |capacity: &str| actions.iter().find(|one| one["owners"][0]["capacity"] == capacity).expect("an action");
    let (clear, fragment) = (of("CC"), of("DPCC"));
    assert_eq!((&clear["due_on"], &clear["due_text"]), (&json!("2019-02-13"), &json!("within two weeks")));
    assert!(clear["conditions"][0].as_str().is_some_and(|text| text.contains("prolific victims")));
    assert_eq!((actions.len(), &fragment["text"], &fragment["needs_review"]), (2, &Value::Null, &json!(true)));
    assert_eq!((&clear["agenda_item"]["reference"], &fragment["agenda_item"]["reference"]), (&json!("1.1"), &json!("2.2")));
    assert!(fragment["sources"].to_string().contains("\"2.2\""), "beside item 2.2 (66): {fragment}");
    let [again] = list(meeting, "follow_ups") else { panic!("{}", meeting["follow_ups"]) };
    assert_eq!((&again["how"], &again["topic"]["title"]), (&json!("virtual"), &json!("Digital Forensics")));
}

fn figures_of_the_public(figures: &[Value]) {
    let all: Vec<String> = figures.iter().map(|figure| figure["value"].to_string()).collect();
    for (what, parts) in [
        ("the backlog", &["\"865\"", "\"893\""][..]),
        ("new cases a week", &["\"37\"", "\"60\"", "\"52\""]),
        ("time a case", &["\"20\"", "percent"]),
        ("kiosk operators", &["over", "\"numerator\":1", "\"denominator\":3"]),
        ("the sum", &["154000000"]),
        ("the further sum", &["80000000"]),
        ("recruits", &["\"100\""]),
        ("more recruits", &["\"115\""]),
        ("a year on", &["\"200\"", "over"]),
    ] {
        assert!(all.iter().any(|value| parts.iter().all(|part| value.contains(part))), "{what}: {all:?}");
    }
    let further = figures.iter().find(|figure| figure["value"]["pence"] == 80_000_000).expect("the further sum");
    assert!(further["caveat"].as_str().is_some_and(|text| text.contains("client side")), "(44)");
    let backlog = figures.iter().find(|figure| figure["value"]["low"] == "865").expect("the backlog");
    let unit = backlog["measure"]["unit"].as_str().or(backlog["unit"].as_str());
    assert_eq!((unit, &backlog["period_text"]), (Some("cases"), &json!("the last three months")));
}
