use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_protocol::{EnvelopeId, Refusal};
use wangge_sync_engine::store::{ClientStore, Identity, StoreError};

use crate::store::{
    BlobRole, BlobRow, Database, DatabaseKey, DatabaseOptions, Executor, OpenError, OwnVerdict,
    ShownRecord,
};

/// The encrypted database of one phone（仿真用手机库）, changed on the caller's thread.
pub struct PhoneStore {
    database: Arc<Database>,
}

impl std::fmt::Debug for PhoneStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhoneStore").finish_non_exhaustive()
    }
}

impl PhoneStore {
    /// Opens the database, making it if there is none.
    ///
    /// # Errors
    /// What barred it, in words; the files stay as they are.
    pub fn open(path: &Path, key: [u8; 32]) -> Result<Self, String> {
        let options = DatabaseOptions {
            path: path.to_owned(),
            max_bytes: None,
            readers: 1,
            executor: Executor::Inline,
        };
        let opened = Database::open(options, DatabaseKey(key));
        let database = Arc::new(opened.map_err(|error: OpenError| error.to_string())?);
        Ok(Self { database })
    }

    /// Writes who this device is.
    ///
    /// # Errors
    /// The store failed; nothing was written.
    pub fn enroll(&self, identity: Identity) -> Result<(), StoreError> {
        Ok(self.database.enroll(identity, Vec::new())?)
    }

    /// What the engine works on.
    #[must_use]
    pub fn client(&self) -> Arc<dyn ClientStore> {
        Arc::clone(&self.database) as _
    }

    /// Closes every handle.
    pub fn close(&self) {
        self.database.pause();
    }

    /// Own envelopes that are refused or set apart, with the reason.
    ///
    /// # Errors
    /// The store failed.
    pub fn refused(&self) -> Result<BTreeMap<EnvelopeId, Refusal>, StoreError> {
        let works = self.database.refused()?;
        Ok(works
            .into_iter()
            .filter_map(|work| match work.verdict {
                OwnVerdict::Refused { reason, .. } => Some((work.envelope.id(), reason)),
                OwnVerdict::Pending | OwnVerdict::Accepted(_) => None,
            })
            .collect())
    }

    /// All records as the tables show them.
    ///
    /// # Errors
    /// The store failed.
    pub fn shown(&self) -> Result<BTreeMap<RecordId, ShownRecord>, StoreError> {
        Ok(self.database.shown_records()?)
    }

    /// Names the file of a photo, as taking a photo does.
    ///
    /// # Errors
    /// The store failed; nothing was named.
    pub fn add_photo(
        &self,
        digest: Digest,
        photo: RecordId,
        stream: StreamId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.database.add_blobs(vec![BlobRow {
            digest,
            role: BlobRole::Original,
            photo,
            stream,
            length: 400_000,
            file: Some((digest.to_string(), vec![7; 60])),
            made_at: at,
            held_at: None,
            lost: false,
        }])?;
        Ok(())
    }

    /// One hash over every row of every table.
    ///
    /// # Errors
    /// The store failed.
    pub fn all_tables(&self) -> Result<Digest, StoreError> {
        Ok(self.database.all_tables()?)
    }

    /// Authenticates every page and checks the structure.
    ///
    /// # Errors
    /// What is damaged, in words.
    pub fn check(&self) -> Result<(), String> {
        self.database
            .check_integrity()
            .map_err(|error| error.to_string())
    }
}
