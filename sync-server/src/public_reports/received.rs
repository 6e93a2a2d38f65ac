use wangge_domain::Timestamp;
use wangge_sync_engine::store::StoreError;

use crate::tenant::Tenant;

/// Setting that holds when the process for the public was last seen with nothing more to collect.
const COLLECTED_KEY: &str = "public_reports_collected";
/// Between two times at which that is written down.
const NOTE_EVERY_MS: i64 = 60_000;
/// A report is written by one process a moment before the other one reads it.
const SLACK_MS: i64 = 10_000;
/// How old the first reports may be: of a relay that never collected any before.
const FIRST_MS: i64 = 24 * 3_600_000;

/// Between which times a report that is found now can have come in（来件时间范围）: not before everything was
/// collected last, and not after now. The process for the public faces everybody; its word for the time,
/// by which the first reporter is found, counts within these bounds alone.
pub(super) struct Received {
    /// When everything was collected last, by the relay's clock.
    collected: Option<Timestamp>,
    noted: Option<Timestamp>,
}

impl Received {
    /// As it was written down.
    pub(super) fn read(tenant: &Tenant) -> Result<Self, StoreError> {
        let text = tenant.database.setting(tenant.id(), COLLECTED_KEY)?;
        let collected = text.and_then(|text| text.parse().ok()).map(Timestamp);
        Ok(Self {
            collected,
            noted: collected,
        })
    }

    /// Nothing more was there at this time.
    pub(super) fn note(&mut self, tenant: &Tenant, at: Timestamp) -> Result<(), StoreError> {
        self.collected = Some(at);
        let is_due = self
            .noted
            .is_none_or(|noted| at.0.saturating_sub(noted.0).abs() >= NOTE_EVERY_MS);
        if is_due {
            let text = at.0.to_string();
            tenant
                .database
                .set_setting(tenant.id(), COLLECTED_KEY, &text)?;
            self.noted = Some(at);
        }
        Ok(())
    }

    /// The time that counts for a report found now, and whether the one it came with is believed.
    pub(super) fn bounded(&self, said: Timestamp, now: Timestamp) -> (Timestamp, bool) {
        let first = Timestamp(now.0.saturating_sub(FIRST_MS));
        let earliest = self.collected.unwrap_or(first).min(now);
        let is_early = said.0 < earliest.0.saturating_sub(SLACK_MS);
        let is_late = said.0 > now.0.saturating_add(SLACK_MS);
        if is_early || is_late {
            (now, false)
        } else {
            (said.clamp(earliest, now), true)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_788_192_000_000);

    #[test]
    fn a_time_counts_between_the_last_collection_and_now() {
        let before = NOW.plus_ms(-60_000);
        let received = Received {
            collected: Some(before),
            noted: None,
        };
        let bounded = |ms: i64| received.bounded(NOW.plus_ms(ms), NOW);
        assert_eq!(bounded(-30_000), (NOW.plus_ms(-30_000), true));
        assert_eq!(bounded(0), (NOW, true));
        // Written a moment before it was read, by a clock of its own.
        assert_eq!(bounded(-65_000), (before, true));
        assert_eq!(bounded(5_000), (NOW, true));
        assert_eq!(bounded(-70_001), (NOW, false));
        assert_eq!(bounded(10_001), (NOW, false));
        assert_eq!(received.bounded(Timestamp(0), NOW), (NOW, false));
        assert_eq!(received.bounded(Timestamp(i64::MIN), NOW), (NOW, false));
        assert_eq!(received.bounded(Timestamp(i64::MAX), NOW), (NOW, false));
    }

    #[test]
    fn what_waits_for_a_relay_that_never_collected_is_of_today() {
        let received = Received {
            collected: None,
            noted: None,
        };
        let yesterday = NOW.plus_ms(-23 * 3_600_000);
        assert_eq!(received.bounded(yesterday, NOW), (yesterday, true));
        assert_eq!(received.bounded(Timestamp(0), NOW), (NOW, false));
    }
}
