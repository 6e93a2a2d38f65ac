use rusqlite::Connection;
use wangge_domain::RecordId;
use wangge_protocol::sha256;
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, digest, failed};
use crate::store::measure_codec::unsealed;

/// Checks by itself what stands beside the logs（旁表校验）: every policy pack against its digest,
/// every measure against its own checksum. The logs' chains do not cover these tables.
///
/// # Errors
/// [`StoreError::Corrupt`] names the first thing that does not hold.
pub(super) fn verify_derived(connection: &Connection) -> Result<(), StoreError> {
    verify_policies(connection)?;
    verify_measures(connection)
}

fn verify_measures(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare(
            "SELECT record.record, measure.bytes FROM measure
             JOIN record ON record.number = measure.number",
        )
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let bytes: Vec<u8> = row.get(1).map_err(failed)?;
        if unsealed(&bytes).is_none() {
            let shown = shown(row.get(0).map_err(failed)?);
            return Err(corrupt(&format!(
                "the measure of record {shown} does not hold"
            )));
        }
    }
    Ok(())
}

fn shown(id: Vec<u8>) -> String {
    let id = <[u8; 16]>::try_from(id).map(RecordId::from_bytes);
    id.map_or_else(|_| "?".to_owned(), |id| id.to_string())
}

fn verify_policies(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare("SELECT revision, digest, bytes FROM policy_pack")
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let revision: i64 = row.get(0).map_err(failed)?;
        let named: Vec<u8> = row.get(1).map_err(failed)?;
        let bytes: Vec<u8> = row.get(2).map_err(failed)?;
        if digest(&named)? != sha256(&bytes) {
            return Err(corrupt(&format!("policy pack {revision} does not hold")));
        }
    }
    Ok(())
}
