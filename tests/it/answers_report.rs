//! The report on answers: what it counts, for whom, and how long it takes over many questions.

use std::ops::Range;
use std::time::{Duration, Instant};

use answerable::foundation::db::AnyConnection;
use diesel::connection::SimpleConnection;
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use serde_json::{Value, json};

use crate::support::stage::{Stage, response};
use crate::support::{Engine, TestApp, both};

both!(the_report_counts_what_was_put, a_hundred_thousand_questions_are_counted_in_time);

async fn the_report_counts_what_was_put(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let none = force.get("/v1/reports/answers").await.expect(200);
    assert_eq!((&none.json["questions"], &none.json["days_to_first_response"]["mean"]), (&json!(0), &Value::Null));

    app.question_in(&stage, "draft").await;
    let waiting = app.question_in(&stage, "put").await;
    let answered = app.question_in(&stage, "put").await;
    let withdrawn = app.question_in(&stage, "withdrawn_after_put").await;
    app.question_in(&stage, "withdrawn").await;
    let other = opcc.create("/v1/questions", &json!({"text": "Of nothing in particular?"})).await;
    pcc.act(&other, "put", &json!({"put_on": "2019-01-10"})).await.expect(200);
    let judged = json!({"outcome": "declined", "reason": "It was said so."});
    opcc.act(&other, "judge", &judged).await.expect(200);

    app.set_time("2019-02-09T10:00:00Z");
    let holding = json!({"text": "An answer will come.", "holding": true});
    let holding = force.create(&format!("{answered}/responses"), &holding).await;
    force.act(&holding, "submit", &json!({})).await.expect(200);
    app.set_time("2019-02-20T10:00:00Z");
    let answer = force.create(&format!("{answered}/responses"), &response("It is falling.")).await;
    force.act(&answer, "submit", &json!({})).await.expect(200);

    let report = force.get("/v1/reports/answers").await.expect(200).json;
    assert_eq!(report["as_of"], "2019-02-20");
    let zero = |name: &str| (name.to_owned(), json!(0));
    let mut fates: serde_json::Map<String, Value> =
        ["answered", "part_answered", "not_answered", "carried_forward", "holding"].map(zero).into_iter().collect();
    fates.extend(["awaiting", "replied", "declined", "withdrawn"].map(|name| (name.to_owned(), json!(1))));
    assert_eq!((&report["questions"], &report["by_fate"]), (&json!(4), &Value::Object(fates)));
    let spread = |days: i64| json!({"count": 1, "mean": f64::from(i32::try_from(days).expect("small")), "median": days, "p90": days, "max": days});
    assert_eq!(report["days_to_first_response"], spread(10));
    assert_eq!(report["days_to_final_response"], spread(21));
    let bands = report["unanswered"]["by_age"].as_array().expect("bands");
    let counts: Vec<&Value> = bands.iter().map(|band| &band["questions"]).collect();
    assert_eq!(
        (&report["unanswered"]["questions"], counts),
        (&json!(2), vec![&json!(0), &json!(1), &json!(1), &json!(0), &json!(0)])
    );
    assert_eq!(pcc.get("/v1/reports/answers").await.expect(200).json, report, "the same to everybody in the area");
    assert_eq!(app.client("outsider").get("/v1/reports/answers").await.expect(200).json["questions"], 0);

    filtered(&app, &stage).await;
    force.get("/v1/reports/answers?status=put").await.refused(400);
    app.nobody().get("/v1/reports/answers").await.refused(401);
    assert_eq!(opcc.get(&waiting).await.str("/status"), "put");
    assert_eq!(opcc.get(&withdrawn).await.str("/fate"), "withdrawn");
}

async fn filtered(app: &TestApp, stage: &Stage) {
    for (filter, wanted) in [
        (format!("plan={}", stage.plan), 3),
        (format!("priority={}", stage.priority), 3),
        (format!("topic={}", stage.topic), 3),
        (format!("meeting={}", stage.meeting), 3),
        ("put_to=2019-01-29".to_owned(), 1),
        ("put_from=2019-01-30".to_owned(), 3),
        ("put_from=2019-01-11&put_to=2019-01-29".to_owned(), 0),
        ("area=warwickshire".to_owned(), 0),
        (format!("plan={}", stage.topic), 0),
    ] {
        let report = app.force().get(&format!("/v1/reports/answers?{filter}")).await.expect(200);
        assert_eq!(report.json["questions"], wanted, "{filter}");
    }
}

/// Rows straight into the tables: nobody drafts so many over HTTP.
fn fill(conn: &mut AnyConnection, numbers: Range<usize>, priority: &str, topic: &str) {
    let day = |n: usize| {
        (chrono::NaiveDate::from_ymd_opt(2012, 11, 22).expect("a day") + chrono::Days::new(u64::try_from(n).expect("small")))
            .to_string()
    };
    let (mut rows, mut links) = (Vec::new(), Vec::new());
    for n in numbers {
        let id = format!("0197a3c0-0000-7000-8000-{n:012}");
        let put = n % 2200;
        let (first, last) = (put + n % 40, put + n % 40 + n % 7);
        let (status, outcome, days) = match n % 10 {
            0 => ("put", "NULL".to_owned(), "NULL, NULL".to_owned()),
            1 => ("put", "'not_answered'".to_owned(), format!("'{}', NULL", day(first))),
            2 => ("answered", "NULL".to_owned(), format!("'{}', '{}'", day(first), day(last))),
            _ => ("closed", "'answered'".to_owned(), format!("'{}', '{}'", day(first), day(last))),
        };
        rows.push(format!(
            "('{id}', 'west-mercia', 'direct', 'What?', 1, '[\"{priority}\"]', '{topic}', '{}', '{status}', {outcome}, {days}, \
             '2019-01-01 00:00:00', '2019-01-01 00:00:00', 1)",
            day(put)
        ));
        if n % 3 == 0 {
            links.push(format!("('{id}', '{priority}')"));
        }
    }
    for rows in rows.chunks(500) {
        let sql = format!(
            "INSERT INTO questions (id, area, form, text, revision, priority_ids, topic_id, put_on, status, outcome, \
             first_response_on, final_response_on, created_at, updated_at, version) VALUES {}",
            rows.join(", ")
        );
        conn.batch_execute(&sql).expect("questions");
    }
    for links in links.chunks(500) {
        let sql = format!("INSERT INTO question_priorities (question_id, priority_id) VALUES {}", links.join(", "));
        conn.batch_execute(&sql).expect("links");
    }
}

#[derive(QueryableByName)]
struct Plan {
    #[diesel(sql_type = Text)]
    detail: String,
}

async fn a_hundred_thousand_questions_are_counted_in_time(app: TestApp) {
    const MANY: usize = 100_000;
    let stage = Stage::set(&app).await;
    // In pieces, each well within the time that a write may take.
    for start in (0..MANY).step_by(5000) {
        let (priority, topic) = (stage.priority.clone(), stage.topic.clone());
        let write = move |conn: &mut AnyConnection| {
            fill(conn, start..start + 5000, &priority, &topic);
            Ok(())
        };
        app.inner().db.write(write).await.expect("rows");
    }
    for (filter, wanted) in [
        (String::new(), MANY),
        (format!("?priority={}", stage.priority), MANY.div_ceil(3)),
        (format!("?plan={}", stage.plan), MANY.div_ceil(3)),
        (format!("?topic={}", stage.topic), MANY),
    ] {
        let begun = Instant::now();
        let report = app.force().get(&format!("/v1/reports/answers{filter}")).await.expect(200);
        assert!(begun.elapsed() < Duration::from_secs(5), "{filter}: {:?}", begun.elapsed());
        println!("{:?} {filter}: {:?}", app.engine(), begun.elapsed());
        assert_eq!(report.json["questions"], wanted, "{filter}");
    }
    if app.engine() == Engine::Sqlite {
        let asked = "EXPLAIN QUERY PLAN SELECT put_on, status, outcome, replied_since, first_response_on, final_response_on, count(*) \
            FROM questions WHERE area = 'west-mercia' AND put_on IS NOT NULL \
            GROUP BY put_on, status, outcome, replied_since, first_response_on, final_response_on";
        let read = move |conn: &mut AnyConnection| Ok(sql_query(asked).load::<Plan>(conn)?);
        let plan = app.inner().db.read(read).await.expect("a plan");
        let plan: Vec<&str> = plan.iter().map(|step| step.detail.as_str()).collect();
        assert_eq!(plan.len(), 1, "one pass in the order of the index: {plan:?}");
        assert!(plan[0].contains("COVERING INDEX questions_answers"), "{plan:?}");
    }
}
