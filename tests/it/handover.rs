//! The succession: the working record of an area handed over and taken back, byte for byte, on and between both databases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use actix_web::web;
use answerable::foundation::actor::keys::KeyRing;
use answerable::foundation::actor::{Role, TokenScope};
use answerable::foundation::clock::Ids;
use answerable::foundation::config::Settings;
use answerable::foundation::db::{AnyConnection, Db, next_in_series};
use answerable::foundation::file_store::{FileStore, Files};
use answerable::foundation::signing::Verifier;
use answerable::http::app::{self, App};
use answerable::identity::users::model::{NewUser, UserKind};
use answerable::identity::users::secrets::{Memory, hash_password, hash_secret};
use answerable::publication_log::state::PublicationLog;
use answerable::transfer::handover::manifest::Manifest;
use answerable::transfer::handover::tables::{KEPT, LEFT_OUT, Rows};
use answerable::transfer::handover::take::{Taken, take};
use answerable::transfer::handover::verify::{Trust, verify};
use answerable::transfer::handover::write::{Written, write};
use answerable::transfer::import::{check, load};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use serde_json::json;

use crate::publication_log::publish;
use crate::support::database::TestDatabase;
use crate::support::stage::{Stage, despite, meeting, response};
use crate::support::{Engine, TestApp, both};

both!(
    the_record_comes_back_byte_for_byte,
    one_changed_byte_anywhere_is_found,
    what_cannot_be_taken_leaves_nothing,
    every_table_is_handed_over_or_left_out_for_a_reason,
);

const AREA: &str = "west-mercia";
const RECORD: &str = include_str!("../../data/west-mercia-2019-01.json");
const CSV: &[u8] = b"month,backlog\n2018-11,893\n2018-12,871\n2019-01,865\n";
const PASSWORD: &str = "correct horse battery staple";
const CLIENT_SECRET: &str = "a-client-secret-of-the-old-office";

fn quiet(_: &str) {}

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

pub async fn sql(app: &web::Data<App>, statements: &str) {
    let statements = statements.to_owned();
    app.db.write(move |conn| Ok(conn.batch_execute(&statements)?)).await.expect("statements");
}

/// An instance of its own without an area.
pub struct Instance {
    pub app: web::Data<App>,
    home: tempfile::TempDir,
    _database: TestDatabase,
}

pub fn instance(engine: Engine) -> Instance {
    let database = TestDatabase::fresh(engine);
    let home = tempfile::tempdir().expect("a directory");
    let mut settings = Settings::local(database.url.clone());
    settings.database.connections = 2;
    settings.database.statement_timeout = std::time::Duration::from_secs(60);
    settings.attachment_store = FileStore::Local(home.path().join("attachments"));
    settings.signing.path = home.path().join("signing-key.pem");
    let db = Db::start(&settings.database).expect("the database of the test");
    let files = Files::open(&settings.attachment_store, Vec::new()).expect("a file store");
    let keys = KeyRing::ephemeral().expect("a key");
    let clock = answerable::foundation::clock::Clock::fixed("2028-05-08T09:00:00Z".parse().expect("an instant"));
    Instance { app: web::Data::new(App::new(settings, db, files, keys, clock, app::metrics_handle())), home, _database: database }
}

/// A record with something of most kinds: the January 2019 meeting, what people did since, published documents of two areas, a
/// file that two records have, and secrets that must stay.
async fn rich(app: &TestApp) {
    app.set_time("2019-02-04T09:00:00.012345Z");
    let now = app.inner().clock.now().naive_utc();
    let file = check::check(RECORD, now.date()).unwrap_or_else(|faults| panic!("{}", faults[0].in_file("january.json")));
    let imported = app.inner().db.write(move |conn| load::load(conn, &Ids, now, "january.json", RECORD, &file)).await;
    imported.expect("an import");
    elsewhere(app).await;
    let stage = stage(app).await;
    let editions = publish(app, &stage, 2).await;
    let why = json!({"explanation": "It named a person."});
    app.pcc().act(&format!("/v1/editions/{}", editions[0]), "withdraw", &why).await.expect(200);
    app.question_in(&stage, "closed").await;
    let question = app.question_in(&stage, "put").await;
    app.pcc().act(&question, "correct", &json!({"text": "What “has” changed?\n\n£ & é", "reason": "Shorter."})).await.expect(200);
    let answer = app.force().create(&format!("{question}/responses"), &response("The backlog is falling.")).await;
    for name in ["Backlog £ by month.csv", "The same again.csv"] {
        let path = app.force().upload(name, "text/csv", CSV).await.expect(201).location();
        let cite = json!({"resource": "responses", "resource_id": id(&answer)});
        app.force().post(&format!("{path}/citations"), &cite).await.expect(201);
    }
    app.opcc().upload("Note.txt", "text/plain", &b"For the office alone."[..]).await.expect(201);
    crate::handover_files::note_file(app, &editions[0], true).await;
    for status in ["accepted", "closed_not_implemented"] {
        app.action_in(&stage, status).await;
    }
    app.plan_in(&stage, "superseded").await;
    secrets(app, &editions[1]).await;
    // One that is approved for a day to come: whoever takes the record is told of it.
    let later = app.edition_in(&stage, "approved").await;
    app.opcc().act(&later, "publish", &json!({"publish_at": "2030-02-01T12:00:00Z"})).await.expect(200);
}

/// What the meeting of the record stands on, as a stage for more.
async fn stage(app: &TestApp) -> Stage {
    let opcc = app.opcc();
    let first = async |path: &str| opcc.all(path).await[0]["id"].as_str().expect("an id").to_owned();
    let topic = opcc.create("/v1/topics", &json!({"title": "Succession"})).await;
    let body = first("/v1/bodies").await;
    let meeting = opcc.create("/v1/meetings", &meeting(&body, "Another meeting", "2019-02-04")).await;
    Stage {
        body,
        plan: first("/v1/plans").await,
        priority: first("/v1/priorities").await,
        topic: id(&topic).to_owned(),
        meeting: id(&meeting).to_owned(),
    }
}

/// A document of another area, so that the numbers of the log are not those of the area.
pub async fn elsewhere(app: &TestApp) {
    let outsider = app.client("outsider");
    let question = outsider.create("/v1/questions", &json!({"text": "A word of Warwickshire alone?"})).await;
    outsider.act(&question, "put", &json!({})).await.expect(200);
    let edition = outsider.create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    outsider.act(&edition, "approve", &despite()).await.expect(200);
    outsider.act(&edition, "publish", &json!({})).await.expect(200);
}

/// Accounts with secrets, and rows that acts write seldom.
async fn secrets(app: &TestApp, edition: &str) {
    let password = hash_password(PASSWORD, &mut Memory::default()).expect("a hash");
    for (login, kind, hash) in
        [("clerk", UserKind::Person, password.clone()), ("machine", UserKind::Machine, hash_secret(CLIENT_SECRET))]
    {
        let user = NewUser {
            kind,
            login: format!("{login}@example.org"),
            name: format!("The {login}"),
            role: Role::Opcc,
            capacity: None,
            scope: TokenScope::Write,
            secret_hash: Some(hash),
        };
        app.operate(AREA, Role::Opcc, move |tx| answerable::identity::users::acts::add(tx, &user)).await.expect("a user");
    }
    let clerk = &app.person("opcc").id;
    let at = "'2019-02-04 09:00:00'";
    sql(
        app.inner(),
        &format!(
            "INSERT INTO sessions (id, user_id, began_at, used_at, expires_at)
                VALUES ('s', '{clerk}', {at}, {at}, '2019-02-18 09:00:00');
             INSERT INTO refresh_tokens (hash, session_id, scope, issued_at, expires_at)
                VALUES ('hash-of-a-refresh-token', 's', 'write', {at}, '2019-02-18 09:00:00');
             INSERT INTO idempotency_keys (caller, route, key, fingerprint, status, body, created_at)
                VALUES ('{clerk}', 'POST /v1/topics', 'key-of-a-repeated-request', 'f', 201, '', {at});
             INSERT INTO redactions (id, area, resource, resource_id, field, span, occurrence, reason, status, author,
                created_at, updated_at, version)
                VALUES ('r', '{AREA}', 'questions', 'q', 'text', 'a name', 1, 'personal', 'active', 'A', {at}, {at}, 1);
             INSERT INTO withheld_values (edition_id, position, area, redaction_id, pointer, commitment, salt, value)
                VALUES ('{edition}', 0, '{AREA}', 'r', '/text', 'c', 's', 'The withheld name');
             INSERT INTO publication_holds (id, area, reason, from_on, to_on, status, created_at, updated_at, version)
                VALUES ('h', '{AREA}', 'Election', '2019-04-01', '2019-05-02', 'active', {at}, {at}, 1);
             UPDATE meetings SET next_meeting_id = (SELECT max(id) FROM meetings WHERE area = '{AREA}')
                WHERE id = (SELECT min(id) FROM meetings WHERE area = '{AREA}');"
        ),
    )
    .await;
    assert!(password.starts_with("$argon2id$"));
}

pub async fn hand_over(app: &web::Data<App>, place: &Path) -> Written {
    write(app, AREA, place, quiet).await.expect("a handover")
}

pub async fn taken(app: &web::Data<App>, package: &Path) -> Result<Taken, String> {
    let package = verify(package, &Trust::FirstUse, quiet)?;
    take(app, package, quiet).await
}

/// What is in a package besides what it says of itself: every file with its bytes.
fn contents(package: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = tar::Archive::new(std::fs::File::open(package).expect("a file"));
    let mut files = BTreeMap::new();
    for entry in archive.entries().expect("entries") {
        let mut entry = entry.expect("an entry");
        let name = entry.path().expect("a path").display().to_string();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).expect("bytes");
        files.insert(name, bytes);
    }
    files
}

fn record(package: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = contents(package);
    files.retain(|name, _| !name.starts_with("manifest."));
    files
}

fn manifest(package: &Path) -> Manifest {
    serde_json::from_slice(&contents(package)["manifest.json"]).expect("a manifest")
}

#[track_caller]
fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (record(one), record(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{name}:\n{}\n{}", String::from_utf8_lossy(bytes), String::from_utf8_lossy(&other[name]));
    }
}

fn names_in(directory: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(directory).map(|entries| entries.map(|entry| entry.expect("an entry").file_name()).collect());
    let names: Vec<std::ffi::OsString> = entries.unwrap_or_default();
    names.into_iter().map(|name| name.into_string().expect("text")).collect()
}

async fn the_record_comes_back_byte_for_byte(app: TestApp) {
    rich(&app).await;
    let home = tempfile::tempdir().expect("a directory");
    let place = |name: &str| home.path().join(name);
    let first = place("first.tar");
    let written = hand_over(app.inner(), &first).await;
    assert!(written.rows > 200 && written.attachments == 2, "{written:?}");
    assert_eq!(names_in(home.path()), BTreeSet::from(["first.tar".to_owned()]), "nothing else is left");
    no_secret_is_in(&std::fs::read(&first).expect("the package"));
    for table in ["question_revisions", "withheld_values", "answer_judgements", "action_claims", "audit", "imports", "counters"] {
        assert!(!record(&first)[&format!("tables/{table}.ndjson")].is_empty(), "{table} is empty: the record is not rich enough");
    }
    assert_eq!(manifest(&first).log.leaves, [1, 2, 3], "leaf 0 is of the other area");

    // To the other database, and from there back to a new one of this kind.
    let other = if app.engine() == Engine::Sqlite { Engine::Postgres } else { Engine::Sqlite };
    let (there, back) = (instance(other), instance(app.engine()));
    let took = taken(&there.app, &first).await.expect("a record");
    assert_eq!((took.rows, took.attachments, took.first_leaf, took.waiting), (written.rows, 3, Some(0), 1));
    hand_over(&there.app, &place("second.tar")).await;
    assert_same(&first, &place("second.tar"));
    taken(&back.app, &place("second.tar")).await.expect("a record");
    hand_over(&back.app, &place("third.tar")).await;
    assert_same(&first, &place("third.tar"));
    assert_eq!(names_in(&back.home.path().join("attachments")).len(), 3);
    // Neither has another area, so both logs have one root.
    let root = async |instance: &Instance| {
        let checkpoint = instance.app.feature::<PublicationLog>().checkpoint(&instance.app.db).await.expect("a checkpoint");
        checkpoint.lines().nth(2).expect("a root").to_owned()
    };
    assert_eq!(root(&there).await, root(&back).await);
    it_lives_on(&back).await;
}

fn no_secret_is_in(package: &[u8]) {
    let has = |text: &str| package.windows(text.len()).any(|window| window == text.as_bytes());
    for there in ["clerk@example.org", "The withheld name", "For the office alone.", "\"deactivated\""] {
        assert!(has(there), "{there}");
    }
    let hash = hash_secret(CLIENT_SECRET);
    for secret in
        ["$argon2", PASSWORD, CLIENT_SECRET, &hash, "secret_hash", "hash-of-a-refresh-token", "key-of-a-repeated-request"]
    {
        assert!(!has(secret), "{secret}");
    }
    assert!(!has("A word of Warwickshire alone?") && !has("outsider@example.org"), "another area");
}

/// The log goes on after the last document that was taken, and references after the last that was given.
async fn it_lives_on(instance: &Instance) {
    let app = &instance.app;
    assert_eq!(app.feature::<PublicationLog>().catch_up(&app.db).await.expect("a tree"), 3);
    assert!(app.feature::<PublicationLog>().checkpoint(&app.db).await.expect("a checkpoint").contains("\n3\n"));
    let next = app.db.write(|conn| Ok(next_in_series(conn, "", "publication log", 0)?)).await.expect("a number");
    assert_eq!(next, 4);
    // Nobody is let in.
    let logins = app.db.read(|conn| answerable::transfer::handover::store::active_logins(conn, AREA)).await.expect("logins");
    assert!(logins.is_empty(), "{logins:?}");
}

/// The places in a package at which a byte is changed: in each header, at both ends of each content, in what fills its last
/// block, and at the end of the file.
fn places(package: &Path) -> Vec<(String, u64)> {
    let mut places = Vec::new();
    let mut archive = tar::Archive::new(std::fs::File::open(package).expect("a file"));
    for entry in archive.entries().expect("entries") {
        let entry = entry.expect("an entry");
        let name = entry.path().expect("a path").display().to_string();
        let (header, body, size) = (entry.raw_header_position(), entry.raw_file_position(), entry.size());
        for at in [0, 124, 148, 300] {
            places.push((name.clone(), header + at));
        }
        if size > 0 {
            places.extend([(name.clone(), body), (name.clone(), body + size / 2), (name.clone(), body + size - 1)]);
        }
        if size % 512 > 0 {
            places.extend([(name.clone(), body + size), (name.clone(), body + size.next_multiple_of(512) - 1)]);
        }
    }
    let length = std::fs::metadata(package).expect("a file").len();
    places.push(("the end of the file".to_owned(), length - 1));
    places
}

async fn one_changed_byte_anywhere_is_found(app: TestApp) {
    rich(&app).await;
    let home = tempfile::tempdir().expect("a directory");
    let package = home.path().join("record.tar");
    hand_over(app.inner(), &package).await;
    let key = app.inner().feature::<PublicationLog>().signer().expect("a key").verifier().clone();
    let good = std::fs::read(&package).expect("the package");
    let changed = home.path().join("changed.tar");
    for (name, at) in places(&package) {
        let mut bytes = good.clone();
        bytes[usize::try_from(at).expect("a place")] ^= 1;
        std::fs::write(&changed, &bytes).expect("a file");
        let trusts = [Trust::Key(key.clone()), Trust::FirstUse];
        // What comes after the manifest is checked by the manifest, whoever has signed it.
        let kinds = if name.starts_with("manifest.") { 2 } else { 1 };
        for trust in trusts.into_iter().take(kinds) {
            let said = verify(&changed, &trust, quiet).expect_err(&format!("byte {at} of {name}"));
            let named = said.contains(&name) || (name == "manifest.json" && said.contains("manifest."));
            assert!(named, "byte {at} of {name}: {said}");
        }
    }
    for (bytes, what) in [(&good[..good.len() - 512], "cut off"), (&[&good[..], &[0; 512]].concat()[..], "made longer")] {
        std::fs::write(&changed, bytes).expect("a file");
        assert!(verify(&changed, &Trust::FirstUse, quiet).is_err(), "{what}");
    }
    let other = Verifier::from_note_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    let said = verify(&package, &Trust::Key(other.expect("a key")), quiet).expect_err("another key");
    assert!(said.contains("manifest.sig: not signed by PeterNeumann"), "{said}");
}

/// How many rows there are of what a failed import might leave.
async fn left(app: &web::Data<App>) -> i64 {
    use answerable::foundation::schema::{areas, counters, stray_files, users};
    use diesel::prelude::*;
    let count = |conn: &mut AnyConnection| {
        let areas: i64 = areas::table.filter(areas::slug.eq(AREA)).count().get_result(conn)?;
        let users: i64 = users::table.filter(users::area.eq(AREA)).count().get_result(conn)?;
        let counters: i64 = counters::table.count().get_result(conn)?;
        Ok(areas + users + counters + stray_files::table.count().get_result::<i64>(conn)?)
    };
    app.db.read(count).await.expect("counts")
}

/// Two leaves of another area in the log of a receiver.
async fn documents_of_surrey(app: &web::Data<App>) {
    let (at, hash) = ("'2019-02-04 09:00:00'", "ab".repeat(32));
    sql(
        app,
        &format!(
            "INSERT INTO editions (id, area, kind, subject_id, number, title, record, withheld, source_sha256, warnings, status,
                created_at, updated_at, version)
                VALUES ('e', 'surrey', 'question', 's', 1, 't', '{{}}', '[]', '', '[]', 'published', {at}, {at}, 1);
             INSERT INTO publication_log (leaf, area, kind, edition_id, edition_kind, subject_id, document, sha256, leaf_hash, at)
                VALUES (0, 'surrey', 'edition', 'e', 'question', 's', '{{}}', '{hash}', '{hash}', {at}),
                    (1, 'surrey', 'withdrawal', 'e', 'question', 's', '{{}}', '{hash}', '{hash}', {at});
             INSERT INTO counters (area, series, year, last) VALUES ('', 'publication log', 0, 2)"
        ),
    )
    .await;
}

async fn what_cannot_be_taken_leaves_nothing(app: TestApp) {
    rich(&app).await;
    let home = tempfile::tempdir().expect("a directory");
    let package = home.path().join("record.tar");
    hand_over(app.inner(), &package).await;
    let before = left(app.inner()).await;
    let said = taken(app.inner(), &package).await.expect_err("the area is there");
    assert!(said.contains("already has the area west-mercia"), "{said}");
    assert_eq!((left(app.inner()).await, app.file_names().len()), (before, 3));
    let said = write(app.inner(), AREA, &package, quiet).await.expect_err("a file is there");
    assert!(said.contains("already exists"), "{said}");
    assert!(write(app.inner(), "surrey", &home.path().join("b.tar"), quiet).await.is_err_and(|said| said.contains("surrey")));
    assert_eq!(names_in(home.path()).len(), 1);

    // A login that somebody else has is found while the rows are loaded, after the files were written.
    let receiver = instance(app.engine());
    let at = "'2019-02-04 09:00:00'";
    sql(
        &receiver.app,
        &format!(
            "INSERT INTO areas (id, slug, code, name, force_name, created_at, updated_at, version)
                VALUES ('a', 'surrey', 'SY', 'Surrey', 'Surrey Police', {at}, {at}, 1);
             INSERT INTO users (id, area, kind, login, name, role, scope, status, created_at, updated_at, version)
                VALUES ('u', 'surrey', 'person', 'clerk@example.org', 'A', 'opcc', 'read', 'active', {at}, {at}, 1)"
        ),
    )
    .await;
    // A file that is there already, as a killed import leaves it, is used, and is not removed with what this one has written.
    let rows = String::from_utf8(record(&package)["tables/attachments.ndjson"].clone()).expect("text");
    let row: serde_json::Value = serde_json::from_str(rows.lines().next().expect("an attachment")).expect("JSON");
    let name = row["id"].as_str().expect("an id").to_owned();
    let folder = receiver.home.path().join("attachments");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join(&name), "another file").expect("a file");
    let said = taken(&receiver.app, &package).await.expect_err("another file is there");
    assert!(said.contains(&name) && names_in(&folder) == BTreeSet::from([name.clone()]), "{said}");
    let sha256 = row["sha256"].as_str().expect("a hash");
    std::fs::write(folder.join(&name), &record(&package)[&format!("files/{sha256}")]).expect("a file");
    let said = taken(&receiver.app, &package).await.expect_err("a login is taken");
    assert!(said.contains("tables/users.ndjson") && said.contains("login"), "{said}");
    assert_eq!(left(&receiver.app).await, 0);
    assert_eq!(names_in(&folder), BTreeSet::from([name]));

    // Without it the record comes, behind the documents that are in the log already.
    sql(&receiver.app, "DELETE FROM users").await;
    documents_of_surrey(&receiver.app).await;
    assert_eq!(taken(&receiver.app, &package).await.expect("a record").first_leaf, Some(2));
    let again: PathBuf = home.path().join("again.tar");
    hand_over(&receiver.app, &again).await;
    assert_same(&package, &again);
    assert_eq!(manifest(&again).log.leaves, [2, 3, 4]);
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Link {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    parent: String,
    #[diesel(sql_type = Text)]
    child: String,
}

async fn names(app: &TestApp, query: &'static str) -> BTreeSet<String> {
    let read = move |conn: &mut AnyConnection| Ok(diesel::sql_query(query).load::<Name>(conn)?);
    app.inner().db.read(read).await.expect("names").into_iter().map(|row| row.name).collect()
}

async fn every_table_is_handed_over_or_left_out_for_a_reason(app: TestApp) {
    let is_sqlite = app.engine() == Engine::Sqlite;
    let (all, with_area) = if is_sqlite {
        (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            "SELECT t.name AS name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'area'",
        )
    } else {
        (
            "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'",
            "SELECT table_name::text AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'area'",
        )
    };
    let mut there = names(&app, all).await;
    there.remove("__diesel_schema_migrations");
    let mut said: BTreeSet<String> = KEPT.iter().map(|table| table.name.to_owned()).collect();
    said.extend(LEFT_OUT.iter().map(|(name, _)| (*name).to_owned()));
    assert_eq!(
        there, said,
        "the schema on the left; src/transfer/handover/tables.rs, which has to say what becomes of each table, on the right"
    );
    let with_area = names(&app, with_area).await;
    for table in KEPT.iter().filter(|table| table.name != "areas") {
        assert_eq!(table.rows == Rows::Slug("area"), with_area.contains(table.name), "{}", table.name);
    }
    if is_sqlite {
        links_lead_back(&app).await;
    }
    let columns = |conn: &mut AnyConnection| {
        KEPT.iter().map(|table| answerable::transfer::handover::store::columns(conn, table)).collect::<Result<Vec<_>, _>>()
    };
    for (table, columns) in KEPT.iter().zip(app.inner().db.read(columns).await.expect("columns of known types")) {
        assert!(columns.iter().any(|column| column.key == 1), "{} has no primary key", table.name);
    }
}

/// Every foreign key leads to a table that is loaded earlier, or is set later. Asked of SQLite, which has all of them.
async fn links_lead_back(app: &TestApp) {
    let query = "SELECT t.name AS name, k.\"table\" AS parent, k.\"from\" AS child FROM sqlite_master t \
                 JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table'";
    let read = move |conn: &mut AnyConnection| Ok(diesel::sql_query(query).load::<Link>(conn)?);
    let links = app.inner().db.read(read).await.expect("foreign keys");
    assert!(links.len() > 100, "{}", links.len());
    let place = |name: &str| KEPT.iter().position(|table| table.name == name);
    for Link { name, parent, child } in links {
        let Some(at) = place(&name) else { continue };
        let of = place(&parent).unwrap_or_else(|| panic!("{name}.{child} leads to {parent}, which is not handed over"));
        let is_later = KEPT[at].later.contains(&child.as_str());
        assert!(of < at || (of == at && is_later), "{name}.{child} leads to {parent}");
    }
}
