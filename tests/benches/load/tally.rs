//! What came of many pushes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::device::Heard;
use super::statistics::{quantile, rounded};

/// Counts and times of a schedule.
#[derive(Default)]
pub(crate) struct Tally {
    /// When a push was due, seconds from the start, and milliseconds from then to its answer.
    pub(crate) answered: Vec<(f64, f64)>,
    /// Envelopes acknowledged.
    pub(crate) envelopes: u64,
    /// Of these logged without effect.
    pub(crate) without_effect: u64,
    /// Envelopes that the relay did not take, by reason.
    pub(crate) refused: BTreeMap<String, u64>,
    /// Requests turned away, by status.
    pub(crate) turned_away: BTreeMap<u16, u64>,
    /// Of these without a word when to come again.
    pub(crate) without_retry_after: u64,
    /// Requests without an answer.
    pub(crate) lost: u64,
    /// What was said of the first of them.
    pub(crate) first_lost: Option<String>,
    /// Pushes that were due and whose end was not reached in time.
    pub(crate) unsent: u64,
    /// When a request was turned away or lost, seconds from the start.
    pub(crate) troubles: Vec<f64>,
    /// Seconds from the last moment of the schedule until nobody waited for an answer any more.
    pub(crate) drained_in: f64,
}

impl Tally {
    /// Notes what the relay said of a push.
    pub(crate) fn heard(&mut self, heard: Heard) {
        self.envelopes += heard.acknowledged;
        self.without_effect += heard.without_effect;
        for reason in heard.refused {
            *self.refused.entry(reason).or_default() += 1;
        }
    }

    /// Notes a request that was turned away.
    pub(crate) fn turned_away(&mut self, at: f64, status: u16, says_when: bool) {
        *self.turned_away.entry(status).or_default() += 1;
        self.without_retry_after += u64::from(!says_when);
        self.troubles.push(at);
    }

    /// Notes a request without an answer.
    pub(crate) fn lost(&mut self, at: f64, error: String) {
        self.lost += 1;
        if self.first_lost.is_none() {
            self.first_lost = Some(error);
        }
        self.troubles.push(at);
    }

    /// Adds those of another phone.
    pub(crate) fn add(&mut self, other: Self) {
        self.answered.extend(other.answered);
        self.envelopes += other.envelopes;
        self.without_effect += other.without_effect;
        for (reason, count) in other.refused {
            *self.refused.entry(reason).or_default() += count;
        }
        for (status, count) in other.turned_away {
            *self.turned_away.entry(status).or_default() += count;
        }
        self.without_retry_after += other.without_retry_after;
        self.lost += other.lost;
        if self.first_lost.is_none() {
            self.first_lost = other.first_lost;
        }
        self.unsent += other.unsent;
        self.troubles.extend(other.troubles);
    }

    /// Of the pushes that fell due, the share that was answered in the end.
    pub(crate) fn answered_share(&self) -> f64 {
        let due = self.answered.len() as f64 + self.unsent as f64;
        self.answered.len() as f64 / due.max(1.0)
    }

    /// Milliseconds below which this share of the answers lies.
    pub(crate) fn latency_ms(&self, share: f64) -> f64 {
        let mut all: Vec<f64> = self.answered.iter().map(|(_, ms)| *ms).collect();
        quantile(&mut all, share)
    }

    /// Seconds from the start until a whole second passes as usual for good: every request answered
    /// and the p99 within the limit.
    pub(crate) fn usual_after(&self, limit_ms: f64) -> f64 {
        let mut seconds: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
        for (due, ms) in &self.answered {
            seconds.entry(*due as u64).or_default().push(*ms);
        }
        let slow = seconds
            .iter_mut()
            .filter_map(|(second, times)| (quantile(times, 0.99) > limit_ms).then_some(*second));
        let troubled = self.troubles.iter().map(|at| *at as u64);
        let last = slow.chain(troubled).max();
        last.map_or(0.0, |second| second as f64 + 1.0)
    }

    /// All of it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "pushes_answered": self.answered.len(),
            "envelopes_acknowledged": self.envelopes,
            "without_effect": self.without_effect,
            "not_taken": self.refused,
            "p50_ms": rounded(self.latency_ms(0.5), 1),
            "p99_ms": rounded(self.latency_ms(0.99), 1),
            "max_ms": rounded(self.latency_ms(1.0), 1),
            "turned_away": self.turned_away,
            "turned_away_without_retry_after": self.without_retry_after,
            "lost": self.lost,
            "first_lost": self.first_lost,
            "pushes_not_finished": self.unsent,
            "drained_in_seconds": rounded(self.drained_in, 2),
        })
    }
}
