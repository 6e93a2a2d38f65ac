use wangge_domain::control::GridLevel;
use wangge_domain::evaluation::{Circular, FailedRun, Ranked, TownshipRules};
use wangge_domain::{GridId, RecordId, Timestamp};

use crate::case_file::Office;

/// A circular（通报稿）of S0-40 with what its paper speaks of, gathered by the caller.
#[derive(Clone, Debug)]
pub struct CircularFile<'a> {
    /// By which its paper is asked for and checked.
    pub id: RecordId,
    /// Who is praised and who is criticized, and the snapshots it rests on.
    pub circular: &'a Circular,
    /// The ranking, the best first.
    pub ranking: &'a [Ranked],
    /// Names of the grades.
    pub rules: &'a TownshipRules,
    /// Who failed for years in a row, by the year it is of.
    pub failed: &'a [(GridId, FailedRun)],
    /// What is ranked.
    pub level: GridLevel,
    /// Name of what they lie in.
    pub place: String,
    /// A grid in it, by which the paper belongs.
    pub grid: GridId,
    /// When the last of the snapshots was frozen.
    pub frozen_at: Timestamp,
}

/// Head of the ranking.
pub(crate) const RANK_HEAD: [&str; 5] = ["名次", "单位", "得分", "等次", "较上期"];

impl CircularFile<'_> {
    /// One line for each unit, by [`RANK_HEAD`].
    pub(crate) fn lines(&self, office: &Office<'_>) -> Vec<[String; 5]> {
        let lines = self.ranking.iter().map(|line| {
            let place = match line.place {
                Some(place) => place.to_string(),
                None if line.vetoed => "一票否决".to_owned(),
                None => "不排名".to_owned(),
            };
            [
                place,
                name(office, line.scope),
                line.hundredths.map_or_else(dash, hundredths),
                line.grade.as_ref().map_or_else(dash, |grade| {
                    let undone = if line.undone {
                        "（有任务未开展）"
                    } else {
                        ""
                    };
                    format!("{}{undone}", self.grade(grade))
                }),
                line.change.map_or_else(dash, change),
            ]
        });
        lines.collect()
    }

    /// Units by name, `无` of none.
    pub(crate) fn names(office: &Office<'_>, scopes: &[GridId]) -> String {
        if scopes.is_empty() {
            return "无".to_owned();
        }
        let names: Vec<String> = scopes.iter().map(|scope| name(office, *scope)).collect();
        names.join("、")
    }

    /// The snapshots it rests on, by the first 16 digits of their hashes.
    pub(crate) fn rests_on(&self) -> String {
        let hashes = self.circular.snapshots.iter();
        let short: Vec<String> = hashes
            .map(|hash| hash.to_string().chars().take(16).collect())
            .collect();
        short.join("、")
    }

    /// What is ranked, in words.
    pub(crate) fn level_zh(&self) -> &'static str {
        match self.level {
            GridLevel::Large => "乡镇（街道）",
            GridLevel::Medium => "村（社区）",
            GridLevel::Small => "网格",
        }
    }

    fn grade(&self, id: &str) -> String {
        let known = self.rules.grades.iter().find(|grade| grade.id == id);
        known.map_or_else(|| id.to_owned(), |grade| grade.zh.clone())
    }
}

fn name(office: &Office<'_>, grid: GridId) -> String {
    let found = office.grid(grid);
    found.map_or_else(|| grid.to_string(), |grid| grid.name.clone())
}

fn dash() -> String {
    "—".to_owned()
}

fn hundredths(value: u32) -> String {
    format!("{}.{:02}分", value / 100, value % 100)
}

fn change(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "+" };
    let value = value.unsigned_abs();
    format!("{sign}{}.{:02}分", value / 100, value % 100)
}
