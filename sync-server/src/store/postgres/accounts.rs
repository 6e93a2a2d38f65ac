use tokio_postgres::Row;
use wangge_domain::{TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{id16, text, u32_from};
use super::database::PostgresDatabase;
use super::session::column;
use crate::store::{Account, AccountStore, Attempt};

fn open(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        name: column(row, 0)?,
        user: UserId::from_bytes(id16(column(row, 1)?)?),
        password: column(row, 2)?,
    })
}

impl AccountStore for PostgresDatabase {
    fn account(&self, tenant: TenantId, name: &str) -> Result<Option<Account>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT name, \"user\", password FROM account WHERE tenant = $1 AND name = $2",
                &[&number, &text(name)],
            )?
            .map(|row| open(&row))
            .transpose()
    }

    fn accounts(&self, tenant: TenantId) -> Result<Vec<Account>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT name, \"user\", password FROM account WHERE tenant = $1 ORDER BY name",
            &[&number],
        )?;
        rows.iter().map(open).collect()
    }

    fn put_account(&self, tenant: TenantId, account: &Account) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "INSERT INTO account (tenant, name, \"user\", password) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (tenant, name) DO UPDATE SET
                   \"user\" = excluded.\"user\", password = excluded.password",
                &[
                    &number,
                    &account.name,
                    &account.user.as_bytes().as_slice(),
                    &account.password,
                ],
            )
            .map(drop)
    }

    fn attempt(
        &self,
        tenant: TenantId,
        what: &str,
        account: &str,
        address: &str,
    ) -> Result<Attempt, StoreError> {
        let (session, number) = self.of(tenant)?;
        let found = session.first(
            "SELECT failures, blocked_until FROM attempt
             WHERE tenant = $1 AND what = $2 AND account = $3 AND address = $4",
            &[&number, &what, &text(account), &address],
        )?;
        found.map_or(Ok(Attempt::default()), |row| {
            Ok(Attempt {
                failures: u32_from(column(&row, 0)?),
                blocked_until: Timestamp(column(&row, 1)?),
            })
        })
    }

    fn sweep_attempts(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.across()?
            .execute("DELETE FROM attempt WHERE blocked_until < $1", &[&before.0])
    }

    fn put_attempt(
        &self,
        tenant: TenantId,
        what: &str,
        account: &str,
        address: &str,
        attempt: Attempt,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        let account = text(account);
        if attempt.failures == 0 {
            return session
                .execute(
                    "DELETE FROM attempt
                     WHERE tenant = $1 AND what = $2 AND account = $3 AND address = $4",
                    &[&number, &what, &account, &address],
                )
                .map(drop);
        }
        session
            .execute(
                "INSERT INTO attempt (tenant, what, account, address, failures, blocked_until)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (tenant, what, account, address) DO UPDATE SET
                   failures = excluded.failures, blocked_until = excluded.blocked_until",
                &[
                    &number,
                    &what,
                    &account,
                    &address,
                    &i64::from(attempt.failures),
                    &attempt.blocked_until.0,
                ],
            )
            .map(drop)
    }
}
