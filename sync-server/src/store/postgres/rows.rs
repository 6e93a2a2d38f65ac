//! A row of a log as PostgreSQL gives it.

use tokio_postgres::Row as SqlRow;
use wangge_domain::Timestamp;
use wangge_protocol::Row;
use wangge_sync_engine::store::StoreError;

use super::convert::{digest, u32_from};
use super::session::column;
use crate::store::row_codec::{decode_body, seq_of};

/// Columns that [`open_row`] expects, in order.
pub(super) const ROW_COLUMNS: &str = "place, epoch, received_at, chain_hash, is_stub, body";

/// Bytes of a row's body.
pub(super) fn size(row: &SqlRow) -> Result<usize, StoreError> {
    Ok(column::<&[u8]>(row, 5)?.len())
}

/// The row itself.
pub(super) fn open_row(row: &SqlRow) -> Result<Row, StoreError> {
    let is_stub: i64 = column(row, 4)?;
    Ok(Row {
        epoch: u32_from(column(row, 1)?),
        seq: seq_of(column(row, 0)?),
        body: decode_body(is_stub != 0, column(row, 5)?)?,
        received_at: Timestamp(column(row, 2)?),
        chain: digest(column(row, 3)?)?,
    })
}
