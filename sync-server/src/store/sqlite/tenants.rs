use rusqlite::{OptionalExtension as _, Params};
use wangge_domain::{Digest, TenantId, Timestamp};
use wangge_protocol::{PublicKey, Signature};
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, digest, failed, from_sql, id16, to_sql, u32_from};
use super::database::SqliteDatabase;
use crate::store::{ServiceKeyRow, StoredPolicy, TenantRow, TenantStore};

/// Revision, digest, signature, bytes.
type PolicyColumns = (i64, Vec<u8>, Vec<u8>, Vec<u8>);

fn signature(bytes: &[u8]) -> Result<Signature, StoreError> {
    bytes
        .try_into()
        .map(Signature)
        .map_err(|_| corrupt("a signature has not 64 bytes"))
}

impl SqliteDatabase {
    fn one_policy(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<Option<StoredPolicy>, StoreError> {
        let found: Option<PolicyColumns> = self
            .reader()?
            .query_row(sql, params, |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()
            .map_err(failed)?;
        found
            .map(|(revision, hash, by, bytes)| {
                Ok(StoredPolicy {
                    revision: u32_from(revision),
                    digest: digest(&hash)?,
                    signature: signature(&by)?,
                    bytes,
                })
            })
            .transpose()
    }
}

impl TenantStore for SqliteDatabase {
    fn tenants(&self) -> Result<Vec<TenantRow>, StoreError> {
        let reader = self.reader()?;
        let mut statement = reader
            .prepare(
                "SELECT tenant, name, root_key, demo, address, created_at FROM tenant
                 ORDER BY number",
            )
            .map_err(failed)?;
        let mut found = statement.query([]).map_err(failed)?;
        let mut tenants = Vec::new();
        while let Some(row) = found.next().map_err(failed)? {
            let tenant: Vec<u8> = row.get(0).map_err(failed)?;
            let root: Vec<u8> = row.get(2).map_err(failed)?;
            tenants.push(TenantRow {
                tenant: TenantId::from_bytes(id16(&tenant)?),
                name: row.get(1).map_err(failed)?,
                root_key: PublicKey(digest(&root)?.0),
                demo: row.get(3).map_err(failed)?,
                address: row.get(4).map_err(failed)?,
                created_at: Timestamp(row.get(5).map_err(failed)?),
            });
        }
        Ok(tenants)
    }

    fn add_tenant(&self, tenant: &TenantRow) -> Result<(), StoreError> {
        let tenant = tenant.clone();
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT INTO tenant (tenant, name, root_key, demo, address, created_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    (
                        tenant.tenant.as_bytes(),
                        tenant.name,
                        &tenant.root_key.0,
                        tenant.demo,
                        tenant.address,
                        tenant.created_at.0,
                    ),
                )
                .map(drop)
        })
    }

    fn set_address(&self, tenant: TenantId, address: &str) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let address = address.to_owned();
        self.write(move |connection| {
            connection
                .execute(
                    "UPDATE tenant SET address = ?2 WHERE number = ?1",
                    (number, address),
                )
                .map(drop)
        })
    }

    fn service_keys(&self, tenant: TenantId) -> Result<Vec<ServiceKeyRow>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT public_key, certificate, introduced, taken_at FROM service_key
                 WHERE tenant = ?1 ORDER BY number",
            )
            .map_err(failed)?;
        let mut found = statement.query([number]).map_err(failed)?;
        let mut keys = Vec::new();
        while let Some(row) = found.next().map_err(failed)? {
            let key: Vec<u8> = row.get(0).map_err(failed)?;
            let certificate: Vec<u8> = row.get(1).map_err(failed)?;
            keys.push(ServiceKeyRow {
                public_key: PublicKey(digest(&key)?.0),
                certificate: signature(&certificate)?,
                introduced: from_sql(row.get(2).map_err(failed)?),
                taken_at: Timestamp(row.get(3).map_err(failed)?),
            });
        }
        Ok(keys)
    }

    fn add_service_key(&self, tenant: TenantId, key: &ServiceKeyRow) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let key = *key;
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT OR IGNORE INTO service_key
                       (tenant, public_key, certificate, introduced, taken_at)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                    (
                        number,
                        &key.public_key.0,
                        &key.certificate.0,
                        to_sql(key.introduced),
                        key.taken_at.0,
                    ),
                )
                .map(drop)
        })
    }

    fn put_policy(&self, tenant: TenantId, policy: &StoredPolicy) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let policy = policy.clone();
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT OR IGNORE INTO policy_pack (tenant, revision, digest, signature, bytes)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                    (
                        number,
                        policy.revision,
                        &policy.digest.0,
                        &policy.signature.0,
                        policy.bytes,
                    ),
                )
                .map(drop)
        })
    }

    fn policy(&self, tenant: TenantId, revision: u32) -> Result<Option<StoredPolicy>, StoreError> {
        self.one_policy(
            "SELECT revision, digest, signature, bytes FROM policy_pack
             WHERE tenant = ?1 AND revision = ?2",
            (self.number(tenant)?, revision),
        )
    }

    fn policy_by_digest(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<StoredPolicy>, StoreError> {
        self.one_policy(
            "SELECT revision, digest, signature, bytes FROM policy_pack
             WHERE tenant = ?1 AND digest = ?2",
            (self.number(tenant)?, &digest.0),
        )
    }
}
