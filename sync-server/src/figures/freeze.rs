use std::collections::BTreeMap;

use wangge_domain::evaluation::{
    Adjustment, EvaluationError, EvaluationPeriod, Freezing, Ratio, Snapshot, adjustments, freeze,
};
use wangge_domain::policy::PolicyPack;
use wangge_domain::tally::{FigureInput, Measures, figures};
use wangge_domain::{Digest, GridId, Timestamp};
use wangge_protocol::sha256;
use wangge_sync_engine::store::StoreError;

use super::{FigureError, Standing};
use crate::backup::Progress;
use crate::tenant::Tenant;

/// Figures of which it has no day when a record came to be met: that a file was completed after the
/// period was over is no late data, that it was on file in the period is.
const STANDING_FIGURES: [&str; 1] = ["records"];

/// What is to be frozen（定稿）.
pub(crate) struct FreezeOrder {
    pub(crate) period: EvaluationPeriod,
    /// The grid, and with it those below; without one every township with all below it, and of several
    /// townships the tenant as such（全县）, too.
    pub(crate) top: Option<GridId>,
    /// 一票否决, by grid.
    pub(crate) vetoes: BTreeMap<GridId, Vec<String>>,
}

impl Standing {
    /// All figures of a scope in a period, as the records stand; without one of the whole tenant.
    pub(crate) fn figures(
        &self,
        scope: Option<GridId>,
        period: EvaluationPeriod,
        now: Timestamp,
    ) -> BTreeMap<String, Ratio> {
        let measures = self.of(scope);
        self.figures_of(&measures, scope, period, now)
    }

    fn figures_of(
        &self,
        measures: &Measures,
        scope: Option<GridId>,
        period: EvaluationPeriod,
        now: Timestamp,
    ) -> BTreeMap<String, Ratio> {
        figures(&FigureInput {
            measures,
            control: &self.control,
            pack: &self.pack,
            accounting: self.pack.accounting(),
            scope,
            period,
            today: now.china_date(),
        })
    }

    /// The snapshot of a scope as it would be frozen at this time; without one of the whole tenant,
    /// which is not scored: the rules score townships and what lies in them.
    pub(super) fn snapshot(
        &self,
        measures: &Measures,
        scope: Option<GridId>,
        period: EvaluationPeriod,
        vetoes: Vec<String>,
        now: Timestamp,
    ) -> Result<Snapshot, FigureError> {
        let accounting = self.pack.accounting();
        let figures = self.figures_of(measures, scope, period, now);
        let freezing = Freezing {
            period,
            scope,
            cut: self.cut.clone(),
            policy: policy_digest(&self.pack),
            figures,
            vetoes,
            now,
        };
        let rules = scope.map(|_| &accounting.evaluation.township);
        Ok(freeze(freezing, rules)?)
    }

    /// What late data changed since a snapshot was frozen（事后调整）.
    pub(crate) fn adjustments(
        &self,
        snapshot: &Snapshot,
        now: Timestamp,
    ) -> Result<Vec<Adjustment>, FigureError> {
        let mut current = self.figures(snapshot.scope, snapshot.period, now);
        for code in STANDING_FIGURES {
            if let (Some(frozen), Some(now)) = (snapshot.figures.get(code), current.get_mut(code)) {
                *now = now.judged_as(frozen);
            }
        }
        Ok(adjustments(snapshot, &self.cut, &current)?)
    }
}

impl Tenant {
    /// Freezes a period for a grid and all below it, or for every grid of the tenant, and then for the
    /// tenant as such if it has several townships; what was
    /// frozen before stays as it is, and a veto that it lacks is refused. Gives the new snapshots; `progress` hears of every grid.
    pub(crate) fn freeze(
        &self,
        order: &FreezeOrder,
        progress: Progress<'_>,
    ) -> Result<Vec<Snapshot>, FigureError> {
        let (standing, now) = (self.standing()?, self.now());
        let scopes: Vec<GridId> = standing
            .control
            .grids
            .keys()
            .filter(|grid| {
                let within = |top| standing.control.is_within(**grid, top);
                order.top.is_none_or(within)
            })
            .copied()
            .collect();
        let period = order.period;
        if now.china_date() <= period.last {
            return Err(EvaluationError::PeriodNotOver { period }.into());
        }
        let first = standing.measures.first_day();
        if first.is_none_or(|first| period.last < first) {
            return Err(EvaluationError::PeriodBeforeRecords { period }.into());
        }
        self.check_vetoes(order, &scopes)?;
        // Narrowed once: the grids below are parts of it.
        let all = standing.of(order.top);
        // The county as such: of one township the township's own snapshot says it all.
        let whole = order.top.is_none() && standing.townships().len() > 1;
        let scopes = scopes.into_iter().map(Some);
        let scopes: Vec<Option<GridId>> = scopes.chain(whole.then_some(None)).collect();
        let (mut made, of) = (Vec::new(), scopes.len() as u64);
        for (done, scope) in (1..).zip(scopes) {
            let snapshot = match scope {
                Some(grid) => {
                    let vetoes = order.vetoes.get(&grid).cloned().unwrap_or_default();
                    let own = all.within(&standing.small_of(grid));
                    standing.snapshot(&own, scope, period, vetoes, now)?
                }
                None => standing.snapshot(&all, None, period, Vec::new(), now)?,
            };
            match self.database.add_snapshot(self.id(), &snapshot) {
                Ok(()) => made.push(snapshot),
                Err(StoreError::HeadMoved) => {}
                Err(error) => return Err(error.into()),
            }
            progress("grids", done, of);
        }
        Ok(made)
    }

    /// Refuses a veto（一票否决）that would be dropped without a word: one that says nothing, one on a
    /// grid that is not to be frozen, one on a grid that was frozen before without it.
    fn check_vetoes(&self, order: &FreezeOrder, scopes: &[GridId]) -> Result<(), FigureError> {
        if order.vetoes.is_empty() {
            return Ok(());
        }
        let word = serde_json::to_value(order.period.kind).unwrap_or_default();
        let word = word.as_str().unwrap_or_default();
        let mut frozen = self.database.snapshots(self.id(), word)?;
        frozen.retain(|it| it.period == order.period);
        for (grid, words) in &order.vetoes {
            let grid = *grid;
            if words.is_empty() || words.iter().any(|it| it.trim().is_empty()) {
                return Err(EvaluationError::VetoWithoutWords { grid }.into());
            }
            if !scopes.contains(&grid) {
                return Err(EvaluationError::VetoElsewhere { grid }.into());
            }
            let before = frozen.iter().find(|it| it.scope == Some(grid));
            let lacks = |it: &Snapshot| {
                let score = it.score.as_ref();
                let held = score.map(|score| score.vetoes.as_slice());
                let held = held.unwrap_or_default();
                words.iter().any(|word| !held.contains(word))
            };
            if before.is_some_and(lacks) {
                return Err(EvaluationError::FrozenWithoutVeto { grid }.into());
            }
        }
        Ok(())
    }

    /// What late data changed since a snapshot was frozen, as the logs stand now.
    pub(crate) fn late_for(&self, snapshot: &Snapshot) -> Result<Vec<Adjustment>, StoreError> {
        let standing = self.standing()?;
        let late = standing.adjustments(snapshot, self.now());
        late.map_err(|error| StoreError::Failed(error.to_string()))
    }
}

fn policy_digest(pack: &PolicyPack) -> Digest {
    sha256(pack.accounting().to_json().as_bytes())
}
