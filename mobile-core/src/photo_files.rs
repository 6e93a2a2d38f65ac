//! Photo files that no row names: found again after a loss, else moved to the trash, which is
//! bounded by age.

use wangge_domain::TenantId;

use crate::error::CoreError;
use crate::facade::{Core, poisoned};
use crate::media::{BlobContext, BlobFolder, BlobLabel, BlobVault, TrashFile, sealed_label};
use crate::opening::io_error;
use crate::random::RandomSource;
use crate::store::{BlobRole, BlobRow, Database};

const DAY_MS: i64 = 24 * 3600 * 1000;

/// What became of the photo files at a start（照片文件清点）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// Named again by what their labels say.
    pub(crate) found: u32,
    /// Moved to the trash folder.
    pub(crate) to_trash: u32,
    /// Of these, whole files whose keys were lost with the database.
    pub(crate) without_key: u32,
    /// Gone.
    pub(crate) missing: u32,
}

/// Compares the folder with the rows. After a loss of the database, files that tell whose they are
/// get their rows back; what nobody names then goes to the trash.
///
/// # Errors
/// What the file system or the store says.
pub(crate) fn settle(
    folder: &BlobFolder,
    vault: &BlobVault,
    store: &Database,
    lost_by: Option<TenantId>,
    random: &dyn RandomSource,
) -> Result<Settled, CoreError> {
    let mut settled = Settled::default();
    if let Some(tenant) = lost_by {
        let mut rows = Vec::new();
        for name in folder.unnamed(&store.blob_files()?).map_err(io_error)? {
            match folder.label(&name).map(|it| vault.open_label(&it, tenant)) {
                Some(Some((label, key))) => {
                    let context = BlobContext {
                        tenant,
                        digest: label.digest,
                        length: label.length,
                    };
                    if folder.open_blob(&name, &key, context).is_ok() {
                        let wrapped = vault.wrap(&key, tenant, &label.digest, random);
                        rows.extend(row(label, (name, wrapped)));
                    }
                }
                Some(None) => settled.without_key += 1,
                None => {}
            }
        }
        let before = store.blob_files()?.len();
        store.adopt_blobs(rows)?;
        settled.found = count(store.blob_files()?.len() - before);
    }
    let swept = folder.sweep(&store.blob_files()?).map_err(io_error)?;
    settled.to_trash = swept.to_trash;
    settled.missing = count(swept.missing.len());
    if !swept.missing.is_empty() {
        store.set_lost(swept.missing)?;
    }
    Ok(settled)
}

fn row(label: BlobLabel, file: (String, Vec<u8>)) -> Option<BlobRow> {
    Some(BlobRow {
        digest: label.digest,
        role: BlobRole::of(&label.role)?,
        photo: label.photo,
        stream: label.stream,
        length: label.length,
        file: Some(file),
        made_at: label.made_at,
        held_at: label.fetched.then_some(label.made_at),
        lost: false,
    })
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Core {
    /// Deletes what has lain in the trash for as long as the policy keeps originals, if its bytes
    /// are safe on the relay or in another file here, or if it never was a photo that somebody was
    /// told is kept. An original that was not sent stays, whatever its age. Gives how many files
    /// went.
    ///
    /// # Errors
    /// The store failed, or what the file system says.
    pub(crate) fn clear_trash(&self) -> Result<u32, CoreError> {
        let Ok(session) = self.session_even_locked() else {
            return Ok(0);
        };
        if self.inner.store.synced_at()?.is_none() {
            // Nothing but the phone's clock to count days by.
            return Ok(0);
        }
        let now = self.now(&session);
        let days = i64::from(session.policy.photos.keep_original_days);
        let long_ago = now.plus_ms(-days * DAY_MS);
        let was_lost = self.losses()? > 0;
        let mut gone = 0;
        for file in self.inner.folder.trash().map_err(io_error)? {
            match file.since {
                None => self.inner.folder.stamp(&file, now).map_err(io_error)?,
                Some(since) if since > long_ago => {}
                Some(_) => {
                    if self.is_spare(&file, session.tenant, was_lost)? {
                        std::fs::remove_file(&file.path).map_err(io_error)?;
                        gone += 1;
                    }
                }
            }
        }
        Ok(gone)
    }

    fn is_spare(
        &self,
        file: &TrashFile,
        tenant: TenantId,
        was_lost: bool,
    ) -> Result<bool, CoreError> {
        if file.unfinished {
            return Ok(true);
        }
        let vault = &self.inner.blob_vault;
        let label = sealed_label(&file.path).and_then(|it| vault.open_label(&it, tenant));
        let Some((label, _)) = label else {
            // As long as no database was lost, no row ever named it: its key was never kept.
            return Ok(!was_lost);
        };
        let known = self.inner.store.blob(label.digest)?;
        let is_safe = known.is_some_and(|it| it.held_at.is_some() || it.file.is_some() && !it.lost);
        Ok(is_safe || label.role != BlobRole::Original.as_str() && !was_lost)
    }

    /// Whole encrypted files in the trash that no key opens any more.
    pub(crate) fn files_without_key(&self) -> Result<u64, CoreError> {
        let session = self.session_even_locked()?;
        if self.losses()? == 0 {
            return Ok(0);
        }
        let vault = &self.inner.blob_vault;
        let is_shut = |file: &TrashFile| {
            sealed_label(&file.path)
                .is_some_and(|it| vault.open_label(&it, session.tenant).is_none())
        };
        let trash = self.inner.folder.trash().map_err(io_error)?;
        let shut = trash.iter().filter(|file| is_shut(file)).count();
        Ok(u64::try_from(shut).unwrap_or(u64::MAX))
    }

    fn losses(&self) -> Result<u32, CoreError> {
        let keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
        Ok(keyring.losses())
    }
}
