use wangge_domain::evaluation::EvaluationPeriod;
use wangge_domain::tally::{Analysis, analyze, analyze_parts};
use wangge_domain::{GridId, Timestamp};

use super::Standing;
use super::counted::{Asking, Counted};

impl Standing {
    /// The analysis（研判）of a scope, without one of the whole tenant, from the parts counted before.
    pub(crate) fn counted_analysis(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        period: EvaluationPeriod,
        now: Timestamp,
    ) -> Analysis {
        let today = now.china_date();
        let asking = Asking {
            question: &period,
            scope,
            today,
            by_control: false,
        };
        let parts = self.counted(&counted.analysis, &asking, |measures| {
            analyze(measures, &self.pack, &period, today)
        });
        let parts: Vec<&Analysis> = parts.iter().map(|part| &**part).collect();
        analyze_parts(&parts, &period, |hazard| self.due_on(hazard))
    }
}
