//! `answerable verify`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::failure::Failure;
use super::number::whole;
use super::operator::runtime;
use super::out::say;
use super::progress::Counter;
use crate::foundation::signing::Verifier;
use crate::transfer::verify::options::PAUSE;
use crate::transfer::verify::source::Source;
use crate::transfer::verify::state::State;
use crate::transfer::verify::{Options, verify};

#[derive(Debug, Args)]
pub struct VerifyFlags {
    /// URL of the service, such as https://answerable.example.org, or a directory written by `export --public`
    #[arg(value_name = "URL|DIR")]
    source: String,
    /// File that records the state of the log at the last check. Created by the first check and updated by every check without
    /// a fault. Without it, entries removed or changed together with their hashes cannot be detected
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Key of the log (NAME+ID+KEY), if you have it from another source than the service
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Time limit for each response, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = whole(1_u64..=600))]
    timeout: u64,
    /// Pause before a fault is checked again, in milliseconds: the processes of one service may be a second apart
    #[arg(long, value_name = "MILLISECONDS", default_value_t = default_pause(), value_parser = whole(0_u64..=60_000))]
    pause: u64,
    /// Download every published file of a service and check its bytes. The files of an archive are always checked
    #[arg(long)]
    files: bool,
}

fn default_pause() -> u64 {
    u64::try_from(PAUSE.as_millis()).unwrap_or(1500)
}

/// Runs the command: exit status 0 when everything is sound, 1 when something is wrong or cannot be fetched.
pub fn run(flags: &VerifyFlags) -> Result<(), Failure> {
    let source = Source::new(&flags.source, Duration::from_secs(flags.timeout)).map_err(Failure::Usage)?;
    let key = flags.key.as_deref().map(Verifier::from_note_key).transpose();
    let key = key.map_err(|error| Failure::Usage(format!("--key: {error}")))?;
    let state = flags.state.as_deref().map(State::read).transpose();
    let state = state.map_err(|what| Failure::Usage(format!("--state: {what}")))?.flatten();
    let options = Options { key, state, pause: Duration::from_millis(flags.pause), files: flags.files };
    let mut counter = Counter::start();
    let mut progress = |what: &str, done: usize, of: usize| counter.tell(done, of, what);
    let checked = runtime()?.block_on(verify(&source, &options, &mut progress));
    let (report, state) = checked.map_err(|what| Failure::Failed(format!("{}: {what}", flags.source)))?;
    let mut text = report.checked.join("\n");
    text.push('\n');
    drop(std::io::stdout().write_all(text.as_bytes()));
    for fault in &report.faults {
        eprintln!("answerable: {fault}");
    }
    if let (Some(path), Some(state)) = (&flags.state, state) {
        state.write(path).map_err(|what| Failure::Failed(format!("--state: {what}")))?;
    }
    match report.faults.len() {
        0 => {
            say!("sound");
            Ok(())
        }
        1 => Err(Failure::Failed(format!("{}: 1 fault", flags.source))),
        many => Err(Failure::Failed(format!("{}: {many} faults", flags.source))),
    }
}
