use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// How long a period is（考核周期）of S1-20 and S4-19.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// 月.
    Month,
    /// 季度.
    Quarter,
    /// 半年.
    HalfYear,
    /// 年.
    Year,
}

/// A period of the calendar（考核期）, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluationPeriod {
    /// How long.
    pub kind: PeriodKind,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

impl PeriodKind {
    fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

impl EvaluationPeriod {
    /// The period of this kind in which a day lies.
    #[must_use]
    pub fn of(kind: PeriodKind, day: NaiveDate) -> Self {
        let months = kind.months();
        let begins = day.month0() / months * months + 1;
        let first = NaiveDate::from_ymd_opt(day.year(), begins, 1).unwrap_or(day);
        let last = first
            .checked_add_months(Months::new(months))
            .and_then(|next| next.pred_opt())
            .unwrap_or(day);
        Self { kind, first, last }
    }

    /// Whether it has begun（是否开始）: of one that has not nothing can be told, not even 0 %.
    #[must_use]
    pub fn has_begun(&self, today: NaiveDate) -> bool {
        self.first <= today
    }

    /// The period before.
    #[must_use]
    pub fn before(&self) -> Self {
        Self::of(self.kind, self.first.pred_opt().unwrap_or(self.first))
    }

    /// The first day of each of its months.
    #[must_use]
    pub fn months(&self) -> Vec<NaiveDate> {
        let starts =
            (0..self.kind.months()).filter_map(|n| self.first.checked_add_months(Months::new(n)));
        starts.collect()
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}

/// `2026年第1季度`.
impl fmt::Display for EvaluationPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month0) = (self.first.year(), self.first.month0());
        match self.kind {
            PeriodKind::Month => write!(f, "{year}年{}月", month0 + 1),
            PeriodKind::Quarter => write!(f, "{year}年第{}季度", month0 / 3 + 1),
            PeriodKind::HalfYear if month0 == 0 => write!(f, "{year}年上半年"),
            PeriodKind::HalfYear => write!(f, "{year}年下半年"),
            PeriodKind::Year => write!(f, "{year}年度"),
        }
    }
}
