use wangge_domain::RecordId;
use wangge_domain::evaluation::{Adjustment, Ratio, Snapshot, TownshipRules};

/// A snapshot（考核定稿）of S1-20 and S4-19 with what its export speaks of, gathered by the caller.
#[derive(Clone, Debug)]
pub struct SnapshotFile<'a> {
    /// The frozen figures.
    pub snapshot: &'a Snapshot,
    /// What late data changed since.
    pub adjustments: &'a [Adjustment],
    /// Names of the figures and of the grades.
    pub rules: &'a TownshipRules,
    /// Name of the grid, or of the tenant.
    pub place: String,
}

/// Head of the frozen figures.
pub(crate) const HEAD: [&str; 6] = ["指标", "达到数", "应计数", "百分比", "权重", "得分"];
/// Head of what came late.
pub(crate) const LATE_HEAD: [&str; 5] = ["指标", "定稿时", "现在", "新计入", "不再计入"];

impl SnapshotFile<'_> {
    /// By which its paper is asked for and checked: the first half of its hash.
    #[must_use]
    pub fn id(snapshot: &Snapshot) -> RecordId {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&snapshot.hash().0[..16]);
        RecordId::from_bytes(bytes)
    }

    /// One line for each figure, by [`HEAD`].
    pub(crate) fn lines(&self) -> Vec<[String; 6]> {
        let items = self.snapshot.score.as_ref().map(|score| &score.items);
        let lines = self.snapshot.figures.iter().map(|(code, ratio)| {
            let item = items.and_then(|items| items.iter().find(|item| item.code == *code));
            let points = item.and_then(|item| item.hundredths);
            [
                self.name(code),
                ratio.numerator.to_string(),
                ratio.denominator.to_string(),
                percent(ratio),
                item.map_or_else(String::new, |item| item.weight.to_string()),
                points.map_or_else(String::new, hundredths),
            ]
        });
        lines.collect()
    }

    /// One line for each figure that late data changed, by [`LATE_HEAD`].
    pub(crate) fn late_lines(&self) -> Vec<[String; 5]> {
        let lines = self.adjustments.iter().map(|it| {
            let counted = it.newly_met.len() + it.came_in.len();
            let dropped = it.no_longer_met.len() + it.dropped_out.len();
            [
                self.name(&it.code),
                it.frozen.to_string(),
                it.now.to_string(),
                counted.to_string(),
                dropped.to_string(),
            ]
        });
        lines.collect()
    }

    /// `87.50分，良好`; empty without a score.
    pub(crate) fn total(&self) -> String {
        let Some(score) = &self.snapshot.score else {
            return String::new();
        };
        let points = score.hundredths.map(|it| format!("{}分", hundredths(it)));
        let grade = score.grade.as_ref().map(|id| {
            let known = self.rules.grades.iter().find(|grade| grade.id == *id);
            known.map_or_else(|| id.clone(), |grade| grade.zh.clone())
        });
        let parts: Vec<String> = points.into_iter().chain(grade).collect();
        parts.join("，")
    }

    /// The same in a paper, where an empty cell would say nothing.
    pub(crate) fn total_or_why(&self) -> String {
        match self.snapshot.score {
            Some(_) => self.total(),
            None => "不评分".to_owned(),
        }
    }

    /// Why it failed whatever the score（一票否决）; empty if there is no reason.
    pub(crate) fn vetoes(&self) -> String {
        let score = self.snapshot.score.as_ref();
        score.map_or_else(String::new, |score| score.vetoes.join("；"))
    }

    fn name(&self, code: &str) -> String {
        let item = self.rules.items.iter().find(|item| item.code == code);
        item.map_or_else(|| code.to_owned(), |item| item.zh.clone())
    }
}

fn percent(ratio: &Ratio) -> String {
    ratio
        .basis_points()
        .map_or_else(|| "—".to_owned(), |it| format!("{}%", hundredths(it)))
}

fn hundredths(value: u32) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}
