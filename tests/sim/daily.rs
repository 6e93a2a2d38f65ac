//! A day's work of a phone: at least five sealed envelopes.

use std::collections::BTreeMap;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{Event, Responsible};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::EngineError;
use wangge_sync_engine::client::{self, EventPlan};

use crate::fleet::Acknowledged;
use crate::scenario::Scenario;
use crate::versions::{App, LATER_KEY};

/// Keys that several people may write.
const KEYS: [&str; 4] = ["name", "address", "remark", "a/RH-01/note"];

impl Scenario {
    /// Works for a day. Whatever the store acknowledged goes into the model's ledger. Gives how
    /// many envelopes were sealed.
    pub(crate) fn work(&mut self, index: usize) -> u64 {
        let before = self.tally.envelopes;
        let app = self.fleet.members[index].app;
        for nth in 0..7 + self.chance.below(3) {
            let grids = self.fleet.members[index].grids.clone();
            let Some(grid) = self.chance.pick(&grids).copied() else {
                break;
            };
            self.fleet.members[index].pass(60_000);
            match self.chance.below(46) {
                0..16 => self.new_premises(index, grid),
                16..28 => self.edit_known(index, grid),
                28..36 => self.new_hazard(index, grid),
                36 => self.trespass(index),
                37 => self.draft_only(index, grid),
                40 if app == App::Newer => self.new_of_later_kind(index, grid),
                41 => self.remark_on_hazard(index),
                42..=44 if app == App::Older => self.write_over(index),
                _ => self.act_on_hazard(index, nth),
            }
        }
        self.tally.envelopes - before
    }

    /// Writes where the author has no rights: the relay is to refuse it.
    fn trespass(&mut self, index: usize) {
        let member = &self.fleet.members[index];
        let Some(grid) = [0, 1].into_iter().find(|grid| !member.grids.contains(grid)) else {
            return;
        };
        let record = self.fleet.fresh_record();
        let edits = BTreeMap::from([("name".to_owned(), Scalar::from("别人的网格"))]);
        self.tally.saw("trespass");
        self.writes(
            index,
            (record, grid, RecordKind::Premises),
            edits,
            Vec::new(),
        );
    }

    /// Edits that stay a draft until the next sync seals them.
    fn draft_only(&mut self, index: usize, grid: usize) {
        let record = self.fleet.fresh_record();
        let value = format!("草稿{}", self.chance.below(1_000_000));
        let edits = BTreeMap::from([("name".to_owned(), Scalar::from(value.as_str()))]);
        let place = (record, grid, RecordKind::Premises);
        self.fleet.attempts(record, &edits);
        if self.drafts(index, &place, &edits) {
            self.tally.saw("left as a draft");
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
        let known: Vec<(RecordId, usize)> = known.into_iter().map(|it| (it, grid)).collect();
        let came = self.fleet.moved_into(grid, self.world.grids[grid]);
        let known = if !came.is_empty() && self.chance.per_mille(300) {
            came
        } else {
            known
        };
        let Some((record, grid)) = self.chance.pick(&known).copied() else {
            return self.new_premises(index, grid);
        };
        // Only what this phone has seen can be edited on it.
        let store = &self.fleet.members[index].phone.store;
        if !matches!(store.record(record), Ok(Some(_))) {
            return self.new_premises(index, grid);
        }
        let mut edits = BTreeMap::new();
        for _ in 0..=self.chance.below(2) {
            let key = KEYS[self.chance.below(KEYS.len())];
            let value = format!("值{}", self.chance.below(1_000_000));
            edits.insert(key.to_owned(), Scalar::from(value.as_str()));
        }
        if self.fleet.members[index].app == App::Newer && self.chance.per_mille(80) {
            let value = format!("后来的字段{}", self.chance.below(1_000_000));
            edits.insert(LATER_KEY.to_owned(), Scalar::from(value.as_str()));
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
        let mut edits = BTreeMap::from([
            ("description".to_owned(), Scalar::from("疏散通道堵塞")),
            ("severity".to_owned(), Scalar::from("general")),
        ]);
        // What is found at premises that have moved in stands in the log of these.
        let came = self.fleet.moved_into(grid, self.world.grids[grid]);
        let at_home = self.held_premises(index, grid);
        let (premises, grid) = match self.chance.pick(&came).copied() {
            Some((premises, lies_in)) if self.chance.per_mille(200) => {
                let store = &self.fleet.members[index].phone.store;
                match store.record(premises) {
                    Ok(Some(_)) => (Some(premises), lies_in),
                    _ => (at_home, grid),
                }
            }
            _ => (at_home, grid),
        };
        let lies_elsewhere = !self.fleet.members[index].grids.contains(&grid);
        if let (Some(premises), true) = (premises, lies_elsewhere || self.chance.per_mille(250)) {
            let id = premises.to_string();
            edits.insert("premises".to_owned(), Scalar::from(id.as_str()));
            self.fleet.hangs_on.insert(record, premises);
        }
        let found = EventPlan::WithVersion(Box::new(|version| Event::Found {
            version,
            suspected_major: false,
            life_threat: false,
        }));
        // A number is stated once: the count of records makes it so.
        let mut count = [0; 8];
        count.copy_from_slice(&record.as_bytes()[8..]);
        let count = u64::from_be_bytes(count);
        let provisional_number = format!("暂-F{index}-{count}{:06}", self.chance.below(1_000_000));
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

    /// A premises of a grid that this phone knows.
    fn held_premises(&mut self, index: usize, grid: usize) -> Option<RecordId> {
        let known = self.fleet.records.get(&grid).cloned().unwrap_or_default();
        let record = self.chance.pick(&known).copied()?;
        let store = &self.fleet.members[index].phone.store;
        matches!(store.record(record), Ok(Some(_))).then_some(record)
    }

    /// Something on a hazard that may or may not be allowed by now.
    fn act_on_hazard(&mut self, index: usize, nth: usize) {
        let hazards: Vec<RecordId> = self.fleet.hazards.iter().copied().collect();
        let Some(record) = self.chance.pick(&hazards).copied() else {
            return;
        };
        let store = &self.fleet.members[index].phone.store;
        let Ok(Some(held)) = store.record(record) else {
            return;
        };
        // An older app cannot do what it cannot read.
        let first = match self.fleet.members[index].app {
            App::Older => 2 + self.chance.below(2),
            App::Newer => self.chance.below(4) + nth,
        };
        let event = match first % 4 {
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
    pub(crate) fn writes(
        &mut self,
        index: usize,
        place: (RecordId, usize, RecordKind),
        edits: BTreeMap<String, Scalar>,
        events: Vec<EventPlan>,
    ) -> bool {
        let mut first = BTreeMap::new();
        if self.chance.per_mille(150) {
            // The person thinks again: only the last word counts.
            let keys = edits.keys().cloned();
            first.extend(keys.map(|key| (key, Scalar::from("先写"))));
            if !self.drafts(index, &place, &first) {
                self.fleet.attempts(place.0, &first);
                return false;
            }
        }
        self.fleet.attempts(place.0, &edits);
        if !self.drafts(index, &place, &edits) {
            self.fleet.attempts(place.0, &first);
            return false;
        }
        let stream = self.world.stream(place.1);
        self.seals(index, place.0, stream, edits, events)
    }

    fn drafts(
        &mut self,
        index: usize,
        (record, grid, kind): &(RecordId, usize, RecordKind),
        edits: &BTreeMap<String, Scalar>,
    ) -> bool {
        let stream = self.world.stream(*grid);
        let unread = self.cannot_read(index, *record);
        self.tempt(index, self.plan.troubles, "a draft");
        let member = &self.fleet.members[index];
        let build = member.app.runs();
        let edited = client::edit(&member.phone.ctx(), *record, kind, stream, edits);
        drop(build);
        let done = edited.is_ok();
        let is_read_only = matches!(edited, Err(EngineError::ReadOnly(_)));
        self.judge_write((index, *record), unread, (done, is_read_only));
        if done {
            let told = &mut self.fleet.members[index].told;
            let draft = told.drafts.entry(*record).or_default();
            draft.extend(edits.clone());
        }
        !self.weather(index) && done
    }

    fn seals(
        &mut self,
        index: usize,
        record: RecordId,
        stream: StreamId,
        edits: BTreeMap<String, Scalar>,
        events: Vec<EventPlan>,
    ) -> bool {
        let unread = self.cannot_read(index, record);
        self.tempt(index, self.plan.troubles, "a seal");
        let member = &self.fleet.members[index];
        let build = member.app.runs();
        let sealed = client::seal(&member.phone.ctx(), record, events, Vec::new());
        drop(build);
        let is_read_only = matches!(sealed, Err(EngineError::ReadOnly(_)));
        self.judge_write((index, record), unread, (sealed.is_ok(), is_read_only));
        if let Ok(id) = &sealed {
            self.tally.envelopes += 1;
            self.note(&id.0);
            let member = &mut self.fleet.members[index];
            member.told.drafts.remove(&record);
            let (is_trespass, is_after_move, is_in_new_home) = self.whose(index, record, stream);
            let acknowledged = Acknowledged {
                by: index,
                stream,
                record,
                edits,
                at: self.true_time(),
                is_trespass,
                is_after_move,
                is_in_new_home,
            };
            self.fleet.acknowledged.insert(*id, acknowledged);
        }
        self.weather(index);
        sealed.is_ok()
    }
}
