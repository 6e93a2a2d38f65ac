//! A premises moves to the other grid, while work made for its old home is still out on phones.

use wangge_domain::RecordId;
use wangge_domain::control::{ControlEvent, ControlState};
use wangge_protocol::{EnvelopeId, Refusal, Verdict};
use wangge_sync_engine::store::RelayStore as _;

use crate::scenario::Scenario;

impl Scenario {
    /// A premises moves, with all that hangs on it. Its log stays where it lies.
    pub(crate) fn move_premises(&mut self) {
        let candidates: Vec<RecordId> = match self.chance.below(4) {
            0 => self.fleet.records.values().flatten().copied().collect(),
            1 => self.fleet.helped.clone(),
            _ => self.worked_on_somewhere(),
        };
        let Some(premises) = self.chance.pick(&candidates).copied() else {
            return;
        };
        let Some(registered) = self.fleet.grid_of(premises) else {
            return;
        };
        if !matches!(self.relay.record(premises), Ok(Some(_))) {
            // Nobody can move what the relay has not heard of.
            return;
        }
        let control = self.world.control_state();
        let from = control.home_of(premises, self.world.grids[registered]);
        let mut grids = self.world.grids.iter().copied();
        let Some(to) = grids.find(|grid| *grid != from) else {
            return;
        };
        self.tally.fault("premises moved");
        self.fleet.moves += 1;
        self.world.control(&ControlEvent::PremisesMoved {
            premises,
            from,
            to,
            reason: format!("网格调整，第{}次", self.fleet.moves),
        });
        let at = self.true_time();
        let hanging = self.fleet.hangs_on.iter();
        let with_it: Vec<RecordId> = hanging
            .filter(|(_, on)| **on == premises)
            .map(|(record, _)| *record)
            .chain([premises])
            .collect();
        self.fleet
            .moved
            .extend(with_it.into_iter().map(|record| (record, at)));
        self.fleet.homes.insert(premises, to);
    }

    /// Premises for which something waits on a phone, by themselves or by what hangs on them.
    fn worked_on_somewhere(&self) -> Vec<RecordId> {
        let mut found = Vec::new();
        for index in self.fleet.alive() {
            let store = &self.fleet.members[index].phone.store;
            for pending in store.outbox(usize::MAX).unwrap_or_default() {
                let record = pending.envelope.header.record;
                let premises = self.fleet.hangs_on.get(&record).copied().unwrap_or(record);
                let is_known = matches!(self.relay.record(premises), Ok(Some(_)));
                if is_known && self.fleet.grid_of(premises).is_some() {
                    found.push(premises);
                }
            }
        }
        found
    }

    /// What was made for the old home before the move counts when it arrives after it.
    pub(crate) fn old_home_is_honoured(&mut self, id: &EnvelopeId, verdict: &Verdict) {
        let Some(made) = self.fleet.acknowledged.get(id) else {
            return;
        };
        let moved = self.fleet.moved.get(&made.record);
        if made.is_trespass || moved.is_none_or(|moved| made.at >= *moved) {
            return;
        }
        match verdict {
            Verdict::Accepted { .. } | Verdict::NoEffect { .. } => {
                self.tally
                    .saw("envelope for the old home arrived after the move");
            }
            Verdict::Refused(
                Refusal::OutOfScope | Refusal::UnknownStream | Refusal::WrongRecord,
            ) => {
                let by = made.by;
                self.violation(format!(
                    "{id} of phone {by} was made for the old home of its premises: {verdict:?}"
                ));
            }
            _ => {}
        }
    }

    /// Where every premises lives is known alike everywhere, and is what was said last.
    pub(crate) fn homes_are_known(&mut self) {
        let truth = self.world.control_state().moved;
        if !self.was_restored && truth != self.fleet.homes {
            self.violation("a premises does not live where it was moved to last".to_owned());
        }
        for index in self.known() {
            let store = &self.fleet.members[index].phone.store;
            let rows = store.control_rows().unwrap_or_default();
            if ControlState::fold(&rows).moved != truth {
                self.violation(format!(
                    "phone {index} takes premises for living elsewhere than the relay does"
                ));
            }
        }
    }

    /// Somebody is to help at one premises: a phone that holds its log and writes nothing.
    pub(crate) fn helper_joins(&mut self) {
        // A relay that was restored does not know where a premises lies whose rows it has lost.
        if self.plan.restores > 0 {
            return;
        }
        let grid = self.chance.below(2);
        let known = self.fleet.records.get(&grid).cloned().unwrap_or_default();
        let Some(premises) = self.chance.pick(&known).copied() else {
            return;
        };
        if matches!(self.relay.record(premises), Ok(Some(_))) {
            self.fleet.join_helper(&self.world, premises, grid);
            self.tally.saw("helper of one premises joined");
        }
    }
}
