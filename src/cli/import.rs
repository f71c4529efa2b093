//! `answerable import FILE`.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::handover::TrustFlags;
use super::out::say;
use super::{handover, operator};
use crate::foundation::clock::{Clock, Ids, london_day};
use crate::foundation::config::Flags;
use crate::foundation::error::ApiError;
use crate::foundation::json_file::fault;
use crate::foundation::json_file::fault::Fault;
use crate::foundation::text_file;
use crate::transfer::handover::package::is_package;
use crate::transfer::import::check;
use crate::transfer::import::load::{Counts, load_and_tell};

#[derive(Debug, Args)]
pub struct ImportFlags {
    #[command(flatten)]
    shared: Flags,
    /// A record file (JSON; docs/RECORD-FILE.md describes it), or a handover (docs/HANDOVER.md)
    file: PathBuf,
    /// Check the file alone, without opening a database
    #[arg(long)]
    check_only: bool,
    #[command(flatten)]
    trust: TrustFlags,
}

/// Runs the command, all or nothing.
pub fn run(flags: &ImportFlags) -> Result<(), Failure> {
    let shown = flags.file.display().to_string();
    if is_package(&flags.file).map_err(|error| Failure::Usage(format!("{shown}: {error}")))? {
        return handover::import(&flags.shared, &flags.trust, &flags.file, flags.check_only);
    }
    let text = text_file::read(&flags.file).map_err(|what| Failure::Usage(format!("{shown}{what}")))?;
    let now = Clock::system().now().naive_utc();
    let file = check::check(&text, london_day(now)).map_err(|faults| refused(&shown, &faults))?;
    if flags.check_only {
        say!("{shown}: no faults found in the file; the import also checks it against the record");
        return Ok(());
    }
    eprintln!("{shown}: meetings to load: {}", file.meetings.len());
    let name = flags.file.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
    let owned = text.clone();
    let loaded = operator::write(&flags.shared, move |conn| load_and_tell(conn, &Ids, now, (&name, &owned), &file, tell))?;
    match loaded {
        Ok(imported) => {
            say!("{imported}");
            Ok(())
        }
        Err(ApiError::Invalid(faults)) => Err(refused(&shown, &fault::located(&text, &faults))),
        Err(error) => Err(Failure::Failed(format!("{shown}: {}", operator::explained(&error)))),
    }
}

fn tell(counts: &Counts) {
    eprintln!("so far: meetings {}, questions {}, actions {}", counts.meetings, counts.questions, counts.actions);
}

fn refused(file: &str, faults: &[Fault]) -> Failure {
    for fault in faults {
        eprintln!("{}", fault.in_file(file));
    }
    let many = if faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.len()) };
    Failure::Failed(format!("{file}: {many}; nothing was imported"))
}
