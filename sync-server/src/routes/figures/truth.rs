use chrono::NaiveDate;
use wangge_domain::StreamId;
use wangge_domain::evaluation::SampleRow;
use wangge_domain::record::RecordKind;
use wangge_domain::tally::verdicts;

use super::super::casework::{all_of, state_of};
use crate::figures::Standing;
use crate::http::{ApiError, App};
use crate::store::Reach;

/// The verdicts of all samples of closed hazards（抽查核查结论）of the tenant. A sample lies in the log of
/// any grid; which hazards count is for whoever asks to say.
pub(super) fn all_verdicts(
    app: &App,
    standing: &Standing,
) -> Result<Vec<(NaiveDate, SampleRow)>, ApiError> {
    let grids = standing.control.grids.keys();
    let reach = Reach {
        streams: grids.map(|grid| StreamId::of_grid(*grid)).collect(),
        ..Reach::default()
    };
    let samples = all_of(app, &RecordKind::Sample, &reach)?;
    let store = app.tenant.database.turn(app.tenant.id())?;
    let mut all = Vec::new();
    for sample in samples {
        let state = state_of(store.as_ref(), &standing.control, &sample)?;
        all.extend(verdicts(&state));
    }
    Ok(all)
}
