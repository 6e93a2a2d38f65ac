use std::sync::{Mutex, PoisonError};

use wangge_mobile_core::SyncReport;
use wangge_tests::proxy::LinkCounters;

/// What the phones' syncs cost, as the cores count it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Calls of `sync`.
    pub(crate) syncs: u64,
    /// Of these, those that the line cut short.
    pub(crate) interrupted: u64,
    pub(crate) round_trips: u64,
    /// Bodies of syncs of records alone, compressed.
    pub(crate) record_bytes_up: u64,
    pub(crate) record_bytes_down: u64,
    /// Bodies of syncs with photos: photo files, what was sent twice because the line cut it, and
    /// exchanges that had nothing new.
    pub(crate) photo_bytes_up: u64,
    pub(crate) photo_bytes_down: u64,
    pub(crate) envelopes: u64,
    pub(crate) rows: u64,
    /// Bytes of the records' content as JSON, before any of it travelled.
    pub(crate) raw_bytes: u64,
}

/// Adds up the figures of all phones.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<(Figures, LinkCounters)>);

impl Tally {
    pub(crate) fn take(&self, report: &SyncReport, with_photos: bool, interrupted: bool) {
        self.change(|figures, _| {
            figures.syncs += 1;
            figures.interrupted += u64::from(interrupted);
            figures.round_trips += report.round_trips;
            if with_photos {
                figures.photo_bytes_up += report.bytes_up;
                figures.photo_bytes_down += report.bytes_down;
            } else {
                figures.record_bytes_up += report.bytes_up;
                figures.record_bytes_down += report.bytes_down;
            }
            figures.envelopes += report.envelopes;
            figures.rows += report.rows;
        });
    }

    /// Content that was written, as JSON.
    pub(crate) fn wrote(&self, raw_bytes: usize) {
        self.change(|figures, _| figures.raw_bytes += raw_bytes as u64);
    }

    /// What went over one phone's line in all.
    pub(crate) fn take_line(&self, line: LinkCounters) {
        self.change(|_, lines| {
            lines.bytes_up += line.bytes_up;
            lines.bytes_down += line.bytes_down;
            lines.connections += line.connections;
            lines.refused += line.refused;
            lines.exchanges += line.exchanges;
            lines.cuts += line.cuts;
        });
    }

    pub(crate) fn read(&self) -> (Figures, LinkCounters) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, how: impl FnOnce(&mut Figures, &mut LinkCounters)) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (figures, lines) = &mut *held;
        how(figures, lines);
    }
}
