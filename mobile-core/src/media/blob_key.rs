use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use wangge_domain::{Digest, TenantId};

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

const NONCE_BYTES: usize = 12;

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
        let nonce: [u8; NONCE_BYTES] = random_bytes(random);
        let aad = associated_data(tenant, digest);
        let sealed = ChaCha20Poly1305::new(&self.key.into())
            .encrypt(
                &Nonce::from(nonce),
                Payload {
                    msg: &key.0,
                    aad: &aad,
                },
            )
            .expect("32 bytes are within the cipher's limits");
        [nonce.as_slice(), &sealed].concat()
    }

    /// The key of a blob from its row; `None` if the row was tampered with or belongs to another
    /// installation.
    pub(crate) fn unwrap(
        &self,
        wrapped: &[u8],
        tenant: TenantId,
        digest: &Digest,
    ) -> Option<BlobKey> {
        let (nonce, sealed) = wrapped.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let aad = associated_data(tenant, digest);
        let key = ChaCha20Poly1305::new(&self.key.into())
            .decrypt(
                &Nonce::from(nonce),
                Payload {
                    msg: sealed,
                    aad: &aad,
                },
            )
            .ok()?;
        key.try_into().ok().map(BlobKey)
    }
}

fn associated_data(tenant: TenantId, digest: &Digest) -> Vec<u8> {
    [
        b"wangge/blob-key/1".as_slice(),
        tenant.as_bytes(),
        &digest.0,
    ]
    .concat()
}
