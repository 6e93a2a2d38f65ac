use std::sync::Mutex;

use wangge_domain::{DeviceId, UserId};
use wangge_protocol::{SecretKey, SessionRequest};

use super::{HttpError, RelayClient};

/// A bearer token that renews itself with the device's key when the relay asks for it.
#[derive(Debug)]
pub struct Session {
    client: RelayClient,
    device: DeviceId,
    user: UserId,
    key: SecretKey,
    token: Mutex<String>,
}

impl Session {
    /// A session that begins with the token last known (empty: none).
    #[must_use]
    pub fn new(
        client: RelayClient,
        device: DeviceId,
        user: UserId,
        key: SecretKey,
        token: String,
    ) -> Self {
        Self { client, device, user, key, token: Mutex::new(token) }
    }

    /// The connection beneath.
    #[must_use]
    pub fn client(&self) -> &RelayClient {
        &self.client
    }

    /// The token in force.
    #[must_use]
    pub fn token(&self) -> String {
        match self.token.lock() {
            Ok(token) => token.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Takes a newer token that the relay sent.
    pub fn set_token(&self, token: String) {
        match self.token.lock() {
            Ok(mut slot) => *slot = token,
            Err(poisoned) => *poisoned.into_inner() = token,
        }
    }

    /// Runs a call; if the relay wants a new session, opens one and runs it once more.
    ///
    /// # Errors
    /// Those of the call, or of opening the session.
    pub async fn run<T>(
        &self,
        call: impl AsyncFn(&RelayClient, &str) -> Result<T, HttpError>,
    ) -> Result<T, HttpError> {
        match call(&self.client, &self.token()).await {
            Err(HttpError::Unauthorized { challenge: Some(challenge), .. }) => {
                self.renew(challenge).await?;
                call(&self.client, &self.token()).await
            }
            other => other,
        }
    }

    async fn renew(&self, challenge: String) -> Result<(), HttpError> {
        let proof = self.key.sign(&SessionRequest::proof_message(&challenge));
        let request =
            SessionRequest { device: self.device, user: self.user, challenge, proof };
        let answer = self.client.open_session(&request).await?;
        self.set_token(answer.token);
        Ok(())
    }
}
