use super::kit::date;
use crate::evaluation::{EvaluationPeriod, PeriodKind};

#[test]
fn periods_begin_and_end_with_the_calendar() {
    use PeriodKind::{HalfYear, Month, Quarter, Year};
    let table = [
        (
            Month,
            "2024-02-10",
            "2024-02-01",
            "2024-02-29",
            "2024年2月",
            "2024-01-01",
        ),
        (
            Month,
            "2026-12-31",
            "2026-12-01",
            "2026-12-31",
            "2026年12月",
            "2026-11-01",
        ),
        (
            Quarter,
            "2026-03-31",
            "2026-01-01",
            "2026-03-31",
            "2026年第1季度",
            "2025-10-01",
        ),
        (
            Quarter,
            "2026-04-01",
            "2026-04-01",
            "2026-06-30",
            "2026年第2季度",
            "2026-01-01",
        ),
        (
            HalfYear,
            "2026-06-30",
            "2026-01-01",
            "2026-06-30",
            "2026年上半年",
            "2025-07-01",
        ),
        (
            HalfYear,
            "2026-07-01",
            "2026-07-01",
            "2026-12-31",
            "2026年下半年",
            "2026-01-01",
        ),
        (
            Year,
            "2026-07-01",
            "2026-01-01",
            "2026-12-31",
            "2026年度",
            "2025-01-01",
        ),
    ];
    for (kind, day, first, last, name, before) in table {
        let period = EvaluationPeriod::of(kind, date(day));
        assert_eq!((period.first, period.last), (date(first), date(last)));
        assert_eq!(period.to_string(), name);
        assert_eq!(period.before().first, date(before));
        assert!(period.contains(date(first)) && period.contains(date(last)));
        assert!(!period.contains(date(first).pred_opt().unwrap()));
        assert!(!period.contains(date(last).succ_opt().unwrap()));
    }
}
