//! A row of a log as SQLite gives it.

use wangge_domain::Timestamp;
use wangge_protocol::Row;
use wangge_sync_engine::store::StoreError;

use super::convert::{digest, u32_from};
use crate::store::row_codec::{decode_body, seq_of};

/// Columns that [`raw_row`] expects, in order.
pub(super) const ROW_COLUMNS: &str = "place, epoch, received_at, chain_hash, is_stub, body";

/// The raw columns of a row.
pub(super) struct RawRow {
    place: i64,
    epoch: i64,
    received_at: i64,
    chain_hash: Vec<u8>,
    is_stub: bool,
    body: Vec<u8>,
}

pub(super) fn raw_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<RawRow> {
    Ok(RawRow {
        place: row.get(0)?,
        epoch: row.get(1)?,
        received_at: row.get(2)?,
        chain_hash: row.get(3)?,
        is_stub: row.get(4)?,
        body: row.get(5)?,
    })
}

impl RawRow {
    pub(super) fn size(&self) -> usize {
        self.body.len()
    }

    pub(super) fn open(self) -> Result<Row, StoreError> {
        Ok(Row {
            epoch: u32_from(self.epoch),
            seq: seq_of(self.place),
            body: decode_body(self.is_stub, &self.body)?,
            received_at: Timestamp(self.received_at),
            chain: digest(&self.chain_hash)?,
        })
    }
}
