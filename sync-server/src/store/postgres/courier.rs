use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{digest, from_sql, id16, to_sql};
use super::database::PostgresDatabase;
use super::session::{Param, Session, column};
use crate::store::{CourierStore, StoredLetter};

/// Letters of one device that are kept for an answer.
const KEPT: i64 = 8;

const COLUMNS: &str = "letter, device, \"user\", number, imported_at, paper, verdicts";

fn one_letter(
    session: &Session,
    rest: &str,
    values: &[Param<'_>],
) -> Result<Option<StoredLetter>, StoreError> {
    session
        .first(
            &format!("SELECT {COLUMNS} FROM courier_letter {rest}"),
            values,
        )?
        .map(|row| {
            Ok(StoredLetter {
                letter: digest(column(&row, 0)?)?,
                device: DeviceId::from_bytes(id16(column(&row, 1)?)?),
                user: UserId::from_bytes(id16(column(&row, 2)?)?),
                number: from_sql(column(&row, 3)?),
                imported_at: Timestamp(column(&row, 4)?),
                paper: column(&row, 5)?,
                verdicts: column(&row, 6)?,
            })
        })
        .transpose()
}

impl CourierStore for PostgresDatabase {
    fn put_letter(&self, tenant: TenantId, letter: &StoredLetter) -> Result<bool, StoreError> {
        let (session, number) = self.of(tenant)?;
        let (device, user) = (
            letter.device.as_bytes().as_slice(),
            letter.user.as_bytes().as_slice(),
        );
        session.transaction(|session| {
            // `xmax` of a row just inserted is 0: nobody updated it.
            let put = session.first(
                "INSERT INTO courier_letter
                   (tenant, letter, device, \"user\", number, imported_at, paper, verdicts)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (tenant, letter) DO UPDATE SET verdicts = excluded.verdicts
                 RETURNING xmax = 0",
                &[
                    &number,
                    &letter.letter.0.as_slice(),
                    &device,
                    &user,
                    &to_sql(letter.number),
                    &letter.imported_at.0,
                    &letter.paper,
                    &letter.verdicts,
                ],
            )?;
            session.execute(
                "DELETE FROM courier_letter WHERE tenant = $1 AND letter IN
                   (SELECT letter FROM courier_letter
                    WHERE tenant = $1 AND device = $2 AND \"user\" = $3
                    ORDER BY number DESC, imported_at DESC OFFSET $4)",
                &[&number, &device, &user, &KEPT],
            )?;
            put.map_or(Ok(false), |row| column(&row, 0))
        })
    }

    fn newest_letter(
        &self,
        tenant: TenantId,
        device: DeviceId,
    ) -> Result<Option<StoredLetter>, StoreError> {
        let (session, number) = self.of(tenant)?;
        one_letter(
            &session,
            "WHERE tenant = $1 AND device = $2 ORDER BY number DESC, imported_at DESC LIMIT 1",
            &[&number, &device.as_bytes().as_slice()],
        )
    }

    fn letter(&self, tenant: TenantId, letter: Digest) -> Result<Option<StoredLetter>, StoreError> {
        let (session, number) = self.of(tenant)?;
        one_letter(
            &session,
            "WHERE tenant = $1 AND letter = $2",
            &[&number, &letter.0.as_slice()],
        )
    }
}
