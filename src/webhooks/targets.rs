//! Permitted targets of webhooks: never the machine itself, never a private network (server-side request forgery). Pure.
//!
//! A URL is checked when it is saved, and every address of its host is checked again at each connection (`client`), because a
//! name may resolve differently by then.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

/// The policy of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Allows this machine itself, also over http: for tests and the demo.
    pub allow_loopback: bool,
}

/// Ranges of IPv4 outside the public internet (the special-purpose registry of RFC 6890, and multicast): first address, bits,
/// description.
const IPV4: &[(Ipv4Addr, u32, &str)] = &[
    (Ipv4Addr::UNSPECIFIED, 8, "is in this network"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "is private"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "is behind carrier-grade NAT"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, LOOPBACK),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "is link-local"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "is private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "is reserved for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "is reserved for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "is a relay to IPv6"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "is private"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "is reserved for benchmarks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "is reserved for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "is reserved for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "is multicast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "is reserved"),
];

const LOOPBACK: &str = "is this machine";

/// Named ranges of IPv6; everything else outside 2000::/3 is not the public internet either.
const IPV6: &[(Ipv6Addr, u32, &str)] = &[
    (Ipv6Addr::LOCALHOST, 128, LOOPBACK),
    (Ipv6Addr::UNSPECIFIED, 128, "is unspecified"),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, "contains an IPv4 address"),
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, "contains an IPv4 address"),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48, "contains an IPv4 address"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "is private"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "is link-local"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "is multicast"),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "is reserved for protocols"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "is reserved for documentation"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "contains an IPv4 address"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "is reserved for documentation"),
];

/// Checks that a connection to `address` is allowed; otherwise returns the reason.
pub fn check_address(address: IpAddr, policy: Policy) -> Result<(), &'static str> {
    let fault = match address {
        IpAddr::V4(address) => {
            let bits = u32::from(address);
            let inside = |(first, length, _): &&(Ipv4Addr, u32, &str)| (bits ^ u32::from(*first)).leading_zeros() >= *length;
            IPV4.iter().find(inside).map(|(_, _, fault)| *fault)
        }
        IpAddr::V6(address) => {
            let bits = u128::from(address);
            let inside = |(first, length, _): &&(Ipv6Addr, u32, &str)| (bits ^ u128::from(*first)).leading_zeros() >= *length;
            let named = IPV6.iter().find(inside).map(|(_, _, fault)| *fault);
            named.or((bits >> 125 != 1).then_some("is not on the public internet"))
        }
    };
    match fault {
        Some(LOOPBACK) if policy.allow_loopback => Ok(()),
        Some(fault) => Err(fault),
        None => Ok(()),
    }
}

/// Returns the URL if it is allowed as a target; otherwise the reason. Its host's addresses are checked at each connection.
pub fn check_url(text: &str, policy: Policy) -> Result<Url, String> {
    let url: Url = text.parse().map_err(|_| "is not a URL such as https://hooks.example.org/answerable".to_owned())?;
    let Some(host) = url.host_str() else { return Err("must name a host".to_owned()) };
    let name = host.trim_end_matches('.');
    let address: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let is_local_name = name == "localhost" || name.ends_with(".localhost");
    let is_this_machine = is_local_name || address.is_some_and(|address| address.is_loopback());
    match url.scheme() {
        "https" => {}
        "http" if policy.allow_loopback && is_this_machine => {}
        _ => return Err("must begin with https://".to_owned()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not contain a user or a password".to_owned());
    }
    if url.port().is_some_and(|port| port < 1024) {
        return Err("must use port 443 or a port from 1024".to_owned());
    }
    if url.fragment().is_some() {
        return Err("must not have a fragment".to_owned());
    }
    if is_local_name && !policy.allow_loopback {
        return Err(format!("{host} {LOOPBACK}"));
    }
    if let Some(address) = address {
        check_address(address, policy).map_err(|fault| format!("{address} {fault}"))?;
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: Policy = Policy { allow_loopback: false };
    const LOCAL: Policy = Policy { allow_loopback: true };

    fn said<T>(result: Result<T, impl ToString>) -> String {
        result.map_or_else(|fault| fault.to_string(), |_| "allowed".to_owned())
    }

    /// The first and last address of every range, and the neighbours outside.
    const ADDRESSES: &str = "0.0.0.0 0.255.255.255 1.0.0.0 9.255.255.255 10.0.0.0 10.255.255.255 11.0.0.0 100.63.255.255 100.64.0.0 \
        100.127.255.255 100.128.0.0 126.255.255.255 127.0.0.1 127.255.255.255 128.0.0.0 169.253.255.255 169.254.0.0 \
        169.254.169.254 169.255.0.0 172.15.255.255 172.16.0.0 172.31.255.255 172.32.0.0 192.0.0.0 192.0.0.255 \
        192.0.1.0 192.0.2.1 192.0.3.0 192.88.99.1 192.167.255.255 192.168.0.0 192.168.255.255 192.169.0.0 \
        198.17.255.255 198.18.0.0 198.19.255.255 198.20.0.0 198.51.100.1 203.0.113.1 223.255.255.255 224.0.0.1 \
        239.255.255.255 240.0.0.0 255.255.255.255 8.8.8.8 :: ::1 ::2 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 \
        ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 1fff::1 2000::1 2001::1 2001:1ff::1 2001:200::1 \
        2001:db8::1 2001:db9::1 2002:7f00:1:: 2003::1 2606:4700::1111 3ffe::1 3fff::1 3fff:1000::1 4000::1 5f00::1 \
        fbff::1 fc00::1 fdff::1 fe80::1 febf::1 fec0::1 ff02::1";

    #[test]
    fn addresses() {
        let mut table = format!("{:40} {:32} with loopback\n", "address", "as it is");
        for text in ADDRESSES.split_whitespace() {
            let address: IpAddr = text.parse().expect(text);
            let (strict, local) = (said(check_address(address, STRICT)), said(check_address(address, LOCAL)));
            table.push_str(&format!("{text:40} {strict:32} {local}\n"));
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn urls() {
        let mut table = format!("{:56} {:48} with loopback\n", "URL", "as it is");
        for text in [
            "https://hooks.example.org/answerable?key=1",
            "https://hooks.example.org:8443/",
            "http://hooks.example.org/",
            "ftp://hooks.example.org/",
            "file:///etc/passwd",
            "hooks.example.org",
            "https://",
            "https://me@hooks.example.org/",
            "https://me:secret@hooks.example.org/",
            "https://hooks.example.org/#part",
            "https://localhost/",
            "http://localhost:80/",
            "https://localhost./",
            "https://api.localhost/",
            "http://127.0.0.1:9000/",
            "https://127.1/",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "http://[::1]:9000/",
            "https://[::ffff:127.0.0.1]/",
            "https://10.0.0.1/",
            "http://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[fd00::1]/",
            "https://8.8.8.8/",
            "http://8.8.8.8/",
            "javascript:alert(1)",
        ] {
            table.push_str(&format!("{text:56} {:48} {}\n", said(check_url(text, STRICT)), said(check_url(text, LOCAL))));
        }
        insta::assert_snapshot!(table);
    }
}
