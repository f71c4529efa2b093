//! The HTTP benchmark: what one request costs, all conventions included, on each database.
//!
//! `cargo bench --bench http [-- sqlite|postgres] [--seconds N]`. It starts the release binary as `answerable demo` on a
//! fresh database, writes 500 questions with responses and actions through the API, and then runs three loads with 32
//! connections: a nested `GET` of one question, a list of 50, and drafting a question. Machines are noisy, so beside
//! requests a second it prints CPU milliseconds a request, of the server and (on PostgreSQL) of the database processes.

#![expect(clippy::indexing_slicing, clippy::as_conversions, reason = "a benchmark may fall over, and its numbers are small")]

mod load;
mod machine;

use std::error::Error;
use std::time::Duration;

use load::{Fixture, Measured, Run};
use machine::{Database, Server};

/// CPU milliseconds a request that the project wants to stay under: nested get, list of 50, create.
const MARKS: [(&str, [f64; 3]); 2] = [("sqlite", [0.25, 0.45, 0.5]), ("postgres", [0.45, 0.9, 0.65])];

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let seconds = match arguments.iter().position(|argument| argument == "--seconds") {
        Some(at) => arguments.get(at + 1).ok_or("--seconds needs a number")?.parse()?,
        None => 8,
    };
    let only = |name: &str| {
        !MARKS.iter().any(|(engine, _)| arguments.iter().any(|a| a == engine)) || arguments.iter().any(|a| a == name)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    println!("database  load         requests/s   p50 ms   p99 ms   CPU ms/request (server + database)   mark");
    for (engine, marks) in MARKS {
        if only(engine) {
            runtime.block_on(measure(engine, marks, Duration::from_secs(seconds)))?;
        }
    }
    Ok(())
}

async fn measure(engine: &str, marks: [f64; 3], length: Duration) -> Outcome<()> {
    let database = Database::start(engine)?;
    let server = Server::start(&database)?;
    let fixture = Fixture::write(&server, 500).await?;
    for (run, mark) in [Run::NestedGet, Run::ListOf50, Run::Create].into_iter().zip(marks) {
        load::warm_up(run, &fixture).await?;
        let before = server.cpu(&database);
        let measured = load::run(run, &fixture, length).await?;
        let after = server.cpu(&database);
        print(engine, run, &measured, (after.0 - before.0, after.1 - before.1), mark);
    }
    println!("{engine}: resident memory of the server after the loads: {:.1} MB", server.resident_megabytes());
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "request counts are far below 2^52")]
fn print(engine: &str, run: Run, measured: &Measured, cpu: (f64, f64), mark: f64) {
    let requests = measured.latencies.len() as f64;
    let (server, database) = (cpu.0 / requests, cpu.1 / requests);
    let verdict = if server + database <= mark { "met" } else { "missed" };
    println!(
        "{engine:9} {:12} {:10.0}   {:6.2}   {:6.2}   {:.3} ({server:.3} + {database:.3})                {mark} {verdict}",
        run.name(),
        requests / measured.seconds,
        measured.percentile(0.50),
        measured.percentile(0.99),
        server + database,
    );
}
