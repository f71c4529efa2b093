//! Detects PostgreSQL connections that would leave this machine unencrypted. Pure: the environment is a parameter.
//!
//! A libpq without TLS does not fail when a server offers TLS: its default, `sslmode=prefer`, continues without. So a build
//! without TLS has to refuse such a database itself.

use std::collections::HashMap;
use std::net::IpAddr;

use percent_encoding::percent_decode_str;

/// True when this build can encrypt its connections to PostgreSQL. A system libpq is assumed to have TLS, as in all
/// distributions.
pub const HAS_TLS: bool = cfg!(any(feature = "postgres-tls", not(feature = "bundled-libpq")));

/// Returns true when libpq would connect to another machine although nobody has set `sslmode=disable`. `url` is a `postgres://`
/// URL; `environment` looks up the variables that libpq reads for parts a URL omits (PostgreSQL documentation, "Environment
/// Variables").
pub fn needs_tls(url: &str, environment: impl Fn(&str) -> Option<String>) -> bool {
    let (authority_hosts, parameters) = split(url);
    let said = |parameter: &str, variable: &str| parameters.get(parameter).cloned().or_else(|| environment(variable));
    if said("sslmode", "PGSSLMODE").is_some_and(|mode| mode == "disable") {
        return false;
    }
    // A service file may name any host.
    if said("service", "PGSERVICE").is_some_and(|service| !service.is_empty()) {
        return true;
    }
    let hosts = parameters.get("host").cloned().or(authority_hosts).or_else(|| environment("PGHOST")).unwrap_or_default();
    let addresses = said("hostaddr", "PGHOSTADDR").unwrap_or_default();
    // libpq connects to the address if there is one, otherwise to the host in the same position of the list.
    let (hosts, addresses): (Vec<&str>, Vec<&str>) = (hosts.split(',').collect(), addresses.split(',').collect());
    (0..hosts.len().max(addresses.len())).any(|place| {
        let address = addresses.get(place).filter(|address| !address.is_empty());
        !is_local(address.or(hosts.get(place)).copied().unwrap_or_default())
    })
}

/// An empty host and a path are sockets of this machine, and so is `@`, a name in the abstract namespace.
fn is_local(host: &str) -> bool {
    let host = host.trim().trim_start_matches('[').trim_end_matches(']');
    host.is_empty()
        || host.starts_with(['/', '@'])
        || host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Splits a URL into its hosts, separated by commas and without ports, and its parameters. libpq uses the last of repeated
/// parameters.
fn split(url: &str) -> (Option<String>, HashMap<String, String>) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = path.split('/').next().unwrap_or("");
    let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts);
    let hosts: Vec<String> = hosts.split(',').map(|host| decoded(without_port(host))).collect();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let parameters = pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
    let is_given = hosts.iter().any(|host| !host.is_empty());
    (is_given.then(|| hosts.join(",")), parameters)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        // The colons of an IPv6 address are inside its brackets.
        Some((name, port)) if !port.contains(']') => name,
        _ => host,
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(url: &str, variables: &[(&str, &str)]) -> bool {
        let variable = |name: &str| variables.iter().find(|(has, _)| *has == name).map(|(_, value)| (*value).to_owned());
        needs_tls(url, variable)
    }

    #[test]
    fn what_stays_on_this_machine() {
        for url in [
            "postgres:///d",
            "postgres://u@/d",
            "postgres://u:p@localhost:5433/d",
            "postgres://LOCALHOST/d",
            "postgres://127.0.0.1/d",
            "postgres://127.9.9.9:5432/d",
            "postgres://u:p@[::1]:5432/d",
            "postgres://[::ffff:127.0.0.1]/d",
            "postgres://127.0.0.1:5432,localhost:5433,[::1]/d?target_session_attrs=read-write",
            "postgres://%2Frun%2Fpostgresql/d",
            "postgres:///d?host=/run/postgresql",
            "postgres:///d?host=@abstract",
            "postgres://elsewhere/d?host=localhost",
            "postgres://elsewhere/d?hostaddr=127.0.0.1",
        ] {
            assert!(!judged(url, &[]), "{url}");
        }
        assert!(!judged("postgres:///d", &[("PGHOST", "/run/postgresql")]));
        assert!(!judged("postgres://localhost/d", &[("PGHOST", "db.example.org")]));
    }

    #[test]
    fn what_leaves_it() {
        for url in [
            "postgres://db/d",
            "postgres://u:p@db.example.org:5432/d",
            "postgres://192.0.2.1/d",
            "postgres://[2001:db8::1]:5432/d",
            "postgres://localhost,db/d",
            "postgres://localhost:5432,/d?hostaddr=,192.0.2.1",
            "postgres://localhost/d?host=db",
            "postgres://localhost/d?hostaddr=192.0.2.1",
            "postgres://localhost.example.org/d",
            "postgres://127.0.0.1.example.org/d",
            "postgres:///d?service=record",
            "postgres://db/d?sslmode=prefer",
            "postgres://db/d?sslmode=require",
            "postgres://db/d?sslmode=disable&sslmode=prefer",
            "postgres://localhost@db/d",
        ] {
            assert!(judged(url, &[]), "{url}");
        }
        assert!(judged("postgres:///d", &[("PGHOST", "db")]));
        assert!(judged("postgres://localhost/d", &[("PGHOSTADDR", "192.0.2.1")]));
        assert!(judged("postgres://localhost/d", &[("PGSERVICE", "record")]));
        assert!(judged("postgres://db/d?sslmode=require", &[("PGSSLMODE", "disable")]));
    }

    #[test]
    fn who_says_disable_has_decided() {
        assert!(!judged("postgres://db/d?sslmode=disable", &[]));
        assert!(!judged("postgres://db/d?sslmode=prefer&sslmode=disable", &[]));
        assert!(!judged("postgres://db/d?ssl%6dode=disable", &[]));
        assert!(!judged("postgres://db/d", &[("PGSSLMODE", "disable")]));
    }
}
