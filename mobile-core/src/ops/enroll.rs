use std::sync::atomic::Ordering;

use tokio_util::sync::CancellationToken;
use wangge_domain::DeviceId;
use wangge_protocol::{
    Capabilities, EnrollRequest, EnrollResponse, PublicKey, SecretKey, encode, service_key_message,
    sha256,
};

use super::EnrollmentLink;
use super::follow_relay::RelayLink;
use crate::error::CoreError;
use crate::facade::{Core, MUST_ENROLL, RECOVERING, poisoned};
use crate::http::{HttpFailure, RelayClient};
use crate::keyring::IdentityCard;
use crate::opening::identity_of;
use crate::policies;
use crate::random::random_bytes;
use crate::sync::{CERTIFICATES, FOLLOWED};

/// The relay hangs on another root key than the link says; the code is still good.
const OTHER_ROOT: &str = "other_root";

impl Core {
    /// Enrolls this phone（登记本机）with the link from a QR: makes a key of its own, which never
    /// leaves the phone, and shows it to the relay whose key the link pins. A cloned or restored
    /// phone becomes one of its own by it; its unsent work stays and is sent. The link of a relay
    /// （中继链接）names another address of the same township to a phone that is enrolled.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: no enrollment link. [`CoreError::CodeRejected`],
    /// [`CoreError::WrongRelay`], [`CoreError::AlreadyEnrolled`], and the failures of the network.
    pub async fn enroll(&self, link: &str, cancel: &CancellationToken) -> Result<(), CoreError> {
        if let Some(link) = RelayLink::of(link)? {
            return self.follow_relay(link);
        }
        let link: EnrollmentLink = link.parse()?;
        let cloned = self.inner.cloned.load(Ordering::Acquire);
        let known = {
            let keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
            keyring.card.clone()
        };
        if known.is_some() && !cloned {
            return Err(CoreError::AlreadyEnrolled);
        }
        let random = self.inner.random.as_ref();
        let seed: [u8; 32] = random_bytes(random);
        let key = SecretKey::from_seed(seed);
        let device = DeviceId::mint(self.inner.clock.wall_ms(), random_bytes(random));
        let proof = key.sign(&EnrollRequest::proof_message(&link.code, device));
        let request = EnrollRequest {
            code: link.code.clone(),
            device,
            key: key.public(),
            proof,
            label: self.inner.config.label.clone(),
            capabilities: Capabilities::THIS_BUILD,
            root: Some(link.root),
        };
        let client = RelayClient::new(&link.relay, link.pin, None, None)?;
        let response = client.enroll(&request, cancel).await.map_err(rejected)?;
        let card = accept(&link, &request, seed, &response)?;
        if known.is_some_and(|known| known.tenant != card.tenant || known.user != card.user) {
            // What is unsent belongs to somebody else.
            return Err(CoreError::AlreadyEnrolled);
        }
        // The code is used up by now: rules of a later version than the app do not undo that. The
        // phone works by those that came with the app, and every sync says that it needs a newer one.
        let readable = policies::parse(&response.policy);
        if let Err(error) = &readable {
            tracing::warn!(%error, "the policy pack needs a newer app");
        }
        {
            // The key first: if the phone dies now, the next start finishes from the card.
            let mut keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
            keyring.set_card(card.clone(), self.inner.vault.as_ref())?;
        }
        if let Ok(pack) = readable {
            let (digest, bytes) = (sha256(&response.policy), response.policy.clone());
            self.inner.store.add_policy(digest, pack.revision, bytes)?;
        }
        let token = response.token.clone().into_bytes();
        let mut certificates = response.service_keys.clone();
        certificates.retain(|(key, _)| card.service_keys.contains(key));
        let values = vec![("token", token), (CERTIFICATES, encode(&certificates))];
        self.inner.store.enroll(identity_of(&card), values)?;
        self.inner.store.clear_setting(FOLLOWED)?;
        // A device of its own begins chains of its own.
        for (name, flag) in [
            (MUST_ENROLL, &self.inner.cloned),
            (RECOVERING, &self.inner.recovering),
        ] {
            self.inner.store.clear_setting(name)?;
            flag.store(false, Ordering::Release);
        }
        self.reload_session()
    }
}

/// A relay that knows the code does not yet prove whose it is: root key, service keys and lease
/// must hang together.
fn accept(
    link: &EnrollmentLink,
    request: &EnrollRequest,
    seed: [u8; 32],
    response: &EnrollResponse,
) -> Result<IdentityCard, CoreError> {
    if response.root_key != link.root {
        return Err(CoreError::WrongRelay);
    }
    let certified = |key: &PublicKey, signature| {
        let message = service_key_message(key);
        link.root.verify(&message, signature).is_ok()
    };
    let service_keys: Vec<PublicKey> = response
        .service_keys
        .iter()
        .filter(|(key, signature)| certified(key, signature))
        .map(|(key, _)| *key)
        .collect();
    if !service_keys.contains(&response.lease.relay_key) {
        return Err(CoreError::WrongRelay);
    }
    let lease = response.lease.open().map_err(|_| CoreError::WrongRelay)?;
    let is_ours = lease.tenant == response.tenant
        && lease.device == request.device
        && lease.person.user == response.user
        && lease.policy_digest == sha256(&response.policy);
    if !is_ours {
        return Err(CoreError::BadAnswer);
    }
    Ok(IdentityCard {
        tenant: response.tenant,
        tenant_name: response.tenant_name.clone(),
        user: response.user,
        device: request.device,
        seed,
        root_key: response.root_key,
        service_keys,
        lease: response.lease.clone(),
        relay: link.relay.clone(),
        pin: link.pin,
        demo: response.demo,
    })
}

/// What the relay says of a code: wrong, used and expired ones are told apart by its code only.
fn rejected(failure: HttpFailure) -> CoreError {
    match failure {
        HttpFailure::Refused { code, .. } if code == OTHER_ROOT => CoreError::WrongRelay,
        HttpFailure::Refused {
            status: 400..=404 | 409 | 410,
            code,
            ..
        }
        | HttpFailure::Unauthorized { code, .. } => CoreError::CodeRejected { code },
        other => other.into(),
    }
}
