use rusqlite::OptionalExtension as _;
use wangge_domain::{Digest, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::{IntakeStore, PublicStatus, failed};

impl IntakeStore {
    /// The rules as the relay put them here.
    pub(crate) fn rules(&self) -> Result<Option<String>, StoreError> {
        self.connection()
            .query_row("SELECT text FROM rules", [], |row| row.get(0))
            .optional()
            .map_err(failed)
    }

    /// Puts the rules here.
    pub(crate) fn put_rules(&self, text: &str) -> Result<(), StoreError> {
        self.connection()
            .execute(
                "INSERT INTO rules (one, text) VALUES (1, ?1)
                 ON CONFLICT DO UPDATE SET text = excluded.text",
                [text],
            )
            .map(drop)
            .map_err(failed)
    }

    /// When the report of a receipt came in, and what may be told of it.
    pub(crate) fn status(
        &self,
        receipt: Digest,
    ) -> Result<Option<(Timestamp, PublicStatus)>, StoreError> {
        let found: Option<(i64, Option<String>)> = self
            .connection()
            .query_row(
                "SELECT received_at, status FROM receipt WHERE receipt = ?1",
                [&receipt.0],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(failed)?;
        Ok(found.map(|(at, text)| {
            let status = text.and_then(|text| serde_json::from_str(&text).ok());
            (Timestamp(at), status.unwrap_or_default())
        }))
    }

    /// Publishes what may be told of a report.
    pub(crate) fn publish(
        &self,
        receipt: Digest,
        received_at: Timestamp,
        status: &PublicStatus,
    ) -> Result<(), StoreError> {
        let text =
            serde_json::to_string(status).map_err(|error| StoreError::Failed(error.to_string()))?;
        self.connection()
            .execute(
                "INSERT INTO receipt (receipt, received_at, status) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET status = excluded.status",
                (&receipt.0, received_at.0, text),
            )
            .map(drop)
            .map_err(failed)
    }
}
