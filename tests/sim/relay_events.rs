//! The relay loses its disk and is restored; its jobs run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wangge_domain::{RecordId, StreamId};
use wangge_protocol::{EnvelopeId, RowBody, StreamUpdate, SyncResponse};
use wangge_sync_engine::relay::{self, Hearing};
use wangge_sync_engine::store::RelayStore as _;

use crate::scenario::Scenario;

/// Days after which an administrator ends healing though phones are missing.
const PATIENCE_DAYS: u64 = 9;

impl Scenario {
    /// Every day a backup, some days a disaster.
    pub(crate) fn keep(&mut self) {
        if self.day.is_multiple_of(2) {
            self.backups.push(self.relay.backup());
        }
        if self.day > 4 && self.chance.per_mille(self.plan.restores) {
            self.restore();
        }
        let since = self.healing_since;
        if since.is_some_and(|since| self.day > since + PATIENCE_DAYS) {
            self.tally.saw("healing ended by an administrator");
            self.ended_early = true;
            self.end_healing();
        }
        let hazards: Vec<RecordId> = self.fleet.hazards.iter().copied().collect();
        let ran = self
            .world
            .turn(|ctx| relay::run_jobs(ctx, &hazards).map(|commit| ((), commit)));
        if let Err(error) = ran {
            self.violation(format!("jobs failed: {error}"));
        }
    }

    fn restore(&mut self) {
        let newest = self.backups.len();
        let age = self.chance.below(newest.min(4));
        let Some(backup) = self.backups.get(newest - 1 - age).map(|it| it.backup()) else {
            return;
        };
        self.tally.fault("relay restored");
        self.was_restored = true;
        self.promise();
        backup.open_epoch();
        self.relay = Arc::new(backup);
        self.release_promises();
        self.backups.truncate(newest - age);
        self.world.reread(Arc::clone(&self.relay) as _);
        self.world.set_healing(true);
        self.healing_since = Some(self.day);
        self.waiting = self.fleet.alive().into_iter().collect();
        self.owing.clear();
    }

    /// What any phone that is left holds must be back at the end.
    fn promise(&mut self) {
        let held = self.held_by_phones();
        self.promised.extend(held);
    }

    /// What neither the relay nor any phone that is left has as a row is nobody's to give back.
    pub(crate) fn release_promises(&mut self) {
        let held = self.held_by_phones();
        let relay = Arc::clone(&self.relay);
        let before = self.promised.len();
        self.promised.retain(|id, _| {
            held.contains_key(id) || matches!(relay.place_of(id), Ok(Some((_, Ok(_)))))
        });
        if self.promised.len() < before {
            self.tally.saw("rows that nobody holds any more");
        }
    }

    fn held_by_phones(&self) -> BTreeMap<EnvelopeId, Option<String>> {
        let mut held: BTreeMap<EnvelopeId, Option<String>> = BTreeMap::new();
        for index in self.fleet.alive() {
            let store = &self.fleet.members[index].phone.store;
            for grid in [0, 1] {
                let rows = store.rows_after(self.world.stream(grid), 0, usize::MAX);
                for row in rows.unwrap_or_default() {
                    if let RowBody::Accepted { envelope, decision } = &row.body {
                        let numbers = decision.outcomes.iter();
                        let number = numbers.filter_map(|it| it.number.clone()).next();
                        held.insert(envelope.id(), number);
                    }
                }
            }
        }
        held
    }

    pub(crate) fn waits_for(&mut self, index: usize) {
        if self.healing_since.is_some() {
            self.waiting.insert(index);
        }
    }

    pub(crate) fn waits_no_longer_for(&mut self, index: usize) {
        if self.healing_since.is_some() && self.waiting.remove(&index) && self.waiting.is_empty() {
            self.end_healing();
        }
    }

    /// A phone that knows nothing that the relay does not is waited for no longer.
    pub(crate) fn heard(&mut self, index: usize, response: &SyncResponse) {
        let unknown: BTreeSet<StreamId> = response
            .streams
            .iter()
            .filter_map(|update| match update {
                StreamUpdate::UnknownPoint { stream, .. } => Some(*stream),
                _ => None,
            })
            .collect();
        if !unknown.is_empty() {
            self.owing.insert(index);
            let head = |stream: &StreamId| self.relay.head(*stream).ok().flatten();
            let forked = unknown.iter().any(|stream| {
                let held = &self.fleet.members[index].phone.store;
                head(stream).is_some_and(|head| {
                    head.seq > 0
                        && held
                            .rows_after(*stream, head.seq - 1, 1)
                            .ok()
                            .and_then(|rows| rows.first().map(|row| row.chain))
                            != Some(head.chain)
                })
            });
            if forked {
                self.tally.saw("log forked after a restore");
            }
            return;
        }
        if !self.pulled {
            return;
        }
        let still_owes = match relay::hearing(response) {
            Hearing::Owes | Hearing::Unclear => true,
            Hearing::Follows => self.owing.contains(&index),
            Hearing::Level => false,
        };
        if !still_owes {
            self.owing.remove(&index);
            self.waits_no_longer_for(index);
        }
    }

    pub(crate) fn end_healing(&mut self) {
        self.healing_since = None;
        self.waiting.clear();
        self.owing.clear();
        self.world.set_healing(false);
    }
}
