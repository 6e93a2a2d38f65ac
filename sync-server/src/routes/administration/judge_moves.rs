use wangge_domain::RecordId;
use wangge_domain::control::ControlEvent;

use super::change::PremisesMoveChange;
use super::problem::{ChangeProblem, text};
use super::standing::Standing;
use crate::premises_move::{MOST_REASON, MoveRefusal, OPERATION, PremisesMoveAsked, judge_move};

impl Standing<'_> {
    /// A premises goes to another grid（迁移网格）.
    pub(super) fn judge_premises_move(
        &self,
        it: &PremisesMoveChange,
    ) -> Result<ControlEvent, ChangeProblem> {
        let premises = it
            .premises
            .parse::<RecordId>()
            .map_err(|_| problem(MoveRefusal::UnknownPremises))?;
        let asked = PremisesMoveAsked {
            premises,
            to: self.grid_named("to", &it.to)?,
            reason: text("reason", &it.reason, MOST_REASON)?,
            by: self.caller.user,
        };
        let tenant = &self.app.tenant;
        // What cannot be read cannot be moved.
        let listed = tenant.database.listed(tenant.id(), premises).ok().flatten();
        let covers = |grid| self.covers(OPERATION, grid);
        judge_move(&self.control, listed.as_ref(), &asked, self.now, covers).map_err(problem)
    }
}

fn problem(refusal: MoveRefusal) -> ChangeProblem {
    let (field, (zh, en)) = (refusal.field(), refusal.texts());
    if refusal.is_of_rights() {
        return ChangeProblem::forbidden(field, zh, en);
    }
    let code = match refusal {
        MoveRefusal::UnknownPremises => "unknown",
        _ => "rule",
    };
    ChangeProblem::new(field, code, zh, en)
}
