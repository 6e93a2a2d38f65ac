use std::collections::BTreeMap;

use wangge_domain::evaluation::{EvaluationPeriod, Ratio};
use wangge_domain::tally::{FIGURE_CODES, TRAINING_CODE, record_figures, training_figure};
use wangge_domain::{GridId, Timestamp};

use super::Standing;
use super::counted::{Asking, Counted};

/// The figures of a part that rest on its records, by code（分块指标）.
pub(super) type FiguresPart = BTreeMap<String, Ratio>;

impl Standing {
    /// All figures of a scope in a period, without one of the whole tenant: those of [`Self::figures`],
    /// added up from the parts that were counted before. `open`: with the records behind them.
    pub(crate) fn counted_figures(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        period: EvaluationPeriod,
        now: Timestamp,
        open: bool,
    ) -> BTreeMap<String, Ratio> {
        let today = now.china_date();
        let cache = match open {
            true => &counted.opened,
            false => &counted.figures,
        };
        let asking = Asking {
            question: &period,
            scope,
            today,
            by_control: false,
        };
        let parts = self.counted(cache, &asking, |measures| {
            let accounting = self.pack.accounting();
            let mut found = record_figures(measures, &self.pack, accounting, &period, today);
            if !open {
                for ratio in found.values_mut() {
                    *ratio = ratio.without_ids();
                }
            }
            found
        });
        let figure = |code: &str| {
            // A person who works in two townships is one: the directory is not added up.
            if code == TRAINING_CODE {
                let training = training_figure(&self.control, scope, &period, today);
                return match open {
                    true => training,
                    false => training.without_ids(),
                };
            }
            Ratio::sum(parts.iter().filter_map(|part| part.get(code)))
        };
        FIGURE_CODES
            .iter()
            .map(|code| ((*code).to_owned(), figure(code)))
            .collect()
    }
}
