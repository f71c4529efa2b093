//! The benchmark of the public surface: what it costs to serve a hot page, beside a bare handler that sends the same bytes.
//!
//! `cargo bench --bench public [-- --seconds N]`. One process serves both: the whole service on a fresh SQLite database with 200
//! published questions, and an actix server with one handler that sends the same body and the same headers. Threads of the
//! same process ask them in turns over kept connections. Printed are requests a second and CPU microseconds a request of the
//! serving threads, and the ratios: 0.9 is the goal for an edition, 0.8 for a list.

#![expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "request counts are far below 2^52")]

use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use actix_web::{App as ActixApp, HttpResponse, HttpServer, web};
use answerable::foundation::actor::keys::{KeyRing, new_pem};
use answerable::foundation::actor::{Actor, Role, TokenScope};
use answerable::foundation::clock::{Clock, london_day};
use answerable::foundation::config::Settings;
use answerable::foundation::db::{Db, JsonText, migrate};
use answerable::foundation::error::ApiError;
use answerable::foundation::file_store::Files;
use answerable::http::app;
use answerable::http::app::App;
use answerable::http::call::Tx;
use answerable::http::etag::Precondition;
use answerable::public::cache::Pages;
use answerable::publishing::editions;
use answerable::publishing::editions::model::{Edition, EditionId};
use answerable::record::audit::tracked;
use answerable::record::planning::areas;
use answerable::record::planning::areas::model::AddArea;
use answerable::record::published::model::{EditionKind, EditionStatus};
use answerable::service::server;
use serde_json::json;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Names and values.
type Head = Vec<(String, String)>;

const CONNECTIONS: usize = 8;
const ROUNDS: usize = 4;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let seconds = match arguments.iter().position(|argument| argument == "--seconds") {
        Some(at) => arguments.get(at + 1).ok_or("--seconds needs a number")?.parse()?,
        None => 2,
    };
    actix_web::rt::System::new().block_on(measure(Duration::from_secs(seconds)))
}

async fn measure(length: Duration) -> Outcome<()> {
    let directory = tempfile::tempdir()?;
    let app = application(&directory.path().join("bench.db").display().to_string())?;
    let edition = write(&app, 200).await?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let service = listener.local_addr()?;
    actix_web::rt::spawn(server::serve(app.clone(), listener)?);
    println!("page      bytes   bare requests/s  service   ratio   bare CPU us  service   ratio   goal");
    for (name, path, goal) in
        [("edition", format!("/public/v1/editions/{edition}"), 0.9), ("list", "/public/v1/questions".to_owned(), 0.8)]
    {
        let target = path.clone();
        let (head, body) = web::block(move || one(service, &target)).await??;
        let bytes = body.len();
        let bare = bare(path.clone(), head, body)?;
        let (mut ours, mut theirs) = (Load::default(), Load::default());
        for _ in 0..ROUNDS {
            theirs.add(&load(bare, path.clone(), length).await?);
            ours.add(&load(service, path.clone(), length).await?);
        }
        let (speed, cpu) = (ours.rate() / theirs.rate(), theirs.cpu() / ours.cpu());
        println!(
            "{name:8} {bytes:6}   {:15.0} {:8.0}   {speed:5.2}   {:11.1} {:8.1}   {cpu:5.2}   {goal} {}",
            theirs.rate(),
            ours.rate(),
            theirs.cpu(),
            ours.cpu(),
            if speed >= goal && cpu >= goal { "met" } else { "missed" },
        );
    }
    println!("kept in memory: {} bytes", app.feature::<Pages>().bytes());
    Ok(())
}

fn application(path: &str) -> Outcome<web::Data<App>> {
    let mut settings = Settings::local(format!("sqlite://{path}").parse()?);
    settings.workers = 1;
    migrate::run(&settings.database.url)?;
    let db = Db::start(&settings.database)?;
    let files = Files::open(&settings.attachment_store, Vec::new())?;
    let keys = KeyRing::from_pem(&new_pem()?)?;
    Ok(web::Data::new(App::new(settings, db, files, keys, Clock::system(), app::metrics_handle())))
}

/// Publishes questions; the id of the last edition.
async fn write(app: &web::Data<App>, questions: usize) -> Outcome<String> {
    let (ids, now) = (app.ids.clone(), app.clock.now().naive_utc());
    let work = move |conn: &mut answerable::foundation::db::AnyConnection| {
        let (role, scope) = (Role::Pcc, TokenScope::Write);
        let actor = Actor { user_id: None, role, area: "west-mercia".into(), scope, capacity: None, name: "bench".into() };
        let (precondition, today) = (Precondition::Any, london_day(now));
        let mut tx = Tx { conn, actor: &actor, now, today, ids: &ids, precondition: &precondition, request_id: "bench" };
        let text = |text: &str| text.to_owned();
        let area = AddArea {
            slug: text("west-mercia"),
            code: text("WM"),
            name: text("West Mercia"),
            force_name: text("West Mercia Police"),
        };
        areas::acts::add(&mut tx, &area)?;
        let mut last = String::new();
        for number in 0..questions {
            last = publish(&mut tx, number)?;
        }
        Ok(last)
    };
    Ok(app.db.write(work).await?)
}

fn publish(tx: &mut Tx<'_>, number: usize) -> Result<String, ApiError> {
    let (id, subject_id) = (EditionId::new(tx.ids), tx.ids.next());
    let response = json!({"id": subject_id, "text": "The work has begun and is on time; figures follow. ".repeat(6)});
    let record = json!({"question": {"id": subject_id, "form": "direct", "status": "answered", "put_on": "2019-01-30",
        "text": format!("What was done about item {number} since it was last reported?"),
        "responses": [response, response], "priorities": [], "findings": []}, "actions": []});
    let edition = Edition {
        id: id.clone(),
        area: tx.actor.area.clone(),
        kind: EditionKind::Question,
        subject_id,
        number: 1,
        title: format!("WM-2019-Q{number:03}"),
        record: JsonText::new(&record)?,
        withheld: JsonText::new(&Vec::new())?,
        source_sha256: String::new(),
        warnings: JsonText::new(&Vec::new())?,
        significance: None,
        change_note: None,
        status: EditionStatus::Approved,
        publish_at: None,
        approved_by: None,
        approved_by_name: None,
        approved_at: None,
        delegation_id: None,
        published_at: None,
        superseded_by: None,
        withdrawn_at: None,
        explanation: None,
        necessary_reason: None,
        created_by: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &edition, None, &json!({}))?;
    editions::acts::make_public(tx, edition, EditionStatus::Published, &json!({}))?;
    Ok(id.to_string())
}

/// A server with one handler, which sends what the service has sent.
#[expect(clippy::disallowed_methods, reason = "a bare server has no description")]
fn bare(path: String, head: Head, body: Vec<u8>) -> Outcome<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (head, body) = (web::Data::new(head), web::Bytes::from(body));
    let server = HttpServer::new(move || {
        let (head, body) = (head.clone(), body.clone());
        let handler = move || {
            let (head, body) = (head.clone(), body.clone());
            async move {
                let mut response = HttpResponse::Ok();
                for (name, value) in head.iter() {
                    response.insert_header((name.as_str(), value.as_str()));
                }
                response.body(body)
            }
        };
        ActixApp::new().route(&path, web::get().to(handler))
    });
    actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener)?.run());
    Ok(address)
}

/// Requests of one kind, and what they took.
#[derive(Default)]
struct Load {
    requests: u64,
    seconds: f64,
    /// Of the threads that serve, in microseconds.
    cpu: f64,
}

impl Load {
    fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.seconds += other.seconds;
        self.cpu += other.cpu;
    }
    fn rate(&self) -> f64 {
        self.requests as f64 / self.seconds
    }
    fn cpu(&self) -> f64 {
        self.cpu / self.requests as f64
    }
}

async fn load(address: SocketAddr, path: String, length: Duration) -> Outcome<Load> {
    let run = move || {
        let (began, before) = (Instant::now(), cpu_of_serving());
        let spawn = |number: usize| {
            let path = path.clone();
            std::thread::Builder::new().name(format!("load-{number}")).spawn(move || ask(address, &path, length))
        };
        let threads = (0..CONNECTIONS).map(spawn).collect::<Result<Vec<_>, _>>()?;
        let mut requests = 0;
        for thread in threads {
            requests += thread.join().map_err(|_| "a thread that asks has died")??;
        }
        let cpu = cpu_of_serving() - before;
        Ok::<_, Box<dyn Error + Send + Sync>>(Load { requests, seconds: began.elapsed().as_secs_f64(), cpu })
    };
    web::block(run).await?
}

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: gzip, br\r\n\r\n")
}

/// Asks again and again over one connection; how often it was answered.
fn ask(address: SocketAddr, path: &str, length: Duration) -> Outcome<u64> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let request = request(path);
    let mut buffer = vec![0; 1 << 16];
    let (began, mut done) = (Instant::now(), 0);
    while began.elapsed() < length {
        stream.write_all(request.as_bytes())?;
        answer(&mut stream, &mut buffer)?;
        done += 1;
    }
    Ok(done)
}

/// Reads one answer; where its head ends, and where its body.
fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Outcome<(usize, usize)> {
    let (mut filled, mut ends) = (0, None);
    loop {
        if filled == buffer.len() {
            buffer.resize(filled * 2, 0);
        }
        let read = stream.read(buffer.get_mut(filled..).unwrap_or_default())?;
        if read == 0 {
            return Err("the connection was closed".into());
        }
        filled += read;
        let so_far = buffer.get(..filled).unwrap_or_default();
        if ends.is_none()
            && let Some(head) = so_far.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let text = String::from_utf8_lossy(so_far.get(..head).unwrap_or_default()).to_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            ends = Some((head + 4, head + 4 + length.ok_or("an answer without a length")?));
        }
        if let Some((head, end)) = ends.filter(|(_, end)| filled >= *end) {
            return Ok((head, end));
        }
    }
}

/// One answer: its headers without those that every server adds by itself, and its body.
fn one(address: SocketAddr, path: &str) -> Outcome<(Head, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request(path).as_bytes())?;
    let mut buffer = vec![0; 1 << 16];
    let (head, end) = answer(&mut stream, &mut buffer)?;
    let text = String::from_utf8_lossy(buffer.get(..head).unwrap_or_default()).into_owned();
    if !text.starts_with("HTTP/1.1 200") {
        return Err(text.into());
    }
    let headers = text.lines().skip(1).filter_map(|line| line.split_once(": "));
    let own = headers.filter(|(name, _)| !["content-length", "date"].contains(name));
    let headers = own.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Ok((headers, buffer.get(head..end).unwrap_or_default().to_vec()))
}

/// CPU microseconds of every thread of this process but those that ask, as the scheduler of Linux counts them.
fn cpu_of_serving() -> f64 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return f64::NAN };
    let serving = threads.filter_map(|entry| {
        let folder = entry.ok()?.path();
        let name = std::fs::read_to_string(folder.join("comm")).ok()?;
        let used = std::fs::read_to_string(folder.join("schedstat")).ok()?;
        if name.starts_with("load-") { None } else { used.split(' ').next()?.parse::<f64>().ok() }
    });
    serving.sum::<f64>() / 1000.0
}
