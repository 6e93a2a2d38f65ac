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
    /// keeps such people online-only. A move to another grid takes no log along: whoever was led to
    /// the stream of the new grid would hold all of that grid and nothing of the premises.
    pub fn streams_of(
        &self,
        user: UserId,
        at: Timestamp,
        home: impl Fn(RecordId) -> Option<GridId>,
    ) -> BTreeSet<StreamId> {
        let date = at.china_date();
        let mut streams = BTreeSet::new();
        for grant in self.grants_of(user, at) {
            match &grant.scope {
                Scope::Subtree(top) => {
                    streams.extend(
                        self.grids
                            .values()
                            .filter(|grid| grid.valid_on(date) && self.is_within(grid.grid, *top))
                            .map(|grid| StreamId::of_grid(grid.grid)),
                    );
                }
                Scope::Premises(premises) => {
                    streams.extend(home(*premises).map(StreamId::of_grid));
                }
                Scope::Tenant => streams.extend(
                    self.grids
                        .values()
                        .filter(|grid| grid.valid_on(date))
                        .map(|grid| StreamId::of_grid(grid.grid)),
                ),
            }
        }
        streams
    }
}
