//! When devices were heard from last, and what they said of themselves（最近同步、待传数、版本）.

use axum::http::HeaderMap;
use wangge_domain::{DeviceId, Timestamp, UserId};
use wangge_protocol::{Verdict, VerdictRun};
use wangge_sync_engine::store::StoreError;

use crate::tenant::Tenant;

/// Times closer together than this are not written down, if nothing else changed.
const STEP_MS: i64 = 10 * 60_000;
/// Characters of a version that are kept.
const VERSION: usize = 32;

/// What a phone says of itself beside an exchange（本机自报）. Nothing is decided by it: a phone may say
/// anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Version of its core.
    pub(crate) version: Option<String>,
    /// Sealed changes that the relay has not judged yet.
    pub(crate) waiting: Option<u64>,
}

/// A device as it was heard from last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// When, to ten minutes.
    pub(crate) at: Timestamp,
    /// What it said then.
    pub(crate) told: Told,
}

impl Told {
    /// Out of the headers `wangge-version` and `wangge-waiting`; what is none is left out.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let plain = |text: &&str| {
            let fits = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'+');
            !text.is_empty() && text.len() <= VERSION && text.bytes().all(fits)
        };
        Self {
            version: text("wangge-version").filter(plain).map(str::to_owned),
            waiting: text("wangge-waiting").and_then(|text| text.parse().ok()),
        }
    }

    /// Once these verdicts have reached the phone: what was settled waits no more.
    pub(crate) fn after(mut self, verdicts: &[VerdictRun]) -> Self {
        let settled = verdicts.iter().filter(|run| match run.verdict {
            Verdict::Accepted { .. }
            | Verdict::Duplicate { .. }
            | Verdict::NoEffect { .. }
            | Verdict::Quarantined(_)
            | Verdict::Refused(_) => true,
            Verdict::Need(_) | Verdict::NotProcessed | Verdict::Retry { .. } => false,
        });
        let settled: u64 = settled.map(|run| u64::from(run.count)).sum();
        self.waiting = self.waiting.map(|count| count.saturating_sub(settled));
        self
    }
}

impl Seen {
    /// `1788850800000 0.1.0 3`, a dash for what was not said.
    fn to_text(&self) -> String {
        let waiting = self.told.waiting.map(|count| count.to_string());
        let dash = || "-".to_owned();
        let version = self.told.version.clone().unwrap_or_else(dash);
        format!("{} {version} {}", self.at.0, waiting.unwrap_or_else(dash))
    }

    /// An earlier release wrote the time alone.
    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let at = Timestamp(words.next()?.parse().ok()?);
        let version = words.next().filter(|word| *word != "-");
        let waiting = words.next().and_then(|word| word.parse().ok());
        Some(Self {
            at,
            told: Told {
                version: version.map(str::to_owned),
                waiting,
            },
        })
    }
}

fn key(device: DeviceId, user: UserId) -> String {
    format!("seen/{device}/{user}")
}

impl Tenant {
    /// Remembers that a device was heard from, and what it said. One exchange of a sync that only
    /// pushes says nothing of what is left: then what was said before stays.
    pub(crate) fn note_seen(
        &self,
        device: DeviceId,
        user: UserId,
        told: Told,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let last = self.seen(device, user);
        let before = last.as_ref().map(|last| last.told.clone());
        let before = before.unwrap_or_default();
        let told = Told {
            version: told.version.or_else(|| before.version.clone()),
            waiting: told.waiting.or(before.waiting),
        };
        let is_fresh = last.is_some_and(|last| now.0 - last.at.0 < STEP_MS);
        if is_fresh && told == before {
            return Ok(());
        }
        let seen = Seen { at: now, told };
        let text = seen.to_text();
        let written = self
            .database
            .set_setting(self.id(), &key(device, user), &text);
        match written {
            // What the phone reads is worth more than the note of it.
            Err(StoreError::DiskFull) => Ok(()),
            other => other,
        }
    }

    /// As it was heard from last, as far as this is kept.
    pub(crate) fn seen(&self, device: DeviceId, user: UserId) -> Option<Seen> {
        let text = self.database.setting(self.id(), &key(device, user));
        Seen::parse(&text.ok().flatten()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_read_as_it_was_written() {
        let told = |version: Option<&str>, waiting| Told {
            version: version.map(str::to_owned),
            waiting,
        };
        for told in [
            told(Some("0.1.0"), Some(3)),
            told(None, None),
            told(None, Some(0)),
        ] {
            let seen = Seen {
                at: Timestamp(1_788_850_800_000),
                told,
            };
            assert_eq!(Seen::parse(&seen.to_text()), Some(seen));
        }
        let old = Seen::parse("1788850800000").unwrap();
        assert_eq!(old.told, Told::default());
    }

    #[test]
    fn what_an_exchange_settled_waits_no_more() {
        let run = |verdict, count| VerdictRun { count, verdict };
        let told = Told {
            version: None,
            waiting: Some(7),
        };
        let verdicts = [
            run(Verdict::Accepted { seq: 1 }, 3),
            run(Verdict::NotProcessed, 2),
            run(Verdict::Refused(wangge_protocol::Refusal::TooLarge), 1),
        ];
        assert_eq!(told.after(&verdicts).waiting, Some(3));
    }

    #[test]
    fn headers_that_are_none_are_left_out() {
        let mut headers = HeaderMap::new();
        headers.insert("wangge-version", "0.1.0".parse().unwrap());
        headers.insert("wangge-waiting", "12".parse().unwrap());
        let told = Told::of(&headers);
        assert_eq!(
            (told.version.as_deref(), told.waiting),
            (Some("0.1.0"), Some(12))
        );
        headers.insert("wangge-version", "0 1 -- drop".parse().unwrap());
        headers.insert("wangge-waiting", "-1".parse().unwrap());
        assert_eq!(Told::of(&headers), Told::default());
    }
}
