//! Paging: every row once, whatever is added meanwhile.

use std::collections::HashSet;

use answerable::foundation::actor::Role;
use answerable::foundation::validate::Check;
use answerable::record::questions::model::DraftQuestion;
use serde_json::json;

use crate::support::{TestApp, both};

both!(ten_thousand_questions_while_others_are_added, there_and_back_again, orders_and_ties);

/// Adds drafts straight through the act, many in one transaction.
async fn add(app: &TestApp, from: usize, to: usize) -> Vec<String> {
    app.operate("west-mercia", Role::Opcc, move |tx| {
        (from..to)
            .map(|n| {
                // Many share a due date: ties must not be skipped or repeated.
                let due = format!("2019-02-{:02}", n % 28 + 1);
                let draft = json!({"text": format!("Question {n}?"), "due_on": if n % 5 == 0 { None } else { Some(due) }});
                let draft: DraftQuestion = serde_json::from_value(draft).expect("a draft");
                Ok(answerable::record::questions::acts::draft(tx, &draft.parse()?)?.id.to_string())
            })
            .collect()
    })
    .await
    .expect("questions")
}

async fn ten_thousand_questions_while_others_are_added(app: TestApp) {
    let mut there = HashSet::new();
    // Small enough that a busy machine has each of them done before a request would be given up.
    for batch in 0..50 {
        there.extend(add(&app, batch * 200, (batch + 1) * 200).await);
    }
    for order in ["created_at", "-created_at", "due_on", "-due_on"] {
        let mut seen = HashSet::new();
        let mut next = Some(format!("/v1/questions?limit=200&sort={order}&fields=due_on"));
        let mut pages = 0;
        while let Some(path) = next {
            let page = app.opcc().get(&path).await.expect(200);
            for id in page.ids() {
                assert!(seen.insert(id.clone()), "{id} came twice in the order {order}");
            }
            next = page.json["links"]["next"].as_str().map(str::to_owned);
            pages += 1;
            if pages % 10 == 0 {
                add(&app, 10_000 + pages, 10_003 + pages).await;
            }
        }
        let missed: Vec<&String> = there.difference(&seen).collect();
        assert!(missed.is_empty(), "{} of the rows that were there were missed in the order {order}", missed.len());
    }
}

async fn there_and_back_again(app: TestApp) {
    add(&app, 0, 25).await;
    let first = app.opcc().get("/v1/questions?limit=10&sort=-due_on&count=exact").await.expect(200);
    assert_eq!((&first.json["page"]["total"], &first.json["page"]["limit"]), (&json!(25), &json!(10)));
    assert_eq!(first.json["links"]["prev"], json!(null));
    assert!(first.header("link").contains("rel=\"next\""));
    let second = app.opcc().get(first.str("/links/next")).await.expect(200);
    let third = app.opcc().get(second.str("/links/next")).await.expect(200);
    assert_eq!((third.ids().len(), &third.json["links"]["next"]), (5, &json!(null)));
    let back = app.opcc().get(third.str("/links/prev")).await.expect(200);
    assert_eq!(back.ids(), second.ids());
    let home = app.opcc().get(back.str("/links/prev")).await.expect(200);
    assert_eq!(home.ids(), first.ids());
    // A cursor belongs to its order.
    let cursor = first.str("/links/next").split("cursor=").nth(1).expect("a cursor").split('&').next().expect("a cursor");
    let other = app.opcc().get(&format!("/v1/questions?sort=due_on&cursor={cursor}")).await.refused(400);
    assert_eq!(other.pointers(), ["/query/cursor"]);
}

async fn orders_and_ties(app: TestApp) {
    add(&app, 0, 60).await;
    let rows = app.opcc().all("/v1/questions?limit=7&sort=due_on").await;
    // Rows without a date come last.
    let dates: Vec<&str> = rows.iter().map(|row| row["due_on"].as_str().unwrap_or("9999-12-31")).collect();
    let mut sorted = dates.clone();
    sorted.sort_unstable();
    assert_eq!((dates.len(), &dates), (60, &sorted));
    let mut backwards = app.opcc().all("/v1/questions?limit=7&sort=-due_on").await;
    backwards.reverse();
    assert_eq!(rows, backwards);
}
