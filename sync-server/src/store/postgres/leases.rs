//! Work that one process does for all that share the database（作业租约）.

use wangge_sync_engine::store::StoreError;

use super::session::Session;

/// Takes or renews the lease of a job. Time is the server's: those who share it share its clock.
pub(super) fn take(
    session: &Session,
    tenant: i64,
    job: &str,
    holder: &[u8; 16],
    for_ms: i64,
) -> Result<bool, StoreError> {
    let taken = session.execute(
        "INSERT INTO job_lease (tenant, job, holder, held_until)
         VALUES ($1, $2, $3, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + $4)
         ON CONFLICT (tenant, job) DO UPDATE
           SET holder = excluded.holder, held_until = excluded.held_until
           WHERE job_lease.holder = excluded.holder
              OR job_lease.held_until < (extract(epoch FROM clock_timestamp()) * 1000)::bigint",
        &[&tenant, &job, &holder.as_slice(), &for_ms],
    )?;
    Ok(taken == 1)
}

/// Gives a lease back, if it is held.
pub(super) fn leave(
    session: &Session,
    tenant: i64,
    job: &str,
    holder: &[u8; 16],
) -> Result<(), StoreError> {
    session
        .execute(
            "DELETE FROM job_lease WHERE tenant = $1 AND job = $2 AND holder = $3",
            &[&tenant, &job, &holder.as_slice()],
        )
        .map(drop)
}
