use super::{DueRule, Event, RecordState, TimeBounds};
use crate::Timestamp;
use crate::calendar::{DayKind, DeadlineSpec};
use crate::policy::PolicyPack;

/// The deadline（整改期限）after an act that took effect.
pub(super) fn due_after(
    rule: DueRule,
    policy: &PolicyPack,
    state: &RecordState,
    event: &Event,
    time: &TimeBounds,
) -> Option<Timestamp> {
    let roll = policy.rectification.rolls(state.life_threat);
    let natural = |days: u32| DeadlineSpec::Days {
        days,
        calendar: DayKind::Natural,
    };
    // Day 0 is the day printed on the paper, where nothing contradicts it.
    let today = time.best().china_date();
    match (rule, event) {
        (DueRule::Notice, Event::NoticeIssued { deadline, .. }) => Some(
            policy
                .working_calendar()
                .due_timestamp(today, *deadline, roll),
        ),
        (DueRule::Extend, Event::ExtensionApproved { days }) => {
            let from = state.due?.china_date();
            Some(
                policy
                    .working_calendar()
                    .due_timestamp(from, natural(*days), roll),
            )
        }
        (DueRule::Urge, Event::Urged { days }) => Some(policy.working_calendar().due_timestamp(
            today,
            natural(*days),
            roll,
        )),
        (DueRule::Clear, _) => None,
        (DueRule::Keep | DueRule::Notice | DueRule::Extend | DueRule::Urge, _) => state.due,
    }
}
