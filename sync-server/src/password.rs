use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use std::sync::LazyLock;

/// Shortest password an admin may set.
const MIN_CHARACTERS: usize = 8;

/// Verified when there is no such account, so that an answer takes as long as with one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash(&hex::encode(rand::random::<[u8; 16]>())).unwrap_or_default());

/// A password cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    /// Too short to be one.
    #[error(
        "密码至少 {MIN_CHARACTERS} 个字符（a password has at least {MIN_CHARACTERS} characters）"
    )]
    TooShort,
    /// The hash function refused.
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
}

/// Hashes a password with Argon2id; the salt and the parameters stand in the text.
pub(crate) fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < MIN_CHARACTERS {
        return Err(PasswordError::TooShort);
    }
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Hash(error.to_string()))
}

/// Whether the password is the account's. Takes the same time when there is no account.
pub(crate) fn verify(password: &str, stored: Option<&str>) -> bool {
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(&NOBODY)) else {
        return false;
    };
    let matches = Argon2::default()
        .verify_password(password.as_bytes(), &hash)
        .is_ok();
    matches && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_of_an_account_that_exists_opens() {
        let stored = hash("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("correct horse", Some(&stored)));
        assert!(!verify("correct horsf", Some(&stored)));
        assert!(!verify("correct horse", None));
        assert!(hash("short").is_err());
    }
}
