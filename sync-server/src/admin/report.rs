use std::collections::BTreeMap;

use wangge_domain::evaluation::{EvaluationPeriod, Snapshot};
use wangge_domain::{Digest, GridId};

use super::Admin;
use crate::backup::Progress;
use crate::error::RelayStartError;
use crate::figures::{FigureError, FreezeOrder};

impl Admin {
    /// Freezes the figures of a period that is over（考核定稿）of S1-20 and S4-19, for a grid and all
    /// below it. Gives the new snapshots; what was frozen before stays as it is. `progress` hears what
    /// is done, how much of it, of how much.
    pub fn freeze(
        &self,
        period: EvaluationPeriod,
        top: GridId,
        vetoes: BTreeMap<GridId, Vec<String>>,
        progress: Progress<'_>,
    ) -> Result<Vec<Snapshot>, RelayStartError> {
        let order = FreezeOrder {
            period,
            top: Some(top),
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
}

fn failed(error: FigureError) -> RelayStartError {
    match error {
        FigureError::Store(error) => error.into(),
        FigureError::Rule(error) => RelayStartError::Figures(error),
    }
}
