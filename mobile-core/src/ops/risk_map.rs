use wangge_domain::lifecycle::Status;
use wangge_domain::tally::{MapFilter, RiskMap, risk_map};

use crate::error::CoreError;
use crate::facade::Core;

/// Inspections looked at.
const LOOKED_AT: usize = 100_000;

impl Core {
    /// All premises on this phone by grade（风险点一张图）of S1-12, those without a position as a list.
    /// Works offline; tiles are the shell's.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn risk_map(&self, filter: &MapFilter) -> Result<RiskMap, CoreError> {
        let session = self.session()?;
        let measures = self.places(&session)?;
        let today = self.now(&session).china_date();
        let visits = self.inner.store.inspections(None, LOOKED_AT)?;
        let visited = visits
            .into_iter()
            .filter(|it| it.submitted_at.is_some() && it.status != Status::Withdrawn)
            .map(|it| it.premises)
            .collect();
        Ok(risk_map(
            &measures,
            &session.control.registers,
            &visited,
            &session.policy,
            filter,
            today,
        ))
    }
}
