use std::sync::Arc;

use wangge_domain::control::ControlState;
use wangge_domain::evaluation::LogCut;
use wangge_domain::policy::PolicyPack;
use wangge_domain::tally::Measures;
use wangge_sync_engine::store::StoreError;

use super::spread::Spread;
use crate::tenant::Tenant;

/// How often the heads are looked at again while rows keep coming in.
const TRIES: u32 = 32;

/// All records as they stand at one point of the logs（统计时点）.
pub(crate) struct Standing {
    pub(crate) measures: Arc<Measures>,
    /// How they lie over the grids.
    pub(super) spread: Arc<Spread>,
    pub(crate) control: Arc<ControlState>,
    pub(crate) pack: Arc<PolicyPack>,
    /// Up to where the logs of the grids and the control stream were read.
    pub(crate) cut: LogCut,
}

impl Tenant {
    /// The records and the point of the logs at which they stand so. A page of figures that cites
    /// a point must hold for just this point: if rows come in meanwhile, both are read again.
    pub(crate) fn standing(&self) -> Result<Standing, StoreError> {
        self.backfill()?;
        for _ in 0..TRIES {
            let control = self.control()?;
            let cut = self.database.heads(self.id())?;
            let mend = |damaged: &[_]| self.mend(damaged);
            let (measures, spread) = self.figures.current(
                self.database.as_ref(),
                (self.id(), control.as_ref()),
                mend,
            )?;
            if self.database.heads(self.id())? == cut {
                let pack = self.policy(&control)?;
                return Ok(Standing {
                    measures,
                    spread,
                    control,
                    pack,
                    cut,
                });
            }
        }
        Err(StoreError::HeadMoved)
    }
}
