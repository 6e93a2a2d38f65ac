use rusqlite::Connection;
use wangge_sync_engine::store::{ProvisionalUse, StoreError};

use super::convert::failed;
use crate::store::row_codec::void_name;

/// Keeps what became of a provisional number, as [`ProvisionalUse::replaces`] has it. A use that
/// rests on the number having been free is decided anew if it was not.
pub(super) fn keep_use(
    connection: &Connection,
    tenant: i64,
    one: &ProvisionalUse,
) -> Result<(), StoreError> {
    let void = void_name(one.void.as_ref())?;
    let changed = connection
        .prepare_cached(
            "INSERT INTO provisional_number (tenant, text, record, envelope, received_at, void)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (tenant, text) DO UPDATE SET record = excluded.record,
               envelope = excluded.envelope, received_at = excluded.received_at,
               void = excluded.void
             WHERE excluded.void NOT LIKE 'apart:%'
               AND (provisional_number.envelope = excluded.envelope
                 OR provisional_number.void LIKE 'apart:%'
                 OR (?7 AND excluded.void = '' AND provisional_number.void <> ''))",
        )
        .and_then(|mut statement| {
            statement.execute((
                tenant,
                &one.text,
                one.record.as_bytes(),
                &one.envelope.0,
                one.received_at.0,
                void,
                one.attested,
            ))
        })
        .map_err(failed)?;
    if changed == 0 && one.must_be_kept() {
        return Err(StoreError::HeadMoved);
    }
    Ok(())
}
