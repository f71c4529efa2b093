//! The command line.

/// Runs the command line.
pub fn run() -> std::process::ExitCode {
    print!("{}", crate::http::openapi::json());
    std::process::ExitCode::SUCCESS
}
