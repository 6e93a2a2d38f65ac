use wangge_domain::RecordId;
use wangge_domain::lifecycle::FieldEdit;

use super::clock::pending_bounds;
use super::working::{Author, Working};
use super::{ClientContext, EngineError};
use crate::field_edits::EditReader;

/// The fields of a record that were written anew since it was registered（改动经过）, pending ones last,
/// and without an unsealed draft. `None`: the device knows nothing of the record.
///
/// # Errors
/// The device is not enrolled, or the store failed.
pub fn edits_of(
    ctx: &ClientContext<'_>,
    record: RecordId,
) -> Result<Option<Vec<FieldEdit>>, EngineError> {
    let now = Author::load(ctx)?.now;
    let Some(working) = Working::load(ctx, record)? else {
        return Ok(None);
    };
    let mut reader = EditReader::new(&working.kind);
    for row in &working.rows {
        reader.row(row, ctx.control);
    }
    for envelope in &working.pending {
        let time = pending_bounds(ctx, &envelope.header.made, now);
        reader.envelope(envelope, None, time, now);
    }
    Ok(Some(reader.finish()))
}
