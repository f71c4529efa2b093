//! The reports over a large record: how long each takes, and by which indexes it reads, on each database.
//!
//! `cargo bench --bench reports [-- sqlite|postgres] [--rows N] [--plans]`. It starts the release binary as `answerable demo`
//! on a fresh database, writes N questions (100,000 unless told otherwise) with responses, findings and actions straight into
//! it, and asks for each report five times over HTTP. With `--plans` it also prints how the database carries out each query
//! of each report.

#![expect(clippy::indexing_slicing, reason = "a benchmark may fall over, and its numbers are small")]

mod generated;
mod machine;
#[path = "../tests/it/support/queries.rs"]
mod queries;

use std::error::Error;
use std::time::Instant;

use answerable::foundation::actor::{Actor, Role, TokenScope};
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::http::call::View;
use answerable::http::paging::Window;
use answerable::record::questions;
use answerable::reporting::actions::store::ActionReportFilter;
use answerable::reporting::annual::store::AnnualFilter;
use answerable::reporting::answers::store::AnswersFilter;
use answerable::reporting::coverage::store::CoverageFilter;
use answerable::reporting::golden_thread::store::ThreadSort;
use answerable::reporting::{actions, annual, answers, coverage, golden_thread};
use diesel::connection::Connection;
use diesel::{PgConnection, SqliteConnection};
use machine::{Database, Server};
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let rows = match arguments.iter().position(|argument| argument == "--rows") {
        Some(at) => arguments.get(at + 1).ok_or("--rows needs a number")?.parse()?,
        None => 100_000,
    };
    let plans = arguments.iter().any(|argument| argument == "--plans");
    let asked = |name: &str| arguments.iter().any(|argument| argument == name);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for engine in ["sqlite", "postgres"] {
        if asked(engine) || !(asked("sqlite") || asked("postgres")) {
            let database = Database::start(engine)?;
            let server = Server::start(&database)?;
            let mut conn = open(&database.url)?;
            let began = Instant::now();
            generated::fill(&mut conn, rows)?;
            println!("{engine}: {rows} questions written in {:.1} s", began.elapsed().as_secs_f64());
            let priority = runtime.block_on(measure(engine, &server, &database))?;
            if plans {
                explain(&mut conn, &priority)?;
            }
        }
    }
    Ok(())
}

fn open(url: &str) -> Outcome<AnyConnection> {
    Ok(match url.strip_prefix("sqlite://") {
        Some(path) => AnyConnection::Sqlite(SqliteConnection::establish(path)?),
        None => AnyConnection::Postgres(PgConnection::establish(url)?),
    })
}

/// Asks for each report five times and prints the median and what it cost; answers the id of the priority that was asked for.
async fn measure(engine: &str, server: &Server, database: &Database) -> Outcome<String> {
    let client = reqwest::Client::new();
    let get = async |token: &str, path: &str| -> Outcome<Value> {
        let answer = client.get(format!("{}{path}", server.url)).bearer_auth(token).send().await?;
        let status = answer.status();
        let body: Value = answer.json().await?;
        if status.is_success() { Ok(body) } else { Err(format!("{path}: {status}: {body}").into()) }
    };
    let plan = get(&server.pcc, "/v1/plans?limit=1").await?["data"][0]["id"].as_str().ok_or("the demo has no plan")?.to_owned();
    let found = get(&server.pcc, "/v1/priorities?limit=1").await?;
    let priority = found["data"][0]["id"].as_str().ok_or("the demo has no priority")?.to_owned();
    for (who, path) in paths() {
        let token = if who == "force" { &server.force } else { &server.opcc };
        let path = path.replace("{priority}", &priority).replace("{plan}", &plan);
        let (mut times, before) = (Vec::new(), server.cpu(database));
        for _ in 0..5 {
            let began = Instant::now();
            get(token, &path).await?;
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let after = server.cpu(database);
        let cpu = (after.0 - before.0 + after.1 - before.1) / 5.0;
        let shown = path.replace(&priority, "{id}").replace(&plan, "{id}");
        println!("{engine:9} {:8.1} ms   {cpu:6.0} ms CPU   {who:5} {shown}", times[2]);
    }
    println!("{engine}: resident memory of the server after the reports: {:.1} MB", server.resident_megabytes());
    Ok(priority)
}

const fn paths() -> [(&'static str, &'static str); 12] {
    [
        ("office", "/v1/reports/answers"),
        ("office", "/v1/reports/answers?priority={priority}"),
        ("office", "/v1/reports/answers?put_from=2018-01-01&put_to=2018-12-31"),
        ("office", "/v1/reports/actions"),
        ("office", "/v1/reports/actions?plan={plan}"),
        ("office", "/v1/reports/coverage"),
        ("office", "/v1/reports/coverage?on=2030-01-01"),
        ("office", "/v1/reports/annual?year=2017-18"),
        ("office", "/v1/priorities/{priority}/thread"),
        ("force", "/v1/priorities/{priority}/thread"),
        ("force", "/v1/priorities/{priority}/thread?limit=50&count=exact"),
        ("office", "/v1/questions?priority={priority}&limit=50"),
    ]
}

type Report<'a> = Box<dyn Fn(&mut View<'_>) -> Result<(), ApiError> + 'a>;

/// Prints the plan of each query of each report.
fn explain(conn: &mut AnyConnection, priority: &str) -> Outcome<()> {
    let (name, capacity) = ("Benchmark".to_owned(), None);
    let actor = Actor { user_id: None, role: Role::Opcc, area: "west-mercia".into(), scope: TokenScope::Read, capacity, name };
    let today = "2019-01-30".parse()?;
    let priority = priority.parse().map_err(|_| "an id")?;
    let window = Window { sort: ThreadSort::PutOn, descending: true, backwards: false, position: None, limit: 20, count: false };
    let reports: [(&str, Report<'_>); 5] = [
        (
            "answers",
            Box::new(|view| {
                answers::store::groups(view.conn, &questions::rules::scope(view.actor), &AnswersFilter::default()).map(drop)
            }),
        ),
        ("actions", Box::new(|view| actions::api::report(view, &ActionReportFilter::default()).map(drop))),
        ("coverage", Box::new(|view| coverage::api::report(view, &CoverageFilter::default()).map(drop))),
        ("annual", Box::new(|view| annual::api::report(view, &AnnualFilter::default()).map(drop))),
        ("thread", Box::new(|view| golden_thread::api::read(view, &priority, &window).map(drop))),
    ];
    for (name, report) in reports {
        let (done, sent) = queries::sent_by(conn, |conn| report(&mut View { conn, actor: &actor, today }));
        done.map_err(|error| format!("{name}: {error}"))?;
        for query in sent {
            println!("\n{name}: {}", query.split_whitespace().collect::<Vec<_>>().join(" "));
            for step in queries::plan_of(conn, &query)? {
                println!("    {step}");
            }
        }
    }
    Ok(())
}
