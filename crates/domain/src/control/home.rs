use std::collections::BTreeSet;

use super::{ControlError, ControlState, GridLevel};
use crate::lifecycle::TimeBounds;
use crate::{GridId, RecordId, Timestamp};

/// A move of a premises（迁移网格）, as the control stream tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PremisesMove {
    /// Where it lived before.
    pub from: GridId,
    /// Where it lives since.
    pub to: GridId,
    /// Since when, by the relay's clock.
    pub since: Timestamp,
}

impl ControlState {
    /// The grid in which a premises lives now, given the grid in which it was registered.
    #[must_use]
    pub fn home_of(&self, premises: RecordId, registered_in: GridId) -> GridId {
        self.moved.get(&premises).copied().unwrap_or(registered_in)
    }

    /// The grid in which a record lives now（归属网格）: that of the premises that it is or hangs on, else
    /// that of the log in which it lies. What lies in the log of a village or a township is a matter
    /// of the village or township, whatever premises it names.
    #[must_use]
    pub fn home_of_record(&self, premises: Option<RecordId>, lies_in: GridId) -> GridId {
        match premises {
            Some(premises) if self.moves_along(lies_in) => self.home_of(premises, lies_in),
            _ => lies_in,
        }
    }

    /// The grid in which a record lived at this time: an act made before a move, or in its very
    /// moment, is judged by the old home, one made after it by the new one.
    #[must_use]
    pub fn home_at(&self, premises: Option<RecordId>, lies_in: GridId, at: Timestamp) -> GridId {
        let moves = premises.and_then(|premises| self.moves.get(&premises));
        let last = moves.and_then(|moves| moves.iter().rev().find(|one| one.since < at));
        match last {
            Some(last) if self.moves_along(lies_in) => last.to,
            _ => lies_in,
        }
    }

    /// The grids in which a record may have lived when an act was made（行为时归属）, the likeliest first: one
    /// alone, unless the premises moved between the bounds of the act.
    #[must_use]
    pub fn homes_during(
        &self,
        premises: Option<RecordId>,
        lies_in: GridId,
        time: &TimeBounds,
    ) -> Vec<GridId> {
        let mut homes = vec![self.home_at(premises, lies_in, time.best())];
        let moves = premises.and_then(|premises| self.moves.get(&premises));
        let Some(moves) = moves.filter(|_| self.moves_along(lies_in)) else {
            return homes;
        };
        let within = moves
            .iter()
            .filter(|one| time.lower <= one.since && one.since < time.upper);
        let before = self.home_at(premises, lies_in, time.lower);
        for home in std::iter::once(before).chain(within.map(|one| one.to)) {
            if !homes.contains(&home) {
                homes.push(home);
            }
        }
        homes
    }

    /// Whether what lies in the log of this grid goes where its premises goes.
    fn moves_along(&self, lies_in: GridId) -> bool {
        let grid = self.grids.get(&lies_in);
        grid.is_some_and(|grid| grid.level == GridLevel::Small)
    }

    /// The grid in whose log a premises that has moved lies（档案所在流）; `None`: it never moved.
    #[must_use]
    pub fn log_of_moved(&self, premises: RecordId) -> Option<GridId> {
        let first = self.moves.get(&premises)?.first()?;
        Some(first.from)
    }

    /// The premises that have moved into one of these grids, and those that lie in the log of one
    /// of them and live in none any more. A log that is none of these grids' holds neither.
    #[must_use]
    pub fn moved_in_and_out(
        &self,
        grids: &BTreeSet<GridId>,
    ) -> (BTreeSet<RecordId>, BTreeSet<RecordId>) {
        let (mut into, mut out) = (BTreeSet::new(), BTreeSet::new());
        for (premises, home) in &self.moved {
            let Some(log) = self.log_of_moved(*premises) else {
                continue;
            };
            match (grids.contains(&log), grids.contains(home)) {
                (false, true) => into.insert(*premises),
                (true, false) => out.insert(*premises),
                _ => false,
            };
        }
        (into, out)
    }

    pub(super) fn move_premises(
        &mut self,
        premises: RecordId,
        from: GridId,
        to: GridId,
        since: Timestamp,
    ) -> Result<(), ControlError> {
        let target = self.grids.get(&to).ok_or(ControlError::UnknownGrid(to))?;
        if target.level != GridLevel::Small {
            return Err(ControlError::NotSmall(to));
        }
        if self.moved.get(&premises).is_some_and(|home| *home != from) {
            return Err(ControlError::WrongHome { premises, from });
        }
        if self.moved.insert(premises, to) != Some(to) {
            let one = PremisesMove { from, to, since };
            self.moves.entry(premises).or_default().push(one);
        }
        Ok(())
    }
}
