//! A premises moves to the other grid, while work made for its old home is still out on phones.

use std::collections::BTreeSet;

use wangge_domain::control::{ControlEvent, ControlState};
use wangge_domain::lifecycle::TimeBounds;
use wangge_domain::{GridId, RecordId, StreamId};
use wangge_protocol::{EnvelopeId, Refusal, Verdict};
use wangge_sync_engine::store::RelayStore as _;

use crate::fleet::Acknowledged;
use crate::oracle_rules::STRAY_MS;
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
            since: None,
            by: None,
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
        // As the log has it: the relay's clock may have been put back meanwhile.
        let control = StreamId::control(self.world.tenant);
        let head = self.relay.head(control).ok().flatten();
        let since = head.map_or_else(|| self.world.now(), |head| head.received_at);
        let to = self.world.grids.iter().position(|grid| *grid == to);
        let log = self.fleet.move_log.entry(premises).or_default();
        log.extend(to.map(|to| (since, to)));
    }

    /// Whether somebody writes where they never had rights, on what has moved out of their grids, or
    /// on what has moved into them.
    pub(crate) fn whose(
        &self,
        index: usize,
        record: RecordId,
        stream: StreamId,
    ) -> (bool, bool, bool) {
        let member = &self.fleet.members[index];
        let is_mine = |home: GridId| member.grids.iter().any(|it| self.world.grids[*it] == home);
        let lies_in = is_mine(stream.grid());
        let premises = self.fleet.premises_of(record);
        match self.fleet.homes.get(&premises) {
            // With two grids, what has moved has been at home in both.
            Some(home) => (false, !is_mine(*home), is_mine(*home) && !lies_in),
            None => (!lies_in, false, false),
        }
    }

    /// Whether this was surely made when its premises had moved out of the author's grids. What may
    /// have been made before counts for the author.
    pub(crate) fn is_against_a_move(&self, made: &Acknowledged, time: &TimeBounds) -> bool {
        let premises = self.fleet.premises_of(made.record);
        let Some(log) = self.fleet.move_log.get(&premises) else {
            return false;
        };
        let member = &self.fleet.members[made.by];
        let last = log.iter().rposition(|(since, _)| *since < time.lower);
        let Some(last) = last else { return false };
        let mut homes = log[last..].iter().map(|(_, home)| home);
        !self.was_restored && !member.is_clone && homes.all(|home| !member.grids.contains(home))
    }

    /// Whether this may have been made when its premises had moved into the author's grids: whoever
    /// writes where they have no rights, and is given them by a move before it arrives, has the
    /// benefit of the doubt.
    pub(crate) fn may_be_of_a_new_home(&self, made: &Acknowledged, time: &TimeBounds) -> bool {
        let premises = self.fleet.premises_of(made.record);
        let Some(log) = self.fleet.move_log.get(&premises) else {
            return false;
        };
        let member = &self.fleet.members[made.by];
        // In the very moment of the move, too.
        let mut homes = log.iter().filter(|(since, _)| *since <= time.upper);
        homes.any(|(_, home)| member.grids.contains(home))
    }

    /// The streams that a phone must hold, whole: those of its grids, and those in which premises lie
    /// that have moved into its grids.
    pub(crate) fn streams_of(&self, index: usize) -> BTreeSet<StreamId> {
        let member = &self.fleet.members[index];
        let grids = member.grids.iter();
        let mut streams: BTreeSet<StreamId> = grids.map(|grid| self.world.stream(*grid)).collect();
        if member.is_helper {
            return streams;
        }
        let moved = self.world.control_state().moved;
        for (premises, home) in moved {
            let is_mine = member.grids.iter().any(|it| self.world.grids[*it] == home);
            if let (true, Some(registered)) = (is_mine, self.fleet.grid_of(premises)) {
                streams.insert(self.world.stream(registered));
            }
        }
        streams
    }

    /// What somebody of the new home writes there counts.
    fn new_home_is_honoured(&mut self, id: &EnvelopeId, verdict: &Verdict) {
        let Some(made) = self.fleet.acknowledged.get(id) else {
            return;
        };
        let moved = self.fleet.moved.get(&made.record);
        let has_moved_since = moved.is_some_and(|moved| made.at < *moved);
        if !made.is_in_new_home || has_moved_since {
            return;
        }
        match verdict {
            Verdict::Accepted { .. } | Verdict::NoEffect { .. } => {
                self.tally.saw("written by the people of the new home");
            }
            // What a copy of a phone takes up again, after its place in the chain was another's, may have lost
            // the premises that it hung on.
            Verdict::Refused(Refusal::OutOfScope | Refusal::UnknownStream)
                if !self.was_restored && !self.fleet.members[made.by].is_clone =>
            {
                let by = made.by;
                self.violation(format!(
                    "{id} of phone {by} was made in the new home of its premises: {verdict:?}"
                ));
            }
            _ => {}
        }
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
        self.new_home_is_honoured(id, verdict);
        let Some(made) = self.fleet.acknowledged.get(id) else {
            return;
        };
        let moved = self.fleet.moved.get(&made.record);
        if made.is_after_move
            && let Verdict::Refused(Refusal::OutOfScope) = verdict
        {
            self.tally.saw("refused after the premises had moved away");
        }
        let Some(moved) = moved.filter(|moved| made.at < **moved).copied() else {
            return;
        };
        if made.is_trespass || made.is_after_move {
            return;
        }
        // Within hours of a move nobody's clock tells what was first; nor do two phones of one chain.
        let is_sure = made.at.plus_ms(STRAY_MS) < moved;
        let is_clone = self.fleet.members[made.by].is_clone;
        match verdict {
            Verdict::Accepted { .. } | Verdict::NoEffect { .. } => {
                self.tally
                    .saw("envelope for the old home arrived after the move");
            }
            Verdict::Refused(
                Refusal::OutOfScope | Refusal::UnknownStream | Refusal::WrongRecord,
            ) if is_sure && !is_clone => {
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
