use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse as _,
};
use wangge_domain::Timestamp;

use super::transport::{Transport, TransportError, leads_inside};
use super::{SignOnAttempt, SignOnChoice, SignOnClaim, SignOnFailure};
use crate::error::RelayStartError;

/// Environment variable that holds the secret shared with the provider.
const SECRET_VARIABLE: &str = "WANGGE_SIGN_ON_SECRET";
/// What was learned of the provider is asked anew after so long.
const FRESH: Duration = Duration::from_secs(600);
/// Signatures by a key that the provider alone holds: neither none at all, nor one by the secret
/// that both sides know.
const ALGORITHMS: &[CoreJwsSigningAlgorithm] = &[
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The provider of sign-on that the configuration names（认证源）.
#[derive(Debug)]
pub(crate) struct SignOn {
    choice: SignOnChoice,
    secret: Option<ClientSecret>,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    transport: Transport,
    known: Mutex<Option<(Instant, CoreProviderMetadata)>>,
}

impl SignOn {
    /// Reads secret and certificates; the provider is asked when the first person comes.
    ///
    /// # Errors
    /// A file cannot be read, an address makes no sense.
    pub(crate) fn open(choice: &SignOnChoice) -> Result<Self, RelayStartError> {
        let invalid = |error: openidconnect::url::ParseError| {
            RelayStartError::invalid(format!("[sign_on] {error}"))
        };
        let written = choice.client_secret_file.as_ref().map(|path| {
            std::fs::read_to_string(path)
                .map_err(|error| RelayStartError::file(path, error.to_string()))
        });
        let secret = match std::env::var(SECRET_VARIABLE) {
            Ok(secret) => Some(secret),
            Err(_) => written.transpose()?,
        };
        let base = choice.address.trim_end_matches('/');
        let issuer = IssuerUrl::new(choice.issuer.clone()).map_err(invalid)?;
        let host = issuer.url().host_str().unwrap_or_default().to_owned();
        Ok(Self {
            secret: secret.map(|secret| ClientSecret::new(secret.trim().to_owned())),
            issuer,
            redirect: RedirectUrl::new(format!("{base}/api/v1/sign-on/callback"))
                .map_err(invalid)?,
            transport: Transport::new(&host, choice.certificate_file.as_deref())?,
            known: Mutex::default(),
            choice: choice.clone(),
        })
    }

    /// What people call it.
    pub(crate) fn name(&self) -> &str {
        &self.choice.name
    }

    /// Where the browser goes, and what it has to bring back.
    pub(crate) async fn begin(&self) -> Result<(String, SignOnAttempt), SignOnFailure> {
        let metadata = self.metadata().await?;
        let id = ClientId::new(self.choice.client_id.clone());
        let client = CoreClient::from_provider_metadata(metadata, id, self.secret.clone())
            .set_redirect_uri(self.redirect.clone());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let request = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        );
        let scopes = match self.choice.claim {
            SignOnClaim::Subject => None,
            SignOnClaim::PreferredUsername => Some("profile"),
            SignOnClaim::Email => Some("email"),
            SignOnClaim::PhoneNumber => Some("phone"),
        };
        let scopes = scopes.map(|scope| Scope::new(scope.to_owned()));
        let (url, state, nonce) = request
            .add_scopes(scopes)
            .set_pkce_challenge(challenge)
            .url();
        let attempt = SignOnAttempt {
            state,
            nonce,
            verifier,
        };
        Ok((url.to_string(), attempt))
    }

    /// Gives the code back to the provider and reads who it is: the name of an account.
    pub(crate) async fn finish(
        &self,
        attempt: &SignOnAttempt,
        code: &str,
        now: Timestamp,
    ) -> Result<String, SignOnFailure> {
        let metadata = self.metadata().await?;
        let id = ClientId::new(self.choice.client_id.clone());
        let client = CoreClient::from_provider_metadata(metadata, id, self.secret.clone())
            .set_redirect_uri(self.redirect.clone());
        let verifier = PkceCodeVerifier::new(attempt.verifier.secret().clone());
        let token = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| SignOnFailure::Unreachable(error.to_string()))?
            .set_pkce_verifier(verifier)
            .request_async(&self.transport.sender())
            .await
            .map_err(refused)?;
        let token = token
            .id_token()
            .ok_or_else(|| SignOnFailure::Invalid("no id token".to_owned()))?;
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS.iter().cloned())
            .set_time_fn(move || {
                chrono::DateTime::from_timestamp_millis(now.0).unwrap_or_default()
            });
        let claims = token.claims(&verifier, &attempt.nonce).map_err(|error| {
            // The provider may have other keys since it was asked.
            self.forget();
            SignOnFailure::Invalid(error.to_string())
        })?;
        self.account_of(claims)
            .ok_or_else(|| SignOnFailure::Invalid("the token does not name an account".to_owned()))
    }

    fn account_of(&self, claims: &CoreIdTokenClaims) -> Option<String> {
        let name = match self.choice.claim {
            SignOnClaim::Subject => claims.subject().to_string(),
            SignOnClaim::PreferredUsername => claims.preferred_username()?.to_string(),
            SignOnClaim::Email if claims.email_verified() == Some(true) => {
                claims.email()?.to_string()
            }
            SignOnClaim::PhoneNumber if claims.phone_number_verified() == Some(true) => {
                claims.phone_number()?.to_string()
            }
            SignOnClaim::Email | SignOnClaim::PhoneNumber => return None,
        };
        Some(name).filter(|name| !name.is_empty() && name.len() <= 128)
    }

    /// What the provider says of itself, with its keys.
    async fn metadata(&self) -> Result<CoreProviderMetadata, SignOnFailure> {
        let known = self.known().clone();
        if let Some((_, metadata)) = known.filter(|(at, _)| at.elapsed() < FRESH) {
            return Ok(metadata);
        }
        let send = self.transport.sender();
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &send).await;
        let found = found.map_err(|error| SignOnFailure::Unreachable(error.to_string()))?;
        self.check_addresses(&found)?;
        *self.known() = Some((Instant::now(), found.clone()));
        Ok(found)
    }

    /// Whatever the provider names is reached as safely as itself: the secret goes to one address,
    /// the browser to another.
    fn check_addresses(&self, metadata: &CoreProviderMetadata) -> Result<(), SignOnFailure> {
        let scheme = self.issuer.url().scheme();
        let named = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(|it| it.url()),
            Some(metadata.jwks_uri().url()),
        ];
        let is_elsewhere = |url: &openidconnect::url::Url| url.host() != self.issuer.url().host();
        let mut unsafe_ones = named.iter().flatten().filter(|url| {
            let is_plain = url.scheme() != "https" && (scheme == "https" || is_elsewhere(url));
            // A provider may lie inside, since the configuration says so; what it names beside itself
            // may not.
            is_plain || (is_elsewhere(url) && leads_inside(url.host_str().unwrap_or_default()))
        });
        match unsafe_ones.next() {
            Some(url) => Err(SignOnFailure::Invalid(format!(
                "{url} is no address to follow"
            ))),
            None => Ok(()),
        }
    }

    fn forget(&self) {
        *self.known() = None;
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<(Instant, CoreProviderMetadata)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused<T: openidconnect::ErrorResponse>(
    error: openidconnect::RequestTokenError<TransportError, T>,
) -> SignOnFailure {
    match error {
        openidconnect::RequestTokenError::ServerResponse(said) => {
            SignOnFailure::Refused(format!("{said:?}"))
        }
        openidconnect::RequestTokenError::Request(error) => {
            SignOnFailure::Unreachable(error.to_string())
        }
        other => SignOnFailure::Unreachable(other.to_string()),
    }
}
