use serde_json::{Value, json};
use wangge_domain::lifecycle::{HistoryEntry, Reason};
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::Core;

use crate::show;

/// A record on which an act of this phone changed nothing（未起作用）, with the reason, if it is here.
pub(super) struct Lost {
    record: RecordId,
    act: Option<(HistoryEntry, Reason)>,
}

impl Lost {
    /// Those of a sync, as the history of each tells.
    pub(super) fn of_all(core: &Core, user: Option<UserId>, records: &[RecordId]) -> Vec<Self> {
        let of = |record: &RecordId| {
            let view = core.get_record(*record).ok();
            let act = view.as_ref().and_then(|view| {
                let (entry, reason) = show::lost(&view.state, user)?;
                Some((entry.clone(), reason.clone()))
            });
            Self {
                record: *record,
                act,
            }
        };
        records.iter().map(of).collect()
    }

    /// For people.
    pub(super) fn line(&self) -> String {
        match &self.act {
            Some((entry, reason)) => {
                format!("  {}  {}", self.record, show::lost_text(entry, reason))
            }
            None => format!("  {}", self.record),
        }
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let (event, reason) = self
            .act
            .as_ref()
            .map(|(entry, reason)| (&entry.event, reason))
            .unzip();
        json!({ "record": self.record, "event": event, "reason": reason })
    }
}
