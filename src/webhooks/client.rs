//! The HTTP client for webhooks. It resolves names itself and connects only where `targets` allows; it follows no redirect,
//! uses no proxy, and reads a limited part of a response.

use std::error::Error;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect;

use super::model::Attempt;
use super::targets;
use super::targets::Policy;
use crate::foundation::error::ApiError;

/// Time limit for an attempt, from name resolution to the end of the response.
pub const TIMEOUT: Duration = Duration::from_secs(15);
/// Limits on a response: bytes read, and characters kept.
const READ: usize = 16 * 1024;
const KEPT: usize = 1000;

/// A message to send.
pub struct Outgoing {
    pub url: String,
    pub message_id: String,
    pub timestamp: i64,
    pub signature: String,
    pub body: String,
}

/// A connection that is not allowed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(String);

/// Resolves names, and returns addresses only when all of them are allowed.
struct Gate(Policy);

impl Resolve for Gate {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.0;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let looked_up = tokio::task::spawn_blocking(move || look_up(&host, policy));
            let addresses: Addrs = Box::new(looked_up.await??.into_iter());
            Ok(addresses)
        })
    }
}

fn look_up(host: &str, policy: Policy) -> Result<Vec<SocketAddr>, Refused> {
    let found = (host, 0).to_socket_addrs().map_err(|_| Refused(format!("{host} has no address")))?;
    let addresses: Vec<SocketAddr> = found.collect();
    for address in &addresses {
        targets::check_address(address.ip(), policy)
            .map_err(|fault| Refused(format!("{host} has the address {}, which {fault}", address.ip())))?;
    }
    Ok(addresses)
}

/// Returns the client of the process: loading the machine's certificates is slow, so it happens once, at first use.
fn client(policy: Policy) -> Result<&'static reqwest::Client, ApiError> {
    static STRICT: OnceLock<reqwest::Client> = OnceLock::new();
    static LOCAL: OnceLock<reqwest::Client> = OnceLock::new();
    let kept = if policy.allow_loopback { &LOCAL } else { &STRICT };
    if let Some(client) = kept.get() {
        return Ok(client);
    }
    let built = reqwest::Client::builder()
        .user_agent(concat!("answerable/", env!("CARGO_PKG_VERSION")))
        .no_proxy()
        .redirect(redirect::Policy::none())
        .referer(false)
        .https_only(!policy.allow_loopback)
        .dns_resolver(Gate(policy))
        .timeout(TIMEOUT)
        // Each attempt makes a new connection, so that each is checked.
        .pool_max_idle_per_host(0)
        .build()
        .map_err(|error| ApiError::Internal(format!("no client for webhooks: {error}")))?;
    Ok(kept.get_or_init(|| built))
}

/// Sends a message once and returns the result.
pub async fn send(outgoing: Outgoing, policy: Policy) -> Result<Attempt, ApiError> {
    let began = Instant::now();
    // Addresses in the URL itself are never resolved.
    let mut attempt = match targets::check_url(&outgoing.url, policy) {
        Ok(url) => post(client(policy)?, url, outgoing).await,
        Err(fault) => Attempt { error: Some(format!("the URL {fault}")), ..Attempt::default() },
    };
    attempt.duration_ms = i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX);
    Ok(attempt)
}

async fn post(client: &reqwest::Client, url: reqwest::Url, outgoing: Outgoing) -> Attempt {
    let request = client
        .post(url)
        .header("content-type", "application/json")
        .header("webhook-id", outgoing.message_id)
        .header("webhook-timestamp", outgoing.timestamp)
        .header("webhook-signature", outgoing.signature)
        .body(outgoing.body);
    let mut response = match request.send().await {
        Ok(response) => response,
        Err(error) => return Attempt { error: Some(explain(error)), ..Attempt::default() },
    };
    let status = response.status().as_u16();
    let mut bytes = Vec::new();
    while bytes.len() < READ {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend(chunk.iter().take(READ - bytes.len())),
            // Only the status matters.
            Ok(None) | Err(_) => break,
        }
    }
    Attempt { response_status: Some(status), response_excerpt: excerpt(&bytes), ..Attempt::default() }
}

/// Returns the first characters of a response, without those that could affect a database or a terminal.
fn excerpt(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let visible = |c: char| if crate::foundation::validate::is_refused(c) { '\u{fffd}' } else { c };
    let text: String = text.chars().take(KEPT).map(visible).collect();
    Some(text).filter(|text| !text.is_empty())
}

/// Explains a missing response without the URL, whose path is often a secret.
fn explain(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no response within {} seconds", TIMEOUT.as_secs());
    }
    let error = error.without_url();
    let mut root: &dyn Error = &error;
    while let Some(source) = root.source() {
        root = source;
    }
    format!("no response: {root}")
        .chars()
        .map(|c| if crate::foundation::validate::is_refused(c) { ' ' } else { c })
        .take(KEPT)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_looked_up_and_refused() {
        let refused = look_up("localhost", Policy { allow_loopback: false }).expect_err("a refusal");
        assert!(refused.0.contains("which is this machine"), "{refused}");
        assert!(!look_up("localhost", Policy { allow_loopback: true }).expect("addresses").is_empty());
    }

    #[test]
    fn little_is_kept_of_an_answer() {
        assert_eq!(excerpt(b""), None);
        assert_eq!(excerpt(b"a\0b\x1b[31m\r\n").as_deref(), Some("a\u{fffd}b\u{fffd}[31m\u{fffd}\n"));
        assert_eq!(excerpt("\u{e9}".repeat(5000).as_bytes()).map(|text| text.chars().count()), Some(KEPT));
    }
}
