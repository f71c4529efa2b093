//! Citations of files: by records of every kind, published or not as the body says, and taken back while nothing published names the
//! file.

use answerable::record::evidence::attachments::model::CitingResource;
use answerable::record::evidence::attachments::store;
use serde_json::{Value, json};

use crate::public::{fresh, withdraw};
use crate::public_files::{named, published};
use crate::support::stage::Stage;
use crate::support::{Client, TestApp, both};

both!(
    records_of_a_meeting_and_reports_cite,
    the_body_says_what_is_published,
    a_citation_is_taken_back,
    what_is_published_stays,
    what_is_kept_back_after_approval_is_not_published,
    the_files_of_many_records_are_read_together,
);

const CSV: &str = "month,backlog\n2018-11,865\n";

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn file_of(client: &Client) -> String {
    client.upload("Backlog.csv", "text/csv", CSV).await.expect(201).location()
}

/// A paper of the meeting of the stage; its path.
async fn paper(app: &TestApp, stage: &Stage) -> String {
    let paper = json!({"kind": "report", "title": "The backlog", "owed_by": "force", "due_on": "2019-01-23"});
    app.opcc().create(&format!("/v1/meetings/{}/papers", stage.meeting), &paper).await
}

async fn held(app: &TestApp) -> Stage {
    let stage = Stage::set(app).await;
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    stage
}

async fn records_of_a_meeting_and_reports_cite(app: TestApp) {
    let stage = held(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    // A paper is seen by both sides, so the force hands it in as a file.
    let (file, paper) = (file_of(&force).await, paper(&app, &stage).await);
    opcc.get(&file).await.refused(404);
    let cited = force.cite(&file, "papers", id(&paper)).await.expect(201);
    assert_eq!((cited.str("/resource"), &cited.json["publish"], cited.str("/side")), ("papers", &json!(true), "force"));
    assert_eq!(opcc.get(&cited.location()).await.expect(200).json["allowed_acts"], json!(["edit", "delete"]));
    assert_eq!(opcc.get(&format!("{file}/content")).await.expect(200).bytes, CSV.as_bytes());
    // A draft is the body's, and so is the file that it cites.
    for (resource, draft, act) in [
        ("decisions", app.decision_in(&stage, "draft").await, "take"),
        ("recommendation_sets", app.recommendation_set_in(&stage, "draft").await, "record"),
        ("exchanges", app.exchange_in(&stage, "draft").await, "record"),
    ] {
        let file = file_of(&opcc).await;
        opcc.cite(&file, resource, id(&draft)).await.expect(201);
        let mine = file_of(&force).await;
        assert_eq!(force.cite(&mine, resource, id(&draft)).await.refused(422).pointers(), ["/resource_id"], "{resource}");
        force.get(&file).await.refused(404);
        app.pcc().act(&draft, act, &json!({})).await.expect(200);
        assert_eq!(force.get(&file).await.expect(200).str("/citations/0/resource"), resource);
        force.cite(&mine, resource, id(&draft)).await.expect(201);
        let listed = opcc.all(&format!("/v1/attachments?resource={resource}&resource_id={}", id(&draft))).await;
        assert_eq!(listed.len(), 2, "{resource}");
    }
    // A citation by a record that was deleted is no citation.
    opcc.delete(&paper, "\"1\"").await.expect(204);
    assert_eq!(force.get(&file).await.expect(200).json["citations"], json!([]));
    opcc.get(&cited.location()).await.refused(404);
    force.delete(&file, "\"1\"").await.expect(204);
}

async fn the_body_says_what_is_published(app: TestApp) {
    let stage = held(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let (file, paper) = (file_of(&force).await, paper(&app, &stage).await);
    let private = json!({"resource": "papers", "resource_id": id(&paper), "publish": false});
    let citation = force.post(&format!("{file}/citations"), &private).await.expect(201);
    let (path, etag) = (citation.location(), citation.etag());
    assert_eq!((&citation.json["publish"], citation.allowed()), (&json!(false), vec!["delete"]));
    force.patch(&path, &etag, &json!({"publish": true})).await.refused(403);
    app.client("reader").patch(&path, &etag, &json!({"publish": true})).await.refused(403);
    app.client("outsider").patch(&path, &etag, &json!({"publish": true})).await.refused(404);
    let unread = opcc.request(reqwest::Method::PATCH, &path).json(&json!({"publish": true}));
    opcc.send(unread).await.refused(428);
    let changed = opcc.patch(&path, &etag, &json!({"publish": true})).await.expect(200);
    assert_eq!((&changed.json["publish"], changed.etag().as_str()), (&json!(true), "\"2\""));
    pcc.patch(&path, &etag, &json!({"publish": false})).await.refused(412);
    for (body, pointer) in [
        (json!({"note": "See table 2."}), "/note"),
        (json!({"resource": "meetings"}), "/resource"),
        (json!({"publish": null}), "/publish"),
    ] {
        assert_eq!(pcc.patch(&path, &changed.etag(), &body).await.refused(422).pointers(), [pointer]);
    }
    // Of another file it is not found, and its own side reads what was done to it.
    let other = file_of(&force).await;
    opcc.get(&format!("{other}/citations/{}", id(&path))).await.refused(404);
    let trail = opcc.all(&format!("/v1/audit?resource=citations&resource_id={}", id(&path))).await;
    assert_eq!((&trail[0]["act"], &trail[0]["changes"]), (&json!("edit"), &json!({"publish": true})));
    assert_eq!(force.all("/v1/audit?resource=citations").await, Vec::<Value>::new());
}

async fn a_citation_is_taken_back(app: TestApp) {
    let stage = held(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let (file, paper) = (file_of(&force).await, paper(&app, &stage).await);
    let meeting = opcc.get(&format!("/v1/meetings/{}", stage.meeting)).await.expect(200).id();
    let theirs = force.cite(&file, "papers", id(&paper)).await.expect(201).location();
    let ours = opcc.cite(&file, "meetings", &meeting).await.expect(201).location();
    assert_eq!(force.get(&ours).await.expect(200).allowed(), Vec::<&str>::new());
    force.delete(&ours, "\"1\"").await.refused(403);
    app.client("outsider").delete(&theirs, "\"1\"").await.refused(404);
    opcc.delete(&theirs, "\"2\"").await.refused(412);
    opcc.delete(&theirs, "\"1\"").await.expect(204);
    assert_eq!(force.get(&file).await.expect(200).json["citations"].as_array().map(Vec::len), Some(1));
    // Without one the file is its own side's again, and the record may cite it once more.
    opcc.delete(&ours, "\"1\"").await.expect(204);
    opcc.get(&file).await.refused(404);
    let again = force.cite(&file, "papers", id(&paper)).await.expect(201).location();
    force.delete(&again, "\"1\"").await.expect(204);
    force.get(&again).await.refused(404);
    force.delete(&file, "\"1\"").await.expect(204);
}

async fn what_is_published_stays(app: TestApp) {
    let stage = held(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let (file, paper) = (file_of(&force).await, paper(&app, &stage).await);
    let citation = force.cite(&file, "papers", id(&paper)).await.expect(201).location();
    let edition = published(&app, &[&named(&force.get(&file).await.expect(200).json)]).await;
    for client in [&force, &opcc] {
        let refused = client.delete(&citation, "\"1\"").await.refused(409);
        assert_eq!(refused.str("/current_status"), "published");
    }
    assert_eq!(pcc.get(&citation).await.expect(200).allowed(), ["edit"]);
    // What the next edition publishes can be changed all the same.
    let hidden = opcc.patch(&citation, "\"1\"", &json!({"publish": false})).await.expect(200);
    assert_eq!(hidden.json["publish"], json!(false));
    // The file stays, also when nothing cites it any more.
    opcc.delete(&paper, "\"1\"").await.expect(204);
    let refused = force.delete(&file, "\"1\"").await.refused(409);
    assert_eq!((refused.str("/current_status"), &refused.json["allowed_acts"]), ("published", &json!(["cite"])));
    assert_eq!(force.get(&file).await.expect(200).allowed(), ["cite"]);
    withdraw(&app, &edition).await;
    force.delete(&file, "\"1\"").await.expect(204);
}

async fn the_files_of_many_records_are_read_together(app: TestApp) {
    let stage = held(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let (paper, meeting) = (paper(&app, &stage).await, stage.meeting.clone());
    let mut files = Vec::new();
    for name in ["1.csv", "2.csv", "3.csv"] {
        files.push(force.upload(name, "text/csv", CSV).await.expect(201).location());
    }
    // Oldest citation first, whatever the age of the file; what is not to be published is left out.
    for file in [&files[1], &files[0]] {
        force.cite(file, "papers", id(&paper)).await.expect(201);
    }
    let private = json!({"resource": "papers", "resource_id": id(&paper), "publish": false});
    force.post(&format!("{}/citations", files[2]), &private).await.expect(201);
    opcc.cite(&files[1], "meetings", &meeting).await.expect(201);
    let (paper, other) = (id(&paper).to_owned(), fresh(&app));
    let wanted = (paper.clone(), meeting.clone());
    let read = move |conn: &mut answerable::foundation::db::AnyConnection| {
        let (paper, meeting) = wanted;
        let records = [
            (CitingResource::Papers, paper.as_str()),
            (CitingResource::Meetings, meeting.as_str()),
            // Nothing of the meeting is of a question with its id.
            (CitingResource::Questions, meeting.as_str()),
            (CitingResource::Papers, other.as_str()),
        ];
        let elsewhere = store::published_with(conn, "warwickshire", &records)?;
        Ok((store::published_with(conn, "west-mercia", &records)?, elsewhere, store::published_with(conn, "west-mercia", &[])?))
    };
    let (with, elsewhere, of_nothing) = app.inner().db.read(read).await.expect("files");
    assert_eq!((elsewhere.len(), of_nothing.len(), with.len()), (0, 0, 2));
    let names = |key: (CitingResource, String)| with[&key].iter().map(|file| file.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names((CitingResource::Papers, paper)), ["2.csv", "1.csv"]);
    assert_eq!(names((CitingResource::Meetings, meeting)), ["2.csv"]);
}

/// The approver read the file as one for the public; it no longer is.
async fn what_is_kept_back_after_approval_is_not_published(app: TestApp) {
    let stage = held(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    for keep_back in [true, false] {
        let decision = app.decision_in(&stage, "taken").await;
        let file = file_of(&opcc).await;
        let citation = opcc.cite(&file, "decisions", id(&decision)).await.expect(201).location();
        let subject = json!({"kind": "decision", "subject_id": id(&decision)});
        let edition = opcc.create("/v1/editions", &subject).await;
        pcc.act(&edition, "approve", &json!({"despite_warnings": "They are known."})).await.expect(200);
        let etag = opcc.get(&citation).await.expect(200).etag();
        if keep_back {
            opcc.patch(&citation, &etag, &json!({"publish": false})).await.expect(200);
        } else {
            opcc.delete(&citation, &etag).await.expect(204);
        }
        pcc.act(&edition, "publish", &json!({})).await.refused(409);
        let hash = opcc.get(&file).await.expect(200).str("/sha256").to_owned();
        app.nobody().get(&format!("/public/v1/files/{hash}")).await.refused(404);
        pcc.act(&edition, "recall", &json!({"reason": "The file is not for the public."})).await.expect(200);
        opcc.act(&edition, "refresh", &json!({})).await.expect(200);
        pcc.act(&edition, "approve", &json!({"despite_warnings": "They are known."})).await.expect(200);
        pcc.act(&edition, "publish", &json!({})).await.expect(200);
        app.nobody().get(&format!("/public/v1/files/{hash}")).await.refused(404);
    }
}
