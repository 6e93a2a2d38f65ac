use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::evaluation::{EvaluationPeriod, Ratio};
use wangge_domain::tally::{Answering, Measures, worker_figures};
use wangge_domain::{GridId, Timestamp, UserId};

use super::Standing;
use super::counted::{Asking, Counted};

/// Figures by their codes, of each worker and of what nobody answers for（网格员指标）.
pub(crate) type FiguresByWorker = BTreeMap<Option<UserId>, BTreeMap<String, Ratio>>;

impl Standing {
    /// The figures of every worker who answers for something in a scope, and of what nobody answers for;
    /// without a scope those of the whole tenant, from the parts counted before. Who has nothing that
    /// is counted has no line.
    pub(crate) fn counted_workers(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        answering: &Answering,
        period: EvaluationPeriod,
        now: Timestamp,
    ) -> FiguresByWorker {
        let today = now.china_date();
        let asking = Asking {
            question: &period,
            scope,
            today,
            by_control: true,
        };
        let parts = self.counted(&counted.workers, &asking, |measures| {
            let grids = grids_of(measures);
            let here = |worker: Option<UserId>| !answering.grids_of(worker).is_disjoint(&grids);
            let workers = answering.workers().into_iter().map(Some).chain([None]);
            let figures_of = |worker: Option<UserId>| {
                worker_figures(measures, answering, worker, &self.pack, &period, today)
            };
            let found: FiguresByWorker = workers
                .filter(|worker| here(*worker))
                .map(|worker| (worker, figures_of(worker)))
                .collect();
            found
        });
        let mut by_worker: BTreeMap<Option<UserId>, BTreeMap<String, Vec<&Ratio>>> =
            BTreeMap::new();
        for (worker, figures) in parts.iter().flat_map(|part| part.iter()) {
            let line = by_worker.entry(*worker).or_default();
            for (code, ratio) in figures {
                line.entry(code.clone()).or_default().push(ratio);
            }
        }
        let summed = |figures: BTreeMap<String, Vec<&Ratio>>| {
            let sums = figures.into_iter();
            sums.map(|(code, parts)| (code, Ratio::sum(parts)))
                .collect()
        };
        let lines = by_worker.into_iter();
        lines
            .map(|(worker, figures)| (worker, summed(figures)))
            .collect()
    }
}

/// The grids that these records lie in.
fn grids_of(measures: &Measures) -> BTreeSet<GridId> {
    let premises = measures.premises.values().map(|it| it.grid);
    let inspections = measures.inspections.values().map(|it| it.grid);
    let hazards = measures.hazards.values().map(|it| it.grid);
    premises.chain(inspections).chain(hazards).collect()
}
