/// Why nobody was signed in（未能登录）. The code goes to the sign-in page, which has the words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SignOnFailure {
    /// The provider did not answer, or not as one.
    #[error("the provider does not answer: {0}")]
    Unreachable(String),
    /// The provider said no, or the person did.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The answer belongs to no attempt of this browser.
    #[error("no attempt of this browser")]
    Expired,
    /// What the provider signed does not hold.
    #[error("the token does not hold: {0}")]
    Invalid(String),
    /// Nobody here has that name.
    #[error("there is no such account")]
    UnknownAccount,
    /// Too many attempts from there.
    #[error("too many attempts")]
    TooMany,
}

impl SignOnFailure {
    /// What the page is told.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Refused(_) => "refused",
            Self::Expired => "expired",
            Self::Invalid(_) => "invalid",
            Self::UnknownAccount => "unknown_account",
            Self::TooMany => "too_many",
        }
    }
}
