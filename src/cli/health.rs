//! `answerable health`: for container health checks, where no other HTTP client is available.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use clap::Args;

use super::failure::Failure;
use super::out::say;

#[derive(Debug, Args)]
pub struct HealthFlags {
    /// URL of the instance, such as http://127.0.0.1:8080; plain HTTP only [default: the address it listens on]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Address that the instance listens on, when --url is not given
    #[arg(long, env = "ANSWERABLE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
}

const PATIENCE: Duration = Duration::from_secs(3);

/// Runs the command.
pub fn run(flags: &HealthFlags) -> Result<(), Failure> {
    let address = match &flags.url {
        Some(url) => address_of(url)?,
        None => flags.listen.clone(),
    };
    // An instance that listens on all addresses is checked on the loopback address.
    let address = address.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]");
    let status = ask(&address).map_err(|error| Failure::Failed(format!("no response from {address}: {error}")))?;
    if status.split(' ').nth(1) == Some("200") {
        say!("ready");
        Ok(())
    } else {
        Err(Failure::Failed(format!("{address} is not ready: {status}")))
    }
}

/// Returns host and port of an `http://` URL.
fn address_of(url: &str) -> Result<String, Failure> {
    let wrong = || Failure::Usage(format!("--url: {url:?} is not a URL such as http://127.0.0.1:8080"));
    let rest = url.strip_prefix("http://").ok_or_else(wrong)?;
    let host = rest.split('/').next().filter(|host| !host.is_empty()).ok_or_else(wrong)?;
    let has_port = host.rsplit(']').next().unwrap_or("").contains(':');
    Ok(if has_port { host.to_owned() } else { format!("{host}:80") })
}

/// Returns the status line of `GET /readyz`.
fn ask(address: &str) -> std::io::Result<String> {
    let first = address.to_socket_addrs()?.next();
    let address = first.ok_or_else(|| std::io::Error::other("no such address"))?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).lines().next().unwrap_or("no response").to_owned())
}
