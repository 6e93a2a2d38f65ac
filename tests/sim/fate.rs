//! What befalls a fleet: people join, phones are lost, cloned, revoked, away for a month.

use wangge_domain::control::ControlEvent;
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_domain::{StreamId, Timestamp};
use wangge_sync_engine::store::RelayStore as _;

use crate::scenario::Scenario;

/// Enough for every kind of fate; more would only cost time.
const MOST_MEMBERS: usize = 14;

impl Scenario {
    /// Draws what happens before this day's work.
    pub(crate) fn befall(&mut self) {
        if self.chance.per_mille(40) && self.fleet.members.len() < MOST_MEMBERS {
            let grid = self.chance.below(2);
            let index = self.fleet.join(&self.world, false, grid);
            self.tally.saw("device joined");
            self.waits_for(index);
        }
        let alive = self.fleet.alive();
        for _ in 0..2 {
            let Some(index) = self.chance.pick(&alive).copied() else {
                return;
            };
            match self.chance.below(120) {
                0 if alive.len() > 5 => self.lose(index),
                1..=2 if self.fleet.members.len() < MOST_MEMBERS => self.copy_phone(index),
                3..=4 if alive.len() > 5 => self.revoke(index),
                5..=8 => self.send_away(index, 4),
                9..=10 => self.send_away(index, 33),
                19..=30 => self.set_clock(index),
                31..=38 => self.nudge_clock(index),
                39..=48 => self.reboot(index),
                49..=56 => self.set_relay_clock(),
                57..=62 => self.rights_change(index),
                63 if self.day > 3 && self.chance.per_mille(300) => self.all_back_at_once(),
                64..=67 => self.move_premises(),
                68..=70 => self.upgrade(index),
                71..=72 if self.fleet.members.len() < MOST_MEMBERS => self.helper_joins(),
                _ => {}
            }
        }
    }

    /// Somebody gets one more role, which changes nothing but the lease.
    fn rights_change(&mut self, index: usize) {
        let user = self.fleet.members[index].phone.user;
        if !self.world.control_state().people.contains_key(&user) {
            // The relay has forgotten this person and not heard of it since.
            return;
        }
        self.tally.fault("rights and lease changed");
        let from = i64::try_from(self.chance.below(1 << 40)).unwrap_or(0);
        let grant = RoleGrant {
            user,
            role: Role::GridWorker,
            scope: Scope::Subtree(self.world.grids[self.fleet.members[index].grids[0]]),
            from: Timestamp(from),
            until: None,
            department: None,
        };
        self.world.control(&ControlEvent::RoleGranted(grant));
    }

    /// The net was down everywhere, and comes back for all in the same hour.
    fn all_back_at_once(&mut self) {
        self.tally.fault("net down for everybody");
        let until = self.day + 2;
        for member in &mut self.fleet.members {
            member.offline_until = member.offline_until.max(until);
        }
    }

    /// The phone's wall clock is set, by somebody or by the network.
    fn set_clock(&mut self, index: usize) {
        self.tally.fault("clock set years off");
        let years = i64::try_from(self.chance.below(20)).unwrap_or(0) - 10;
        let jitter = i64::try_from(self.chance.below(86_400_000)).unwrap_or(0);
        let true_time = self.world.now();
        let phone = &mut self.fleet.members[index].phone;
        phone.now.wall_ms = true_time.0 + years * 365 * 86_400_000 + jitter;
    }

    /// The wall clock jumps by up to two days, back or forward.
    fn nudge_clock(&mut self, index: usize) {
        self.tally.fault("clock jumps");
        let jump = i64::try_from(self.chance.below(4 * 86_400_000)).unwrap_or(0);
        self.fleet.members[index].phone.now.wall_ms += jump - 2 * 86_400_000;
    }

    /// The phone is switched off and on.
    fn reboot(&mut self, index: usize) {
        self.tally.fault("reboot");
        let phone = &mut self.fleet.members[index].phone;
        phone.now.boot_id += 1;
        phone.now.monotonic_ms = 30_000;
    }

    fn lose(&mut self, index: usize) {
        self.tally.fault("phone lost");
        self.fleet.members[index].is_lost = true;
        self.release_promises();
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
        let places = frontier.iter().copied().collect();
        self.frontiers.insert(device, places);
        self.world.control(&ControlEvent::DeviceRevoked {
            device,
            user: None,
            frontier,
            reason: "遗失".to_owned(),
        });
        // Its holder does not know yet, and works on for a while.
        self.silent_from.insert(index, self.day + 2);
    }

    /// An administrator revokes what was lost: what others carry of it beyond what anybody can
    /// judge is set apart.
    pub(crate) fn revoke_lost_phones(&mut self) {
        for index in 0..self.fleet.members.len() {
            if self.fleet.members[index].is_lost && !self.silent_from.contains_key(&index) {
                self.revoke(index);
            }
        }
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
