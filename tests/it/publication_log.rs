//! The publication log as the public sees it: open, signed, provable; a withdrawn document is gone and its hash stays.

use answerable::foundation::actor::keys::KeyRing;
use answerable::foundation::db::Db;
use answerable::foundation::digest::hex;
use answerable::foundation::file_store::Files;
use answerable::http::app;
use answerable::http::app::App;
use answerable::publication_log::log::{About, LeafKind, append};
use answerable::publication_log::state::PublicationLog;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use signed_note::{Note, StandardVerifier, Verifier, VerifierList};
use tlog_tiles::Checkpoint;

use crate::support::stage::{Stage, despite};
use crate::support::{Reply, TestApp, both};

both!(
    the_log_is_open_to_everybody,
    a_withdrawn_document_is_gone,
    proofs_and_tiles_are_served,
    publications_at_once,
    after_a_restart
);

pub const LOG: &str = "/public/v1/log";

/// Publishes `count` editions of as many questions; their ids.
pub async fn publish(app: &TestApp, stage: &Stage, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let edition = approved(app, stage).await;
        app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
        ids.push(edition.rsplit_once('/').expect("a path").1.to_owned());
    }
    ids
}

async fn approved(app: &TestApp, stage: &Stage) -> String {
    let question = app.question_in(stage, "answered").await;
    let id = question.rsplit_once('/').expect("a path").1;
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    edition
}

async fn get(app: &TestApp, path: &str) -> Reply {
    app.nobody().get(&format!("{LOG}/{path}")).await
}

/// The paths of tiles have more parts than the description can say.
async fn tile(app: &TestApp, path: &str) -> Reply {
    let nobody = app.nobody();
    nobody.send_unchecked(nobody.request(Method::GET, &format!("{LOG}/tile/{path}"))).await
}

/// The newest checkpoint, verified and read by others than us.
async fn checkpoint(app: &TestApp) -> Checkpoint {
    let key = get(app, "key").await.expect(200);
    let verifier: Box<dyn Verifier> = Box::new(StandardVerifier::new(key.text.trim_end()).expect("a verifier key"));
    let signed = get(app, "checkpoint").await.expect(200);
    let note = Note::from_bytes(&signed.bytes).expect("a note");
    let (good, _) = note.verify(&VerifierList::new(vec![verifier])).expect("a signature that holds");
    assert_eq!(good.len(), 1);
    let checkpoint = Checkpoint::from_bytes(note.text()).expect("a checkpoint");
    assert_eq!((checkpoint.origin(), checkpoint.extension()), ("localhost/answerable", ""));
    checkpoint
}

fn leaf_hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

fn unhex(value: &Value) -> tlog_tiles::Hash {
    let text = value.as_str().expect("hexadecimal");
    let mut hash = [0; 32];
    hash.iter_mut().enumerate().for_each(|(at, byte)| *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).expect("hex"));
    tlog_tiles::Hash(hash)
}

async fn the_log_is_open_to_everybody(app: TestApp) {
    let empty = checkpoint(&app).await;
    assert_eq!((empty.size(), hex(&empty.hash().0)), (0, hex(&Sha256::digest([]))));
    let stage = Stage::set(&app).await;
    let ids = publish(&app, &stage, 3).await;
    let now = checkpoint(&app).await;
    assert_eq!(now.size(), 3);
    let hashes = tile(&app, "0/000.p/3").await.expect(200);
    assert_eq!(hashes.header("cache-control"), "public, max-age=31536000, immutable");
    for (number, id) in ids.iter().enumerate() {
        let leaf = get(&app, &format!("leaves/{number}")).await.expect(200);
        assert_eq!(leaf.json["id"], json!(id));
        assert_eq!(leaf_hash(&leaf.bytes).as_slice(), &hashes.bytes[number * 32..number * 32 + 32]);
        assert_eq!(leaf.header("access-control-allow-origin"), "*");
    }
    // Who has the bytes is not sent them again.
    for (path, kept) in [("checkpoint", "public, max-age=5"), ("key", "public, max-age=300"), ("leaves/0", "public, max-age=300")]
    {
        let first = get(&app, path).await.expect(200);
        assert_eq!(first.header("cache-control"), kept, "{path}");
        let nobody = app.nobody();
        let again = nobody.request(Method::GET, &format!("{LOG}/{path}")).header("if-none-match", first.etag());
        assert_eq!(nobody.send(again).await.expect(304).etag(), first.etag());
    }
    for missing in ["leaves/3", "leaves/x", "leaves/-1", "leaves/99999999999999999999"] {
        assert_eq!(get(&app, missing).await.refused(404).header("access-control-allow-origin"), "*", "{missing}");
    }
    for missing in ["0/000", "0/000.p/4", "1/000.p/1", "entries/000.p/3", "entries/000", "", "0/001", "../key"] {
        tile(&app, missing).await.expect(if missing == "../key" { 200 } else { 404 });
    }
}

async fn a_withdrawn_document_is_gone(app: TestApp) {
    let stage = Stage::set(&app).await;
    let ids = publish(&app, &stage, 2).await;
    let served = get(&app, "leaves/0").await.expect(200);
    let before = checkpoint(&app).await;
    let why = json!({"explanation": "It named a person."});
    app.pcc().act(&format!("/v1/editions/{}", ids[0]), "withdraw", &why).await.expect(200);
    let gone = get(&app, "leaves/0").await.expect(410);
    assert_eq!((gone.str("/leaf_hash"), gone.str("/edition_id")), (hex(&leaf_hash(&served.bytes)).as_str(), ids[0].as_str()));
    assert_eq!(gone.json["withdrawal_leaf"], 2);
    assert!(!gone.text.contains("backlog") && served.text.contains("backlog"), "{}", gone.text);
    let withdrawal = get(&app, "leaves/2").await.expect(200);
    assert_eq!(withdrawal.str("/explanation"), "It named a person.");
    assert_eq!(withdrawal.str("/withdrawn_sha256"), hex(&Sha256::digest(&served.bytes)));
    // The tree is that of before, and one leaf more.
    assert_eq!(checkpoint(&app).await.size(), 3);
    let proof = get(&app, "proof/consistency?first=2&second=3").await.expect(200);
    assert_eq!(unhex(&proof.json["first_root"]), *before.hash());
    get(&app, "leaves/1").await.expect(200);
}

async fn proofs_and_tiles_are_served(app: TestApp) {
    let stage = Stage::set(&app).await;
    let edition = publish(&app, &stage, 1).await.remove(0);
    checkpoint(&app).await;
    app.inner()
        .db
        .write(move |conn| {
            let kind = LeafKind::Edition;
            let about = About { area: "west-mercia", kind, edition_id: &edition, edition_kind: "question", subject_id: "x" };
            let at = chrono::DateTime::UNIX_EPOCH.naive_utc();
            (1..300).try_for_each(|number| append(conn, &about, format!("{{\"number\":{number}}}"), at).map(drop))
        })
        .await
        .expect("leaves");
    let now = checkpoint(&app).await;
    assert_eq!(now.size(), 300);
    for leaf in [0, 1, 255, 256, 299] {
        let proof = get(&app, &format!("proof/inclusion?leaf={leaf}&tree_size=300")).await.expect(200);
        let hashes = proof.json["hashes"].as_array().expect("hashes").iter().map(unhex).collect();
        let hash = unhex(&proof.json["leaf_hash"]);
        tlog_tiles::check_record(&hashes, 300, *now.hash(), leaf, hash).expect("a proof that holds");
    }
    for first in [1, 2, 255, 256, 257, 300] {
        let proof = get(&app, &format!("proof/consistency?first={first}&second=300")).await.expect(200);
        let hashes = proof.json["hashes"].as_array().expect("hashes").iter().map(unhex).collect();
        let old = unhex(&proof.json["first_root"]);
        tlog_tiles::check_tree(&hashes, 300, *now.hash(), first, old).expect("a proof that holds");
    }
    let (full, above) = (tile(&app, "0/000").await.expect(200), tile(&app, "1/000.p/1").await.expect(200));
    assert_eq!(tlog_tiles::Tile::subtree_hash(&full.bytes).0.as_slice(), &above.bytes[..]);
    assert_eq!(tile(&app, "0/001.p/44").await.expect(200).bytes.len(), 44 * 32);
    for (query, pointer) in [
        ("inclusion?leaf=3&tree_size=301", "/query/tree_size"),
        ("inclusion?leaf=300&tree_size=300", "/query/leaf"),
        ("inclusion?leaf=x&tree_size=3", "/query/leaf"),
        ("consistency?first=1&second=301", "/query/second"),
        ("consistency?first=3&second=2", "/query/first"),
        ("consistency?first=0&second=2&third=3", "/query/third"),
    ] {
        assert_eq!(get(&app, &format!("proof/{query}")).await.refused(400).pointers(), [pointer], "{query}");
    }
}

async fn publications_at_once(app: TestApp) {
    let stage = Stage::set(&app).await;
    let mut editions = Vec::new();
    for _ in 0..6 {
        editions.push(approved(&app, &stage).await);
    }
    let (pcc, nothing) = (app.pcc(), json!({}));
    let publishing = editions.iter().map(|edition| pcc.act(edition, "publish", &nothing));
    // The log is asked for while it grows.
    let asking = async {
        let mut last = 0;
        for _ in 0..20 {
            let now = checkpoint(&app).await.size();
            assert!(now >= last, "{now} after {last}");
            last = now;
        }
    };
    let (published, ()) = futures_util::join!(futures_util::future::join_all(publishing), asking);
    for reply in published {
        reply.expect(200);
    }
    assert_eq!(checkpoint(&app).await.size(), 6);
    let mut ids = Vec::new();
    for leaf in 0..6 {
        ids.push(get(&app, &format!("leaves/{leaf}")).await.expect(200).id());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6);
}

/// Another process of the same instance: the same settings and database, nothing in memory.
pub fn another(app: &TestApp) -> actix_web::web::Data<App> {
    let settings = app.inner().settings.clone();
    let db = Db::start(&settings.database).expect("the database of the test");
    let files = Files::open(&settings.attachment_store, Vec::new()).expect("a file store");
    let keys = KeyRing::ephemeral().expect("a key");
    actix_web::web::Data::new(App::new(settings, db, files, keys, app.inner().clock.clone(), app::metrics_handle()))
}

async fn after_a_restart(app: TestApp) {
    let stage = Stage::set(&app).await;
    publish(&app, &stage, 2).await;
    let first = get(&app, "checkpoint").await.expect(200).text;
    let other = another(&app);
    assert_eq!(other.feature::<PublicationLog>().checkpoint(&other.db).await.expect("a checkpoint"), first);
    // What one process publishes the other finds.
    publish(&app, &stage, 1).await;
    let second = other.feature::<PublicationLog>().checkpoint(&other.db).await.expect("a checkpoint");
    assert_eq!(get(&app, "checkpoint").await.expect(200).text, second);
    assert!(second.starts_with("localhost/answerable\n3\n"), "{second}");
}
