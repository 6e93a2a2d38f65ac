use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wangge_domain::Timestamp;
use wangge_domain::evaluation::LogCut;
use wangge_protocol::sha256;

/// How the settings that hold the states begin.
pub(crate) const WEBHOOK_SETTINGS: &str = "webhook/";

/// The setting that holds the state of a receiver. A receiver at another address is another one.
pub(crate) fn webhook_setting(url: &str) -> String {
    let digest = hex::encode(sha256(url.as_bytes()).0);
    format!("{WEBHOOK_SETTINGS}{digest}")
}

/// How far a receiver was told（推送进度）. What waits for it is the log itself. A part that another
/// version does not write is as of a receiver that never failed: its places are not given up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct WebhookState {
    /// Place in each log up to which it was told, by the log's id.
    places: BTreeMap<String, u64>,
    /// Failures one after the other.
    pub(crate) attempts: u32,
    /// How often it refused the message that is next.
    refusals: u32,
    /// Not again before this, milliseconds since 1970.
    next_at: i64,
    /// What it refused for good.
    pub(crate) undelivered: u64,
    /// Why the last attempt failed; empty: it did not.
    pub(crate) problem: String,
}

/// The first wait after a failure, doubled with each one that follows.
const FIRST_WAIT_MS: i64 = 15_000;
/// No wait is longer.
const LONGEST_WAIT_MS: i64 = 3_600_000;

impl WebhookState {
    /// Of a receiver that is new: it is told of what comes, not of what was.
    pub(super) fn from_now_on(heads: &LogCut) -> Self {
        let places = heads.0.iter();
        Self {
            places: places
                .map(|(stream, head)| (stream.to_string(), head.seq))
                .collect(),
            ..Self::default()
        }
    }

    /// Reads a setting; one that does not hold is that of a new receiver.
    pub(crate) fn read(setting: &str) -> Option<Self> {
        serde_json::from_str(setting).ok()
    }

    /// As a setting.
    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Up to where it was told of a log. After a restore a log may be shorter than it was.
    pub(super) fn place(&self, stream: &str, head: u64) -> u64 {
        self.places.get(stream).copied().unwrap_or(0).min(head)
    }

    /// It was told of everything up to here.
    pub(super) fn told(&mut self, stream: &str, seq: u64) {
        self.places.insert(stream.to_owned(), seq);
    }

    /// Whether it is to be left alone for now. A clock that went back stops nothing for long.
    pub(super) fn is_waiting(&self, now: Timestamp) -> bool {
        let left = self.next_at.saturating_sub(now.0);
        (1..=LONGEST_WAIT_MS).contains(&left)
    }

    /// It refused the message that is next; whether it did so often enough to pass it over.
    pub(super) fn refused(&mut self, most: u32) -> bool {
        self.refusals = self.refusals.saturating_add(1);
        self.refusals >= most
    }

    /// It is done with a message.
    pub(super) fn worked(&mut self) {
        self.attempts = 0;
        self.refusals = 0;
        self.next_at = 0;
        self.problem.clear();
    }

    /// It did not.
    pub(super) fn failed(&mut self, now: Timestamp, problem: String) {
        let doubled = FIRST_WAIT_MS.saturating_mul(1 << self.attempts.min(16));
        self.attempts = self.attempts.saturating_add(1);
        self.next_at = now.0.saturating_add(doubled.min(LONGEST_WAIT_MS));
        self.problem = problem;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_an_hour_and_end_with_a_success() {
        let mut state = WebhookState::default();
        let now = Timestamp(1_000_000);
        assert!(!state.is_waiting(now));
        let mut waits = Vec::new();
        for _ in 0..12 {
            state.failed(now, "HTTP 500".to_owned());
            assert!(state.is_waiting(now));
            waits.push((state.next_at - now.0) / 1_000);
        }
        assert_eq!(waits[..4], [15, 30, 60, 120]);
        assert_eq!(waits[11], 3_600);
        assert!(!state.is_waiting(now.plus_ms(LONGEST_WAIT_MS)));
        assert!(
            !state.is_waiting(now.plus_ms(-1_000)),
            "the clock went back"
        );
        let again = WebhookState::read(&state.written()).unwrap();
        assert_eq!(again, state);
        state.worked();
        assert!(!state.is_waiting(now) && state.problem.is_empty());
    }

    #[test]
    fn what_another_version_wrote_keeps_its_places() {
        let read = WebhookState::read(r#"{"places":{"a":3},"of_tomorrow":1}"#).unwrap();
        assert_eq!((read.place("a", 9), read.attempts), (3, 0));
        assert!(WebhookState::read("no state").is_none());
    }
}
