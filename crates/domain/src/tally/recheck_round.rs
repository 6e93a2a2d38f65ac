use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::history::{applied, day};
use crate::lifecycle::{RecordState, Status};

/// A round of rechecking（一轮复查）: a hazard was brought under recheck, and somebody looked or nobody
/// has yet. One that ended otherwise, by a withdrawal or a filing, is none: nobody owes it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecheckRound {
    /// The day on which the relay received what brought the hazard under recheck: the time of the
    /// policy runs from it.
    pub asked_on: NaiveDate,
    /// The day of the recheck.
    pub done_on: Option<NaiveDate>,
    /// Life is threatened, as it was registered: such a time may run over rest days.
    pub life_threat: bool,
}

/// The rounds of a hazard, in log order: by the same days as
/// [`recheck_overdue`](crate::lifecycle::recheck_overdue).
pub(super) fn recheck_rounds(state: &RecordState) -> Vec<RecheckRound> {
    let mut rounds = Vec::new();
    let mut asked: Option<NaiveDate> = None;
    for entry in applied(state) {
        let is_recheck = matches!(entry.event.as_str(), "recheck_passed" | "recheck_failed");
        if let Some(asked_on) = asked.filter(|_| is_recheck) {
            rounds.push(RecheckRound {
                asked_on,
                done_on: Some(day(entry)),
                life_threat: state.life_threat,
            });
        }
        if is_recheck || entry.status != Status::Rechecking {
            asked = None;
        }
        if !is_recheck && entry.status == Status::Rechecking {
            asked.get_or_insert(entry.received_at.china_date());
        }
    }
    if let Some(asked_on) = asked.filter(|_| !state.read_only) {
        rounds.push(RecheckRound {
            asked_on,
            done_on: None,
            life_threat: state.life_threat,
        });
    }
    rounds
}
