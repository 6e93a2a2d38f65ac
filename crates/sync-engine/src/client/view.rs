use wangge_domain::RecordId;

use super::working::{Author, Working};
use super::{ClientContext, EngineError};
use crate::store::RecordUpdate;

/// A record as the user is to see it（记录视图）: content and state with pending envelopes and the
/// draft on top. `None`: the device knows nothing of it.
///
/// # Errors
/// The device is not enrolled, or the store failed.
pub fn view(
    ctx: &ClientContext<'_>,
    record: RecordId,
) -> Result<Option<RecordUpdate>, EngineError> {
    let author = Author::load(ctx)?;
    Ok(Working::load(ctx, record)?.map(|working| working.update(ctx, &author)))
}
