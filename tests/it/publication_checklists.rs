//! The check list of a body for the manner of publication (SI 2011/3050, Schedule, Part 3).

use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(the_body_keeps_a_check_list);

const LIST: &str = "/v1/publication-checklists/west-mercia";

async fn the_body_keeps_a_check_list(app: TestApp) {
    Stage::set(&app).await;
    let blank = app.force().get(LIST).await.expect(200);
    let says = |index: usize| blank.str(&format!("/requirements/{index}/sentence")).to_owned();
    for (index, paragraph) in ["7A", "7B", "7C"].iter().enumerate() {
        assert!(says(index).contains(paragraph), "{}", says(index));
    }
    let row = |(index, requirement): (usize, &str)| json!({"requirement": requirement, "sentence": says(index), "met": null, "note": null, "checked_on": null, "checked_by": null});
    let rows = [(0, "national_priorities"), (1, "inspections"), (2, "complaints")].map(row);
    assert_eq!((blank.etag(), &blank.json["requirements"]), ("\"0\"".to_owned(), &json!(rows)));
    let found = json!({"inspections": {"met": true, "note": " On the first page. ", "checked_on": "2019-01-29"}});
    app.force().patch(LIST, "\"0\"", &found).await.refused(403);
    let future = json!({"complaints": {"met": true, "checked_on": "2019-01-31"}});
    assert_eq!(app.opcc().patch(LIST, "\"0\"", &future).await.refused(422).pointers(), ["/complaints/checked_on"]);
    let first = app.opcc().patch(LIST, "\"0\"", &found).await.expect(200);
    let name = app.opcc().get("/v1/me").await.expect(200).str("/name").to_owned();
    let line = json!({"requirement": "inspections", "sentence": says(1), "met": true, "note": "On the first page.",
        "checked_on": "2019-01-29", "checked_by": name});
    assert_eq!((&first.json["requirements"][1], &first.json["requirements"][0]), (&line, &row((0, "national_priorities"))));
    app.pcc().patch(LIST, "\"0\"", &found).await.refused(412);
    // What stands as it was keeps who checked it.
    let second = json!({"inspections": {"met": true, "note": "On the first page.", "checked_on": "2019-01-29"},
        "complaints": {"met": false}});
    let second = app.pcc().patch(LIST, "\"1\"", &second).await.expect(200);
    assert_eq!(second.json["requirements"][1], line);
    assert_eq!((&second.json["requirements"][2]["met"], second.str("/requirements/2/checked_on")), (&json!(false), "2019-01-30"));
    let cleared = app.pcc().patch(LIST, "\"2\"", &json!({"complaints": null})).await.expect(200);
    assert_eq!(cleared.json["requirements"][2]["met"], Value::Null);
    let trail = app.pcc().get("/v1/audit?resource=publication_checklists&count=exact").await;
    assert_eq!(trail.json["page"]["total"], 3);
    app.pcc().get("/v1/publication-checklists/warwickshire").await.refused(404);
}
