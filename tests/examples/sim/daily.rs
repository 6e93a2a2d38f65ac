//! A day's work of a phone: at least five sealed envelopes.

use std::collections::BTreeMap;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{Event, Responsible};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::client::{self, EventPlan};
use wangge_sync_engine::store::{ClientStore as _, StoreError};

use super::fleet::Acknowledged;
use super::scenario::Scenario;

/// Keys that several people may write.
const KEYS: [&str; 4] = ["name", "address", "remark", "a/RH-01/note"];

impl Scenario {
    /// Works for a day. Whatever the store acknowledged goes into the model's ledger.
    pub(crate) fn work(&mut self, index: usize) {
        for nth in 0..5 + self.chance.below(3) {
            let grids = self.fleet.members[index].grids.clone();
            let Some(grid) = self.chance.pick(&grids).copied() else {
                return;
            };
            self.fleet.members[index].phone.pass(60_000);
            match self.chance.below(10) {
                0..=3 => self.new_premises(index, grid),
                4..=6 => self.edit_known(index, grid),
                7 | 8 => self.new_hazard(index, grid),
                _ => self.act_on_hazard(index, nth),
            }
        }
    }

    fn new_premises(&mut self, index: usize, grid: usize) {
        let record = self.fleet.fresh_record();
        let kind = RecordKind::Premises;
        let name = format!("场所{}", self.chance.below(100_000));
        let edits = BTreeMap::from([("name".to_owned(), Scalar::from(name.as_str()))]);
        let submit = EventPlan::WithVersion(Box::new(|version| Event::Submitted {
            version,
            correction: None,
        }));
        if self.writes(index, (record, grid, kind), edits, vec![submit]) {
            self.fleet.records.entry(grid).or_default().push(record);
        }
    }

    fn edit_known(&mut self, index: usize, grid: usize) {
        let known = self.fleet.records.get(&grid).cloned().unwrap_or_default();
        let Some(record) = self.chance.pick(&known).copied() else {
            return self.new_premises(index, grid);
        };
        // Only what this phone has seen can be edited on it.
        let store = &self.fleet.members[index].store;
        if !matches!(store.record(record), Ok(Some(_))) {
            return self.new_premises(index, grid);
        }
        let mut edits = BTreeMap::new();
        for _ in 0..=self.chance.below(2) {
            let key = KEYS[self.chance.below(KEYS.len())];
            let value = format!("值{}", self.chance.below(1_000_000));
            edits.insert(key.to_owned(), Scalar::from(value.as_str()));
        }
        self.writes(
            index,
            (record, grid, RecordKind::Premises),
            edits,
            Vec::new(),
        );
    }

    fn new_hazard(&mut self, index: usize, grid: usize) {
        let record = self.fleet.fresh_record();
        let edits = BTreeMap::from([
            ("description".to_owned(), Scalar::from("疏散通道堵塞")),
            ("severity".to_owned(), Scalar::from("general")),
        ]);
        let found = EventPlan::WithVersion(Box::new(|version| Event::Found {
            version,
            suspected_major: false,
            life_threat: false,
        }));
        let provisional_number = format!("暂-K{index}-{}", self.chance.below(1_000_000));
        let notice = EventPlan::WithVersion(Box::new(move |version| Event::NoticeIssued {
            version,
            provisional_number,
            issuer: "village".to_owned(),
            deadline: DeadlineSpec::Days {
                days: 7,
                calendar: DayKind::Natural,
            },
            responsible: Responsible {
                unit: "面馆".to_owned(),
                leader: "李".to_owned(),
                person: "王".to_owned(),
                phone: String::new(),
            },
        }));
        let kind = RecordKind::Rectification;
        if self.writes(index, (record, grid, kind), edits, vec![found, notice]) {
            self.fleet.hazards.insert(record);
        }
    }

    /// Something on a hazard that may or may not be allowed by now.
    fn act_on_hazard(&mut self, index: usize, nth: usize) {
        let hazards: Vec<RecordId> = self.fleet.hazards.iter().copied().collect();
        let Some(record) = self.chance.pick(&hazards).copied() else {
            return;
        };
        let store = &self.fleet.members[index].store;
        let Ok(Some(held)) = store.record(record) else {
            return;
        };
        let event = match (nth + self.chance.below(4)) % 4 {
            0 => Event::Urged { days: 3 },
            1 => Event::ExtensionRequested {
                days: 5,
                reason: "材料未到".to_owned(),
            },
            2 => Event::ExtensionApproved { days: 5 },
            _ => Event::Voided {
                reason: "重复".to_owned(),
            },
        };
        let plan = vec![EventPlan::Ready(event)];
        self.seals(index, record, held.stream, BTreeMap::new(), plan);
    }

    /// Edits and seals. True if both were acknowledged.
    fn writes(
        &mut self,
        index: usize,
        (record, grid, kind): (RecordId, usize, RecordKind),
        edits: BTreeMap<String, Scalar>,
        events: Vec<EventPlan>,
    ) -> bool {
        let stream = self.world.stream(grid);
        if self.chance.per_mille(15) {
            self.tally.fault("phone commit failed");
            let store = &self.fleet.members[index].store;
            store.fail_commit(StoreError::Failed("the flash is worn out".to_owned()));
        }
        let ctx = self.fleet.members[index].phone.ctx();
        if client::edit(&ctx, record, &kind, stream, &edits).is_err() {
            return false;
        }
        self.seals(index, record, stream, edits, events)
    }

    fn seals(
        &mut self,
        index: usize,
        record: RecordId,
        stream: StreamId,
        edits: BTreeMap<String, Scalar>,
        events: Vec<EventPlan>,
    ) -> bool {
        let ctx = self.fleet.members[index].phone.ctx();
        let Ok(id) = client::seal(&ctx, record, events, Vec::new()) else {
            return false;
        };
        self.tally.envelopes += 1;
        self.note(&id.0);
        let acknowledged = Acknowledged {
            by: index,
            stream,
            record,
            edits,
        };
        self.fleet.acknowledged.insert(id, acknowledged);
        true
    }
}
