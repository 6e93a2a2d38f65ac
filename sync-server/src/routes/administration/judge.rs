use wangge_domain::control::{ControlEvent, ControlRow, ControlState};

use super::change::OrganizationChange;
use super::problem::ChangeProblem;
use super::standing::Standing;
use crate::http::{App, SupervisorCaller};

/// What would become of changes: their events in order, and what is wrong.
pub(super) struct Judged {
    pub(super) events: Vec<ControlEvent>,
    /// The first event of each good change tells what it is about.
    pub(super) firsts: Vec<ControlEvent>,
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
    let mut all = Judged {
        events: Vec::new(),
        firsts: Vec::new(),
        problems: Vec::new(),
    };
    for (index, change) in changes.iter().enumerate() {
        let judged = judge(&standing, change).and_then(|events| enter(&mut standing, events));
        match judged {
            Ok(events) => {
                all.firsts.extend(events.first().cloned());
                all.events.extend(events);
            }
            Err(problem) => all.problems.push(problem.at(index)),
        }
    }
    all
}

/// Takes the events of one change into the state: all of them, or none.
fn enter(
    standing: &mut Standing<'_>,
    events: Vec<ControlEvent>,
) -> Result<Vec<ControlEvent>, ChangeProblem> {
    // One event alone changes nothing if it is refused.
    let before = (events.len() > 1).then(|| standing.control.clone());
    for event in &events {
        let row = ControlRow {
            seq: standing.control.seq,
            received_at: standing.now,
            event: event.clone(),
        };
        if let Err(error) = standing.control.apply(&row) {
            if let Some(before) = before {
                standing.control = before;
            }
            return Err(error.into());
        }
    }
    Ok(events)
}

fn judge(
    standing: &Standing<'_>,
    change: &OrganizationChange,
) -> Result<Vec<ControlEvent>, ChangeProblem> {
    let event = match change {
        OrganizationChange::RoleEnd(it) => return standing.judge_role_end(it),
        OrganizationChange::Person(it) => standing.judge_person(it),
        OrganizationChange::Role(it) => standing.judge_role(it),
        OrganizationChange::Credential(it) => standing.judge_credential(it),
        OrganizationChange::CredentialEnd(it) => standing.judge_credential_end(it),
        OrganizationChange::Grid(it) => standing.judge_grid(it),
        OrganizationChange::GridClose(it) => standing.judge_grid_close(it),
        OrganizationChange::PremisesMove(it) => standing.judge_premises_move(it),
        OrganizationChange::DeviceOrder(it) => standing.judge_device_order(it),
        OrganizationChange::DeviceRevoke(it) => standing.judge_device_revoke(it),
    };
    event.map(|event| vec![event])
}

impl OrganizationChange {
    /// The operation of the permission table that the change is.
    pub(super) fn operation(&self) -> &'static str {
        match self {
            Self::Grid(_) | Self::GridClose(_) | Self::PremisesMove(_) => "grid_manage",
            Self::DeviceOrder(_) | Self::DeviceRevoke(_) => "device_manage",
            _ => "person_manage",
        }
    }
}
