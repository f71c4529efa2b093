//! `answerable verify`: checks a service, or an export of it, from outside. It trusts only hashes and signatures.
//!
//! [`source`] fetches, [`state`] is the result of the previous check, [`log`] checks the log itself; [`expected`] is the data
//! that must be served for the log. [`editions`], [`records`], [`changes`] and [`feed`] compare the served data with it,
//! [`files`] looks for the files that documents name, [`pages`] reads the lists. [`manifest`] checks the files of an export, [`standing`] decides which faults are confirmed, and
//! [`report`] is the result.

pub mod changes;
pub mod editions;
pub mod expected;
pub mod feed;
pub mod files;
pub mod log;
pub mod manifest;
pub mod options;
pub mod pages;
pub mod records;
pub mod report;
pub mod source;
pub mod standing;
pub mod state;

pub use options::Options;
use report::{Progress, Report};
use source::Source;
use standing::{Look, Verdict};
use state::State;

/// Checks everything; the error explains why nothing could be checked. Faults are checked again after a pause, because they may
/// come from responses of two states of a sound service: only confirmed ones are reported.
pub async fn verify(source: &Source, options: &Options, progress: &mut Progress<'_>) -> Result<(Report, Option<State>), String> {
    let mut looks = Vec::new();
    loop {
        let (mut report, log) = once(source, options, progress).await?;
        if report.faults.is_empty() {
            return Ok((report, Some(log.state())));
        }
        // The files of an export are of one state, and do not change.
        if let Source::Directory(_) = source {
            return Ok((report, None));
        }
        tokio::time::sleep(options.pause).await;
        looks.push(Look { faults: report.faults.clone(), has_grown: log.has_grown(source).await });
        match standing::verdict(&looks) {
            Verdict::LookAgain => {}
            Verdict::Sound => return Ok((report, Some(log.state()))),
            Verdict::Faults(faults) => {
                report.faults = faults;
                return Ok((report, None));
            }
            Verdict::NothingCanBeSaid => {
                return Err("the record was published to during every check, so there is no result: try again later".into());
            }
        }
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
    files::check(source, &log, options.files, &mut report, progress).await?;
    if let Source::Directory(directory) = source {
        manifest::check(directory, &mut report)?;
    }
    Ok((report, log))
}
