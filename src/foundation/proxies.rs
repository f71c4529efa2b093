//! The client address of a request behind proxies.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// The trusted proxies: addresses, and networks such as `10.0.0.0/8`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<(IpAddr, u32)>);

impl Proxies {
    /// Returns the client address: the peer, or the address that a trusted proxy reports. Each proxy appends its client to
    /// `X-Forwarded-For`, so the last address that is not a trusted proxy is the client. The client itself may have written
    /// anything before it.
    pub fn caller<'a>(&self, peer: IpAddr, forwarded: impl Iterator<Item = &'a str>) -> IpAddr {
        let entries: Vec<&str> = forwarded.flat_map(|header| header.split(',')).collect();
        let mut caller = peer;
        for entry in entries.into_iter().rev() {
            if !self.have(caller) {
                break;
            }
            let Some(address) = address(entry.trim()) else { break };
            caller = address;
        }
        caller
    }

    /// True when the address is a trusted proxy.
    pub fn have(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|(network, bits)| match (network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => same(network.to_bits().into(), address.to_bits().into(), 32 - bits),
            (IpAddr::V6(network), IpAddr::V6(address)) => same(network.to_bits(), address.to_bits(), 128 - bits),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        })
    }
}

/// True when two addresses differ only in their last bits.
fn same(one: u128, other: u128, last: u32) -> bool {
    (one ^ other).checked_shr(last).unwrap_or(0) == 0
}

/// Parses an address as proxies write it: some add the port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

impl FromStr for Proxies {
    /// The part that is neither an address nor a network.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(|item| network(item).ok_or_else(|| item.to_owned())).collect::<Result<_, _>>().map(Self)
    }
}

fn network(text: &str) -> Option<(IpAddr, u32)> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok().filter(|bits| *bits <= most))?;
    Some((address, bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_that_is_no_proxy_called() {
        let proxies: Proxies = "10.0.0.0/8, 127.0.0.1, 2001:db8::/32".parse().expect("proxies");
        for (peer, forwarded, caller) in [
            ("192.0.2.1", vec![], "192.0.2.1"),
            ("192.0.2.1", vec!["198.51.100.1"], "192.0.2.1"),
            ("127.0.0.1", vec![], "127.0.0.1"),
            ("127.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            ("::ffff:127.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec!["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec!["203.0.113.9, 198.51.100.1, 10.1.2.3"], "198.51.100.1"),
            ("127.0.0.1", vec!["203.0.113.9", "198.51.100.1,10.1.2.3"], "198.51.100.1"),
            ("127.0.0.1", vec!["10.9.9.9, 10.1.2.3"], "10.9.9.9"),
            ("127.0.0.1", vec!["198.51.100.1:4711"], "198.51.100.1"),
            ("2001:db8::7", vec!["[2001:dbb::1]:4711"], "2001:dbb::1"),
            ("2001:db8::7", vec!["[2001:dbb::1]"], "2001:dbb::1"),
            // A working proxy would not write anything but an address: its own address counts.
            ("127.0.0.1", vec!["198.51.100.1, unknown"], "127.0.0.1"),
            ("127.0.0.1", vec![""], "127.0.0.1"),
        ] {
            let found = proxies.caller(peer.parse().expect("an address"), forwarded.iter().copied());
            assert_eq!(found.to_string(), caller, "{peer} {forwarded:?}");
        }
        let nobody = Proxies::default();
        assert!(!nobody.have("127.0.0.1".parse().expect("an address")));
    }

    #[test]
    fn networks() {
        for (text, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.6"),
            ("::1", "::1", "::2"),
            ("fd00::/8", "fdff::1", "fe00::1"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
        ] {
            let proxies: Proxies = text.parse().expect(text);
            assert!(proxies.have(inside.parse().expect("an address")), "{text} {inside}");
            assert!(!proxies.have(outside.parse().expect("an address")), "{text} {outside}");
        }
        for bad in ["proxy.example.org", "10.0.0.0/33", "10.0.0.0/", "::/129", "*", "10.0.0.0-10.0.0.9"] {
            assert_eq!(bad.parse::<Proxies>(), Err(bad.to_owned()));
        }
    }
}
