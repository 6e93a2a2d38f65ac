use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::time::Instant;

use super::counters::Counters;
use super::judge::{Judge, Talk};
use super::shaper::Shaper;
use super::{Direction, LinkConditions};

/// What all connections of one proxy have in common.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) counters: Counters,
    pub(super) online: watch::Sender<bool>,
    pub(super) stalled: watch::Sender<bool>,
    judge: Mutex<Judge>,
    lines: [Mutex<Shaper>; 2],
    link: Mutex<(SocketAddr, LinkConditions)>,
    seed: u64,
    talks: AtomicU64,
    origin: Instant,
}

impl Shared {
    pub(super) fn new(target: SocketAddr, conditions: LinkConditions, seed: u64) -> Self {
        Self {
            counters: Counters::default(),
            online: watch::Sender::new(true),
            stalled: watch::Sender::new(false),
            judge: Mutex::default(),
            lines: Default::default(),
            link: Mutex::new((target, conditions)),
            seed,
            talks: AtomicU64::new(0),
            origin: Instant::now(),
        }
    }

    pub(super) fn judge(&self) -> MutexGuard<'_, Judge> {
        self.judge.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn new_talk(&self) -> Talk {
        Talk::new(self.seed, self.talks.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) fn target(&self) -> SocketAddr {
        self.link().0
    }

    pub(super) fn set_target(&self, target: SocketAddr) {
        self.link().0 = target;
    }

    pub(super) fn conditions(&self) -> LinkConditions {
        self.link().1
    }

    pub(super) fn set_conditions(&self, conditions: LinkConditions) {
        self.link().1 = conditions;
    }

    /// When bytes read now arrive at the other end.
    pub(super) fn arrival(&self, direction: Direction, bytes: usize) -> Instant {
        let conditions = self.conditions();
        let now = self.origin.elapsed().as_micros() as u64;
        let mut line = self.lines[direction.place()]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let arrival = line.arrival(
            now,
            bytes,
            conditions.one_way_ms,
            conditions.bytes_per_second,
        );
        self.origin + std::time::Duration::from_micros(arrival)
    }

    fn link(&self) -> MutexGuard<'_, (SocketAddr, LinkConditions)> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
