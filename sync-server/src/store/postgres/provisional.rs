use wangge_sync_engine::store::{ProvisionalUse, StoreError};

use super::session::Session;
use crate::store::row_codec::void_name;

/// Keeps what became of a provisional number, as [`ProvisionalUse::replaces`] has it. A use that
/// rests on the number having been free is decided anew if it was not.
pub(super) fn keep_use(
    session: &Session,
    tenant: i64,
    one: &ProvisionalUse,
) -> Result<(), StoreError> {
    let changed = session.execute(
        "INSERT INTO provisional_number (tenant, text, record, envelope, received_at, void)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant, text) DO UPDATE SET record = excluded.record,
           envelope = excluded.envelope, received_at = excluded.received_at,
           void = excluded.void
         WHERE excluded.void NOT LIKE 'apart:%'
           AND (provisional_number.envelope = excluded.envelope
             OR provisional_number.void LIKE 'apart:%'
             OR ($7::bigint = 1 AND excluded.void = '' AND provisional_number.void <> ''))",
        &[
            &tenant,
            &one.text,
            &one.record.as_bytes().as_slice(),
            &one.envelope.0.as_slice(),
            &one.received_at.0,
            &void_name(one.void.as_ref())?,
            &i64::from(one.attested),
        ],
    )?;
    if changed == 0 && one.must_be_kept() {
        return Err(StoreError::HeadMoved);
    }
    Ok(())
}
