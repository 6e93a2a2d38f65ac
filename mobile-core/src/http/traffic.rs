use std::sync::atomic::{AtomicU64, Ordering};

/// Counts what went over the wire: bodies only, both ways.
#[derive(Debug, Default)]
pub struct Traffic {
    requests: AtomicU64,
    bytes_up: AtomicU64,
    bytes_down: AtomicU64,
}

/// A reading of [`Traffic`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrafficReading {
    /// Requests begun.
    pub requests: u64,
    /// Bytes of request bodies.
    pub bytes_up: u64,
    /// Bytes of reply bodies.
    pub bytes_down: u64,
}

impl Traffic {
    pub(crate) fn request(&self, body_bytes: usize) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.bytes_up.fetch_add(body_bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn reply(&self, body_bytes: usize) {
        self.bytes_down.fetch_add(body_bytes as u64, Ordering::Relaxed);
    }

    /// What was counted so far.
    #[must_use]
    pub fn read(&self) -> TrafficReading {
        TrafficReading {
            requests: self.requests.load(Ordering::Relaxed),
            bytes_up: self.bytes_up.load(Ordering::Relaxed),
            bytes_down: self.bytes_down.load(Ordering::Relaxed),
        }
    }
}
