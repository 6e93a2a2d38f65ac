use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wangge_domain::control::ControlState;
use wangge_domain::evaluation::{EvaluationPeriod, LogCut, Snapshot};
use wangge_domain::tally::Measures;
use wangge_domain::{GridId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::shared_work::{Taken, on_all_cores};
use super::spread::Spread;
use super::{FigureError, Standing};
use crate::backup::Progress;
use crate::tenant::Tenant;

/// What came of computing all snapshots of a period again（全期复算）.
#[derive(Debug, Default)]
pub(crate) struct PeriodCheck {
    /// How many there are.
    pub(crate) checked: u64,
    /// Those that come out otherwise.
    pub(crate) differing: Vec<Snapshot>,
}

/// The records as they stood at a point of the logs.
struct Rebuilt {
    cut: LogCut,
    measures: Arc<Measures>,
    spread: Arc<Spread>,
    control: Arc<ControlState>,
}

impl Tenant {
    /// Computes a snapshot again from nothing but the log up to its point（复算）: true if it comes
    /// out the same to the last byte. `progress` hears of rows read and of records folded.
    pub(crate) fn recompute(
        &self,
        snapshot: &Snapshot,
        progress: Progress<'_>,
    ) -> Result<bool, FigureError> {
        let rebuilt = self.rebuilt(&snapshot.cut, progress)?;
        let standing = self.standing_of(&rebuilt, snapshot.frozen_at)?;
        let measures = standing.of(snapshot.scope);
        standing.comes_out_same(&measures, snapshot)
    }

    /// Computes every snapshot of a period again（全期复算）: the logs are read and folded once for each
    /// point at which something was frozen, and all snapshots of that point are judged by that.
    /// `progress` hears of rows read, of records folded and of snapshots judged.
    pub(crate) fn recompute_period(
        &self,
        period: &EvaluationPeriod,
        progress: Progress<'_>,
    ) -> Result<PeriodCheck, FigureError> {
        let word = serde_json::to_value(period.kind).unwrap_or_default();
        let word = word.as_str().unwrap_or_default();
        let mut all = self.database.snapshots(self.id(), word)?;
        all.retain(|it| it.period == *period);
        let of = all.len() as u64;
        let mut points: Vec<Vec<Snapshot>> = Vec::new();
        for snapshot in all {
            let same = |point: &Vec<Snapshot>| point[0].cut == snapshot.cut;
            match points.iter().position(same) {
                Some(place) => points[place].push(snapshot),
                None => points.push(vec![snapshot]),
            }
        }
        let done = AtomicU64::new(0);
        let judged = || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress("snapshots", done, of);
        };
        let mut check = PeriodCheck::default();
        for point in points {
            check.checked += point.len() as u64;
            let differing = self.recompute_point(point, progress, &judged)?;
            check.differing.extend(differing);
        }
        if of > 0 {
            progress("snapshots", of, of);
        }
        Ok(check)
    }

    /// Judges the snapshots that were frozen at one point of the logs; gives those that come out
    /// otherwise.
    fn recompute_point(
        &self,
        point: Vec<Snapshot>,
        progress: Progress<'_>,
        judged: &(dyn Fn() + Sync),
    ) -> Result<Vec<Snapshot>, FigureError> {
        let Some(first) = point.first() else {
            return Ok(Vec::new());
        };
        let rebuilt = self.rebuilt(&first.cut, progress)?;
        let mut standings = BTreeMap::new();
        for snapshot in &point {
            let at = snapshot.frozen_at;
            if let std::collections::btree_map::Entry::Vacant(slot) = standings.entry(at) {
                slot.insert(self.standing_of(&rebuilt, at)?);
            }
        }
        // By township: narrowed once, the grids below are parts of it.
        let mut jobs: BTreeMap<(Timestamp, Option<GridId>), Vec<Snapshot>> = BTreeMap::new();
        for snapshot in point {
            let at = snapshot.frozen_at;
            let town = |scope| {
                standings
                    .get(&at)
                    .map(|it: &Standing| it.township_of(scope))
            };
            let town = snapshot.scope.and_then(town);
            jobs.entry((at, town)).or_default().push(snapshot);
        }
        let jobs: Vec<_> = jobs.into_iter().collect();
        let parts = on_all_cores(jobs, |taken: &Taken<'_, _>| {
            let mut differing = Vec::new();
            while let Some(((at, town), snapshots)) = taken.next() {
                let Some(standing) = standings.get(&at) else {
                    continue;
                };
                let own = standing.of(town);
                for snapshot in snapshots {
                    let same = match snapshot.scope {
                        Some(scope) => {
                            let part = own.within(&standing.small_of(scope));
                            standing.comes_out_same(&part, &snapshot)?
                        }
                        None => standing.comes_out_same(&own, &snapshot)?,
                    };
                    if !same {
                        differing.push(snapshot);
                    }
                    judged();
                }
            }
            Ok::<_, FigureError>(differing)
        })?;
        Ok(parts.into_iter().flatten().collect())
    }

    /// The records as they stood at a point of the logs, folded from the first row on.
    fn rebuilt(&self, cut: &LogCut, progress: Progress<'_>) -> Result<Rebuilt, StoreError> {
        let (measures, control) = self.measures_at(cut, progress)?;
        Ok(Rebuilt {
            cut: cut.clone(),
            spread: Spread::of(&measures).into(),
            measures: measures.into(),
            control: control.into(),
        })
    }

    /// The same under the policy pack that was in force then.
    fn standing_of(&self, rebuilt: &Rebuilt, at: Timestamp) -> Result<Standing, StoreError> {
        let revision = rebuilt.control.policy_at(at);
        let revision = revision.map(|in_force| in_force.revision);
        let pack = revision.and_then(|revision| self.policy_of(revision));
        let pack =
            pack.ok_or_else(|| StoreError::Failed("no policy pack was in force".to_owned()))?;
        Ok(Standing {
            spread: Arc::clone(&rebuilt.spread),
            measures: Arc::clone(&rebuilt.measures),
            control: Arc::clone(&rebuilt.control),
            pack,
            cut: rebuilt.cut.clone(),
        })
    }
}

impl Standing {
    /// Whether a snapshot comes out the same to the last byte, from the measures of its scope.
    fn comes_out_same(
        &self,
        measures: &Measures,
        snapshot: &Snapshot,
    ) -> Result<bool, FigureError> {
        let score = snapshot.score.as_ref();
        let vetoes = score.map(|score| score.vetoes.clone()).unwrap_or_default();
        let (scope, period) = (snapshot.scope, snapshot.period);
        let again = self.snapshot(measures, scope, period, vetoes, snapshot.frozen_at)?;
        Ok(again.to_bytes() == snapshot.to_bytes())
    }
}
