use super::jobs::waiting_for;
use super::{Action, RecordState, Status};
use crate::Timestamp;
use crate::policy::PolicyPack;

/// What a person owes to a hazard within a time of the policy（限时办理）: to issue the notice, to serve it,
/// to judge what is suspected to be major. Worked out from the policy and stored nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedAct {
    /// The act.
    pub action: Action,
    /// Until when.
    pub by: Timestamp,
}

impl OwedAct {
    /// Whether its time is over.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        now > self.by
    }
}

/// The act that a hazard waits for, with the end of its time; `None`: it waits for none that has one.
/// That a recheck is owed is told by [`super::recheck_overdue`]; a hazard that was filed is judged.
#[must_use]
pub fn owed_act(policy: &PolicyPack, state: &RecordState) -> Option<OwedAct> {
    let waits = matches!(
        state.status,
        Status::Found | Status::NoticeIssued | Status::UnderReview
    );
    if state.read_only || !waits || state.major_notice {
        return None;
    }
    let (action, by) = waiting_for(policy, state)?;
    Some(OwedAct {
        action: Action(action.to_owned()),
        by,
    })
}
