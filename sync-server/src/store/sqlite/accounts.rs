use rusqlite::OptionalExtension as _;
use wangge_domain::{TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{failed, id16};
use super::database::SqliteDatabase;
use crate::store::{Account, AccountStore, Attempt};

type AccountColumns = (String, Vec<u8>, String);

fn open(columns: AccountColumns) -> Result<Account, StoreError> {
    let (name, user, password) = columns;
    Ok(Account {
        name,
        user: UserId::from_bytes(id16(&user)?),
        password,
    })
}

impl AccountStore for SqliteDatabase {
    fn account(&self, tenant: TenantId, name: &str) -> Result<Option<Account>, StoreError> {
        let number = self.number(tenant)?;
        let found: Option<AccountColumns> = self
            .reader()?
            .query_row(
                "SELECT name, user, password FROM account WHERE tenant = ?1 AND name = ?2",
                (number, name),
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
            .map_err(failed)?;
        found.map(open).transpose()
    }

    fn accounts(&self, tenant: TenantId) -> Result<Vec<Account>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare("SELECT name, user, password FROM account WHERE tenant = ?1 ORDER BY name")
            .map_err(failed)?;
        let rows = statement
            .query_map([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .map_err(failed)?;
        rows.map(|row| row.map_err(failed).and_then(open)).collect()
    }

    fn put_account(&self, tenant: TenantId, account: &Account) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let account = account.clone();
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT INTO account (tenant, name, user, password) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (tenant, name) DO UPDATE SET
                       user = excluded.user, password = excluded.password",
                    (
                        number,
                        account.name,
                        account.user.as_bytes(),
                        account.password,
                    ),
                )
                .map(drop)
        })
    }

    fn attempt(
        &self,
        tenant: TenantId,
        what: &str,
        account: &str,
        address: &str,
    ) -> Result<Attempt, StoreError> {
        let number = self.number(tenant)?;
        let found = self
            .reader()?
            .query_row(
                "SELECT failures, blocked_until FROM attempt
                 WHERE tenant = ?1 AND what = ?2 AND account = ?3 AND address = ?4",
                (number, what, account, address),
                |row| {
                    Ok(Attempt {
                        failures: row.get(0)?,
                        blocked_until: Timestamp(row.get(1)?),
                    })
                },
            )
            .optional()
            .map_err(failed)?;
        Ok(found.unwrap_or_default())
    }

    fn sweep_attempts(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.write(move |connection| {
            connection
                .execute("DELETE FROM attempt WHERE blocked_until < ?1", [before.0])
                .map(|count| count as u64)
        })
    }

    fn put_attempt(
        &self,
        tenant: TenantId,
        what: &str,
        account: &str,
        address: &str,
        attempt: Attempt,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let key = (what.to_owned(), account.to_owned(), address.to_owned());
        self.write(move |connection| {
            if attempt.failures == 0 {
                return connection
                    .execute(
                        "DELETE FROM attempt
                         WHERE tenant = ?1 AND what = ?2 AND account = ?3 AND address = ?4",
                        (number, key.0, key.1, key.2),
                    )
                    .map(drop);
            }
            connection
                .execute(
                    "INSERT INTO attempt (tenant, what, account, address, failures, blocked_until)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (tenant, what, account, address) DO UPDATE SET
                       failures = excluded.failures, blocked_until = excluded.blocked_until",
                    (
                        number,
                        key.0,
                        key.1,
                        key.2,
                        attempt.failures,
                        attempt.blocked_until.0,
                    ),
                )
                .map(drop)
        })
    }
}
