use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::codes;
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, GridId, RecordId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::{Envelope, Refusal};
use wangge_sync_engine::store::{ProvisionalUse, StoreError};

/// The order of a list（排序）, with the key after which a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOrder {
    /// Newest first, by the relay time of the first row.
    Newest {
        /// First time and record of the last entry seen.
        after: Option<(i64, RecordId)>,
    },
    /// Oldest first, by the relay time of the first row.
    Oldest {
        /// First time and record of the last entry seen.
        after: Option<(i64, RecordId)>,
    },
    /// Earliest deadline first, undated ones last.
    Due {
        /// Deadline and record of the last entry seen.
        after: Option<(i64, RecordId)>,
    },
}

impl ListOrder {
    /// The same order, from behind an entry on.
    #[must_use]
    pub fn behind(self, last: &ListedRecord) -> Self {
        let at = |key: i64| Some((key, last.record));
        match self {
            Self::Newest { .. } => Self::Newest {
                after: at(last.first_at.0),
            },
            Self::Oldest { .. } => Self::Oldest {
                after: at(last.first_at.0),
            },
            // What has no deadline comes last.
            Self::Due { .. } => Self::Due {
                after: at(last.due.map_or(i64::MAX, |due| due.0)),
            },
        }
    }
}

/// What a caller may read（可见范围）: a record that any of the parts covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Everything in these streams.
    pub streams: BTreeSet<StreamId>,
    /// These premises and what hangs on them.
    pub premises: BTreeSet<RecordId>,
    /// In these streams, what was escalated to a department.
    pub departments: BTreeMap<String, BTreeSet<StreamId>>,
    /// Not these premises and what hangs on them, though they lie in the streams: they live in
    /// another grid by now.
    pub away: BTreeSet<RecordId>,
}

impl Reach {
    /// What lives in the grids of these streams（按归属）: what lies in them, without what has moved out of
    /// them, and with what has moved in.
    #[must_use]
    pub fn of_grids(control: &ControlState, streams: BTreeSet<StreamId>) -> Self {
        Self {
            streams,
            ..Self::default()
        }
        .by_home(control)
    }

    /// The same by the homes of premises: those that have moved into its grids are in it, those that
    /// have moved out of them are not.
    #[must_use]
    pub(crate) fn by_home(mut self, control: &ControlState) -> Self {
        let streams = self.streams.iter();
        let grids: BTreeSet<GridId> = streams.map(|stream| stream.grid()).collect();
        let (came, away) = control.moved_in_and_out(&grids);
        self.premises.extend(came);
        self.away = away;
        self
    }

    /// Whether a record lives in one of the grids that it covers as a whole.
    #[must_use]
    pub fn is_home_of(&self, listed: &ListedRecord, control: &ControlState) -> bool {
        let home = StreamId::of_grid(listed.home(control));
        self.streams.contains(&home)
    }

    /// Whether it covers a record.
    #[must_use]
    pub fn covers(&self, listed: &ListedRecord) -> bool {
        let is_away = listed
            .of_premises()
            .is_some_and(|premises| self.away.contains(&premises));
        (self.streams.contains(&listed.stream) && !is_away)
            || self.premises.contains(&listed.record)
            || listed
                .premises
                .is_some_and(|premises| self.premises.contains(&premises))
            || codes(&listed.department).any(|department| {
                let streams = self.departments.get(department);
                streams.is_some_and(|streams| streams.contains(&listed.stream))
            })
    }
}

/// What a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Which records.
    pub kind: RecordKind,
    /// What the caller may read.
    pub reach: Reach,
    /// Only what lives there, by the filter on grids.
    pub within: Option<Reach>,
    /// Only this status.
    pub status: Option<String>,
    /// Only this category.
    pub category: Option<String>,
    /// Only what this person acted on first.
    pub author: Option<UserId>,
    /// Only what has photos whose originals have not arrived, unless it was taken back.
    pub awaits_photos: bool,
    /// Only what is not closed, voided or withdrawn.
    pub open: bool,
    /// Only what is due before this.
    pub due_before: Option<Timestamp>,
    /// Only what is due at this time or later.
    pub due_after: Option<Timestamp>,
    /// Only what was first received at this time or before.
    pub first_until: Option<Timestamp>,
    /// Only what contains this text.
    pub text: Option<String>,
    /// The order and where the page begins.
    pub order: ListOrder,
    /// Entries at most.
    pub limit: u32,
}

impl ListQuery {
    /// Everything of a kind within a reach: each filter is added to this.
    #[must_use]
    pub fn of(kind: RecordKind, reach: Reach, order: ListOrder, limit: u32) -> Self {
        Self {
            kind,
            reach,
            within: None,
            status: None,
            category: None,
            author: None,
            awaits_photos: false,
            open: false,
            due_before: None,
            due_after: None,
            first_until: None,
            text: None,
            order,
            limit,
        }
    }
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRecord {
    /// Which record.
    pub record: RecordId,
    /// In which log.
    pub stream: StreamId,
    /// What it is.
    pub kind: RecordKind,
    /// Where it stands.
    pub status: String,
    /// Relay time of its first row.
    pub first_at: Timestamp,
    /// Deadline in force.
    pub due: Option<Timestamp>,
    /// What it hangs on.
    pub premises: Option<RecordId>,
    /// Name of the premises it is or hangs on.
    pub premises_name: String,
    /// Name, result, or what is wrong.
    pub title: String,
    /// Address, checklist item, slot.
    pub detail: String,
    /// Category or severity.
    pub category: String,
    /// Village as written in the content.
    pub village: String,
    /// Where it was escalated to; several codes with commas between where several are called.
    pub department: String,
    /// Who acted first.
    pub author: Option<UserId>,
    /// Number of the paper: final if it has one.
    pub number: String,
    /// Number it was given offline; empty: none.
    pub provisional: String,
    /// 1 overdue, 2 suspected major, 4 life threat, 8 urged.
    pub flags: u32,
    /// Last row that touched it.
    pub last_seq: u64,
}

impl ListedRecord {
    /// The premises that it is or hangs on.
    #[must_use]
    pub fn of_premises(&self) -> Option<RecordId> {
        match self.kind {
            RecordKind::Premises => Some(self.record),
            _ => self.premises,
        }
    }

    /// The grid in which it lives now（归属网格）, wherever its log lies.
    #[must_use]
    pub fn home(&self, control: &ControlState) -> GridId {
        control.home_of_record(self.of_premises(), self.stream.grid())
    }
}

/// How many records of a kind stand at a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCount {
    /// Which kind.
    pub kind: String,
    /// Which status.
    pub status: String,
    /// How many.
    pub count: u64,
    /// How many of them are overdue.
    pub overdue: u64,
}

/// A record whose deadline has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueRecord {
    /// The deadline, as lists are sorted by it.
    pub due_key: i64,
    /// Which record.
    pub record: RecordId,
    /// It was closed.
    pub is_closed: bool,
    /// Last row that touched it.
    pub last_seq: u64,
}

/// Which of the three blobs of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlobRole {
    /// The untouched original.
    Original,
    /// The view copy.
    View,
    /// The thumbnail.
    Thumbnail,
}

/// A blob that a record names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobLink {
    /// The record, a photo as a rule.
    pub record: RecordId,
    /// The blob.
    pub digest: Digest,
    /// Which of the three.
    pub role: BlobRole,
    /// Held and verified.
    pub held: bool,
}

/// An envelope that is not in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Which.
    pub envelope: Digest,
    /// The log it was meant for.
    pub stream: StreamId,
    /// The record it is about.
    pub record: RecordId,
    /// Of which device.
    pub device: DeviceId,
    /// Of whom.
    pub user: UserId,
    /// Why.
    pub reason: Refusal,
    /// Nobody can admit it.
    pub is_final: bool,
    /// When it came.
    pub received_at: Timestamp,
    /// Its bytes are here; else the device used up its quota and keeps them itself.
    pub is_kept: bool,
}

/// What lists and cards of supervisors read.
pub trait ListingStore {
    /// A page of a list.
    fn list(&self, tenant: TenantId, query: &ListQuery) -> Result<Vec<ListedRecord>, StoreError>;
    /// How many a whole list would hold; order and limit do not matter.
    fn count_listed(&self, tenant: TenantId, query: &ListQuery) -> Result<u64, StoreError>;
    /// One record as lists show it.
    fn listed(
        &self,
        tenant: TenantId,
        record: RecordId,
    ) -> Result<Option<ListedRecord>, StoreError>;
    /// Records that hang on another one, oldest first, at most `limit`.
    fn hanging_on(
        &self,
        tenant: TenantId,
        record: RecordId,
        kind: &RecordKind,
        limit: u32,
    ) -> Result<Vec<ListedRecord>, StoreError>;
    /// Records that hang on another one, newest first, behind a place in that order, at most `limit`:
    /// the last thing that happened is among them, however much came before.
    fn newest_on(
        &self,
        tenant: TenantId,
        record: RecordId,
        kind: &RecordKind,
        after: Option<(i64, RecordId)>,
        limit: u32,
    ) -> Result<Vec<ListedRecord>, StoreError>;
    /// The blobs that these records name.
    fn blobs_of(
        &self,
        tenant: TenantId,
        records: &BTreeSet<RecordId>,
    ) -> Result<Vec<BlobLink>, StoreError>;
    /// Counts by kind and status of what a caller may read.
    fn count(&self, tenant: TenantId, reach: &Reach) -> Result<Vec<StatusCount>, StoreError>;
    /// Rectifications whose deadline has passed or whose urge has run out: those with a deadline
    /// before `now`, earliest first, after a key, at most `limit`. Closed ones that bear an overdue
    /// mark are among them: what arrives late may annul it.
    fn due_records(
        &self,
        tenant: TenantId,
        now: Timestamp,
        after: Option<(i64, RecordId)>,
        limit: u32,
    ) -> Result<Vec<DueRecord>, StoreError>;
    /// Records whose provisional number is not known: they were written before it was kept. At most
    /// `limit`.
    fn provisional_unknown(
        &self,
        tenant: TenantId,
        limit: u32,
    ) -> Result<Vec<RecordId>, StoreError>;
    /// Keeps the provisional number of such a record, and what became of all that its rows carry; of
    /// another nothing changes.
    fn fill_provisional(
        &self,
        tenant: TenantId,
        record: RecordId,
        number: &str,
        uses: &[ProvisionalUse],
    ) -> Result<(), StoreError>;
    /// The newest envelopes that are in no log, newest first: those admitted since are gone from
    /// the list. `within`: only those meant for these logs, so that a flood elsewhere hides none.
    fn quarantined(
        &self,
        tenant: TenantId,
        within: Option<&BTreeSet<StreamId>>,
        limit: u32,
    ) -> Result<Vec<Quarantined>, StoreError>;
    /// One of them with its bytes, if they are kept.
    fn quarantined_envelope(
        &self,
        tenant: TenantId,
        envelope: Digest,
    ) -> Result<Option<Envelope>, StoreError>;
}
