use sha2::Digest as _;
use wangge_domain::Digest;

/// SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Digest {
    Digest(sha2::Sha256::digest(bytes).into())
}

/// SHA-256 over several parts with a label in front, so that a hash made for one purpose never
/// passes for another.
#[derive(Clone)]
pub struct Hasher(sha2::Sha256);

impl Hasher {
    /// Begins a hash for a purpose, e.g. `wangge/chain/1`.
    #[must_use]
    pub fn new(label: &str) -> Self {
        let mut hasher = sha2::Sha256::new();
        hasher.update([u8::try_from(label.len()).unwrap_or(u8::MAX)]);
        hasher.update(label.as_bytes());
        Self(hasher)
    }

    /// Adds a part of fixed length (the caller's duty) to the hash.
    #[must_use]
    pub fn part(mut self, bytes: &[u8]) -> Self {
        self.0.update(bytes);
        self
    }

    /// The hash.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hasher")
    }
}
