use wangge_domain::RecordId;

use super::working::Working;
use super::{ClientContext, EngineError};
use crate::Document;

/// The document of a record with what is pending on top（记录文档）, and without an unsealed draft: what
/// it said at any time that is cited. `None`: the device knows nothing of it.
///
/// # Errors
/// The store failed.
pub fn document_of(
    ctx: &ClientContext<'_>,
    record: RecordId,
) -> Result<Option<Document>, EngineError> {
    Ok(Working::load(ctx, record)?.map(|working| working.document))
}
