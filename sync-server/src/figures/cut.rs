use std::collections::BTreeSet;
use std::sync::Arc;

use wangge_domain::StreamId;
use wangge_domain::control::{ControlState, GridLevel};
use wangge_domain::evaluation::{LogCut, StreamPoint};
use wangge_domain::measure::Measures;
use wangge_domain::policy::PolicyPack;
use wangge_sync_engine::store::StoreError;

use crate::tenant::Tenant;

/// How often the heads are looked at again while rows keep coming in.
const TRIES: u32 = 32;

/// All records as they stand at one point of the logs（统计时点）.
pub(crate) struct Standing {
    pub(crate) measures: Arc<Measures>,
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
            let cut = self.cut(&control)?;
            let measures = self.figures.current(self.database.as_ref(), self.id())?;
            if self.cut(&control)? == cut {
                let pack = self.policy(&control)?;
                return Ok(Standing {
                    measures,
                    control,
                    pack,
                    cut,
                });
            }
        }
        Err(StoreError::HeadMoved)
    }

    fn cut(&self, control: &ControlState) -> Result<LogCut, StoreError> {
        let store = self.database.turn(self.id())?;
        let small = control
            .grids
            .values()
            .filter(|grid| grid.level == GridLevel::Small);
        let mut streams: BTreeSet<StreamId> =
            small.map(|grid| StreamId::of_grid(grid.grid)).collect();
        streams.insert(self.control_stream());
        let mut cut = LogCut::default();
        for stream in streams {
            if let Some(head) = store.head(stream)? {
                let point = StreamPoint {
                    epoch: u64::from(head.epoch),
                    seq: head.seq,
                };
                cut.0.insert(stream, point);
            }
        }
        Ok(cut)
    }
}
