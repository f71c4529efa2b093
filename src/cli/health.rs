//! `answerable health`: for container health checks, where nothing else can speak HTTP.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use clap::Args;

use super::Failure;

#[derive(Debug, Args)]
pub struct HealthFlags {
    /// Where the instance listens
    #[arg(long, env = "ANSWERABLE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
}

const PATIENCE: Duration = Duration::from_secs(3);

/// Runs the command.
pub fn run(flags: &HealthFlags) -> Result<(), Failure> {
    // An instance that listens on every address is asked on this machine's own.
    let address = flags.listen.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]");
    let status = ask(&address).map_err(|error| Failure::Failed(format!("{address} does not answer: {error}")))?;
    if status.split(' ').nth(1) == Some("200") {
        println!("ready");
        Ok(())
    } else {
        Err(Failure::Failed(format!("{address} is not ready: {status}")))
    }
}

/// The status line of `GET /readyz`.
fn ask(address: &str) -> std::io::Result<String> {
    let first = address.to_socket_addrs()?.next();
    let address = first.ok_or_else(|| std::io::Error::other("no such address"))?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).lines().next().unwrap_or("no answer").to_owned())
}
