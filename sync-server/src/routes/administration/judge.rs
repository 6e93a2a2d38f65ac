use wangge_domain::control::{ControlEvent, ControlRow, ControlState};

use super::change::OrganizationChange;
use super::problem::ChangeProblem;
use super::standing::Standing;
use crate::http::{App, SupervisorCaller};

/// What would become of changes: an event for each, or what is wrong.
pub(super) struct Judged {
    pub(super) events: Vec<ControlEvent>,
    pub(super) problems: Vec<ChangeProblem>,
}

/// Judges changes in their order, each on those before it. Writes nothing. A change that is
/// refused is left out of what the later ones are judged on, so that every problem shows.
pub(super) fn judge_all(
    app: &App,
    caller: &SupervisorCaller,
    control: &ControlState,
    changes: &[OrganizationChange],
) -> Judged {
    let mut standing = Standing::new(app, caller, control);
    let (mut events, mut problems) = (Vec::new(), Vec::new());
    for (index, change) in changes.iter().enumerate() {
        let judged = judge(&standing, change).and_then(|event| {
            let row = ControlRow {
                seq: standing.control.seq,
                received_at: standing.now,
                event: event.clone(),
            };
            standing.control.apply(&row)?;
            Ok(event)
        });
        match judged {
            Ok(event) => events.push(event),
            Err(problem) => problems.push(problem.at(index)),
        }
    }
    Judged { events, problems }
}

fn judge(
    standing: &Standing<'_>,
    change: &OrganizationChange,
) -> Result<ControlEvent, ChangeProblem> {
    match change {
        OrganizationChange::Person(it) => standing.judge_person(it),
        OrganizationChange::Role(it) => standing.judge_role(it),
        OrganizationChange::RoleEnd(it) => standing.judge_role_end(it),
        OrganizationChange::Credential(it) => standing.judge_credential(it),
        OrganizationChange::CredentialEnd(it) => standing.judge_credential_end(it),
        OrganizationChange::Grid(it) => standing.judge_grid(it),
        OrganizationChange::GridClose(it) => standing.judge_grid_close(it),
        OrganizationChange::DeviceOrder(it) => standing.judge_device_order(it),
        OrganizationChange::DeviceRevoke(it) => standing.judge_device_revoke(it),
    }
}

impl OrganizationChange {
    /// The operation of the permission table that the change is.
    pub(super) fn operation(&self) -> &'static str {
        match self {
            Self::Grid(_) | Self::GridClose(_) => "grid_manage",
            Self::DeviceOrder(_) | Self::DeviceRevoke(_) => "device_manage",
            _ => "person_manage",
        }
    }
}
