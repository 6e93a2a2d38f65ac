//! Up to where phones said that they hold the logs: what tells whether a return reached one.

use std::collections::BTreeMap;

use wangge_domain::{DeviceId, StreamId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use crate::tenant::Tenant;

/// A place in a log that a device holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeldPoint {
    /// Its number.
    pub(crate) seq: u64,
    /// When the device named it first.
    pub(crate) at: Timestamp,
}

/// The places of one device, by log.
type Held = BTreeMap<StreamId, HeldPoint>;

/// A line for each log: `01890a5d-… 17 1788850800000`.
fn written(held: &Held) -> String {
    let line =
        |(stream, point): (&StreamId, &HeldPoint)| format!("{stream} {} {}", point.seq, point.at.0);
    held.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Lines that are none are left out: such a place is not known.
fn parse(text: &str) -> Held {
    let line = |line: &str| {
        let mut words = line.split(' ');
        let stream: StreamId = words.next()?.parse().ok()?;
        let seq: u64 = words.next()?.parse().ok()?;
        let at = Timestamp(words.next()?.parse().ok()?);
        Some((stream, HeldPoint { seq, at }))
    };
    text.lines().filter_map(line).collect()
}

fn key(device: DeviceId, user: UserId) -> String {
    format!("held/{device}/{user}")
}

impl Tenant {
    /// Remembers up to where a device says that it holds its logs, in place of what it said before:
    /// one that was set up anew holds less.
    pub(crate) fn note_held(
        &self,
        device: DeviceId,
        user: UserId,
        said: &[(StreamId, u64)],
    ) -> Result<(), StoreError> {
        let (before, now) = (self.held(device, user)?, self.now());
        let point = |(stream, seq): &(StreamId, u64)| {
            let same = before.get(stream).filter(|point| point.seq == *seq);
            let new = HeldPoint { seq: *seq, at: now };
            (*stream, same.copied().unwrap_or(new))
        };
        let held: Held = said.iter().map(point).collect();
        if held == before {
            return Ok(());
        }
        let key = key(device, user);
        let noted = self.database.set_setting(self.id(), &key, &written(&held));
        match noted {
            // What the phone reads is worth more than the note of it.
            Err(StoreError::DiskFull) => Ok(()),
            other => other,
        }
    }

    /// The places that a device named last, as far as this is kept.
    pub(crate) fn held(&self, device: DeviceId, user: UserId) -> Result<Held, StoreError> {
        let text = self.database.setting(self.id(), &key(device, user))?;
        Ok(text.map(|text| parse(&text)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::GridId;

    use super::*;

    #[test]
    fn what_was_said_is_read_as_it_was_written() {
        let stream = |number| StreamId::of_grid(GridId::from_bytes([number; 16]));
        let point = |seq, at| HeldPoint {
            seq,
            at: Timestamp(at),
        };
        let held = Held::from([(stream(1), point(17, 5)), (stream(2), point(3, -1))]);
        assert_eq!(parse(&written(&held)), held);
        assert_eq!(parse(&format!("{}\nneither", written(&held))), held);
        assert_eq!(parse(""), Held::new());
    }
}
