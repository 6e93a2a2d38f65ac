use chrono::NaiveDate;

use super::{RegisterLine, RegisterRow};

/// A row of a register with the days on which it decides（实际起止）: they begin with its first day, and a
/// later row of its key cuts them off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterSpan<'a, E> {
    /// The row at its place in the log.
    pub line: &'a RegisterLine,
    /// Its typed entry.
    pub entry: E,
    /// The last day on which it decides; `None`: until further notice.
    pub until: Option<NaiveDate>,
}

impl<E> RegisterSpan<'_, E> {
    /// Whether it decides on this day or on a later one.
    #[must_use]
    pub fn reaches(&self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| day <= until)
    }

    /// Whether it decides on a day that another row holds, too.
    #[must_use]
    pub fn shares_a_day(&self, row: &RegisterRow) -> bool {
        let begins = self.line.row.from.max(row.from);
        self.reaches(begins) && row.until.is_none_or(|until| begins <= until)
    }
}
