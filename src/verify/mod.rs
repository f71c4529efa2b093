//! `answerable verify`: checks a service, or an export of it, from outside. It believes nothing but hashes and signatures.
//!
//! [`source`] fetches, [`state`] is what was seen before, [`log`] checks the log itself, [`editions`] holds the list of editions
//! against it, [`manifest`] looks at the files of an export, [`report`] is what comes out.

pub mod editions;
pub mod log;
pub mod manifest;
pub mod options;
pub mod report;
pub mod source;
pub mod state;

pub use options::Options;
use report::Report;
use source::Source;
use state::State;

/// Checks everything; `progress` is told how many of how many documents are done. The error is why nothing could be checked.
pub async fn verify(
    source: &Source,
    options: &Options,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<(Report, Option<State>), String> {
    let mut report = Report::default();
    let log = log::Log::fetch(source, options, &mut report).await?;
    let known = options.state.as_ref();
    let log = log.check(source, known, &mut report, progress).await?;
    editions::check(source, &log, &mut report).await?;
    if let Source::Directory(directory) = source {
        manifest::check(directory, &mut report)?;
    }
    let state = report.faults.is_empty().then(|| log.state());
    Ok((report, state))
}
