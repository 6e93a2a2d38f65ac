use std::sync::atomic::{AtomicU64, Ordering};

/// What went through a proxy: payload of TCP, without its headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkCounters {
    /// Bytes delivered to the relay.
    pub bytes_up: u64,
    /// Bytes delivered to the phone.
    pub bytes_down: u64,
    /// Connections accepted from the phone.
    pub connections: u64,
    /// Connections turned away: offline, or nobody at the target.
    pub refused: u64,
    /// Exchanges begun, TLS handshakes among them.
    pub exchanges: u64,
    /// Connections cut, by chance, by arming or by going offline.
    pub cuts: u64,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) bytes: [AtomicU64; 2],
    pub(super) connections: AtomicU64,
    pub(super) refused: AtomicU64,
    pub(super) exchanges: AtomicU64,
    pub(super) cuts: AtomicU64,
}

impl Counters {
    pub(super) fn read(&self) -> LinkCounters {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        LinkCounters {
            bytes_up: get(&self.bytes[0]),
            bytes_down: get(&self.bytes[1]),
            connections: get(&self.connections),
            refused: get(&self.refused),
            exchanges: get(&self.exchanges),
            cuts: get(&self.cuts),
        }
    }

    pub(super) fn reset(&self) {
        let [up, down] = &self.bytes;
        for counter in [
            up,
            down,
            &self.connections,
            &self.refused,
            &self.exchanges,
            &self.cuts,
        ] {
            counter.store(0, Ordering::Relaxed);
        }
    }
}

pub(super) fn count(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}
