use std::collections::BTreeSet;

use super::ControlState;
use crate::people::Scope;
use crate::{GridId, RecordId, StreamId, Timestamp, UserId};

impl ControlState {
    /// The streams that replicate to a person's devices at this instant, the control stream
    /// apart (it goes to all). Premises and what hangs on them live in the streams of small grids,
    /// matters of a village or a township as a whole in the stream of its own grid: whoever holds
    /// the subtree holds them all. Only whole streams replicate: a grant over one premises yields
    /// the stream in which its log lies, if `home` tells in which grid it was registered; `|_| None`
    /// keeps such people online-only. A move to another grid takes no log along: whoever has the new
    /// grid is given the stream of the old one, too, be that grid closed or not.
    pub fn streams_of(
        &self,
        user: UserId,
        at: Timestamp,
        home: impl Fn(RecordId) -> Option<GridId>,
    ) -> BTreeSet<StreamId> {
        let grids = self.grids_of(user, at);
        let (moved_in, _) = self.moved_in_and_out(&grids);
        let logs = moved_in.into_iter().filter_map(|it| self.log_of_moved(it));
        let single = self
            .grants_of(user, at)
            .filter_map(|grant| match &grant.scope {
                Scope::Premises(premises) => home(*premises),
                Scope::Subtree(_) | Scope::Tenant => None,
            });
        let all = grids.iter().copied().chain(logs).chain(single);
        all.map(StreamId::of_grid).collect()
    }

    /// The grids of a person's grants that exist on this day（授权网格）, those below them included. What
    /// moved into them lies in the logs of others.
    #[must_use]
    pub fn grids_of(&self, user: UserId, at: Timestamp) -> BTreeSet<GridId> {
        let date = at.china_date();
        let mut grids = BTreeSet::new();
        for grant in self.grants_of(user, at) {
            let top = match &grant.scope {
                Scope::Subtree(top) => Some(*top),
                Scope::Tenant => None,
                Scope::Premises(_) => continue,
            };
            let below = self.grids.values().filter(|grid| {
                grid.valid_on(date) && top.is_none_or(|top| self.is_within(grid.grid, top))
            });
            grids.extend(below.map(|grid| grid.grid));
        }
        grids
    }
}
