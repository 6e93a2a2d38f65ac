use std::path::PathBuf;

/// A provider of sign-on, and how this relay is known to it（认证源）. The secret stands in none of
/// these fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOnChoice {
    /// What people call it; the button says so.
    pub name: String,
    /// The provider, `https://…`, as its tokens name it.
    pub issuer: String,
    /// What the provider calls this relay.
    pub client_id: String,
    /// File that holds the secret shared with it, unless the environment does.
    pub client_secret_file: Option<PathBuf>,
    /// Base address of this relay as browsers see it.
    pub address: String,
    /// What of a person names the account here.
    pub claim: SignOnClaim,
    /// Certificates (PEM) to trust beside those of the system.
    pub certificate_file: Option<PathBuf>,
}

/// What of a person, as the provider says it, is the name of the account（账号对应项）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignOnClaim {
    /// `sub`: the provider's own id of a person, never given twice.
    #[default]
    Subject,
    /// `preferred_username`.
    PreferredUsername,
    /// `email`, if the provider has verified it.
    Email,
    /// `phone_number`, if the provider has verified it.
    PhoneNumber,
}

impl SignOnClaim {
    /// All of them, by the words of the configuration.
    pub(crate) const WORDS: &[&str] = &["sub", "preferred_username", "email", "phone_number"];

    /// By its word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        match word {
            "sub" => Some(Self::Subject),
            "preferred_username" => Some(Self::PreferredUsername),
            "email" => Some(Self::Email),
            "phone_number" => Some(Self::PhoneNumber),
            _ => None,
        }
    }
}
