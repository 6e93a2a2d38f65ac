/// What the platform's key store did not do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The phone is locked, or the user has not yet proven who they are: try again later.
    #[error("the key store is locked")]
    Locked,
    /// The key that wrapped these bytes is gone, or is another one.
    #[error("the key store does not know these bytes")]
    Unknown,
    /// Anything else.
    #[error("the key store failed: {0}")]
    Failed(String),
}

/// The platform's key store（密钥库）: Android Keystore, iOS Keychain, or a file on a desktop.
///
/// Keys of the core are random; the vault only wraps them. `purpose` separates them: bytes
/// wrapped for one purpose must not unwrap for another.
pub trait KeyVault: Send + Sync {
    /// Encrypts and authenticates `secret` with a key that never leaves this phone.
    ///
    /// # Errors
    /// [`VaultError`]; nothing was changed.
    fn wrap(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, VaultError>;

    /// Gives the secret back.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] if the bytes were not wrapped here for this purpose.
    fn unwrap(&self, purpose: &str, wrapped: &[u8]) -> Result<Vec<u8>, VaultError>;

    /// Destroys the key of a purpose: whatever was wrapped under it is lost for good.
    ///
    /// # Errors
    /// [`VaultError`].
    fn destroy(&self, purpose: &str) -> Result<(), VaultError>;

    /// Random bytes made at installation that no backup carries: they differ on a cloned or
    /// restored phone.
    ///
    /// # Errors
    /// [`VaultError`].
    fn instance_nonce(&self) -> Result<Vec<u8>, VaultError>;
}
