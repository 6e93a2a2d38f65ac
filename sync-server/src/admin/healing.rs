use serde::Serialize;

use super::Admin;
use crate::error::RelayStartError;
use crate::healing::HealingState;

/// How far the healing of a restored relay is（回灌进度）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HealingReport {
    /// When it began, milliseconds since 1970.
    pub since: i64,
    /// Devices that have not been heard from since.
    pub waiting: Vec<String>,
    /// Rows that came back as they were.
    pub restored: u64,
    /// Rows that were decided anew.
    pub decided_anew: u64,
}

impl Admin {
    /// How far healing is; `None`: the relay is whole.
    pub fn healing(&self) -> Result<Option<HealingReport>, RelayStartError> {
        Ok(self.tenant.healing_state()?.map(|state| HealingReport {
            since: state.since,
            waiting: state.waiting.into_iter().collect(),
            restored: state.restored,
            decided_anew: state.decided_anew,
        }))
    }

    /// Begins a new epoch and waits for what devices bring back: the database was put back to an
    /// earlier state by its own means. False: healing was under way already, and nothing was
    /// changed.
    pub fn begin_healing(&self) -> Result<bool, RelayStartError> {
        if self.tenant.healing_state()?.is_some() {
            return Ok(false);
        }
        let control = self.tenant.control()?;
        let state = HealingState {
            whole_until: self.tenant.newest_row()?,
            ..HealingState::begun(self.tenant.now(), &control)
        };
        // First healing, then the epoch: no number is given in between.
        self.tenant.set_healing(Some(&state))?;
        self.tenant.database.begin_epoch(self.tenant.id())?;
        Ok(true)
    }

    /// Ends healing though devices are missing: what they hold beyond it is decided anew when
    /// they come. True if there was anything to end.
    pub fn end_healing(&self) -> Result<bool, RelayStartError> {
        let Some(state) = self.tenant.healing_state()? else {
            return Ok(false);
        };
        if Self::stands_in(&state) {
            self.take_over(state)?;
        } else {
            self.tenant.end_healing("an administrator", &state)?;
        }
        Ok(true)
    }
}
