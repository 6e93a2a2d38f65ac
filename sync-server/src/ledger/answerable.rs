use wangge_domain::hazard::Hazard;
use wangge_domain::lifecycle::{RecordState, Responsible, Status};
use wangge_domain::premises::Premises;
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::deadlines::notice_due;
use super::row::{applied, content, department};
use crate::http::SupervisorCaller;

/// Stands where nobody was named.
const NOBODY: &str = "未指定";

/// Who is answerable for a hazard and until when, as its line of the ledger says.
pub(super) struct Answerable {
    /// Unit, leader, person.
    pub(super) responsible: Responsible,
    /// The deadline.
    pub(super) due: Option<Timestamp>,
    /// Put right on the spot, without a notice: that was its deadline.
    pub(super) on_spot: bool,
}

/// Who is answerable for a hazard: `responsible`, as the notice says and as it is now; of one that
/// was put right on the spot or closed by its major case without a notice, what is known of it
/// otherwise (S0-25). Nothing of this goes into the log.
pub(super) fn answerable(
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    (state, hazard): (&RecordState, &Hazard),
    mut responsible: Responsible,
    premises_name: &str,
) -> Result<Answerable, StoreError> {
    let mut due = notice_due(state);
    let verified = applied(state, &["fix_verified"]);
    let fixed = match state.status {
        Status::FixedPendingCheck => true,
        Status::Closed => verified.is_some(),
        _ => false,
    };
    let by_case = applied(state, &["rectification.major_closed"]).is_some();
    if !fixed && !by_case {
        return Ok(Answerable {
            responsible,
            due,
            on_spot: false,
        });
    }
    if by_case && let Ok(case) = state.case.field("case").parse::<RecordId>() {
        let rows = store.event_rows_of(case)?;
        let of_case = fold_rows(&RecordKind::MajorCase, &rows, &caller.control).case;
        let named = department(caller, Some(of_case.field("department")));
        fill(&mut responsible.unit, &named);
        fill(&mut responsible.leader, of_case.field("leader"));
        fill(&mut responsible.person, of_case.field("person"));
        due = due.or(of_case
            .taken("major_case.list")
            .last()
            .and_then(|it| it.due));
    }
    if let Some(entry) = verified {
        let verifier = caller.control.people.get(&entry.user);
        let name = verifier.map_or("", |person| person.name.as_str());
        fill(&mut responsible.leader, name);
    }
    fill(&mut responsible.unit, premises_name);
    if let Some(premises) = hazard.premises {
        let premises = Premises::from_content(&content(store, premises)?);
        let [_, _, unit, on_site] = &premises.responsible;
        for known in [on_site, unit, &premises.operator, &premises.owner] {
            fill(&mut responsible.person, &known.name);
        }
    }
    fill(&mut responsible.leader, NOBODY);
    fill(&mut responsible.person, NOBODY);
    Ok(Answerable {
        responsible,
        on_spot: fixed && due.is_none(),
        due,
    })
}

/// What was named before stays.
fn fill(cell: &mut String, known: &str) {
    if cell.trim().is_empty() {
        known.clone_into(cell);
    }
}
