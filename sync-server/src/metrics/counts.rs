use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;

/// Upper bounds of the buckets of durations, in milliseconds.
pub(super) const BUCKETS_MS: [u64; 9] = [5, 10, 25, 50, 100, 150, 500, 2_000, 10_000];

/// Requests of one route with one outcome.
#[derive(Clone, Debug, Default)]
pub(super) struct RouteCount {
    pub(super) count: u64,
    pub(super) micros: u64,
    /// By [`BUCKETS_MS`], each counting only its own.
    pub(super) buckets: [u64; BUCKETS_MS.len()],
}

/// Method, route as written in the table, class of the status: a bounded number of series.
pub(super) type RouteKey = (&'static str, String, u16);

/// What the process counts while it runs（计数）; the store knows the rest.
#[derive(Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<RouteKey, RouteCount>>,
    connections: AtomicI64,
}

impl Metrics {
    /// Counts a request. `route` is one of the router's own: callers cannot make up series.
    pub(crate) fn request(
        &self,
        method: &'static str,
        route: &str,
        status: StatusCode,
        took: Duration,
    ) {
        let class = status.as_u16() / 100 * 100;
        // What is shed is told apart from what is wrong.
        let status = match status.as_u16() {
            exact @ (429 | 503 | 507) => exact,
            _ => class,
        };
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let count = requests
            .entry((method, route.to_owned(), status))
            .or_default();
        count.count += 1;
        count.micros += u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let bucket = BUCKETS_MS.iter().position(|bound| millis <= *bound);
        if let Some(bucket) = bucket {
            count.buckets[bucket] += 1;
        }
    }

    /// A connection was opened (1) or ended (-1).
    pub(crate) fn connection(&self, change: i64) {
        self.connections.fetch_add(change, Ordering::Relaxed);
    }

    pub(super) fn connections(&self) -> i64 {
        self.connections.load(Ordering::Relaxed)
    }

    pub(super) fn requests(&self) -> BTreeMap<RouteKey, RouteCount> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.clone()
    }
}
