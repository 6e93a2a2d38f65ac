use serde::Serialize;
use wangge_domain::control::ControlEvent;
use wangge_domain::{GridId, RecordId, StreamId, UserId};

use super::Admin;
use crate::error::RelayStartError;
use crate::http::reach_of;
use crate::premises_move::{MOST_REASON, OPERATION, PremisesMoveAsked, judge_move};

/// What became of a move（迁移结果）.
#[derive(Clone, Debug, Serialize)]
pub struct MoveReport {
    /// Which premises.
    pub record: RecordId,
    /// Its name.
    pub name: String,
    /// Name of the grid that it left.
    pub from_grid: String,
    /// Name of the grid in which it lives now.
    pub to_grid: String,
}

impl Admin {
    /// Moves a premises to another grid（迁移网格）with all that hangs on it, in the name of a person who
    /// manages both grids. No row is moved: its log stays where it lies.
    ///
    /// # Errors
    /// There is no such premises, it lives there already, the grid is closed or no small one, or one
    /// of the grids is not this person's: nothing was changed.
    pub fn move_premises(
        &self,
        user: UserId,
        premises: RecordId,
        to: GridId,
        reason: &str,
    ) -> Result<MoveReport, RelayStartError> {
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > MOST_REASON {
            return Err(RelayStartError::invalid(format!(
                "原因要有 1 到 {MOST_REASON} 个字，未做改动（the reason has 1 to {MOST_REASON} characters: nothing was changed）"
            )));
        }
        let (tenant, now) = (&self.tenant, self.tenant.now());
        let asked = PremisesMoveAsked {
            premises,
            to,
            reason: reason.to_owned(),
            by: user,
        };
        let listed = tenant.database.listed(tenant.id(), premises)?;
        let control = tenant.control()?;
        let policy = tenant.policy(&control)?;
        let reach = reach_of(&control, &policy, user, now, OPERATION);
        let covers = |grid| reach.streams.contains(&StreamId::of_grid(grid));
        let judged = judge_move(&control, listed.as_ref(), &asked, now, covers);
        let event = judged.map_err(|refusal| {
            let (zh, en) = refusal.texts();
            RelayStartError::invalid(format!("{zh}，未做改动（{en}: nothing was changed）"))
        })?;
        // Somebody else may have moved it meanwhile: then it is refused there.
        self.append(std::slice::from_ref(&event))?;
        let name = |grid: &GridId| {
            let found = control.grids.get(grid);
            found.map(|grid| grid.name.clone()).unwrap_or_default()
        };
        let from = match &event {
            ControlEvent::PremisesMoved { from, .. } => name(from),
            _ => String::new(),
        };
        Ok(MoveReport {
            record: premises,
            name: listed.map(|it| it.title).unwrap_or_default(),
            from_grid: from,
            to_grid: name(&to),
        })
    }
}
