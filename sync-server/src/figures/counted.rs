use std::convert::Infallible;
use std::sync::Arc;

use chrono::NaiveDate;
use wangge_domain::GridId;
use wangge_domain::evaluation::EvaluationPeriod;
use wangge_domain::tally::{Analysis, BreakdownQuestion, MapFilter, Measures, NextVisit, RiskMap};

use super::Standing;
use super::counted_breakdown::BreakdownPart;
use super::counted_coverage::{CoverageAsked, CoveragePart};
use super::counted_figures::FiguresPart;
use super::counted_honors::HonorsPart;
use super::counted_on_time::{OnTimeAsked, OnTimePart};
use super::counted_workers::FiguresByWorker;
use super::part::Part;
use super::part_cache::{PartCache, PartName, PartState};

/// Questions of one kind that are kept: e.g. eight periods, each with an answer for every part.
const QUESTIONS: usize = 8;
/// Of those whose answers hold the ids of all records that are counted: at 10⁶ records some 15 MB each.
const OPENED: usize = 2;

/// Figures of parts of the records（分块指标）, kept for as long as nothing that they depend on changes:
/// of a county only the townships are counted again in which something came in. A read model that
/// follows the measures and holds nothing of value. It keeps at most 44 questions, each with one answer
/// for every grid that was asked for: of a county of 30 townships some 1,100 answers, most of them
/// numbers alone.
pub(crate) struct Counted {
    /// Numbers alone.
    pub(super) figures: PartCache<EvaluationPeriod, FiguresPart>,
    /// With the records behind them.
    pub(super) opened: PartCache<EvaluationPeriod, FiguresPart>,
    pub(super) coverage: PartCache<CoverageAsked, CoveragePart>,
    pub(super) on_time: PartCache<OnTimeAsked, OnTimePart>,
    pub(super) analysis: PartCache<EvaluationPeriod, Analysis>,
    /// With the records behind them.
    pub(super) breakdown: PartCache<BreakdownQuestion, BreakdownPart>,
    /// With the events behind the points.
    pub(super) honors: PartCache<EvaluationPeriod, HonorsPart>,
    /// With the records behind them.
    pub(super) workers: PartCache<EvaluationPeriod, FiguresByWorker>,
    /// With every premises in use.
    pub(super) maps: PartCache<MapFilter, RiskMap>,
    /// As many as are listed at most.
    pub(super) visits: PartCache<usize, Vec<NextVisit>>,
}

impl Default for Counted {
    fn default() -> Self {
        Self {
            figures: PartCache::keeping(QUESTIONS),
            opened: PartCache::keeping(OPENED),
            coverage: PartCache::keeping(QUESTIONS),
            on_time: PartCache::keeping(QUESTIONS),
            analysis: PartCache::keeping(QUESTIONS),
            breakdown: PartCache::keeping(OPENED),
            honors: PartCache::keeping(OPENED),
            workers: PartCache::keeping(OPENED),
            maps: PartCache::keeping(OPENED),
            visits: PartCache::keeping(OPENED),
        }
    }
}

/// What is asked（提问）, beside the question itself.
pub(crate) struct Asking<'a, Q> {
    pub(crate) question: &'a Q,
    pub(crate) scope: Option<GridId>,
    pub(crate) today: NaiveDate,
    /// The answer depends on what the township has set, too.
    pub(crate) by_control: bool,
}

impl Standing {
    /// The answer for each part of the scope: those at hand that rest on just this state, the others
    /// computed from the measures of the part.
    pub(super) fn counted<Q: Ord + Clone, A>(
        &self,
        cache: &PartCache<Q, A>,
        asking: &Asking<'_, Q>,
        compute: impl Fn(&Measures) -> A,
    ) -> Vec<Arc<A>> {
        let computed = |measures: &Measures| Ok::<_, Infallible>(compute(measures));
        match self.read(cache, asking, computed) {
            Ok(parts) => parts,
            Err(never) => match never {},
        }
    }

    /// The same where a part is computed from the store, too: the first that fails ends it.
    pub(crate) fn read<Q: Ord + Clone, A, E>(
        &self,
        cache: &PartCache<Q, A>,
        asking: &Asking<'_, Q>,
        compute: impl Fn(&Measures) -> Result<A, E>,
    ) -> Result<Vec<Arc<A>>, E> {
        let answer = |part: Part| {
            let name = PartName {
                top: part.top,
                has_strays: part.records.has_strays(),
            };
            let state = PartState {
                records: part.records.clone(),
                pack: Arc::clone(&self.pack),
                today: asking.today,
                control: asking.by_control.then_some(self.control.seq),
            };
            cache.answer(asking.question, name, state, || {
                compute(&self.measures_of(&part, asking.scope))
            })
        };
        self.parts(asking.scope).into_iter().map(answer).collect()
    }
}
