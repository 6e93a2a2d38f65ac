//! Apps of two versions side by side, and what the older one cannot read.

use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_protocol::{Capabilities, Envelope, Op, RowBody, SyncRequest};
use wangge_sync_engine::client;
use wangge_sync_engine::testing::OlderBuild;

use crate::scenario::Scenario;

/// Acts that the older app cannot read.
const LATER_EVENTS: &[&str] = &["extension_requested", "urged"];
/// A key of premises that the older app has never heard of.
pub(crate) const LATER_KEY: &str = "of_2030";
/// A kind of record that no app of today knows.
const LATER_KIND: &str = "drone_flight";
/// A capability that no relay of today knows.
const LATER_CAPABILITY: u32 = 1 << 20;
/// Records that somebody looks at before giving up.
const MOST_LOOKS: usize = 20;

/// Which app a phone runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum App {
    /// From before some acts, and without any capability. Its engine works out every hash that this
    /// build does, so it is of this generation: what an app of an earlier one is given has tests of
    /// its own in the engine.
    Older,
    /// This build, with what a later one adds besides.
    Newer,
}

impl App {
    /// As long as this lives, the engine is what this app is made of.
    pub(crate) fn runs(self) -> OlderBuild {
        OlderBuild::begin(match self {
            Self::Older => LATER_EVENTS,
            Self::Newer => &[],
        })
    }

    /// A request as this app says it.
    pub(crate) fn says(self, request: &SyncRequest) -> SyncRequest {
        let capabilities = match self {
            Self::Older => Capabilities(Capabilities::THIS_BUILD.0 & !Capabilities::ALL.0),
            Self::Newer => Capabilities(Capabilities::THIS_BUILD.0 | LATER_CAPABILITY),
        };
        let ahead = match self {
            Self::Older => None,
            Self::Newer => request.ahead.clone(),
        };
        SyncRequest {
            capabilities,
            ahead,
            ..request.clone()
        }
    }
}

impl Scenario {
    /// Whether a phone holds something of a record that its app cannot read: by the bytes.
    pub(crate) fn cannot_read(&self, index: usize, record: RecordId) -> bool {
        let member = &self.fleet.members[index];
        let is_later_kind = self.fleet.later.contains(&record);
        if member.app == App::Newer && !is_later_kind {
            return false;
        }
        let known = member.phone.store.known(record).unwrap_or_default();
        known.rows.iter().any(|row| match &row.body {
            RowBody::Accepted { envelope, .. } => {
                is_later_kind || (member.app == App::Older && holds_later_event(envelope))
            }
            RowBody::Stub(_) => false,
        })
    }

    /// Nobody writes over what the app cannot read, and everybody may write what it can.
    pub(crate) fn judge_write(
        &mut self,
        (index, record): (usize, RecordId),
        unread: bool,
        (is_done, is_read_only): (bool, bool),
    ) {
        if unread && is_done {
            self.violation(format!(
                "phone {index} wrote over what its app cannot read in {record}"
            ));
        }
        if unread && is_read_only && self.fleet.members[index].app == App::Older {
            self.tally.saw("older app did not write over a later act");
        }
        if !unread && is_read_only {
            self.violation(format!(
                "phone {index} may not write {record}, all of which its app can read"
            ));
        }
    }

    /// A record of a kind that no app of today knows: it goes through all of them.
    pub(crate) fn new_of_later_kind(&mut self, index: usize, grid: usize) {
        let record = self.fleet.fresh_record();
        let height = format!("{} 米", self.chance.below(120));
        let edits = BTreeMap::from([("height".to_owned(), Scalar::from(height.as_str()))]);
        let kind = RecordKind::Other(LATER_KIND.to_owned());
        if self.writes(index, (record, grid, kind), edits, Vec::new()) {
            self.fleet.later.insert(record);
        }
    }

    /// Somebody adds a word to a hazard.
    pub(crate) fn remark_on_hazard(&mut self, index: usize) {
        let hazards: Vec<RecordId> = self.fleet.hazards.iter().copied().collect();
        if let Some(record) = self.chance.pick(&hazards).copied() {
            self.remark(index, record);
        }
    }

    /// Somebody wants to write where the app cannot read all.
    pub(crate) fn write_over(&mut self, index: usize) {
        let hazards = self.fleet.hazards.iter().copied();
        let records: Vec<RecordId> = hazards.chain(self.fleet.later.iter().copied()).collect();
        for _ in 0..MOST_LOOKS {
            let Some(record) = self.chance.pick(&records).copied() else {
                return;
            };
            if self.cannot_read(index, record) {
                self.tally.saw("older app held an unknown row");
                return self.remark(index, record);
            }
        }
    }

    fn remark(&mut self, index: usize, record: RecordId) {
        let Ok(Some(held)) = self.fleet.members[index].phone.store.record(record) else {
            return;
        };
        let mut grids = [0, 1].into_iter();
        let Some(grid) = grids.find(|grid| self.world.stream(*grid) == held.stream) else {
            return;
        };
        let value = format!("备注{}", self.chance.below(1_000_000));
        let edits = BTreeMap::from([("remark".to_owned(), Scalar::from(value.as_str()))]);
        self.writes(index, (record, grid, held.kind), edits, Vec::new());
    }

    /// The app is brought up to date: what it could not read it reads now.
    pub(crate) fn upgrade(&mut self, index: usize) {
        if self.fleet.members[index].app == App::Newer {
            return;
        }
        let hazards: Vec<RecordId> = self.fleet.hazards.iter().copied().collect();
        let unread: Vec<RecordId> = hazards
            .into_iter()
            .filter(|record| self.cannot_read(index, *record))
            .collect();
        self.tally.saw("app upgraded");
        self.fleet.members[index].app = App::Newer;
        for record in unread {
            let _build = App::Newer.runs();
            let view = client::view(&self.fleet.members[index].phone.ctx(), record);
            if matches!(&view, Ok(Some(view)) if !view.state.read_only) {
                self.tally.saw("later act read after the upgrade");
            } else {
                self.violation(format!(
                    "phone {index} cannot read {record} after its upgrade"
                ));
            }
        }
    }

    /// Who has a draft that the app may not seal gets a newer one.
    pub(crate) fn upgrade_held_back(&mut self) {
        for index in self.fleet.alive() {
            let drafts = self.fleet.members[index].phone.store.drafts(usize::MAX);
            if !drafts.unwrap_or_default().is_empty() {
                self.upgrade(index);
            }
        }
    }
}

fn holds_later_event(envelope: &Envelope) -> bool {
    envelope.ops.iter().any(|op| match op {
        Op::Event(bytes) => LATER_EVENTS.iter().any(|name| {
            let mut parts = bytes.windows(name.len());
            parts.any(|part| part == name.as_bytes())
        }),
        Op::Change(_) | Op::Blanked(_) => false,
    })
}
