use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};

/// One attempt to sign on（一次登录尝试）. It lies in a cookie of the browser that began it and
/// nowhere else, so that any relay of several can finish it, and no other browser can.
#[derive(Debug)]
pub(crate) struct SignOnAttempt {
    pub(super) state: CsrfToken,
    pub(super) nonce: Nonce,
    pub(super) verifier: PkceCodeVerifier,
}

impl SignOnAttempt {
    /// The cookie's name: no other host and no plain connection can set it.
    pub(crate) const COOKIE: &'static str = "__Host-wangge-sign-on";
    /// Seconds that a person has at the provider.
    pub(crate) const SECONDS: u32 = 600;

    /// As the cookie holds it; every part is base64 for URLs.
    pub(crate) fn to_cookie(&self) -> String {
        let parts = [
            self.state.secret(),
            self.nonce.secret(),
            self.verifier.secret(),
        ];
        parts.map(String::as_str).join(".")
    }

    /// Reads it back. Whether it is this browser's own is told by the state that comes with the
    /// answer.
    pub(crate) fn from_cookie(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let (state, nonce, verifier) = (parts.next()?, parts.next()?, parts.next()?);
        let is_whole = parts.next().is_none() && !state.is_empty() && !nonce.is_empty();
        is_whole.then(|| Self {
            state: CsrfToken::new(state),
            nonce: Nonce::new(nonce),
            verifier: PkceCodeVerifier::new(verifier),
        })
    }

    /// Whether an answer with this state is the answer to it.
    pub(crate) fn is_answered_by(&self, state: &str) -> bool {
        // Equal times whatever the bytes: the secrets differ in every attempt anyway.
        wangge_protocol::sha256(self.state.secret().as_bytes())
            == wangge_protocol::sha256(state.as_bytes())
    }
}
