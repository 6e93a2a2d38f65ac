use wangge_domain::{DeviceId, Timestamp, UserId};

use super::version::LogPlace;

/// What was known where a paper was made（制作时所知）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    /// The last row of the log that was known there; `None`: not one.
    pub(super) last: Option<LogPlace>,
    /// Work of the device itself that was still to be sent.
    pub(super) unsent: Option<Unsent>,
}

/// Work that lay on a device when it made a paper, and that came into the log later（未上传的工作）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unsent {
    pub(super) device: DeviceId,
    pub(super) user: UserId,
    /// The last row of its own that it had made by then.
    pub(super) until: LogPlace,
    /// When the paper was made: what waits is shown as received then.
    pub(super) at: Timestamp,
}

impl Known {
    /// Everything up to a row, as the relay itself knew it.
    pub(super) fn up_to(last: LogPlace) -> Self {
        Self {
            last: Some(last),
            unsent: None,
        }
    }

    /// The newest row that it tells of.
    pub(super) fn newest(&self) -> Option<LogPlace> {
        self.unsent.map(|unsent| unsent.until).or(self.last)
    }

    /// The row is among those of the log that were known.
    pub(super) fn holds(&self, place: LogPlace) -> bool {
        self.last.is_some_and(|last| place <= last)
    }
}

impl Unsent {
    /// The row is the device's own and was made by then.
    pub(super) fn holds(&self, place: LogPlace, by: (DeviceId, UserId)) -> bool {
        place <= self.until && by == (self.device, self.user)
    }
}
