use wangge_domain::TenantId;
use wangge_sync_engine::store::StoreError;

use super::database::PostgresDatabase;
use super::pool::Loan;
use super::session::column;

/// What a tenant's number is added to: the lock of whoever ships its backup.
const LOCK: i64 = 0x77_616e_6762_0000;

/// The right to ship a tenant's backup（备份权）, held by one connection: if the process dies, the
/// server gives it to the next one.
pub(super) struct ShippingTurn {
    session: Loan,
    lock: i64,
}

impl ShippingTurn {
    /// Takes it, unless another process has it.
    pub(super) fn take(
        database: &PostgresDatabase,
        tenant: TenantId,
    ) -> Result<Option<Self>, StoreError> {
        let (session, number) = database.of(tenant)?;
        let lock = LOCK.wrapping_add(number);
        let taken = session.first("SELECT pg_try_advisory_lock($1)", &[&lock])?;
        let is_taken: bool = taken.map_or(Ok(false), |row| column(&row, 0))?;
        Ok(is_taken.then(|| Self { session, lock }))
    }
}

impl Drop for ShippingTurn {
    fn drop(&mut self) {
        let given_back = self
            .session
            .first("SELECT pg_advisory_unlock($1)", &[&self.lock]);
        if let Err(error) = given_back {
            tracing::warn!(error = %error, "the connection that shipped a backup broke");
        }
    }
}
