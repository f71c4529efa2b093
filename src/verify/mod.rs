//! `answerable verify`: checks a service, or an export of it, from outside. It believes nothing but hashes and signatures.
//!
//! [`source`] fetches, [`state`] is what was seen before, [`log`] checks the log itself; [`expected`] is what has to be served when
//! it is what is in the log. [`editions`], [`records`], [`changes`] and [`feed`] hold what is served against it, [`pages`] reads
//! the lists. [`manifest`] looks at the files of an export, [`report`] is what comes out.

pub mod changes;
pub mod editions;
pub mod expected;
pub mod feed;
pub mod log;
pub mod manifest;
pub mod options;
pub mod pages;
pub mod records;
pub mod report;
pub mod source;
pub mod state;

pub use options::Options;
use report::{Progress, Report};
use source::Source;
use state::State;

/// How often it is begun anew when something is published meanwhile: lists are then later than the log that they are held against.
const TRIES: usize = 3;

/// Checks everything; the error is why nothing could be checked.
pub async fn verify(source: &Source, options: &Options, progress: &mut Progress<'_>) -> Result<(Report, Option<State>), String> {
    let mut tries = 1;
    loop {
        let (report, log) = once(source, options, progress).await?;
        if report.faults.is_empty() {
            return Ok((report, Some(log.state())));
        }
        if !log.has_grown(source).await {
            return Ok((report, None));
        }
        if tries == TRIES {
            return Err("something is published all the time, so that nothing can be said: try again later".into());
        }
        tries += 1;
    }
}

async fn once(source: &Source, options: &Options, progress: &mut Progress<'_>) -> Result<(Report, log::CheckedLog), String> {
    let mut report = Report::default();
    let log = log::Log::fetch(source, options, &mut report).await?;
    let log = log.check(source, options.state.as_ref(), &mut report, progress).await?;
    editions::check(source, &log, &mut report, progress).await?;
    records::check(source, &log, &mut report, progress).await?;
    changes::check(source, &log, &mut report, progress).await?;
    feed::check(source, &log, &mut report, progress).await?;
    if let Source::Directory(directory) = source {
        manifest::check(directory, &mut report)?;
    }
    Ok((report, log))
}
