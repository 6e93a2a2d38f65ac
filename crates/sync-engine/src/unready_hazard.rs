//! What the rules may know of the hazard of a case that is about to close.

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{LifecycleTables, Reason, Step, unready_to_close};

use crate::step_facts::{Own, Surroundings, is_guidance};

/// Why the hazard of the case does not let it close, if the row of the step asks for that (S0-27). One
/// that is not here is left to the relay, which has them all.
pub(crate) fn unready_hazard<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    step: &Step,
) -> Result<Option<Reason>, S::Error> {
    let table = LifecycleTables::standard().of(own.kind);
    let mut rows = table.into_iter().flat_map(|table| &table.rows);
    let row = rows.find(|row| row.event == step.name());
    let Some(field) = row.and_then(|row| row.asks.noticed.as_deref()) else {
        return Ok(None);
    };
    let Ok(hazard) = own.case.field(field).parse::<RecordId>() else {
        return Ok(None);
    };
    let Some((state, content)) = around.look(hazard)? else {
        return Ok(None);
    };
    let guidance = is_guidance(around, &content)?;
    Ok(unready_to_close(&state, guidance))
}
