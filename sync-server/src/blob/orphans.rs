use std::collections::{BTreeMap, BTreeSet};

use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wangge_domain::{Digest, TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::segments;
use super::store::location;
use super::upload::blocking;
use super::{Blobs, UploadError};
use crate::store::RelayDatabase;
use crate::tenant::Tenant;

/// Setting that holds what the sweep found and what it is about to remove.
const ORPHANS_KEY: &str = "blob_orphans";
/// An object that no index knows stays so long after it was first seen: work under way ends, and
/// after a restore phones bring back what names it.
const GRACE_MS: i64 = 14 * 86_400_000;
/// The whole store is listed so seldom.
const EVERY_MS: i64 = 86_400_000;
/// Orphans remembered at a time; the rest waits for a later sweep.
const MOST: usize = 5_000;
/// Removed at a time, between looking at the index and saying that it is done.
const BATCH: usize = 100;

/// What the sweep remembers（孤儿对象清理）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Memory {
    /// When the store was last listed, milliseconds since 1970.
    listed_at: i64,
    /// Objects without an entry in the index, and when they were first seen.
    seen: BTreeMap<String, i64>,
    /// Those that are being removed now.
    removing: Vec<String>,
    /// Those of blanked rows that were removed since the store was last listed.
    #[serde(default)]
    blanked: BTreeSet<String>,
}

/// Whether a sweep says that it is removing this blob.
pub(super) fn is_being_swept(
    database: &dyn RelayDatabase,
    tenant: TenantId,
    digest: Digest,
) -> Result<bool, StoreError> {
    Ok(recall(database, tenant)?
        .removing
        .contains(&digest.to_string()))
}

fn recall(database: &dyn RelayDatabase, tenant: TenantId) -> Result<Memory, StoreError> {
    let text = database.setting(tenant, ORPHANS_KEY)?.unwrap_or_default();
    // Text of another release is nothing but a sweep that begins anew.
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

fn remember(
    database: &dyn RelayDatabase,
    tenant: TenantId,
    memory: &Memory,
) -> Result<(), StoreError> {
    let text =
        serde_json::to_string(memory).map_err(|error| StoreError::Failed(error.to_string()))?;
    database.set_setting(tenant, ORPHANS_KEY, &text)
}

impl Blobs {
    /// Removes objects that no index knows: those of blanked rows（已涂销）at once, others after their
    /// grace; gives their number. Looks for others once a day, and does nothing while phones bring back
    /// what a restore lost.
    pub(crate) async fn sweep_orphans(&self, tenant: &Tenant) -> Result<u64, UploadError> {
        if tenant.healing.load(std::sync::atomic::Ordering::Acquire) {
            return Ok(0);
        }
        let (database, id, now) = (tenant.database.clone(), tenant.id(), tenant.now());
        let (mut memory, blanked) = blocking(move || {
            let blanked = database.blanked_blobs(id)?;
            Ok((recall(database.as_ref(), id)?, blanked))
        })
        .await?;
        let blanked: BTreeSet<String> = blanked.iter().map(ToString::to_string).collect();
        let is_listed = (now.0 - memory.listed_at).abs() < EVERY_MS;
        let mut due: Vec<String> = blanked.difference(&memory.blanked).cloned().collect();
        if is_listed && due.is_empty() {
            return Ok(0);
        }
        let mut swept = 0;
        if !is_listed {
            let found = self.orphans(tenant, now, &blanked).await?;
            memory.seen.retain(|digest, _| found.contains(digest));
            // What was put back by a copy of before goes once more.
            due = found
                .iter()
                .filter(|digest| blanked.contains(*digest))
                .cloned()
                .collect();
            for digest in found {
                if memory.seen.len() >= MOST {
                    break;
                }
                memory.seen.entry(digest).or_insert(now.0);
            }
            memory.listed_at = now.0;
            let overdue = memory.seen.iter().filter(|(digest, first)| {
                now.0 - **first >= GRACE_MS && !blanked.contains(*digest)
            });
            due.extend(overdue.map(|(digest, _)| digest.clone()));
            swept += self.sweep_segments(tenant, now).await?;
        }
        for batch in due.chunks(BATCH) {
            swept += self.remove_orphans(tenant, &mut memory, batch).await?;
        }
        memory.removing.clear();
        memory.blanked = blanked;
        let database = tenant.database.clone();
        blocking(move || remember(database.as_ref(), id, &memory)).await?;
        Ok(swept)
    }

    /// Blobs in the store that the index does not know and that are not being written just now.
    /// One of a blanked row is found however new its object is.
    async fn orphans(
        &self,
        tenant: &Tenant,
        now: Timestamp,
        blanked: &BTreeSet<String>,
    ) -> Result<Vec<String>, UploadError> {
        let root = object_store::path::Path::from(tenant.id().0.simple().to_string());
        let mut listed = self.objects.list(Some(&root));
        let mut found = Vec::new();
        while let Some(meta) = listed.next().await {
            let meta = meta.map_err(super::BlobError::from)?;
            let name = meta.location.filename().unwrap_or_default().to_owned();
            let Ok(digest) = name.parse::<Digest>() else {
                continue;
            };
            let is_new = meta.last_modified.timestamp_millis() > now.0 - EVERY_MS;
            if meta.location != location(tenant.id(), digest)
                || (is_new && !blanked.contains(&name))
            {
                continue;
            }
            let (database, id) = (tenant.database.clone(), tenant.id());
            if blocking(move || database.held_blob(id, digest))
                .await?
                .is_none()
            {
                found.push(name);
            }
        }
        Ok(found)
    }

    /// Says what is removed, looks at the index once more, and removes: in this order, see
    /// [`Blobs::count`].
    async fn remove_orphans(
        &self,
        tenant: &Tenant,
        memory: &mut Memory,
        batch: &[String],
    ) -> Result<u64, UploadError> {
        memory.removing = batch.to_vec();
        let (database, id, said) = (tenant.database.clone(), tenant.id(), memory.clone());
        blocking(move || remember(database.as_ref(), id, &said)).await?;
        let mut swept = 0;
        for name in batch {
            memory.seen.remove(name);
            let Ok(digest) = name.parse::<Digest>() else {
                continue;
            };
            let database = tenant.database.clone();
            if blocking(move || database.held_blob(id, digest))
                .await?
                .is_some()
            {
                continue;
            }
            if self.is_there(id, digest).await? {
                self.delete(&location(id, digest)).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Removes what is left of uploads that no index knows.
    async fn sweep_segments(&self, tenant: &Tenant, now: Timestamp) -> Result<u64, UploadError> {
        let mut listed = self
            .objects
            .list(Some(&segments::folder(tenant.id(), None)));
        let mut swept = 0;
        while let Some(meta) = listed.next().await {
            let meta = meta.map_err(super::BlobError::from)?;
            let upload = meta.location.parts().nth(2);
            let upload = upload.and_then(|part| Uuid::parse_str(part.as_ref()).ok());
            let is_old = meta.last_modified.timestamp_millis() <= now.0 - EVERY_MS;
            let Some(upload) = upload.filter(|_| is_old) else {
                continue;
            };
            let (database, id) = (tenant.database.clone(), tenant.id());
            if blocking(move || database.upload(id, upload))
                .await?
                .is_none()
            {
                self.delete(&meta.location).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    async fn delete(&self, at: &object_store::path::Path) -> Result<(), UploadError> {
        use object_store::ObjectStoreExt as _;
        match self.objects.delete(at).await {
            Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => {
                Err(super::BlobError::from(error).into())
            }
            _ => Ok(()),
        }
    }
}
