use std::net::IpAddr;
use std::time::Duration;

/// How a relay meets its callers（接入方式）, as `[serve]` of the configuration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeChoice {
    /// Proxies and balancers of one's own: what they say of a caller's address counts, nobody else's word does.
    pub proxies: Vec<IpAddr>,
    /// Where to listen without TLS as well, for a proxy on this machine that speaks it; loopback only.
    pub plain_listen: Option<String>,
    /// After a request to stop `readyz` says no for so long while everything is still answered.
    pub drain: Duration,
    /// Connections from one address, and wake streams from one; this machine itself apart.
    pub per_address: usize,
    /// Whether browsers that know nothing newer may come by TLS 1.2.
    pub tls12: bool,
}

impl Default for ServeChoice {
    fn default() -> Self {
        Self {
            proxies: Vec::new(),
            plain_listen: None,
            drain: Duration::ZERO,
            per_address: 3_000,
            tls12: false,
        }
    }
}
