use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt as _, KeyInit as _};

use crate::KEY_BYTES;

const BLOCK_BYTES: usize = 16;

/// AES-256 in chained blocks（CBC）, to open what SQLCipher sealed. It proves nothing by itself: whoever
/// opens has checked a code over the bytes before.
pub struct BlockChain(Aes256);

impl std::fmt::Debug for BlockChain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BlockChain(…)")
    }
}

impl BlockChain {
    /// With this key.
    #[must_use]
    #[inline(never)]
    pub fn new(key: &[u8; KEY_BYTES]) -> Self {
        Self(Aes256::new(&(*key).into()))
    }

    /// The plain bytes of whole blocks; what is left over behind the last whole one is dropped.
    #[must_use]
    #[inline(never)]
    pub fn open(&self, vector: [u8; BLOCK_BYTES], sealed: &[u8]) -> Vec<u8> {
        let mut plain = Vec::with_capacity(sealed.len());
        let mut previous = vector;
        for chunk in sealed.as_chunks::<BLOCK_BYTES>().0 {
            let mut block = (*chunk).into();
            self.0.decrypt_block(&mut block);
            plain.extend(block.iter().zip(previous).map(|(byte, mask)| byte ^ mask));
            previous = *chunk;
        }
        plain
    }
}
