//! Pages of an encrypted database, opened one by one without SQLite: one page that is damaged
//! must not take the others with it.

use hmac::{Hmac, Mac as _};
use sha2::{Sha256, Sha512};
use wangge_cipher::BlockChain;

use crate::store::DatabaseKey;

/// Bytes of a page.
pub(super) const PAGE: usize = 4096;
/// Initialization vector and authentication code at the end of each page.
const RESERVE: usize = 48;
/// Bytes of a page that hold content.
pub(super) const USABLE: usize = PAGE - RESERVE;
/// Salt at the head of the file, in place of SQLite's own magic.
pub(crate) const SALT: usize = 16;

const VECTOR: usize = 16;
/// What SQLCipher turns the salt by before it derives the key of the authentication codes.
const SALT_MASK: u8 = 0x3a;

type Code = Hmac<Sha256>;
type Derivation = Hmac<Sha512>;

/// Opens pages as the database writes them: AES-256-CBC, HMAC-SHA256 over content, vector and
/// page number.
pub(super) struct PageCipher {
    cipher: BlockChain,
    code_key: [u8; 32],
}

impl PageCipher {
    /// The cipher of the file with this salt.
    pub(super) fn new(key: &DatabaseKey, salt: &[u8; SALT]) -> Self {
        Self {
            cipher: BlockChain::new(&key.0),
            code_key: derive(&key.0, salt),
        }
    }

    /// The content of a page; `None` if a single bit of it is not as it was written. The first
    /// 16 bytes of page 1 come back as zeros.
    pub(super) fn open(&self, number: u32, sealed: &[u8]) -> Option<Vec<u8>> {
        let sealed: &[u8; PAGE] = sealed.try_into().ok()?;
        let skipped = if number == 1 { SALT } else { 0 };
        let (signed, code) = sealed
            .get(skipped..)?
            .split_at_checked(USABLE - skipped + VECTOR)?;
        let mut expected = code_of(&self.code_key);
        expected.update(signed);
        expected.update(&number.to_le_bytes());
        expected.verify_slice(code).ok()?;
        let (content, vector) = signed.split_at_checked(USABLE - skipped)?;
        let mut plain = vec![0; skipped];
        plain.extend(self.cipher.open(vector.try_into().ok()?, content));
        Some(plain)
    }
}

fn code_of(key: &[u8]) -> Code {
    <Code as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn derivation_of(key: &[u8]) -> Derivation {
    <Derivation as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// PBKDF2 of two rounds with SHA-512, one block: the key is random already.
fn derive(key: &[u8; 32], salt: &[u8; SALT]) -> [u8; 32] {
    let mut first = derivation_of(key);
    first.update(&salt.map(|byte| byte ^ SALT_MASK));
    first.update(&1_u32.to_be_bytes());
    let first = first.finalize().into_bytes();
    let mut second = derivation_of(key);
    second.update(&first);
    let second = second.finalize().into_bytes();
    let mut derived = [0; 32];
    for (place, byte) in derived.iter_mut().enumerate() {
        *byte = first[place] ^ second[place];
    }
    derived
}
