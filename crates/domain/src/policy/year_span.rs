use serde::{Deserialize, Serialize};

/// Which years a step may be about（年度范围）, counted from the year in which it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearSpan {
    /// So many years before it.
    pub back: u32,
    /// So many years after it.
    pub ahead: u32,
}

impl YearSpan {
    /// Whether a year lies in the span around `now`.
    #[must_use]
    pub fn holds(self, year: i32, now: i32) -> bool {
        let away = i64::from(year) - i64::from(now);
        (-i64::from(self.back)..=i64::from(self.ahead)).contains(&away)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_two_ends() {
        let span = YearSpan { back: 1, ahead: 0 };
        let held = |year| span.holds(year, 2026);
        assert!(held(2025) && held(2026));
        assert!(!held(2024) && !held(2027) && !held(1900));
    }
}
