use std::net::IpAddr;

/// Where a request came from, by the connection itself: no header of the caller counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PeerAddress(pub(crate) IpAddr);

impl PeerAddress {
    /// The address as a key for throttling: of IPv6 the network of 64 bits, since one caller
    /// owns all of it.
    pub(crate) fn key(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => match address.to_ipv4_mapped() {
                Some(mapped) => mapped.to_string(),
                None => {
                    let [a, b, c, d, ..] = address.segments();
                    format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
                }
            },
        }
    }
}

impl<S: Sync> axum::extract::FromRequestParts<S> for PeerAddress {
    type Rejection = super::ApiError;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _state: &S,
    ) -> Result<Self, super::ApiError> {
        let found = parts.extensions.get::<Self>().copied();
        std::future::ready(found.ok_or_else(super::ApiError::internal)).await
    }
}
