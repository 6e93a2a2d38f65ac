//! Records as the store keeps them, made from a township's premises.

use rand_chacha::ChaCha8Rng;
use wangge_domain::lifecycle::{Effect, HistoryEntry, RecordState, Status, TimeBounds, Version};
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, Timestamp, UserId};
use wangge_sync_engine::store::RecordUpdate;
use wangge_tests::seeded::{Draw as _, seeded};
use wangge_tests::township::{ListedPremises, Township};

/// 1 January 2025 in China.
const BEGIN_MS: i64 = 1_735_660_800_000;
const DAY_MS: i64 = 86_400_000;
/// Days over which the records are spread.
const DAYS: i64 = 600;

/// So many records, premises first in every five: premises, two inspections, a hazard, a photo.
pub(crate) struct MadeRecords {
    listed: Vec<ListedPremises>,
    rng: ChaCha8Rng,
    made: usize,
    wanted: usize,
    premises: RecordId,
    stream: StreamId,
}

impl MadeRecords {
    pub(crate) fn new(towns: &[Township], wanted: usize) -> Self {
        let listed: Vec<ListedPremises> = towns
            .iter()
            .flat_map(|town| town.premises.clone())
            .collect();
        Self {
            stream: StreamId::of_grid(listed[0].grid),
            listed,
            rng: seeded(1, "county"),
            made: 0,
            wanted,
            premises: RecordId::from_bytes([0; 16]),
        }
    }

    fn update(
        &mut self,
        kind: RecordKind,
        content: Content,
        acts: &[(&str, Status, i64)],
    ) -> RecordUpdate {
        let first = acts.first().map_or(BEGIN_MS, |(_, _, at)| *at);
        let record = RecordId::mint(first, self.rng.ten_bytes());
        let mut state = RecordState::new(kind.clone());
        for (number, (event, status, at)) in acts.iter().enumerate() {
            state.status = status.clone();
            let who = if number == 0 { 1 } else { 2 };
            state.history.push(entry(event, status.clone(), *at, who));
            if *event == "accepted" {
                state.accepted = Some(Version {
                    heads: Vec::new(),
                    content: Digest::ZERO,
                });
            }
        }
        RecordUpdate {
            record,
            stream: self.stream,
            kind,
            document: Vec::new(),
            heads: Vec::new(),
            content,
            state,
            last_seq: 1,
            pending: false,
        }
    }

    fn at(&mut self) -> i64 {
        BEGIN_MS + self.rng.between(0, DAYS) * DAY_MS
    }
}

fn entry(event: &str, status: Status, at: i64, who: u8) -> HistoryEntry {
    HistoryEntry {
        seq: Some(1),
        envelope: Digest::ZERO,
        event: event.to_owned(),
        user: UserId::from_bytes([who; 16]),
        device: DeviceId::from_bytes([who; 16]),
        role: Some(Role::GridWorker),
        attested_by_relay: false,
        time: TimeBounds::exactly(Timestamp(at)),
        received_at: Timestamp(at),
        seen: 0,
        effect: Effect::Applied,
        timing: None,
        status,
        number: None,
        paper_number: None,
        words: Vec::new(),
    }
}

impl Iterator for MadeRecords {
    type Item = RecordUpdate;

    fn next(&mut self) -> Option<RecordUpdate> {
        if self.made >= self.wanted {
            return None;
        }
        let (turn, place) = (self.made % 5, self.made / 5 % self.listed.len());
        self.made += 1;
        let at = self.at();
        let mut content = Content::default();
        if turn != 0 {
            content.set("premises", self.premises.to_string());
        }
        Some(match turn {
            0 => {
                let listed = self.listed[place].clone();
                self.stream = StreamId::of_grid(listed.grid);
                let mut content = listed.content();
                let name = format!("{}{}", listed.name(), self.made);
                content.set(keys::NAME, name);
                let acts = [("submitted", Status::Active, BEGIN_MS)];
                let update = self.update(RecordKind::Premises, content, &acts);
                self.premises = update.record;
                update
            }
            1 | 2 => {
                content.set("checklist", "RH");
                let acts = [
                    ("submitted", Status::Submitted, at),
                    ("accepted", Status::Accepted, at + DAY_MS),
                ];
                let reviewed = if self.rng.happens(900) { 2 } else { 1 };
                self.update(RecordKind::Inspection, content, &acts[..reviewed])
            }
            3 => {
                content.set("description", "灭火器过期");
                content.set("category", "灭火器材");
                content.set("common_key", "EXTINGUISHER");
                let acts = [
                    ("found", Status::Found, at),
                    ("served", Status::Served, at),
                    ("recheck_passed", Status::Closed, at + 10 * DAY_MS),
                ];
                let closed = if self.rng.happens(800) { 3 } else { 2 };
                let mut update = self.update(RecordKind::Rectification, content, &acts[..closed]);
                update.state.due = Some(Timestamp(at + 15 * DAY_MS));
                if closed < 3 && self.rng.happens(300) {
                    update.state.overdue = true;
                    update.state.status = Status::Overdue;
                }
                update
            }
            _ => self.update(
                RecordKind::Photo,
                content,
                &[("submitted", Status::Held, at)],
            ),
        })
    }
}
