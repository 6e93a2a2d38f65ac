use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::entry::{is_set, plain};
use crate::control::GridLevel;

/// What a sheet is measured by（达标要求）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Demand {
    /// Every grid of a level has so many entries（全覆盖）.
    Areas {
        /// In words.
        zh: String,
        /// Which grids.
        level: GridLevel,
        /// So many.
        least: u32,
        /// Only entries that are so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<Only>,
    },
    /// Every code of a list stands in an entry（清单全覆盖）, in each grid of a level if one is named.
    Codes {
        /// In words.
        zh: String,
        /// The list.
        list: String,
        /// The field.
        field: String,
        /// In each of these grids.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<GridLevel>,
        /// Only entries that are so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<Only>,
    },
    /// A date does not run out（期限、复审）: the day of a field and so much more.
    Term {
        /// In words.
        zh: String,
        /// The field.
        field: String,
        /// Months on top of it.
        #[serde(default)]
        months: u32,
        /// So many days before it is said that it will run out.
        #[serde(default)]
        soon_days: u32,
    },
    /// A number, or how many a field holds, keeps within limits（人数、数量）.
    Number {
        /// In words.
        zh: String,
        /// The field.
        field: String,
        /// At least.
        #[serde(default)]
        least: u64,
        /// At most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<u64>,
        /// At least `least` for each that this field counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        per: Option<String>,
        /// Only entries that are so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<Only>,
    },
    /// Every code of a list stands in the field（配置齐全）.
    Whole {
        /// In words.
        zh: String,
        /// The field.
        field: String,
        /// The list.
        list: String,
        /// Only entries that are so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<Only>,
    },
    /// So many of the people of a field hold a valid certificate（持证）.
    Certified {
        /// In words.
        zh: String,
        /// The field.
        field: String,
        /// At least.
        least: u32,
        /// A certificate of law enforcement instead of training.
        #[serde(default)]
        enforcement: bool,
    },
    /// What was due is done（按期完成）.
    Done {
        /// In words.
        zh: String,
        /// The field with the day it is due, or from which its days run.
        due: String,
        /// So many days on top of it.
        #[serde(default, skip_serializing_if = "is_zero")]
        days: u32,
        /// The field that is set once it is done.
        done: String,
        /// So many days before it is said that it is due.
        #[serde(default)]
        soon_days: u32,
    },
    /// So many steps are done as days have passed（倒排工期）.
    Steps {
        /// In words.
        zh: String,
        /// The field with the days.
        dates: String,
        /// The field with the number of those done.
        done: String,
    },
    /// The field is set（待定事项）.
    Filled {
        /// In words.
        zh: String,
        /// The field.
        field: String,
    },
    /// One number is so much of another, over all entries（覆盖率）.
    Share {
        /// In words.
        zh: String,
        /// The field with the part.
        part: String,
        /// The field with the whole.
        whole: String,
        /// At least so many hundredths of a percent.
        basis_points: u32,
    },
    /// So much of all lines meets what is asked（达标率）.
    Rate {
        /// In words.
        zh: String,
        /// At least so many hundredths of a percent.
        basis_points: u32,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(days: &u32) -> bool {
    *days == 0
}

/// Which entries a demand is about（适用条件）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// The field.
    pub field: String,
    /// Its value; absent: it is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
}

impl Only {
    /// Whether an entry is so.
    pub(super) fn holds(&self, entry: &Map<String, Value>) -> bool {
        match &self.is {
            None => is_set(entry, &self.field),
            Some(wanted) => entry
                .get(&self.field)
                .is_some_and(|value| plain(value) == *wanted),
        }
    }
}

impl Demand {
    /// In words.
    #[must_use]
    pub fn zh(&self) -> &str {
        match self {
            Self::Areas { zh, .. }
            | Self::Codes { zh, .. }
            | Self::Term { zh, .. }
            | Self::Number { zh, .. }
            | Self::Whole { zh, .. }
            | Self::Certified { zh, .. }
            | Self::Done { zh, .. }
            | Self::Steps { zh, .. }
            | Self::Filled { zh, .. }
            | Self::Share { zh, .. }
            | Self::Rate { zh, .. } => zh,
        }
    }

    /// The day by which an entry is to be done（应办日期）, if this asks for one and the entry says from when.
    #[must_use]
    pub fn due_on(&self, entry: &Map<String, Value>) -> Option<NaiveDate> {
        let Self::Done { due, days, .. } = self else {
            return None;
        };
        let from: NaiveDate = entry.get(due)?.as_str()?.trim().parse().ok()?;
        from.checked_add_days(Days::new(u64::from(*days)))
    }

    /// The fields it looks at, with the list whose codes it wants, if any.
    pub(crate) fn looks_at(&self) -> (Vec<&String>, Option<&String>) {
        match self {
            Self::Areas { only, .. } => (only.iter().map(|only| &only.field).collect(), None),
            Self::Codes {
                field, list, only, ..
            }
            | Self::Whole {
                field, list, only, ..
            } => {
                let fields = [field].into_iter().chain(only.iter().map(|it| &it.field));
                (fields.collect(), Some(list))
            }
            Self::Term { field, .. }
            | Self::Filled { field, .. }
            | Self::Certified { field, .. } => (vec![field], None),
            Self::Number {
                field, per, only, ..
            } => {
                let more = per.iter().chain(only.iter().map(|it| &it.field));
                ([field].into_iter().chain(more).collect(), None)
            }
            Self::Done { due, done, .. } => (vec![due, done], None),
            Self::Steps { dates, done, .. } => (vec![dates, done], None),
            Self::Share { part, whole, .. } => (vec![part, whole], None),
            Self::Rate { .. } => (Vec::new(), None),
        }
    }
}
