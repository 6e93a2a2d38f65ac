use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{RegisterEntry, RegisterLine, RegisterRow, RegisterSpan};

/// All registers with their history（登记册总簿）: part of the folded control stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterBook {
    lines: BTreeMap<String, BTreeMap<String, Vec<RegisterLine>>>,
}

impl RegisterBook {
    /// Enters a row that was checked, behind those of its key.
    pub(crate) fn enter(&mut self, line: RegisterLine) {
        self.lines
            .entry(line.row.register.clone())
            .or_default()
            .entry(line.row.key.clone())
            .or_default()
            .push(line);
    }

    /// Names of the registers that have rows, those this build does not know among them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lines.keys().map(String::as_str)
    }

    /// Every row of a register（历史）, by key, of one key in the order of the log.
    pub fn history(&self, register: &str) -> impl Iterator<Item = &RegisterLine> {
        self.lines
            .get(register)
            .into_iter()
            .flat_map(|keys| keys.values().flatten())
    }

    /// Every row of one key（条目历史）, in the order of the log.
    #[must_use]
    pub fn history_of(&self, register: &str, key: &str) -> &[RegisterLine] {
        self.lines
            .get(register)
            .and_then(|keys| keys.get(key))
            .map_or(&[], Vec::as_slice)
    }

    /// The rows of its key that a row takes over from（被替代的条目）, ended ones among them: each is the one
    /// that had begun last on a day from which on the new row stands.
    #[must_use]
    pub fn displaced_by(&self, row: &RegisterRow) -> Vec<&RegisterLine> {
        let lines = self.history_of(&row.register, &row.key);
        let stands = |at: usize, line: &RegisterLine| {
            let begins = line.row.from.max(row.from);
            let mut later = lines.iter().skip(at + 1);
            !later.any(|later| later.row.from <= begins)
        };
        let numbered = lines.iter().enumerate();
        numbered
            .filter(|(at, line)| stands(*at, line))
            .map(|(_, line)| line)
            .collect()
    }

    /// The row of a key that decides on a day: the last one entered that had begun by then, if it
    /// has not ended. So a row can be ended early by the same entry with an earlier last day.
    #[must_use]
    pub fn line_on(&self, register: &str, key: &str, date: NaiveDate) -> Option<&RegisterLine> {
        decisive(self.lines.get(register)?.get(key)?, date)
    }

    /// The rows of a register in force on a day（现行条目）, by key.
    pub fn lines_on(&self, register: &str, date: NaiveDate) -> impl Iterator<Item = &RegisterLine> {
        self.lines
            .get(register)
            .into_iter()
            .flat_map(|keys| keys.values())
            .filter_map(move |lines| decisive(lines, date))
    }

    /// The typed entry of a key in force on a day. One of a form that this build cannot read is
    /// as good as none here; its row stays.
    #[must_use]
    pub fn get<E: RegisterEntry>(&self, key: &str, date: NaiveDate) -> Option<E> {
        self.line_on(E::REGISTER, key, date)?.row.read().ok()
    }

    /// The typed entries of a register in force on a day with their rows, by key.
    #[must_use]
    pub fn all<E: RegisterEntry>(&self, date: NaiveDate) -> Vec<(&RegisterLine, E)> {
        self.lines_on(E::REGISTER, date)
            .filter_map(|line| Some((line, line.row.read().ok()?)))
            .collect()
    }

    /// The typed entries in force on a day whose keys begin so（按前缀）, by key: without reading the others.
    #[must_use]
    pub fn all_under<E: RegisterEntry>(
        &self,
        prefix: &str,
        date: NaiveDate,
    ) -> Vec<(&RegisterLine, E)> {
        let Some(keys) = self.lines.get(E::REGISTER) else {
            return Vec::new();
        };
        keys.range(prefix.to_owned()..)
            .take_while(|(key, _)| key.starts_with(prefix))
            .filter_map(|(_, lines)| decisive(lines, date))
            .filter_map(|line| Some((line, line.row.read().ok()?)))
            .collect()
    }

    /// The last row of every key of a register, whatever its days.
    pub fn latest_lines(&self, register: &str) -> impl Iterator<Item = &RegisterLine> {
        self.lines
            .get(register)
            .into_iter()
            .flat_map(|keys| keys.values())
            .filter_map(|lines| lines.last())
    }

    /// The last row of every key of a register, whatever its days, with its typed entry.
    #[must_use]
    pub fn latest<E: RegisterEntry>(&self) -> Vec<(&RegisterLine, E)> {
        self.lines
            .get(E::REGISTER)
            .into_iter()
            .flat_map(|keys| keys.values())
            .filter_map(|lines| lines.last())
            .filter_map(|line| Some((line, line.row.read().ok()?)))
            .collect()
    }

    /// The rows of a register that decide on some day, each with its typed entry and the last of those
    /// days（实际起止）, in the order of the log. What [`Self::all`] says of every day, said at once.
    #[must_use]
    pub fn spans<E: RegisterEntry>(&self) -> Vec<RegisterSpan<'_, E>> {
        let mut spans: Vec<RegisterSpan<'_, E>> = Vec::new();
        let keys = self.lines.get(E::REGISTER).into_iter();
        for lines in keys.flat_map(|keys| keys.values()) {
            for (at, line) in lines.iter().enumerate() {
                let later = lines.iter().skip(at + 1);
                let next = later.map(|later| later.row.from).min();
                if next.is_some_and(|next| next <= line.row.from) {
                    continue;
                }
                let Ok(entry) = line.row.read() else {
                    continue;
                };
                let cut = next.and_then(|next| next.pred_opt());
                let until = match (line.row.until, cut) {
                    (Some(until), Some(cut)) => Some(until.min(cut)),
                    (until, cut) => until.or(cut),
                };
                spans.push(RegisterSpan { line, entry, until });
            }
        }
        spans.sort_by_key(|span| span.line.seq);
        spans
    }
}

fn decisive(lines: &[RegisterLine], date: NaiveDate) -> Option<&RegisterLine> {
    lines
        .iter()
        .rev()
        .find(|line| line.row.from <= date)
        .filter(|line| line.row.holds_on(date))
}
