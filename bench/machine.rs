//! The processes under measurement, and what Linux says they have used.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::Outcome;

/// A fresh database that goes away with the benchmark.
pub struct Database {
    directory: tempfile::TempDir,
    pub url: String,
    /// The process whose children serve the connections; none for SQLite, which is part of the server.
    postmaster: Option<u32>,
}

impl Database {
    pub fn start(engine: &str) -> Outcome<Self> {
        let directory = tempfile::tempdir()?;
        if engine == "sqlite" {
            let url = format!("sqlite://{}", directory.path().join("bench.db").display());
            return Ok(Self { directory, url, postmaster: None });
        }
        let cluster = directory.path().join("cluster");
        let output = Command::new(script())
            .args(["start", "--durable"])
            .arg(&cluster)
            .arg(std::process::id().to_string())
            .stderr(Stdio::inherit())
            .output()?;
        let url = String::from_utf8(output.stdout)?.trim().to_owned();
        let pid = std::fs::read_to_string(cluster.join("data/postmaster.pid"))?;
        let postmaster = pid.lines().next().ok_or("an empty postmaster.pid")?.trim().parse()?;
        Ok(Self { directory, url, postmaster: Some(postmaster) })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.postmaster.is_some() {
            let stopped = Command::new(script()).arg("stop").arg(self.directory.path().join("cluster")).status();
            if !stopped.is_ok_and(|status| status.success()) {
                eprintln!("the PostgreSQL cluster could not be stopped");
            }
        }
    }
}

fn script() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scripts/postgres.sh")
}

/// The release binary, serving the demo.
pub struct Server {
    child: Child,
    pub url: String,
    pub pcc: String,
    pub opcc: String,
    pub force: String,
}

impl Server {
    pub fn start(database: &Database) -> Outcome<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_answerable"))
            .args(["demo", "--json", "--listen", "127.0.0.1:0", "--database-url", &database.url])
            .env("ANSWERABLE_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let about: Value = serde_json::from_str(&line)?;
        let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("the demo did not say where it is");
        let tokens = &about["tokens"];
        Ok(Self {
            child,
            url: text(&about["url"])?,
            pcc: text(&tokens["pcc"])?,
            opcc: text(&tokens["opcc"])?,
            force: text(&tokens["force"])?,
        })
    }

    /// CPU milliseconds used so far by the server and by the database.
    pub fn cpu(&self, database: &Database) -> (f64, f64) {
        let server = cpu_of(self.child.id()).unwrap_or(0.0);
        let database = database.postmaster.map_or(0.0, |pid| cpu_of(pid).unwrap_or(0.0) + cpu_of_children(pid));
        (server, database)
    }

    /// Memory of the server that is in RAM.
    pub fn resident_megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or("");
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.kill().is_err() || self.child.wait().is_err() {
            eprintln!("the server could not be stopped");
        }
    }
}

fn stat(pid: u32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The command's name may hold spaces; what follows its closing bracket does not.
    Some(text.rsplit_once(") ")?.1.split(' ').map(str::to_owned).collect())
}

/// User and system time in milliseconds; a tick of Linux is 10 ms.
fn cpu_of(pid: u32) -> Option<f64> {
    let fields = stat(pid)?;
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) * 10.0)
}

fn cpu_of_children(parent: u32) -> f64 {
    let Ok(processes) = std::fs::read_dir("/proc") else { return 0.0 };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|pid| stat(*pid).and_then(|fields| fields.get(1)?.parse::<u32>().ok()) == Some(parent))
        .filter_map(cpu_of)
        .sum()
}
