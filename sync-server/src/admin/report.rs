use std::collections::BTreeMap;

use serde::Serialize;
use wangge_domain::evaluation::{EvaluationError, EvaluationPeriod, Snapshot};
use wangge_domain::{Digest, GridId};

use super::Admin;
use crate::backup::Progress;
use crate::error::RelayStartError;
use crate::figures::{FigureError, FreezeOrder};

impl Admin {
    /// Freezes the figures of a period that is over（考核定稿）of S1-20 and S4-19, for a grid and all
    /// below it; without one for every township, and for the county as such if it has several. Gives the new snapshots; what was frozen before stays as it is. `progress` hears what
    /// is done, how much of it, of how much.
    pub fn freeze(
        &self,
        period: EvaluationPeriod,
        top: impl Into<Option<GridId>>,
        vetoes: BTreeMap<GridId, Vec<String>>,
        progress: Progress<'_>,
    ) -> Result<Vec<Snapshot>, RelayStartError> {
        let order = FreezeOrder {
            period,
            top: top.into(),
            vetoes,
        };
        self.tenant.freeze(&order, progress).map_err(failed)
    }

    /// Computes a snapshot again from the log alone, up to its point（复算）. True if it comes out the
    /// same to the last byte.
    pub fn verify_snapshot(
        &self,
        digest: Digest,
        progress: Progress<'_>,
    ) -> Result<bool, RelayStartError> {
        let (database, tenant) = (&self.tenant.database, self.tenant.id());
        let found = database.snapshot_by_digest(tenant, digest)?;
        let snapshot = found.ok_or_else(|| {
            RelayStartError::invalid(format!("没有定稿 {digest}（there is no such snapshot）"))
        })?;
        self.tenant.recompute(&snapshot, progress).map_err(failed)
    }

    /// Computes every snapshot of a period again from the logs alone（全期复算）, on all cores. The logs
    /// are read once for each point at which something was frozen.
    ///
    /// # Errors
    /// Nothing was frozen of the period, or the store failed.
    pub fn verify_period(
        &self,
        period: EvaluationPeriod,
        progress: Progress<'_>,
    ) -> Result<PeriodVerdict, RelayStartError> {
        let check = self.tenant.recompute_period(&period, progress);
        let check = check.map_err(failed)?;
        if check.checked == 0 {
            return Err(failed(EvaluationError::NotFrozen { period }.into()));
        }
        let differing = check.differing.iter();
        Ok(PeriodVerdict {
            checked: check.checked,
            differing: differing.map(|it| (it.scope, it.hash())).collect(),
        })
    }
}

/// What came of computing all snapshots of a period again（全期复算结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodVerdict {
    /// How many there are.
    pub checked: u64,
    /// Those that come out otherwise: scope, `None` for the county as such, and hash.
    pub differing: Vec<(Option<GridId>, Digest)>,
}

fn failed(error: FigureError) -> RelayStartError {
    match error {
        FigureError::Store(error) => error.into(),
        FigureError::Rule(error) => RelayStartError::Figures(error),
    }
}
