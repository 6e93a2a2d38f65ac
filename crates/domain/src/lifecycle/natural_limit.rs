use super::TimeBounds;
use crate::calendar::DeadlineSpec;
use crate::policy::PolicyPack;

/// In words why a deadline ends after the longest that is allowed（期限超限）, both counted from the day
/// of the act and before they move over rest days; `None`: it does not. A year without a table of
/// holidays counts weekends alone, which is said.
pub(super) fn beyond(
    policy: &PolicyPack,
    time: &TimeBounds,
    stated: DeadlineSpec,
    longest: DeadlineSpec,
) -> Option<String> {
    let calendar = policy.working_calendar();
    let today = time.best().china_date();
    let end = calendar.due_date(today, stated, false);
    let last = calendar.due_date(today, longest, false);
    if end.raw_end <= last.raw_end {
        return None;
    }
    let unknown = if end.calendar_known && last.calendar_known {
        ""
    } else {
        "（其中有年度的放假安排尚未公布，只按周末推算）"
    };
    Some(format!(
        "到 {}，最迟 {}{unknown}",
        end.raw_end, last.raw_end
    ))
}
