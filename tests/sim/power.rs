//! Disks that fail and power that goes, and what must be there when it is back.

use crate::disk::Loss;
use crate::scenario::Scenario;

impl Scenario {
    /// Perhaps something goes wrong with the phone's disk during what comes next.
    pub(crate) fn tempt(&mut self, index: usize, per_mille: usize, during: &'static str) {
        if !self.chance.per_mille(per_mille) {
            return;
        }
        let name = self.fleet.members[index].disk.trouble(&mut self.chance);
        self.tempted = Some((name, during));
    }

    /// What came of it. True: the phone was off and is on again, with a fresh start of the app.
    pub(crate) fn weather(&mut self, index: usize) -> bool {
        let Some((name, during)) = self.tempted.take() else {
            return false;
        };
        let was_met = self.fleet.members[index].disk.calm();
        if was_met || !self.fleet.is_real {
            self.tally.fault(&format!("{name} in {during}"));
        }
        if !self.fleet.members[index].disk.is_off() {
            return false;
        }
        self.switch_on(index);
        true
    }

    /// The app goes to the background and comes back; the power may go meanwhile.
    pub(crate) fn suspend(&mut self, index: usize) {
        if !self.fleet.is_real {
            return;
        }
        self.tempt(index, 300, "a checkpoint");
        let was_tempted = self.tempted.is_some();
        self.tally.saw("app suspended");
        let suspended = self.fleet.members[index].disk.suspend();
        if self.weather(index) {
            return;
        }
        let opened = match suspended {
            Err(_) if was_tempted => self.fleet.members[index].disk.suspend(),
            first => first,
        };
        match opened {
            Ok(()) => {
                let member = &mut self.fleet.members[index];
                member.phone.store = member.disk.client();
            }
            Err(error) => {
                self.violation(format!("phone {index} does not open again: {error}"));
            }
        }
    }

    /// Somebody takes the battery out.
    pub(crate) fn pull_battery(&mut self, index: usize) {
        if self.fleet.is_real {
            self.tally.fault("battery taken out");
            self.fleet.members[index].disk.cut();
            self.switch_on(index);
        }
    }

    fn switch_on(&mut self, index: usize) {
        let loss = match self.chance.below(8) {
            0 => Loss::Nothing,
            1 => Loss::Everything,
            _ => Loss::Some(self.chance.seed()),
        };
        let again = self.chance.per_mille(100).then(|| self.chance.seed() % 12);
        let thorough = self.chance.per_mille(150);
        self.tally.crash_reopens += 1;
        let member = &mut self.fleet.members[index];
        member.phone.now.boot_id += 1;
        member.phone.now.monotonic_ms = 30_000;
        match member.disk.restart(loss, again) {
            Ok(losses) => {
                member.phone.store = member.disk.client();
                for (what, count) in losses {
                    self.tally.faults(what, count);
                }
            }
            Err(error) => {
                self.violation(format!("phone {index} does not open: {error}"));
                return;
            }
        }
        if thorough && let Err(error) = self.fleet.members[index].disk.check() {
            self.violation(format!("phone {index} is damaged: {error}"));
        }
        self.everything_told_is_there(index);
        self.fleet.members[index].phone.refold();
    }

    /// What the phone was told is stored survives every power cut.
    fn everything_told_is_there(&mut self, index: usize) {
        // The power may have gone right after a stream that is no longer granted.
        self.note_withdrawn(index);
        let mut missing = Vec::new();
        let member = &self.fleet.members[index];
        let store = member.phone.store.as_ref();
        let cursors = store.cursors().unwrap_or_default();
        for (id, acknowledged) in &self.fleet.acknowledged {
            let went = member.told.withdrawn.contains(id);
            if acknowledged.by == index && !went && !matches!(store.own_envelope(id), Ok(Some(_))) {
                missing.push(format!("phone {index} lost envelope {id} in a power cut"));
            }
        }
        for (record, edits) in &member.told.drafts {
            let draft = store.draft(*record).ok().flatten();
            let kept = draft.is_some_and(|draft| {
                // The edit under way when the power went may stand as well: all or nothing.
                let last = |key: &String| {
                    let place = (*record, key.clone());
                    self.fleet.attempts.get(&place).and_then(|all| all.last())
                };
                edits.iter().all(|(key, value)| {
                    let held = draft.edits.get(key);
                    held.is_some() && (held == Some(value) || held == last(key))
                })
            });
            // A sync seals what is drafted.
            let sealed = || store.pending_of(*record).is_ok_and(|all| !all.is_empty());
            if !kept && !sealed() {
                missing.push(format!(
                    "phone {index} lost edits of {record} in a power cut"
                ));
            }
        }
        if !self.was_restored {
            for cursor in &cursors {
                let told = member.told.cursors.get(&cursor.stream);
                if told.is_some_and(|told| (cursor.epoch, cursor.seq) < *told) {
                    missing.push(format!("phone {index} lost rows in a power cut"));
                }
            }
        }
        missing.into_iter().for_each(|text| self.violation(text));
    }

    /// Every row and every pending envelope of a phone can be read.
    pub(crate) fn everything_can_be_read(&mut self, index: usize) {
        let store = &self.fleet.members[index].phone.store;
        let mut errors = vec![store.outbox(usize::MAX).err(), store.control_rows().err()];
        for grid in [0, 1] {
            let rows = store.rows_after(self.world.stream(grid), 0, usize::MAX);
            errors.push(rows.err());
        }
        for error in errors.into_iter().flatten() {
            self.violation(format!("phone {index} cannot be read: {error}"));
        }
    }

    /// Notes what the phone has been told by now.
    pub(crate) fn note_told(&mut self, index: usize) {
        if !self.fleet.is_real {
            return;
        }
        // By the streams it was told of last time.
        self.note_withdrawn(index);
        let member = &mut self.fleet.members[index];
        if let Ok(cursors) = member.phone.store.cursors() {
            member.told.cursors = cursors
                .into_iter()
                .map(|cursor| (cursor.stream, (cursor.epoch, cursor.seq)))
                .collect();
        }
        let store = &member.phone.store;
        member
            .told
            .drafts
            .retain(|record, _| matches!(store.draft(*record), Ok(Some(_))));
    }
}
