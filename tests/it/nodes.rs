//! Several processes of one service on one database, each with pages of its own in memory: a page is of one state of the log,
//! nothing older follows something newer, and who checks from outside accuses nobody of what one of them published meanwhile.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use answerable::foundation::db::snapshot;
use answerable::public::state;
use answerable::publication_log::document::LICENCE;
use answerable::service::in_process;
use answerable::transfer::export;
use answerable::transfer::verify::report::Report;
use answerable::transfer::verify::source::Source;
use answerable::transfer::verify::{Options, verify};
use diesel::prelude::*;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use crate::public::{fresh, publish};
use crate::publication_log::another;
use crate::support::client::connections;
use crate::support::{TestApp, both};
use crate::verify::{restarted, served, sql, url};

both!(
    nothing_older_follows_something_newer,
    pages_are_right_while_others_publish,
    two_statements_read_one_state,
    a_list_and_its_total_are_of_one_instant,
    a_sound_service_is_never_accused,
    what_does_not_stand_is_no_fault,
    a_broken_service_is_accused_while_it_publishes,
    an_export_is_of_one_state,
);

/// The same number of documents is in all of them, as long as they are questions, each of them once.
const PAGES: [&str; 12] = [
    "/public/v1",
    "/public/v1/questions",
    "/public/v1/questions?count=exact&sort=-updated_at",
    "/public/v1/editions",
    "/public/v1/changes",
    "/public/v1/search?q=asked",
    "/public/v1/feeds/feed.json",
    "/public/v1/feeds/atom.xml",
    "/public/v1/log/checkpoint",
    "/public/v1/export/manifest.json",
    "/public/v1/export/questions.csv",
    "/public/v1/export/editions.ndjson",
];

/// What a page says: how many documents there are, and when it was last changed.
#[derive(Debug, PartialEq, Eq)]
struct Says {
    documents: usize,
    modified: String,
}

fn second(number: usize) -> String {
    format!("2019-01-30T09:00:{number:02}Z")
}

/// What a page says when it is of a state: each publication is a second later.
fn saying(documents: usize) -> Says {
    Says { documents, modified: format!("Wed, 30 Jan 2019 09:00:{documents:02} GMT") }
}

/// Publishes one more question, at the second of its number.
async fn one_more(app: &TestApp, number: usize) {
    app.set_time(&second(number));
    let id = fresh(app);
    publish(app, "question", &id, json!({"question": {"id": id, "text": "Was it asked?"}})).await;
}

/// One of several processes.
struct Node {
    address: String,
    http: reqwest::Client,
    handle: Option<actix_web::dev::ServerHandle>,
}

impl Node {
    /// One more beside the application.
    fn beside(app: &TestApp) -> Self {
        Self::of(restarted(app))
    }

    fn of((address, handle): (String, actix_web::dev::ServerHandle)) -> Self {
        Self { address, http: connections(), handle: Some(handle) }
    }

    async fn stop(self) {
        if let Some(handle) = self.handle {
            handle.stop(false).await;
        }
    }

    /// What a page says now.
    async fn read(&self, path: &str) -> Says {
        says(self, path).await.unwrap_or_else(|| panic!("{path} breaks off while nothing is published"))
    }
}

/// What a page of a node says now; `None` for a table that was broken off because something was published.
async fn says(node: &Node, path: &str) -> Option<Says> {
    let response = node.http.get(format!("{}{path}", node.address)).send().await.expect("an answer");
    let is_table = path.contains("/export/");
    if is_table && response.status() == 503 {
        return None;
    }
    assert_eq!(response.status(), 200, "{path}");
    let modified = response.headers()["last-modified"].to_str().expect("text").to_owned();
    let text = match response.text().await {
        Ok(text) => text,
        Err(_) if is_table => return None,
        Err(error) => panic!("{path}: {error}"),
    };
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let rows = |name: &str| json[name].as_array().map(Vec::len);
    let documents = json["documents"].as_u64().and_then(|documents| usize::try_from(documents).ok());
    let lines = text.lines().count();
    let documents = match path.rsplit_once('/').expect("a path").1 {
        "checkpoint" => text.lines().nth(1).expect("a size").parse().expect("a number"),
        "atom.xml" => text.matches("<entry>").count(),
        "questions.csv" => lines - 1,
        "editions.ndjson" => lines,
        _ => documents.or_else(|| rows("data")).or_else(|| rows("items")).expect("documents"),
    };
    if let Some(total) = json["page"]["total"].as_u64() {
        assert_eq!(usize::try_from(total).expect("a number"), documents, "{path}");
    }
    Some(Says { documents, modified })
}

async fn nothing_older_follows_something_newer(app: TestApp) {
    const ROUNDS: usize = 24;
    let node = Node::beside(&app);
    one_more(&app, 1).await;
    let mut behind = 0;
    for round in 1..=ROUNDS {
        // Half of the pages are kept when another process publishes, from another page on each time.
        let kept: Vec<&str> = PAGES.iter().cycle().skip(round).take(PAGES.len() / 2).copied().collect();
        for path in &kept {
            node.read(path).await;
        }
        one_more(&app, round + 1).await;
        let mut newest = 0;
        for path in PAGES.iter().cycle().skip(round + 3).take(PAGES.len()).chain(&PAGES) {
            let says = node.read(path).await;
            assert_eq!(says, saying(says.documents), "{path} is of two states in round {round}");
            assert!(says.documents >= newest, "{path} has {} documents after one of {newest} in round {round}", says.documents);
            behind += usize::from(says.documents == round);
            newest = says.documents;
        }
        assert_eq!(newest, round + 1, "what was published was never seen");
    }
    // The first page that is not kept ends it: before that a few were kept, in most rounds.
    assert!((1..ROUNDS * PAGES.len()).contains(&behind), "{behind} pages of the state before");
    node.stop().await;
}

async fn pages_are_right_while_others_publish(app: TestApp) {
    const PUBLISHED: usize = 30;
    let nodes = [Node::beside(&app), Node::beside(&app), Node { address: url(&app), http: connections(), handle: None }];
    one_more(&app, 1).await;
    let publishing = async {
        for number in 2..=PUBLISHED {
            one_more(&app, number).await;
        }
    };
    let reading = nodes.iter().map(|node| async move {
        let (mut newest, mut pages) = (0, 0);
        while newest < PUBLISHED {
            for path in PAGES {
                let Some(says) = says(node, path).await else { continue };
                assert_eq!(says, saying(says.documents), "{path} is of two states");
                assert!(says.documents >= newest, "{path} has {} documents after one of {newest}", says.documents);
                (newest, pages) = (says.documents, pages + 1);
            }
        }
        pages
    });
    let ((), pages) = join(publishing, join_all(reading)).await;
    assert!(pages.iter().all(|pages| *pages > PAGES.len()), "{pages:?}");
    for node in nodes {
        node.stop().await;
    }
}

async fn two_statements_read_one_state(app: TestApp) {
    use answerable::foundation::schema::public_editions;
    const ROUNDS: usize = 5;
    for round in 0..ROUNDS {
        let (said, heard) = mpsc::channel();
        let (publish_it, published) = mpsc::channel::<()>();
        let reading = app.inner().db.read(move |conn| {
            snapshot(conn, |conn| {
                let state = state::newest(conn)?;
                said.send(state.leaf).expect("somebody listens");
                published.recv().expect("somebody publishes");
                let editions: i64 = public_editions::table.count().get_result(conn)?;
                Ok((state.leaf, editions))
            })
        });
        let publishing = async {
            let heard = tokio::task::spawn_blocking(move || heard.recv()).await.expect("a thread").expect("a state");
            one_more(&app, round + 1).await;
            publish_it.send(()).expect("somebody reads");
            heard
        };
        let (read, heard) = join(reading, publishing).await;
        let (leaf, editions) = read.expect("read");
        assert_eq!((i64::from(leaf) + 1, leaf), (editions, heard), "state and content are of two instants");
        assert_eq!(leaf + 1, i32::try_from(round).expect("a number"));
    }
}

async fn a_list_and_its_total_are_of_one_instant(app: TestApp) {
    const MADE: usize = 60;
    let (writer, reader) = (app.opcc(), app.force());
    let writing = async {
        for number in 0..MADE {
            writer.create("/v1/topics", &json!({"title": format!("Topic {number}")})).await;
        }
    };
    let reading = async {
        let (mut seen, mut reads) = (0, 0);
        while seen < MADE {
            let list = reader.get("/v1/topics?count=exact&limit=200").await.expect(200);
            seen = list.ids().len();
            assert_eq!(list.json["page"]["total"], json!(seen), "rows and total are of two instants");
            reads += 1;
        }
        reads
    };
    let ((), reads) = join(writing, reading).await;
    assert!(reads > 1, "{reads} reads");
}

/// Lets something be published, or done to the database, while a check is under way.
fn at_once<F: Future<Output = ()>>(work: impl FnOnce() -> F + Send + 'static) {
    std::thread::spawn(move || actix_web::rt::System::new().block_on(work())).join().expect("it was done");
}

/// Checks a node; `each` is told of every look at everything, at its beginning.
async fn checked(node: &Node, pause: Duration, mut each: impl FnMut(usize) + Send) -> Result<Report, String> {
    let source = Source::new(&node.address, Duration::from_secs(30)).expect("a source");
    let options = Options { pause, ..Options::default() };
    let mut looks = 0;
    let mut progress = |what: &str, done: usize, _: usize| {
        if (what, done) == ("documents", 0) {
            looks += 1;
            each(looks);
        }
    };
    verify(&source, &options, &mut progress).await.map(|(report, _)| report)
}

async fn a_sound_service_is_never_accused(app: TestApp) {
    const ROUNDS: usize = 25;
    let node = Node::beside(&app);
    one_more(&app, 1).await;
    let mut looks_at_all = 0;
    for round in 1..=ROUNDS {
        let kept = ["/public/v1/log/checkpoint", "/public/v1/changes?limit=200", "/public/v1/feeds/feed.json"];
        for path in kept.iter().chain(&PAGES[..round % 4]) {
            node.read(path).await;
        }
        // Right before the check, or in its midst.
        let in_its_midst = round % 3 == 0;
        if !in_its_midst {
            one_more(&app, round + 1).await;
        }
        let report = checked(&node, Duration::ZERO, |look| {
            looks_at_all += 1;
            let publishing = app.clone();
            if in_its_midst && look == 1 {
                at_once(move || async move { one_more(&publishing, round + 1).await });
            }
        });
        assert_eq!(report.await.expect("a report").faults, Vec::<String>::new(), "round {round}");
    }
    // Some of the checks met two states, and looked again.
    assert!(looks_at_all > ROUNDS, "{looks_at_all} looks");
    node.stop().await;
}

/// A node that keeps no page: what is done to the database is seen at once.
fn forgetful(app: &TestApp) -> Node {
    let mut node = another(app).into_inner();
    Arc::get_mut(&mut node).expect("nobody else has it").settings.public_cache = 0;
    Node::of(served(node.into()))
}

async fn what_does_not_stand_is_no_fault(app: TestApp) {
    one_more(&app, 1).await;
    let node = forgetful(&app);
    let changed = "UPDATE public_editions SET title = 'Another title'";
    sql(&app, changed).await;
    let (mending, mut seen) = (app.clone(), 0);
    let report = checked(&node, Duration::from_millis(10), |look| {
        let mending = mending.clone();
        seen = look;
        if look == 2 {
            at_once(move || async move { sql(&mending, "UPDATE public_editions SET title = 'As published'").await });
        }
    });
    assert_eq!((report.await.expect("a report").faults, seen), (Vec::new(), 2));
    // Nobody mends it.
    sql(&app, changed).await;
    let mut seen = 0;
    let report = checked(&node, Duration::from_millis(10), |look| seen = look).await.expect("a report");
    assert!(report.faults.iter().any(|fault| fault.contains("has a different title at /public/v1/")), "{report:?}");
    assert_eq!(seen, 2);
    node.stop().await;
}

async fn a_broken_service_is_accused_while_it_publishes(app: TestApp) {
    one_more(&app, 1).await;
    let node = forgetful(&app);
    let publish_each_time = |app: &TestApp| {
        let publishing = app.clone();
        move |look: usize| {
            let publishing = publishing.clone();
            let number = publishing.inner().clock.now().timestamp() % 60 + 1;
            let number = usize::try_from(number).expect("a number");
            assert!(look <= 5, "it looks for ever");
            at_once(move || async move { one_more(&publishing, number).await });
        }
    };
    let unsaid = checked(&node, Duration::ZERO, publish_each_time(&app)).await;
    assert!(unsaid.as_ref().is_err_and(|why| why.contains("published to during every check")), "{unsaid:?}");
    sql(&app, "UPDATE public_editions SET title = 'Another title' WHERE leaf = 0").await;
    let report = checked(&node, Duration::ZERO, publish_each_time(&app)).await.expect("a report");
    let of_the_first = |fault: &String| fault.contains("(leaf 0)") && fault.contains("has a different title at /public/v1/");
    assert!(!report.faults.is_empty() && report.faults.iter().all(of_the_first), "{:#?}", report.faults);
    node.stop().await;
}

async fn an_export_is_of_one_state(app: TestApp) {
    let node = another(&app);
    one_more(&app, 1).await;
    let home = tempfile::tempdir().expect("a directory");
    let place = home.path().join("out");
    let mut published = 1;
    let mut progress = |done: usize, _: usize| {
        if done == 5 && published < 4 {
            published += 1;
            let (app, number) = (app.clone(), published);
            at_once(move || async move { one_more(&app, number).await });
        }
    };
    let written =
        export::public::export(&node, &in_process::routes(&node).await, &place, &mut progress).await.expect("an export");
    assert_eq!((written.leaves, published), (4, 4));
    let source = Source::new(&place.display().to_string(), Duration::from_secs(1)).expect("a source");
    let (report, _) = verify(&source, &Options::default(), &mut |_, _, _| ()).await.expect("a report");
    assert_eq!(report.faults, Vec::<String>::new());
    let index = std::fs::read_to_string(place.join("public/v1/index.json")).expect("the index");
    let index: Value = serde_json::from_str(&index).expect("JSON");
    assert_eq!((&index["documents"], &index["licence"]), (&json!(4), &json!(LICENCE)));
}
