use super::HazardLine;
use crate::Timestamp;

const DAY_MS: i64 = 86_400_000;

/// The hazards that belong on the agenda of the joint meeting（难解隐患）of S4-13: open for at least so
/// many days, the oldest first.
#[must_use]
pub fn long_open(lines: &[HazardLine], now: Timestamp, days: u32) -> Vec<&HazardLine> {
    let latest = now.plus_ms(-i64::from(days) * DAY_MS);
    let mut old: Vec<&HazardLine> = lines
        .iter()
        .filter(|line| line.is_open() && line.found_at <= latest)
        .collect();
    old.sort_by_key(|line| (line.found_at, line.hazard));
    old
}
