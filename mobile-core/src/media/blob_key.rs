use serde::{Deserialize, Serialize};
use wangge_cipher::{Cipher, NONCE_BYTES};
use wangge_domain::{Digest, RecordId, StreamId, TenantId, Timestamp};

use crate::random::{RandomSource, random_bytes};

/// The random key of one blob. Dropping its wrapped form shreds the blob for good.
#[derive(Clone)]
pub(crate) struct BlobKey(pub(super) [u8; 32]);

impl std::fmt::Debug for BlobKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BlobKey(…)")
    }
}

impl BlobKey {
    /// The key made of these bytes.
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A fresh key.
    pub(crate) fn random(random: &dyn RandomSource) -> Self {
        Self(random_bytes(random))
    }
}

/// What an encrypted file says of itself（文件标签）to whoever holds the blob key of the
/// installation: enough to name it again if the database is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BlobLabel {
    /// SHA-256 of the plain bytes.
    pub(crate) digest: Digest,
    /// Length of the plain bytes.
    pub(crate) length: u64,
    /// Which blob of the photo, in the word of its row.
    pub(crate) role: String,
    /// Record of the photo.
    pub(crate) photo: RecordId,
    /// Stream of that record.
    pub(crate) stream: StreamId,
    /// When it was made, by the phone's clock.
    pub(crate) made_at: Timestamp,
    /// It was fetched: the relay holds it.
    pub(crate) fetched: bool,
}

/// A label with the key beside it, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    label: BlobLabel,
    #[serde(with = "serde_bytes")]
    key: Vec<u8>,
}

/// Wraps the keys of blobs under the blob key of the installation, which the platform's key
/// store holds.
#[derive(Clone)]
pub(crate) struct BlobVault {
    key: [u8; 32],
}

impl std::fmt::Debug for BlobVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BlobVault(…)")
    }
}

impl BlobVault {
    /// With the installation's blob key.
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// Wraps a blob's key for its row: nonce, then the sealed key.
    pub(crate) fn wrap(
        &self,
        key: &BlobKey,
        tenant: TenantId,
        digest: &Digest,
        random: &dyn RandomSource,
    ) -> Vec<u8> {
        self.seal(&key.0, &associated_data(tenant, digest), random)
    }

    /// Seals a file's label and key for its head.
    pub(crate) fn seal_label(
        &self,
        label: &BlobLabel,
        key: &BlobKey,
        tenant: TenantId,
        random: &dyn RandomSource,
    ) -> Vec<u8> {
        let sealed = Sealed {
            label: label.clone(),
            key: key.0.to_vec(),
        };
        self.seal(
            &wangge_protocol::encode(&sealed),
            &label_data(tenant),
            random,
        )
    }

    /// The label and the key of a file from its head; `None` if it has none, was tampered with or
    /// belongs to another installation.
    pub(crate) fn open_label(
        &self,
        bytes: &[u8],
        tenant: TenantId,
    ) -> Option<(BlobLabel, BlobKey)> {
        let plain = self.open(bytes, &label_data(tenant))?;
        let sealed: Sealed = wangge_protocol::decode(&plain).ok()?;
        let key = sealed.key.try_into().ok().map(BlobKey)?;
        Some((sealed.label, key))
    }

    /// The key of a blob from its row; `None` if the row was tampered with or belongs to another
    /// installation.
    pub(crate) fn unwrap(
        &self,
        wrapped: &[u8],
        tenant: TenantId,
        digest: &Digest,
    ) -> Option<BlobKey> {
        let key = self.open(wrapped, &associated_data(tenant, digest))?;
        key.try_into().ok().map(BlobKey)
    }

    fn seal(&self, plain: &[u8], aad: &[u8], random: &dyn RandomSource) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = random_bytes(random);
        let sealed = Cipher::new(&self.key)
            .seal(nonce, aad, plain)
            .expect("so few bytes are within the cipher's limits");
        [nonce.as_slice(), &sealed].concat()
    }

    fn open(&self, sealed: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
        let (nonce, msg) = sealed.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        Cipher::new(&self.key).open(nonce, aad, msg)
    }
}

fn label_data(tenant: TenantId) -> Vec<u8> {
    [b"wangge/blob-label/1".as_slice(), tenant.as_bytes()].concat()
}

fn associated_data(tenant: TenantId, digest: &Digest) -> Vec<u8> {
    [
        b"wangge/blob-key/1".as_slice(),
        tenant.as_bytes(),
        &digest.0,
    ]
    .concat()
}
