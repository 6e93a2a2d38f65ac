use std::net::IpAddr;

use axum::http::HeaderMap;

use super::IntakeSecret;
use crate::http::PeerAddress;

/// By what a visitor is counted（来访地址）: a keyed hash of the address, of which nothing is kept.
pub(super) type Visitor = [u8; 32];

/// The visitor of a request. Behind a proxy of ours it is the last address of `X-Forwarded-For`,
/// which that proxy wrote itself; what stands before it, anybody may have written.
pub(super) fn visitor(
    secret: &IntakeSecret,
    peer: PeerAddress,
    proxy: Option<IpAddr>,
    headers: &HeaderMap,
) -> Visitor {
    let is_proxy = proxy == Some(peer.0.to_canonical());
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|text| text.trim().parse::<IpAddr>().ok());
    let address = forwarded.filter(|_| is_proxy).map_or(peer, PeerAddress);
    secret.mac("visitor", address.key().as_bytes())
}
