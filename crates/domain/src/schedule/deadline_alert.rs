use crate::Timestamp;
use crate::calendar::DeadlineSpec;
use crate::lifecycle::{RecordState, Status};
use crate::policy::PolicyPack;

/// A deadline that draws near（预警）of S0-20.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeadlineAlert {
    /// Which of the alert days of the policy has come: 10, 13…
    pub day: u32,
    /// Days left until the deadline, 0 on its last day.
    pub days_left: u32,
    /// The deadline.
    pub due: Timestamp,
}

/// The alert that a hazard stands under（办结预警）, if any: the latest of the policy's alert days that
/// has come. The days count from the notice where it gave the time of a whole inquiry; with
/// another deadline, or one that was moved, the same number of days is left as it would be then.
/// What has passed its deadline, stands still or waits for a recheck stands under none.
#[must_use]
pub fn deadline_alert(
    policy: &PolicyPack,
    state: &RecordState,
    now: Timestamp,
) -> Option<DeadlineAlert> {
    let waits = matches!(
        state.status,
        Status::NoticeIssued | Status::Served | Status::ExtensionPending
    );
    let due = state.due.filter(|due| waits && now <= *due)?;
    let rules = &policy.rectification;
    let DeadlineSpec::Days { days: whole, .. } = rules.supervision_deadline else {
        return None;
    };
    let days = |from: Timestamp, to: Timestamp| {
        u32::try_from((to.china_date() - from.china_date()).num_days()).unwrap_or(0)
    };
    let left = days(now, due);
    let as_given =
        state.deadline == Some(rules.supervision_deadline) && state.due == state.original_due;
    let gone = match state.noticed_at {
        Some(noticed) if as_given => days(noticed, now),
        _ => whole.saturating_sub(left),
    };
    let alerts = rules.supervision_alert_days.iter().copied();
    let day = alerts.filter(|day| *day <= gone).max()?;
    Some(DeadlineAlert {
        day,
        days_left: left,
        due,
    })
}
