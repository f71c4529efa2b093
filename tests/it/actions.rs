//! Actions from being raised to being checked: owners, conditions, sources, claims, extensions and the chain over meetings.

use serde_json::{Value, json};

use crate::support::random::for_random;
use crate::support::stage::{Stage, meeting};
use crate::support::{Client, Engine, TestApp, both};

both!(
    owners_in_both_forms,
    who_may_claim_follows_the_owners,
    owners_and_conditions_are_edited,
    claims_and_checks_are_kept,
    extensions_are_kept,
    a_chain_over_meetings,
    sources_are_checked_and_linked,
    an_action_continues_another,
    updates_are_included,
    a_page_costs_the_same_for_many_owners,
);

const MISSING: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

fn last(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn found(client: &Client, filter: &str) -> usize {
    client.all(&format!("/v1/actions?{filter}")).await.len()
}

async fn owners_in_both_forms(app: TestApp) {
    let opcc = app.opcc();
    let short = opcc.post("/v1/actions", &json!({"text": "A", "owner": "CC", "owner_side": "force"})).await.expect(201);
    assert_eq!(short.json["owners"], json!([{"capacity": "CC", "name": null, "side": "force"}]));
    let owners = json!([
        {"capacity": "CC", "name": null, "side": "force"},
        {"capacity": "DPCC", "name": "Émile Deputy", "side": "body"},
        {"capacity": null, "name": "B. Officer", "side": null},
    ]);
    let several = opcc.post("/v1/actions", &json!({"text": "B", "owners": owners})).await.expect(201);
    assert_eq!(several.str("/owner"), "CC, DPCC Émile Deputy, B. Officer");
    assert_eq!((&several.json["owners"], &several.json["owner_side"]), (&owners, &Value::Null));
    let printed = json!({"text": "C", "owner": "The chief and deputy", "owners": [{"capacity": "CC", "side": "force"}]});
    let printed = opcc.post("/v1/actions", &printed).await.expect(201);
    assert_eq!((printed.str("/owner"), printed.str("/owner_side")), ("The chief and deputy", "force"));
    let unknown = opcc.post("/v1/actions", &json!({"text": "D"})).await.expect(201);
    assert_eq!((&unknown.json["owners"], &unknown.json["needs_review"]), (&json!([]), &json!(true)));

    for (owner, count) in [("cc", 3), ("dpcc", 1), ("émile deputy", 1), ("ÉMILE DEPUTY", 1), ("b. officer", 1), ("deputy", 0)] {
        assert_eq!(found(&app.force(), &format!("owner={owner}")).await, count, "{owner}");
    }
    assert_eq!(found(&app.client("outsider"), "owner=cc").await, 0);

    for (body, pointers) in [
        (json!({"text": "E", "owners": [{"side": "force"}]}), vec!["/owners/0"]),
        (json!({"text": "E", "owners": [{"capacity": "", "name": "a\nb"}]}), vec!["/owners/0/capacity", "/owners/0/name"]),
        (json!({"text": "E", "owner_side": "force", "owners": [{"capacity": "CC"}]}), vec!["/owner_side"]),
        (json!({"text": "E", "owners": [{"capacity": "CC", "rank": 1}]}), vec!["/owners/0/rank"]),
        (json!({"text": "E", "owners": [{"capacity": "CC", "side": "public"}]}), vec!["/owners/0/side"]),
        (json!({"text": "E", "owners": vec![json!({"capacity": "CC"}); 101]}), vec!["/owners"]),
        (json!({"text": "E", "condition": "a", "conditions": [{"text": "b"}]}), vec!["/condition"]),
        (json!({"text": "E", "conditions": [{"text": " "}]}), vec!["/conditions/0/text"]),
        (json!({"owners": []}), vec!["/text"]),
    ] {
        assert_eq!(opcc.post("/v1/actions", &body).await.refused(422).pointers(), pointers, "{body}");
    }
}

async fn who_may_claim_follows_the_owners(app: TestApp) {
    let claim = json!({"evidence": "It was sent."});
    let owned = |sides: &[Option<&str>]| {
        let owners = sides.iter().map(|side| json!({"capacity": "Somebody", "side": side})).collect::<Vec<_>>();
        json!({"text": "Agree on a plan.", "owners": owners})
    };
    for (sides, claimants) in [
        (&[Some("force"), None][..], &["force"][..]),
        (&[Some("body"), Some("body")], &["pcc", "opcc"]),
        (&[Some("force"), Some("body")], &["pcc", "opcc", "force"]),
        (&[None], &["force"]),
    ] {
        for who in ["pcc", "opcc", "force", "reader"] {
            let action = app.opcc().create("/v1/actions", &owned(sides)).await;
            let starter = if claimants.contains(&"opcc") { "opcc" } else { "force" };
            app.client(starter).act(&action, "start", &json!({})).await.expect(200);
            let wanted = if claimants.contains(&who) { 200 } else { 403 };
            let client = app.client(who);
            let seen = client.get(&action).await.expect(200);
            assert_eq!(seen.allowed().contains(&"claim"), wanted == 200, "{who} {sides:?}");
            client.act(&action, "claim", &claim).await.expect(wanted);
        }
    }
}

async fn owners_and_conditions_are_edited(app: TestApp) {
    let opcc = app.opcc();
    let short = json!({"text": "A plan.", "owner": "CC", "owner_side": "force", "condition": "With dates."});
    let action = opcc.create("/v1/actions", &short).await;
    let edit = async |body: Value| {
        let etag = opcc.get(&action).await.etag();
        opcc.patch(&action, &etag, &body).await
    };
    let edited = edit(json!({"owner": "T/CC", "condition": "With dates and costs."})).await.expect(200);
    assert_eq!((edited.str("/owners/0/capacity"), edited.str("/owners/0/side")), ("T/CC", "force"));
    assert_eq!(edited.json["conditions"], json!([{"text": "With dates and costs."}]));
    assert_eq!((found(&opcc, "owner=cc").await, found(&opcc, "owner=t/cc").await), (0, 1));

    // From the short form to lists, and no short form drops what a list says.
    let lists = json!({
        "owners": [{"capacity": "CC", "side": "force"}, {"capacity": "DPCC", "side": "body"}],
        "conditions": [{"text": "With dates."}, {"text": "For the whole cohort."}],
    });
    let edited = edit(lists).await.expect(200);
    assert_eq!((edited.str("/owner"), edited.str("/condition")), ("CC, DPCC", "With dates."));
    assert_eq!(found(&opcc, "owner=dpcc").await, 1);
    assert_eq!(edit(json!({"owner": "CC"})).await.refused(422).pointers(), ["/owner"]);
    assert_eq!(edit(json!({"owner_side": null})).await.refused(422).pointers(), ["/owner_side"]);
    assert_eq!(edit(json!({"condition": null})).await.refused(422).pointers(), ["/condition"]);
    assert_eq!(edit(json!({"owners": null})).await.refused(422).pointers(), ["/owners"]);
    let kept = edit(json!({"text": "A plan of delivery."})).await.expect(200);
    assert_eq!(
        (kept.json["owners"].as_array().map(Vec::len), kept.json["conditions"].as_array().map(Vec::len)),
        (Some(2), Some(2))
    );

    // And back to nobody.
    let nobody = edit(json!({"owners": [], "conditions": []})).await.expect(200);
    assert_eq!((&nobody.json["owner"], &nobody.json["condition"]), (&Value::Null, &Value::Null));
    assert_eq!((&nobody.json["needs_review"], found(&opcc, "owner=dpcc").await), (&json!(true), 0));
}

async fn claims_and_checks_are_kept(app: TestApp) {
    let stage = Stage::set(&app).await;
    let action = app.action_in(&stage, "in_progress").await;
    let (pcc, deputy, force) = (app.pcc(), app.client("deputy"), app.force());
    force.act(&action, "claim", &json!({"evidence": "A draft."})).await.expect(200);
    app.set_time("2019-01-31T09:00:00Z");
    pcc.act(&action, "reject", &json!({"reason": "It has no dates."})).await.expect(200);
    force.act(&action, "claim", &json!({"evidence": "A plan with dates."})).await.expect(200);
    force.act(&action, "reject", &json!({"reason": "No."})).await.refused(403);
    deputy.act(&action, "accept", &json!({})).await.expect(200);
    pcc.act(&action, "check-outcome", &json!({"result": "confirmed", "reason": "So far."})).await.expect(200);
    pcc.act(&action, "check-outcome", &json!({"result": "refuted", "reason": "It slipped."})).await.expect(200);
    let waiting = force.act(&action, "claim", &json!({"evidence": "A new plan."})).await.expect(200);
    assert!(waiting.json.get("claims").is_none(), "what happened is told where one action is read");

    let whole = force.get(&action).await.expect(200);
    let claims: Vec<String> = whole.json["claims"].as_array().expect("claims").iter().map(told_claim).collect();
    assert_eq!(
        claims,
        [
            "The force: A draft. -> rejected by The pcc: It has no dates.",
            "The force: A plan with dates. -> accepted by The deputy: -",
            "The force: A new plan. -> - by -: -",
        ]
    );
    assert_eq!(whole.str("/claims/0/judged_at"), "2019-01-31T09:00:00Z");
    let checks: Vec<&Value> =
        whole.json["outcome_checks"].as_array().expect("checks").iter().map(|check| &check["result"]).collect();
    assert_eq!(checks, ["confirmed", "refuted"]);
    let counts = ["times_claimed", "times_rejected", "times_reopened"].map(|count| whole.json[count].clone());
    assert_eq!(counts, [json!(3), json!(1), json!(1)]);
    assert_eq!(whole.json["outcome_check"], Value::Null, "not checked since it was claimed again");
    let row = &pcc.all("/v1/actions").await[0];
    assert_eq!((&row["times_claimed"], row.get("claims")), (&json!(3), None));
}

fn told_claim(claim: &Value) -> String {
    let said = |name: &str| claim[name].as_str().unwrap_or("-").to_owned();
    let (who, what) = (said("claimed_by"), said("evidence"));
    format!("{who}: {what} -> {} by {}: {}", said("verdict"), said("judged_by"), said("reason"))
}

async fn extensions_are_kept(app: TestApp) {
    let pcc = app.pcc();
    let action = app.opcc().create("/v1/actions", &json!({"text": "A plan.", "owner": "CC"})).await;
    assert_eq!(pcc.get(&action).await.json["extensions"], json!([]));
    pcc.act(&action, "extend", &json!({"due_on": "2019-02-13", "reason": "No date was noted."})).await.expect(200);
    pcc.act(&action, "extend", &json!({"due_on": "2019-02-13", "reason": "Again."})).await.refused(422);
    app.opcc().act(&action, "extend", &json!({"due_on": "2019-03-31", "reason": "A review."})).await.refused(403);
    pcc.act(&action, "extend", &json!({"due_on": "2019-03-31", "reason": "A review ends then."})).await.expect(200);
    let whole = app.force().get(&action).await.expect(200);
    assert_eq!((&whole.json["times_extended"], whole.str("/due_on")), (&json!(2), "2019-03-31"));
    let told =
        |extension: &Value| format!("{} -> {}: {}", extension["from"], extension["to"], extension["reason"]).replace('"', "");
    let extensions: Vec<String> = whole.json["extensions"].as_array().expect("extensions").iter().map(told).collect();
    assert_eq!(extensions, ["null -> 2019-02-13: No date was noted.", "2019-02-13 -> 2019-03-31: A review ends then."]);
    assert_eq!(whole.str("/extensions/1/extended_by"), "The pcc");
}

async fn a_chain_over_meetings(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let november = opcc.create("/v1/meetings", &meeting(&stage.body, "Monthly assurance meeting", "2018-11-28")).await;
    let action = json!({
        "text": "Give a full account of victim management.", "owner": "CC", "owner_side": "force",
        "meeting_id": last(&november), "raised_on": "2018-08-29", "raised_text": "August 2018",
    });
    for (raised_on, status) in [("2018-11-29", 422), ("2018-11-28", 201)] {
        let mut other = action.clone();
        other["raised_on"] = json!(raised_on);
        let answer = opcc.post("/v1/actions", &other).await.expect(status);
        assert_eq!(answer.pointers(), if status == 422 { vec!["/raised_on"] } else { vec![] });
    }
    let action = opcc.create("/v1/actions", &action).await;
    let first = force.get(&action).await.expect(200);
    assert_eq!((first.str("/reference"), first.str("/set_on")), ("WM-2018-002", "2018-08-29"));

    let january = json!({"meeting_id": stage.meeting, "note": "The wider review was not ready."});
    force.act(&action, "carry-forward", &january).await.refused(403);
    app.client("outsider").act(&action, "carry-forward", &january).await.refused(404);
    for (body, what) in [
        (json!({"meeting_id": last(&november)}), "the same meeting"),
        (json!({"meeting_id": MISSING}), "no meeting"),
        (json!({"meeting_id": last(&app.meeting_in(&stage, "cancelled").await)}), "a cancelled one"),
    ] {
        assert_eq!(opcc.act(&action, "carry-forward", &body).await.refused(422).pointers(), ["/meeting_id"], "{what}");
    }
    let carried = opcc.act(&action, "carry-forward", &january).await.expect(200);
    assert_eq!((carried.str("/reference"), carried.str("/status"), &carried.json["version"]), ("WM-2018-002", "open", &json!(2)));
    pcc.act(&action, "carry-forward", &january).await.refused(422);

    let whole = force.get(&action).await.expect(200);
    let told = |at: &Value| format!("{} {} {} {}", at["standing"], at["on"], at["text"], at["note"]).replace('"', "");
    let chain: Vec<String> = whole.json["meetings"].as_array().expect("a chain").iter().map(told).collect();
    assert_eq!(
        chain,
        [
            "raised 2018-08-29 August 2018 null",
            "set 2018-11-28 null null",
            "carried_forward 2019-01-30 null The wider review was not ready.",
        ]
    );
    for (at, count) in [(last(&november), 2), (stage.meeting.as_str(), 1), (MISSING, 0)] {
        assert_eq!(found(&force, &format!("meeting={at}")).await, count, "{at}");
    }
    let etag = opcc.get(&format!("/v1/meetings/{}", stage.meeting)).await.etag();
    opcc.delete(&format!("/v1/meetings/{}", stage.meeting), &etag).await.refused(409);

    // The words alone are an origin too; the origin can be taken back.
    let etag = opcc.get(&action).await.etag();
    let edited = opcc.patch(&action, &etag, &json!({"raised_on": null})).await.expect(200);
    assert_eq!(edited.str("/set_on"), "2018-11-28");
    assert_eq!(force.get(&action).await.json["meetings"][0]["on"], Value::Null);
    pcc.act(&action, "close-not-implemented", &json!({"reason": "Overtaken."})).await.expect(200);
    opcc.act(&action, "carry-forward", &january).await.refused(409);
}

async fn sources_are_checked_and_linked(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let put = app.question_in(&stage, "put").await;
    let other = app.question_in(&stage, "put").await;
    let answer = app.response_to(&other, "submitted").await;
    let unsaid = app.response_to(&put, "draft").await;
    let draft = app.question_in(&stage, "draft").await;
    let outside = app.client("outsider").create("/v1/actions", &json!({"text": "Mend the roads."})).await;
    let source = |kind: &str, path: &str| json!({"kind": kind, "id": last(path)});
    let set = |sources: Value| json!({"text": "A plan.", "owner": "CC", "question_id": last(&put), "sources": sources});
    for (kind, path) in
        [("question", draft.as_str()), ("response", &unsaid), ("action", &outside), ("meeting", &answer), ("response", MISSING)]
    {
        let path = format!("/{path}");
        let refused = opcc.post("/v1/actions", &set(json!([source(kind, &path)]))).await.refused(422);
        assert_eq!(refused.pointers(), ["/sources/0/id"], "{kind}");
    }
    // A draft of the force and nothing at all are the same answer.
    let detail = async |path: &str| {
        let refused = opcc.post("/v1/actions", &set(json!([source("response", path)]))).await.refused(422);
        refused.str("/errors/0/detail").to_owned()
    };
    assert_eq!(detail(&unsaid).await, detail(&format!("/{MISSING}")).await);
    let twice = json!([source("question", &other), source("question", &other)]);
    assert_eq!(opcc.post("/v1/actions", &set(twice)).await.refused(422).pointers(), ["/sources/1"]);
    let what = opcc.post("/v1/actions", &set(json!([{"kind": "rumour", "id": MISSING}]))).await.refused(422);
    assert_eq!(what.pointers(), ["/sources/0/kind"]);

    let sources = json!([source("response", &answer), source("question", &other), source("question", &put)]);
    let action = opcc.create("/v1/actions", &set(sources)).await;
    let whole = force.get(&action).await.expect(200);
    let wanted = json!([source("question", &put), source("response", &answer), source("question", &other)]);
    assert_eq!(whole.json["sources"], wanted);
    for question in [&put, &other] {
        assert_eq!(found(&force, &format!("question={}", last(question))).await, 1, "{question}");
        let with = force.get(&format!("{question}?include=actions")).await.expect(200);
        assert_eq!(with.json["actions"].as_array().map(Vec::len), Some(1), "{question}");
    }
    let etag = opcc.get(&action).await.etag();
    let kept = opcc.patch(&action, &etag, &json!({"text": "A plan with dates."})).await.expect(200);
    assert_eq!(force.get(&action).await.json["sources"], wanted);
    let itself = json!({"sources": [source("action", &action)]});
    opcc.patch(&action, &kept.etag(), &itself).await.refused(422);
    opcc.patch(&action, &kept.etag(), &json!({"sources": []})).await.expect(200);
    assert_eq!(force.get(&action).await.json["sources"], json!([source("question", &put)]));
    assert_eq!(found(&force, &format!("question={}", last(&other))).await, 0);
}

async fn an_action_continues_another(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, force) = (app.pcc(), app.force());
    let replaced = app.action_in(&stage, "open").await;
    let done = app.action_in(&stage, "accepted").await;
    let new = json!({"text": "A wider review.", "owner": "CC", "sources": [{"kind": "action", "id": last(&done)}]});
    let new = app.opcc().create("/v1/actions", &new).await;
    let supersede = json!({"superseded_by": last(&new), "reason": "The wider review covers it."});
    pcc.act(&replaced, "supersede", &supersede).await.expect(200);
    assert_eq!(force.get(&new).await.json["continues"], json!([last(&replaced), last(&done)]));
    for earlier in [&replaced, &done] {
        assert_eq!(force.get(earlier).await.json["continued_by"], json!([last(&new)]), "{earlier}");
    }
    assert_eq!(force.get(&replaced).await.str("/status_reason"), "The wider review covers it.");
}

async fn updates_are_included(app: TestApp) {
    let stage = Stage::set(&app).await;
    let action = app.action_in(&stage, "in_progress").await;
    for (who, text) in [("force", "Half of it."), ("opcc", "Seen.")] {
        app.client(who).create(&format!("{action}/updates"), &json!({"text": text})).await;
    }
    let whole = app.force().get(&format!("{action}?include=updates")).await.expect(200);
    let told: Vec<&Value> = whole.json["updates"].as_array().expect("updates").iter().map(|update| &update["text"]).collect();
    assert_eq!(told, ["Half of it.", "Seen."]);
    assert!(app.force().get(&action).await.json.get("updates").is_none());
    let refused = app.force().get(&format!("{action}?include=claims")).await.refused(400);
    assert_eq!(refused.pointers(), ["/query/include"]);
    let trimmed = app.force().get(&format!("{action}?fields=owners,claims")).await.expect(200);
    assert_eq!(trimmed.json.as_object().map(serde_json::Map::len), Some(3));
}

/// Lists carry owners and conditions whole without looking into another table.
async fn a_page_costs_the_same_for_many_owners(app: TestApp) {
    let owners: Vec<Value> = (0..100).map(|n| json!({"capacity": format!("ACC {n}"), "side": "force"})).collect();
    let conditions: Vec<Value> = (0..100).map(|n| json!({"text": format!("Condition {n}.")})).collect();
    for _ in 0..5 {
        app.opcc().create("/v1/actions", &json!({"text": "A plan.", "owners": owners, "conditions": conditions})).await;
    }
    for row in app.force().all("/v1/actions?owner=acc 99").await {
        assert_eq!((row["owners"].as_array().map(Vec::len), row["conditions"].as_array().map(Vec::len)), (Some(100), Some(100)));
        // Longer than a line may be: it was made of the list, and an edit leaves it alone.
        let path = format!("/v1/actions/{}", row["id"].as_str().expect("an id"));
        let etag = app.opcc().get(&path).await.etag();
        let edited = app.opcc().patch(&path, &etag, &json!({"text": "A better plan."})).await.expect(200);
        assert_eq!(edited.json["owner"], row["owner"]);
    }
}

const ACTS: [&str; 6] = ["start", "claim", "reject", "accept", "check-outcome", "carry-forward"];
const WHO: [&str; 4] = ["pcc", "deputy", "opcc", "force"];

/// Whatever anybody does in whatever order: nobody both claims and accepts an action, and the counts are those of the trail.
#[test]
fn nobody_claims_and_accepts_the_same_action() {
    let step = (proptest::sample::select(&WHO[..]), proptest::sample::select(&ACTS[..]));
    let steps = proptest::collection::vec(step, 40..60);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for_random(engine, 3, &steps, everybody_tries);
    }
}

async fn everybody_tries(app: TestApp, steps: Vec<(&'static str, &'static str)>) {
    let owners = json!([{"capacity": "CC", "side": "force"}, {"capacity": "DPCC", "side": "body"}]);
    let action = app.opcc().create("/v1/actions", &json!({"text": "Agree on a plan.", "owners": owners})).await;
    // A story that always goes through, and then whatever chance adds.
    let sure =
        [("force", "start"), ("deputy", "claim"), ("pcc", "reject"), ("force", "claim"), ("deputy", "accept"), ("pcc", "accept")];
    let sure = sure.into_iter().chain([("deputy", "check-outcome"), ("pcc", "check-outcome"), ("pcc", "claim")]);
    for (who, act) in sure.chain(steps) {
        let client = app.client(who);
        let body = match act {
            "claim" => json!({"evidence": "It was done."}),
            "reject" => json!({"reason": "It was not."}),
            "check-outcome" => json!({"result": "refuted", "reason": "It did not last."}),
            "carry-forward" => json!({"meeting_id": MISSING}),
            _ => json!({}),
        };
        let allowed = client.get(&action).await.allowed().contains(&act);
        let status = client.act(&action, act, &body).await.status;
        let wanted: &[u16] = if allowed { &[200, 422] } else { &[403, 409] };
        assert!(wanted.contains(&status), "{who} {act} answered {status}, allowed: {allowed}");
    }
    let trail = app.pcc().all(&format!("/v1/audit?resource_id={}", last(&action))).await;
    let by = |act: &str| {
        let entries = trail.iter().filter(|entry| entry["act"] == act);
        entries.map(|entry| entry["actor_id"].as_str().expect("an actor").to_owned()).collect::<Vec<_>>()
    };
    let (claimed, accepted) = (by("claim"), by("accept"));
    assert!(!accepted.is_empty() && accepted.iter().all(|user| !claimed.contains(user)), "{claimed:?} {accepted:?}");
    let whole = app.pcc().get(&action).await;
    let counts = ["times_claimed", "times_rejected", "times_reopened"].map(|count| whole.json[count].clone());
    assert_eq!(counts, [claimed.len(), by("reject").len(), by("check-outcome").len()].map(|count| json!(count)));
    assert_eq!(whole.json["claims"].as_array().map(Vec::len), Some(claimed.len()));
}
