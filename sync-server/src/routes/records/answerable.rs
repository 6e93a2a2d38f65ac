use wangge_domain::hazard::Hazard;
use wangge_domain::lifecycle::{Event, RecordState, Responsible};
use wangge_domain::premises::Premises;

use super::show::document_of;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::ListedRecord;

/// What closes a hazard that was put right on the spot goes with who is answerable for it, if nobody
/// has named them: by the directory and the file of the premises, as on a phone (S0-25). `None`: it is
/// another act, all three are named, or neither knows them.
pub(super) fn answerable_by_file(
    app: &App,
    caller: &SupervisorCaller,
    (listed, state): (&ListedRecord, &RecordState),
    event: &Event,
) -> Result<Option<Responsible>, ApiError> {
    if !matches!(event, Event::FixVerified { .. }) || state.responsible.is_complete() {
        return Ok(None);
    }
    let hazard = Hazard::from_content(&document_of(app, listed.record)?.content());
    let Some(premises) = hazard.premises else {
        return Ok(None);
    };
    let premises = Premises::from_content(&document_of(app, premises)?.content());
    let grid = listed.home(&caller.control);
    let control = &caller.control;
    let found = control.answerable(&state.responsible, &premises, grid);
    Ok(found.is_complete().then_some(found))
}
