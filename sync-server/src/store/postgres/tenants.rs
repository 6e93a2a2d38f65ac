use tokio_postgres::Row;
use wangge_domain::{Digest, TenantId, Timestamp};
use wangge_protocol::{PublicKey, Signature};
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, digest, from_sql, id16, to_sql, u32_from};
use super::database::PostgresDatabase;
use super::session::column;
use crate::store::{ServiceKeyRow, StoredPolicy, TenantRow, TenantStore};

fn signature(bytes: &[u8]) -> Result<Signature, StoreError> {
    bytes
        .try_into()
        .map(Signature)
        .map_err(|_| corrupt("a signature has not 64 bytes"))
}

fn open_policy(row: &Row) -> Result<StoredPolicy, StoreError> {
    Ok(StoredPolicy {
        revision: u32_from(column(row, 0)?),
        digest: digest(column(row, 1)?)?,
        signature: signature(column(row, 2)?)?,
        bytes: column(row, 3)?,
    })
}

impl TenantStore for PostgresDatabase {
    fn tenants(&self) -> Result<Vec<TenantRow>, StoreError> {
        let rows = self.across()?.query(
            "SELECT tenant, name, root_key, demo, address, created_at FROM tenant ORDER BY number",
            &[],
        )?;
        rows.iter()
            .map(|row| {
                Ok(TenantRow {
                    tenant: TenantId::from_bytes(id16(column(row, 0)?)?),
                    name: column(row, 1)?,
                    root_key: PublicKey(digest(column(row, 2)?)?.0),
                    demo: column::<i64>(row, 3)? != 0,
                    address: column(row, 4)?,
                    created_at: Timestamp(column(row, 5)?),
                })
            })
            .collect()
    }

    fn add_tenant(&self, tenant: &TenantRow) -> Result<(), StoreError> {
        self.across()?
            .execute(
                "INSERT INTO tenant (tenant, name, root_key, demo, address, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    &tenant.tenant.as_bytes().as_slice(),
                    &tenant.name,
                    &tenant.root_key.0.as_slice(),
                    &i64::from(tenant.demo),
                    &tenant.address,
                    &tenant.created_at.0,
                ],
            )
            .map(drop)
    }

    fn set_address(&self, tenant: TenantId, address: &str) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "UPDATE tenant SET address = $2 WHERE number = $1",
                &[&number, &address],
            )
            .map(drop)
    }

    fn service_keys(&self, tenant: TenantId) -> Result<Vec<ServiceKeyRow>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT public_key, certificate, introduced, taken_at FROM service_key
             WHERE tenant = $1 ORDER BY number",
            &[&number],
        )?;
        rows.iter()
            .map(|row| {
                Ok(ServiceKeyRow {
                    public_key: PublicKey(digest(column(row, 0)?)?.0),
                    certificate: signature(column(row, 1)?)?,
                    introduced: from_sql(column(row, 2)?),
                    taken_at: Timestamp(column(row, 3)?),
                })
            })
            .collect()
    }

    fn add_service_key(&self, tenant: TenantId, key: &ServiceKeyRow) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "INSERT INTO service_key (tenant, public_key, certificate, introduced, taken_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                &[
                    &number,
                    &key.public_key.0.as_slice(),
                    &key.certificate.0.as_slice(),
                    &to_sql(key.introduced),
                    &key.taken_at.0,
                ],
            )
            .map(drop)
    }

    fn put_policy(&self, tenant: TenantId, policy: &StoredPolicy) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "INSERT INTO policy_pack (tenant, revision, digest, signature, bytes)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                &[
                    &number,
                    &i64::from(policy.revision),
                    &policy.digest.0.as_slice(),
                    &policy.signature.0.as_slice(),
                    &policy.bytes,
                ],
            )
            .map(drop)
    }

    fn policy(&self, tenant: TenantId, revision: u32) -> Result<Option<StoredPolicy>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT revision, digest, signature, bytes FROM policy_pack
                 WHERE tenant = $1 AND revision = $2",
                &[&number, &i64::from(revision)],
            )?
            .map(|row| open_policy(&row))
            .transpose()
    }

    fn policy_by_digest(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<StoredPolicy>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT revision, digest, signature, bytes FROM policy_pack
                 WHERE tenant = $1 AND digest = $2",
                &[&number, &digest.0.as_slice()],
            )?
            .map(|row| open_policy(&row))
            .transpose()
    }
}
