//! What befalls a fleet: people join, phones are lost, cloned, revoked, away for a month.

use wangge_domain::StreamId;
use wangge_domain::control::ControlEvent;
use wangge_sync_engine::store::RelayStore as _;

use super::scenario::Scenario;

/// More than the engine's little world can name.
const MOST_MEMBERS: usize = 24;

impl Scenario {
    /// Draws what happens before this day's work.
    pub(crate) fn befall(&mut self) {
        if self.chance.per_mille(60) && self.fleet.members.len() < MOST_MEMBERS {
            let grid = self.chance.below(2);
            let index = self.fleet.join(&self.world, false, grid);
            self.tally.saw("device joined");
            self.waits_for(index);
        }
        let alive = self.fleet.alive();
        let Some(index) = self.chance.pick(&alive).copied() else {
            return;
        };
        match self.chance.below(100) {
            0..=2 if alive.len() > 5 => self.lose(index),
            3..=6 if self.fleet.members.len() < MOST_MEMBERS => self.copy_phone(index),
            7..=9 if alive.len() > 5 => self.revoke(index),
            10..=15 => self.send_away(index, 4),
            16..=21 => self.send_away(index, 33),
            22..=33 => self.set_clock(index),
            34..=45 => self.reboot(index),
            46..=55 => self.set_relay_clock(),
            _ => {}
        }
    }

    fn lose(&mut self, index: usize) {
        self.tally.fault("phone lost");
        self.fleet.members[index].is_lost = true;
        self.waits_no_longer_for(index);
    }

    fn copy_phone(&mut self, index: usize) {
        let member = &self.fleet.members[index];
        if member.is_clone || member.is_silent {
            return;
        }
        self.tally.fault("phone cloned");
        let copy = self.fleet.clone_of(index);
        self.waits_for(copy);
    }

    /// The relay has found out that a phone is one of two: it signs nothing any more, and its
    /// owner gets a phone with a key of its own.
    pub(crate) fn found_out(&mut self, index: usize) {
        self.fleet.members[index].is_silent = true;
        if self.fleet.members.len() < MOST_MEMBERS {
            let grid = self.fleet.members[index]
                .grids
                .first()
                .copied()
                .unwrap_or(0);
            let new = self.fleet.join(&self.world, false, grid);
            self.tally.saw("device joined");
            self.waits_for(new);
        }
    }

    fn revoke(&mut self, index: usize) {
        let member = &self.fleet.members[index];
        if member.is_silent || member.is_clone || index == 0 {
            return;
        }
        let (device, user) = (member.phone.device, member.phone.user);
        if self.world.control_state().device(device, user).is_none() {
            // The relay has forgotten this phone and not heard of it since.
            return;
        }
        let frontier: Vec<(StreamId, u64)> = [0, 1]
            .into_iter()
            .filter_map(|grid| {
                let stream = self.world.stream(grid);
                let tip = self.relay.chain_tip(stream, device, user).ok().flatten();
                tip.map(|(seq, _)| (stream, seq))
            })
            .collect();
        self.tally.fault("device revoked");
        self.world.control(&ControlEvent::DeviceRevoked {
            device,
            user: None,
            frontier,
            reason: "遗失".to_owned(),
        });
        // Its holder does not know yet, and works on for a while.
        self.silent_from.insert(index, self.day + 2);
    }

    fn send_away(&mut self, index: usize, days: u64) {
        self.tally.fault(if days > 30 {
            "away for a month"
        } else {
            "no signal for days"
        });
        self.fleet.members[index].offline_until = self.day + days;
    }

    fn set_relay_clock(&mut self) {
        self.tally.fault("relay clock set");
        let minutes = i64::try_from(self.chance.below(120)).unwrap_or(0) - 60;
        self.world.pass(minutes * 60_000);
    }
}
