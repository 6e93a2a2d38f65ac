use std::time::Duration;

/// How long the relay waits for a caller（等待时限）. Whoever is slower comes again; nothing that was
/// acknowledged is lost by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the TLS handshake, and for the head of each request.
    pub head: Duration,
    /// For the whole body of a request, uploads apart: these go on for as long as bytes come.
    pub body: Duration,
    /// For the next bytes of any body.
    pub pause: Duration,
    /// For a reader that does not take what it asked for.
    pub reading: Duration,
    /// For the next request on a connection on which none is under way; signs of life alone keep none open.
    pub idle: Duration,
    /// Connections open at once; further ones wait to be accepted.
    pub connections: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            body: Duration::from_secs(60),
            pause: Duration::from_secs(30),
            reading: Duration::from_secs(60),
            idle: Duration::from_secs(300),
            connections: 12_000,
        }
    }
}
