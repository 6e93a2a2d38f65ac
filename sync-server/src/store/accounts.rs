use wangge_domain::{TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

/// A sign-in by name and password（账号）.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Name to sign in with.
    pub name: String,
    /// Who.
    pub user: UserId,
    /// Argon2id in PHC form.
    pub password: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// Failed attempts of one account from one address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    /// How many in a row.
    pub failures: u32,
    /// Until when further attempts are turned away unlooked at.
    pub blocked_until: Timestamp,
}

/// Accounts and failed attempts.
pub trait AccountStore {
    /// The account of this name.
    fn account(&self, tenant: TenantId, name: &str) -> Result<Option<Account>, StoreError>;
    /// All accounts, by name.
    fn accounts(&self, tenant: TenantId) -> Result<Vec<Account>, StoreError>;
    /// Adds or replaces an account.
    fn put_account(&self, tenant: TenantId, account: &Account) -> Result<(), StoreError>;
    /// What was attempted before, of this kind (`login`, `enroll`), for this account, from here.
    fn attempt(
        &self,
        tenant: TenantId,
        what: &str,
        account: &str,
        address: &str,
    ) -> Result<Attempt, StoreError>;
    /// Forgets attempts whose block ended before this.
    fn sweep_attempts(&self, before: Timestamp) -> Result<u64, StoreError>;
    /// Remembers an attempt; zero failures forget it.
    fn put_attempt(
        &self,
        tenant: TenantId,
        what: &str,
        account: &str,
        address: &str,
        attempt: Attempt,
    ) -> Result<(), StoreError>;
}
