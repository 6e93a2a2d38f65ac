use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A ratio（比率）whose numerator and denominator can be opened: the ids are records or people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// What counts.
    pub numerator: u64,
    /// What it is counted of.
    pub denominator: u64,
    /// What makes up the numerator, in id order; empty if the ids were left out.
    pub met: Vec<Uuid>,
    /// The rest of the denominator, in id order; empty if the ids were left out.
    pub unmet: Vec<Uuid>,
}

impl Ratio {
    /// The ratio of these rows. One id counts once; it is met if any of its rows is.
    #[must_use]
    pub fn of(rows: impl IntoIterator<Item = (Uuid, bool)>) -> Self {
        let mut rows: Vec<(Uuid, bool)> = rows.into_iter().collect();
        // Met rows of an id come first and stay.
        rows.sort_unstable_by_key(|(id, met)| (*id, !*met));
        rows.dedup_by_key(|(id, _)| *id);
        let mut ratio = Self {
            denominator: count(rows.len()),
            ..Self::default()
        };
        for (id, met) in rows {
            if met {
                ratio.met.push(id)
            } else {
                ratio.unmet.push(id)
            }
        }
        ratio.numerator = count(ratio.met.len());
        ratio
    }

    /// Hundredths of a percent, rounded down so that 100 % is shown only when nothing is missing;
    /// `None` for a denominator of 0.
    #[must_use]
    pub fn basis_points(&self) -> Option<u32> {
        if self.denominator == 0 {
            return None;
        }
        let value = u128::from(self.numerator) * 10_000 / u128::from(self.denominator);
        Some(u32::try_from(value).unwrap_or(u32::MAX))
    }

    /// Both together, e.g. of two villages. The ids of the two must be different ones.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.numerator = self.numerator.saturating_add(other.numerator);
        self.denominator = self.denominator.saturating_add(other.denominator);
        for (mine, theirs) in [(&mut self.met, &other.met), (&mut self.unmet, &other.unmet)] {
            mine.extend(theirs);
            mine.sort_unstable();
        }
        self
    }

    /// All of them together, e.g. of the townships of a county（合计）. No id may be in two of them.
    #[must_use]
    pub fn sum<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        for part in parts {
            sum.numerator = sum.numerator.saturating_add(part.numerator);
            sum.denominator = sum.denominator.saturating_add(part.denominator);
            sum.met.extend(&part.met);
            sum.unmet.extend(&part.unmet);
        }
        sum.met.sort_unstable();
        sum.unmet.sort_unstable();
        sum
    }

    /// What is counted here, each as it was judged in an earlier ratio if it was counted there.
    #[must_use]
    pub fn judged_as(&self, earlier: &Self) -> Self {
        let was_met: BTreeSet<&Uuid> = earlier.met.iter().collect();
        let was_unmet: BTreeSet<&Uuid> = earlier.unmet.iter().collect();
        let met = self.met.iter().map(|id| (*id, !was_unmet.contains(id)));
        let unmet = self.unmet.iter().map(|id| (*id, was_met.contains(id)));
        Self::of(met.chain(unmet))
    }

    /// The numbers alone.
    #[must_use]
    pub fn without_ids(&self) -> Self {
        Self {
            numerator: self.numerator,
            denominator: self.denominator,
            ..Self::default()
        }
    }
}

/// `41/50（82.00%）`, or `0/0（无应计对象）`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)?;
        match self.basis_points() {
            Some(value) => write!(f, "（{}.{:02}%）", value / 100, value % 100),
            None => f.write_str("（无应计对象）"),
        }
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
