use serde::{Deserialize, Serialize};

use super::{Ratio, WorkerRules, WorkerScore, explain_line};

/// A worker's scorecard（网格员考评卡）of S3-08: what the worker sees is all there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerCard {
    /// Premises of the worker's grids visited in the period.
    pub coverage: Ratio,
    /// Own tasks done in time.
    pub on_time: Ratio,
    /// Submitted inspections that were returned; less is better.
    pub returned: Ratio,
    /// Hazards found really put right when looked at again.
    pub truth: Ratio,
    /// The score, month by month.
    pub months: Vec<WorkerScore>,
}

impl WorkerCard {
    /// Points of all months.
    #[must_use]
    pub fn points(&self) -> i64 {
        self.months.iter().map(|month| month.points).sum()
    }

    /// The whole card in words（考评说明）, one line each, in Chinese.
    #[must_use]
    pub fn lines(&self, rules: &WorkerRules) -> Vec<String> {
        let mut lines = vec![
            format!("检查覆盖率 {}", self.coverage),
            format!("任务按时完成率 {}", self.on_time),
            format!("检查退回率 {}", self.returned),
            format!("真实销号率 {}", self.truth),
        ];
        for score in &self.months {
            let (year, month) = (score.year, score.month);
            lines.push(format!(
                "{year}年{month}月 得{}分，扣{}分，合计{}分",
                score.earned,
                score.deducted.abs(),
                score.points
            ));
            lines.extend(score.lines.iter().map(|line| explain_line(line, rules)));
        }
        lines
    }
}
