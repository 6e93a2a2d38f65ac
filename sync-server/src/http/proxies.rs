use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::HeaderMap;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::net::TcpStream;

/// What a header of the PROXY protocol, version 2, begins with.
const SIGNATURE: [u8; 12] = *b"\r\n\r\n\0\r\nQUIT\n";
/// Addresses and what balancers add to them.
const LONGEST: usize = 2_048;

/// Proxies and balancers of one's own（可信代理）. What anybody else says of an address is not even read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proxies(Vec<IpAddr>);

impl Proxies {
    pub(crate) fn new(addresses: Vec<IpAddr>) -> Self {
        Self(addresses.iter().map(IpAddr::to_canonical).collect())
    }

    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// Where a connection came from: what a trusted balancer says of it before its first byte, by the PROXY
    /// protocol, else the other end itself.
    pub(super) async fn origin(&self, stream: &mut TcpStream, peer: IpAddr) -> io::Result<IpAddr> {
        if !self.trusts(peer) {
            return Ok(peer);
        }
        // A handshake of TLS begins otherwise, and stays to be read.
        let mut first = [0_u8; 1];
        if stream.peek(&mut first).await? == 0 || first[0] != SIGNATURE[0] {
            return Ok(peer);
        }
        Ok(read_header(stream).await?.unwrap_or(peer))
    }

    /// Where a request came from that a proxy brought: the last address that a trusted one wrote down and that is
    /// none of them.
    pub(super) fn forwarded(&self, headers: &HeaderMap, peer: IpAddr) -> IpAddr {
        if !self.trusts(peer) {
            return peer;
        }
        let lines = headers.get_all("x-forwarded-for").iter();
        let text: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
        for one in text.join(",").rsplit(',') {
            match one.trim().parse::<IpAddr>() {
                Ok(address) if self.trusts(address) => {}
                Ok(address) => return address,
                Err(_) => return peer,
            }
        }
        peer
    }
}

/// Reads a header of the PROXY protocol, version 2. `None`: the balancer speaks for itself, or of nothing that
/// has an address.
async fn read_header(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<IpAddr>> {
    let wrong = |text: &str| io::Error::new(io::ErrorKind::InvalidData, text.to_owned());
    let mut head = [0_u8; 16];
    stream.read_exact(&mut head).await?;
    let (signature, rest) = head.split_at(SIGNATURE.len());
    if signature != SIGNATURE {
        return Err(wrong("no header of the PROXY protocol, version 2"));
    }
    let &[command, family, high, low] = rest else {
        return Err(wrong("a PROXY header that is cut off"));
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if length > LONGEST {
        return Err(wrong("a PROXY header that is too long"));
    }
    let mut body = vec![0_u8; length];
    stream.read_exact(&mut body).await?;
    match command {
        0x20 => return Ok(None),
        0x21 => {}
        _ => return Err(wrong("a PROXY header of another version")),
    }
    let short = || wrong("a PROXY header without its addresses");
    match family >> 4 {
        1 => {
            let source = body.first_chunk::<4>().ok_or_else(short)?;
            Ok(Some(IpAddr::V4(Ipv4Addr::from(*source))))
        }
        2 => {
            let source = body.first_chunk::<16>().ok_or_else(short)?;
            Ok(Some(IpAddr::V6(Ipv6Addr::from(*source)).to_canonical()))
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(command: u8, family: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        [&SIGNATURE[..], &[command, family], &length, body].concat()
    }

    #[tokio::test]
    async fn a_header_of_the_proxy_protocol_names_the_caller() {
        let v4 = [10, 1, 2, 3, 10, 0, 0, 1, 0x30, 0x39, 0x1d, 0x13];
        let mut v6 = vec![0x20, 0x01, 0x0d, 0xb8];
        v6.extend_from_slice(&[0; 11]);
        v6.push(5);
        v6.extend_from_slice(&[0; 20]);
        let cases = [
            (header(0x21, 0x11, &v4), Some("10.1.2.3")),
            (header(0x21, 0x21, &v6), Some("2001:db8::5")),
            (header(0x20, 0x00, &[]), None),
            (header(0x21, 0x00, &[1, 2]), None),
        ];
        for (bytes, expected) in cases {
            // What follows stays to be read.
            let whole = [bytes, b"hello".to_vec()].concat();
            let mut stream = whole.as_slice();
            let found = read_header(&mut stream).await.unwrap();
            assert_eq!(found, expected.map(|text| text.parse().unwrap()));
            assert_eq!(stream, b"hello");
        }
        for bytes in [
            header(0x21, 0x11, &v4[..3]),
            header(0x31, 0x11, &v4),
            header(0x21, 0x11, &[0; LONGEST + 1]),
            b"PROXY TCP4 10.1.2.3 10.0.0.1 1 2\r\n".to_vec(),
            SIGNATURE.to_vec(),
        ] {
            assert!(read_header(&mut bytes.as_slice()).await.is_err());
        }
    }

    #[test]
    fn only_a_trusted_proxy_says_where_a_request_came_from() {
        let proxies = Proxies::new(vec![
            "127.0.0.1".parse().unwrap(),
            "10.0.0.9".parse().unwrap(),
        ]);
        let ask = |text: &'static str, peer: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", text.parse().unwrap());
            let found = proxies.forwarded(&headers, peer.parse().unwrap());
            found.to_string()
        };
        assert_eq!(ask("192.0.2.7", "127.0.0.1"), "192.0.2.7");
        // What stands before the last one, anybody may have written.
        assert_eq!(ask("10.8.8.8, 192.0.2.7", "127.0.0.1"), "192.0.2.7");
        assert_eq!(ask("192.0.2.7, 10.0.0.9", "::ffff:127.0.0.1"), "192.0.2.7");
        assert_eq!(ask("nonsense", "127.0.0.1"), "127.0.0.1");
        assert_eq!(ask("192.0.2.7", "10.5.5.5"), "10.5.5.5");
        let none = proxies.forwarded(&HeaderMap::new(), "127.0.0.1".parse().unwrap());
        assert_eq!(none.to_string(), "127.0.0.1");
    }
}
