//! The name of a blob.

use sha2::{Digest as _, Sha256};

/// A SHA-256: the name of a blob everywhere in the system (design 5).
pub type Digest = [u8; 32];

/// SHA-256 of the bytes as they are stored and sent.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn known_answer() {
        // FIPS 180-2, example for "abc".
        let expected = [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae,
            0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61,
            0xf2, 0x00, 0x15, 0xad,
        ];
        assert_eq!(digest(b"abc"), expected);
    }
}
