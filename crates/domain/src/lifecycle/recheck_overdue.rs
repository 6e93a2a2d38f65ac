use serde::{Deserialize, Serialize};

use super::{Effect, RecordState, Status};
use crate::Timestamp;
use crate::policy::PolicyPack;

/// A recheck that nobody has done in the time of the policy（复查逾期）. It is worked out from the policy
/// and the time of day and stored nowhere: what is owed is still a person's act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecheckOverdue {
    /// When the time was over.
    pub since: Timestamp,
    /// Code of the body whose recheck it is: that of the notice, if there was one.
    pub body: Option<String>,
}

/// Whether the recheck of a hazard is overdue at this time. The time runs from the act that brought
/// the hazard under recheck, as the relay received it; what is said of it since begins no new time.
#[must_use]
pub fn recheck_overdue(
    policy: &PolicyPack,
    state: &RecordState,
    now: Timestamp,
) -> Option<RecheckOverdue> {
    if state.read_only || state.status != Status::Rechecking {
        return None;
    }
    let applied = state.history.iter().rev();
    let applied = applied.filter(|entry| entry.effect == Effect::Applied);
    let asked = applied
        .take_while(|entry| entry.status == Status::Rechecking)
        .last()?;
    let rules = &policy.rectification;
    let since = policy.working_calendar().due_timestamp(
        asked.received_at.china_date(),
        rules.recheck.within,
        rules.rolls(state.life_threat),
    );
    (now > since).then(|| RecheckOverdue {
        since,
        body: state.issuer.clone(),
    })
}
