use std::collections::BTreeMap;

use wangge_domain::evaluation::{EvaluationError, EvaluationPeriod, WorkerEvent};
use wangge_domain::tally::{Answering, FollowUp, Honored, follow_up, honor_events, honors};
use wangge_domain::{GridId, Timestamp, UserId};

use super::Standing;
use super::counted::{Asking, Counted};

/// What the honors list and the follow-up board take from a part of the records（分块表彰督办）.
pub(super) struct HonorsPart {
    events: Vec<WorkerEvent>,
    board: BTreeMap<GridId, FollowUp>,
}

impl Standing {
    /// The honors list of these workers（表彰建议）and the follow-up board（跟踪督办）of a scope, without one of
    /// the whole tenant, from the parts counted before.
    pub(crate) fn counted_honors(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        workers: &[UserId],
        period: EvaluationPeriod,
        now: Timestamp,
    ) -> Result<(Vec<Honored>, BTreeMap<GridId, FollowUp>), EvaluationError> {
        let today = now.china_date();
        let answering = Answering::over(&self.control, scope, &period, today);
        let asking = Asking {
            question: &period,
            scope,
            today,
            by_control: true,
        };
        let parts = self.counted(&counted.honors, &asking, |measures| {
            let (control, pack) = (&self.control, &self.pack);
            HonorsPart {
                events: honor_events(measures, control, pack, &answering, &period, today),
                board: follow_up(measures),
            }
        });
        let events = parts.iter().flat_map(|part| &part.events);
        let honored = honors(events, &self.pack, workers, &period)?;
        let mut board: BTreeMap<GridId, FollowUp> = BTreeMap::new();
        for (grid, found) in parts.iter().flat_map(|part| &part.board) {
            let line = board.entry(*grid).or_default();
            line.open += found.open;
            line.overdue += found.overdue;
            line.escalated += found.escalated;
        }
        Ok((honored, board))
    }
}
