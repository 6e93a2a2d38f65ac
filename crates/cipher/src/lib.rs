//! The ciphers（加密）: ChaCha20-Poly1305 of RFC 8439, which photos and keys are sealed with, and the
//! chained blocks of a damaged database that is being read page by page.
//!
//! A package of its own because ciphers are generic, hence compiled where they are first used with
//! their types: here, always optimised, whatever the rest is built for (ADR 0020).
//! It draws no nonces: who seals says which, and never the same one twice under one key.
#![forbid(unsafe_code)]

mod block_chain;
#[cfg(test)]
mod tests;

pub use block_chain::BlockChain;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;
/// Bytes of a nonce.
pub const NONCE_BYTES: usize = 12;
/// Bytes by which what is sealed is longer than what is plain.
pub const TAG_BYTES: usize = 16;

/// A key, ready to seal and to open.
pub struct Cipher(ChaCha20Poly1305);

impl std::fmt::Debug for Cipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cipher(…)")
    }
}

impl Cipher {
    /// With this key.
    #[must_use]
    #[inline(never)]
    pub fn new(key: &[u8; KEY_BYTES]) -> Self {
        Self(ChaCha20Poly1305::new(&(*key).into()))
    }

    /// Seals bytes, and binds them to `bound_to`, which is not in the result. `None` if there are
    /// more than the cipher takes, 256 GiB.
    #[must_use]
    #[inline(never)]
    pub fn seal(&self, nonce: [u8; NONCE_BYTES], bound_to: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload {
            msg: plain,
            aad: bound_to,
        };
        self.0.encrypt(&Nonce::from(nonce), payload).ok()
    }

    /// Opens what was sealed; `None` if a byte was changed, or key, nonce or `bound_to` is another.
    #[must_use]
    #[inline(never)]
    pub fn open(
        &self,
        nonce: [u8; NONCE_BYTES],
        bound_to: &[u8],
        sealed: &[u8],
    ) -> Option<Vec<u8>> {
        let payload = Payload {
            msg: sealed,
            aad: bound_to,
        };
        self.0.decrypt(&Nonce::from(nonce), payload).ok()
    }
}
