//! Who may approve, and what keeps an approved edition back.

use serde_json::json;

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(
    the_office_approves_when_it_is_given_to_it,
    a_revoked_delegation_publishes_nothing,
    a_hold_is_waited_for,
    an_approval_is_recalled
);

async fn look(app: &TestApp) -> usize {
    answerable::publishing::editions::due::publish(app.inner()).await.expect("a look")
}

async fn the_office_approves_when_it_is_given_to_it(app: TestApp) {
    let stage = Stage::set(&app).await;
    let edition = app.edition_in(&stage, "prepared").await;
    app.opcc().act(&edition, "approve", &json!({})).await.refused(403);
    let to = |name: &str| json!({"user_id": app.person(name).id, "reason": "Leave.", "valid_from": "2019-01-31", "valid_to": "2019-02-05"});
    app.opcc().post("/v1/publication-delegations", &to("opcc")).await.refused(403);
    for nobody in ["force", "deputy", "outsider"] {
        let refused = app.pcc().post("/v1/publication-delegations", &to(nobody)).await.refused(422);
        assert_eq!(refused.pointers(), ["/user_id"]);
    }
    app.pcc().create("/v1/publication-delegations", &to("opcc")).await;
    // Not yet, and not any more.
    app.opcc().act(&edition, "approve", &json!({})).await.refused(403);
    app.set_time("2019-02-06T10:00:00Z");
    app.opcc().act(&edition, "approve", &json!({})).await.refused(403);
    app.set_time("2019-02-05T10:00:00Z");
    let approved = app.opcc().act(&edition, "approve", &json!({})).await.expect(200);
    assert_eq!(approved.json["approved_by_delegation"], true);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
}

async fn a_revoked_delegation_publishes_nothing(app: TestApp) {
    let stage = Stage::set(&app).await;
    let delegation = app.delegation_in("active").await;
    let edition = app.edition_in(&stage, "prepared").await;
    app.opcc().act(&edition, "approve", &json!({})).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({"publish_at": "2019-02-01T12:00:00Z"})).await.expect(200);
    app.pcc().act(&delegation, "revoke", &json!({"reason": "Too soon."})).await.expect(200);
    app.set_time("2019-02-01T12:00:00Z");
    assert_eq!(look(&app).await, 0);
    app.opcc().act(&edition, "publish", &json!({})).await.refused(409);
    app.opcc().act(&edition, "recall", &json!({"reason": "The delegation is revoked."})).await.expect(200);
    app.opcc().act(&edition, "approve", &json!({})).await.refused(403);
    app.pcc().act(&edition, "approve", &json!({})).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
}

async fn a_hold_is_waited_for(app: TestApp) {
    let stage = Stage::set(&app).await;
    let edition = app.edition_in(&stage, "approved").await;
    app.opcc().act(&edition, "publish", &json!({"publish_at": "2019-03-26T12:00:00Z"})).await.expect(200);
    // The hold is set after the time was.
    let hold = app.hold_in("active").await;
    let other = app.edition_in(&stage, "approved").await;
    app.opcc().act(&other, "publish", &json!({"publish_at": "2019-04-01T12:00:00Z"})).await.refused(409);
    app.set_time("2019-03-26T12:00:00Z");
    assert_eq!(look(&app).await, 0);
    app.pcc().act(&other, "publish", &json!({})).await.refused(409);
    app.opcc().act(&hold, "end", &json!({"reason": "Off."})).await.refused(403);
    app.set_time("2019-05-02T22:59:59Z");
    assert_eq!(look(&app).await, 0);
    app.set_time("2019-05-02T23:00:00Z");
    assert_eq!(look(&app).await, 1);
    assert_eq!(app.opcc().get(&edition).await.str("/status"), "published");
    for (body, pointer) in [
        (json!({"from_on": "2019-06-02", "to_on": "2019-06-01", "reason": "No."}), "/to_on"),
        (json!({"from_on": "2019-04-01", "to_on": "2019-05-02", "reason": "Over."}), "/to_on"),
        (json!({"from_on": "2019-06-01", "to_on": "2019-06-02", "reason": " "}), "/reason"),
    ] {
        assert_eq!(app.opcc().post("/v1/publication-holds", &body).await.refused(422).pointers(), [pointer]);
    }
}

async fn an_approval_is_recalled(app: TestApp) {
    let stage = Stage::set(&app).await;
    let edition = app.edition_in(&stage, "approved").await;
    app.opcc().act(&edition, "publish", &json!({"publish_at": "2019-02-01T12:00:00Z"})).await.expect(200);
    let recalled = app.opcc().act(&edition, "recall", &json!({"reason": "A figure is wrong."})).await.expect(200);
    assert_eq!((recalled.str("/status"), recalled.json["publish_at"].is_null()), ("prepared", true));
    app.set_time("2019-02-01T12:00:00Z");
    assert_eq!(look(&app).await, 0);
    app.force().get(&edition).await.refused(404);
}
