use rusqlite::{OptionalExtension as _, Params};
use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{digest, failed, from_sql, id16, to_sql};
use super::database::SqliteDatabase;
use crate::store::{CourierStore, StoredLetter};

/// Letters of one device that are kept for an answer.
const KEPT: u32 = 8;

const COLUMNS: &str = "letter, device, user, number, imported_at, paper, verdicts";

/// Letter, device, user, number, time, paper, verdicts.
type LetterColumns = (Vec<u8>, Vec<u8>, Vec<u8>, i64, i64, Vec<u8>, Vec<u8>);

impl SqliteDatabase {
    fn one_letter(
        &self,
        rest: &str,
        params: impl Params,
    ) -> Result<Option<StoredLetter>, StoreError> {
        let found: Option<LetterColumns> = self
            .reader()?
            .query_row(
                &format!("SELECT {COLUMNS} FROM courier_letter {rest}"),
                params,
                |row| {
                    Ok((
                        row.get(0)?,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                        row.get(5)?,
                        row.get(6)?,
                    ))
                },
            )
            .optional()
            .map_err(failed)?;
        found
            .map(|(letter, device, user, number, at, paper, verdicts)| {
                Ok(StoredLetter {
                    letter: digest(&letter)?,
                    device: DeviceId::from_bytes(id16(&device)?),
                    user: UserId::from_bytes(id16(&user)?),
                    number: from_sql(number),
                    imported_at: Timestamp(at),
                    paper,
                    verdicts,
                })
            })
            .transpose()
    }
}

impl CourierStore for SqliteDatabase {
    fn put_letter(&self, tenant: TenantId, letter: &StoredLetter) -> Result<bool, StoreError> {
        let number = self.number(tenant)?;
        let is_new = self.letter(tenant, letter.letter)?.is_none();
        let letter = letter.clone();
        self.write(move |connection| {
            connection.execute(
                "INSERT INTO courier_letter
                   (tenant, letter, device, user, number, imported_at, paper, verdicts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (tenant, letter) DO UPDATE SET verdicts = excluded.verdicts",
                (
                    number,
                    &letter.letter.0,
                    letter.device.as_bytes(),
                    letter.user.as_bytes(),
                    to_sql(letter.number),
                    letter.imported_at.0,
                    letter.paper,
                    letter.verdicts,
                ),
            )?;
            connection
                .execute(
                    "DELETE FROM courier_letter WHERE tenant = ?1 AND letter IN
                       (SELECT letter FROM courier_letter
                        WHERE tenant = ?1 AND device = ?2 AND user = ?3
                        ORDER BY number DESC, imported_at DESC LIMIT -1 OFFSET ?4)",
                    (
                        number,
                        letter.device.as_bytes(),
                        letter.user.as_bytes(),
                        KEPT,
                    ),
                )
                .map(drop)
        })?;
        Ok(is_new)
    }

    fn newest_letter(
        &self,
        tenant: TenantId,
        device: DeviceId,
    ) -> Result<Option<StoredLetter>, StoreError> {
        let number = self.number(tenant)?;
        self.one_letter(
            "WHERE tenant = ?1 AND device = ?2 ORDER BY number DESC, imported_at DESC LIMIT 1",
            (number, device.as_bytes()),
        )
    }

    fn letter(&self, tenant: TenantId, letter: Digest) -> Result<Option<StoredLetter>, StoreError> {
        let number = self.number(tenant)?;
        self.one_letter("WHERE tenant = ?1 AND letter = ?2", (number, &letter.0))
    }
}
