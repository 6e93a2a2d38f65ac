//! Which keys this phone believes（信任的密钥）: the TLS keys of its relay, and the root key's certificates of
//! service keys, kept to show them to a relay that stands in for a lost one.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{
    NextPin, PublicKey, RevokedKeys, Signature, SignedLease, SyncRequest, SyncResponse, TrustClaim,
    decode, encode, service_key_message,
};
use wangge_sync_engine::store::ClientStore as _;

use crate::error::CoreError;
use crate::facade::{Core, poisoned};
use crate::http::{AnsweredBy, RelayClient, TrustedKeys};

/// Setting that holds the TLS keys by which the relay is known since enrollment.
const RELAY_PIN: &str = "relay_pin";
/// Setting that holds the root key's certificates of service keys.
pub(crate) const CERTIFICATES: &str = "service_certificates";
/// Setting that holds for how many service keys a certificate was asked last.
const CERTIFICATES_ASKED: &str = "service_certificates_asked";
/// Setting that holds the list of revoked service keys.
pub(crate) const REVOKED_KEYS: &str = "revoked_service_keys";
/// Setting that holds since when the relay is being healed, as it said last.
const RELAY_HEALS: &str = "relay_heals_since";
/// Setting that holds for which healing the lease was shown.
const LEASE_SHOWN: &str = "lease_shown_since";
/// Setting that holds the relay that was named in the place of the one enrolled at.
pub(crate) const FOLLOWED: &str = "relay_followed";

/// A service key with the root's signature over it.
type Certified = (PublicKey, Signature);

/// The TLS keys of the relay, as far as they changed since enrollment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KnownPins {
    /// The pin of the enrollment that this goes on from.
    enrolled: Digest,
    /// The pin in use.
    pin: Digest,
    /// The newest word of the root key for it.
    issued: Timestamp,
    /// The next one, announced.
    next: Option<Digest>,
}

impl KnownPins {
    fn of(enrolled: Digest) -> Self {
        Self {
            enrolled,
            pin: enrolled,
            issued: Timestamp(i64::MIN),
            next: None,
        }
    }

    /// After an answer: whoever answered is the relay, and what it does not announce any more is not
    /// to come. `announced` is `None` where the answer does not say.
    fn take(&mut self, answered: AnsweredBy, announced: Option<Option<NextPin>>) {
        if answered.pin != self.pin {
            self.pin = answered.pin;
            self.next = None;
        }
        if let Some(issued) = answered.issued {
            self.issued = self.issued.max(issued);
        }
        if let Some(next) = announced {
            self.next = next.map(|next| next.pin);
        }
    }
}

/// A relay that a person named in the place of the one enrolled at（改用的中继）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FollowedRelay {
    /// Its address.
    pub(crate) relay: String,
    /// The address in the lease of then: it goes first until a newer lease names another.
    pub(crate) instead_of: String,
}

impl Core {
    /// By what keys the relay is known.
    pub(crate) fn trusted_keys(&self) -> Result<TrustedKeys, CoreError> {
        let (pin, root) = self.enrolled_keys()?;
        let known = self.known_pins(pin)?;
        Ok(TrustedKeys {
            pin: known.pin,
            next: known.next,
            root: Some(root),
            issued: known.issued,
        })
    }

    fn enrolled_keys(&self) -> Result<(Digest, PublicKey), CoreError> {
        let keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
        let card = keyring.card.as_ref().ok_or(CoreError::NotEnrolled)?;
        Ok((card.pin, card.root_key))
    }

    fn known_pins(&self, enrolled: Digest) -> Result<KnownPins, CoreError> {
        let known: Option<KnownPins> = self.kept(RELAY_PIN)?;
        Ok(known
            .filter(|known| known.enrolled == enrolled)
            .unwrap_or_else(|| KnownPins::of(enrolled)))
    }

    /// A setting in CBOR; one that cannot be read is none.
    pub(crate) fn kept<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, CoreError> {
        let bytes = self.inner.store.setting(name)?;
        Ok(bytes.and_then(|bytes| decode(&bytes).ok()))
    }

    fn keep<T: Serialize>(&self, name: &'static str, value: &T) -> Result<(), CoreError> {
        let values = vec![(name, encode(value))];
        Ok(self.inner.store.set_settings(values)?)
    }

    /// The root key's certificates of service keys that this phone holds.
    pub(crate) fn certificates(&self) -> Result<Vec<Certified>, CoreError> {
        Ok(self.kept(CERTIFICATES)?.unwrap_or_default())
    }

    /// What is said of keys beside a request.
    pub(super) fn trust_claim(
        &self,
        request: &SyncRequest,
    ) -> Result<Option<TrustClaim>, CoreError> {
        let revoked: Option<RevokedKeys> = self.kept(REVOKED_KEYS)?;
        let mut claim = TrustClaim {
            revoked: revoked.map(|list| list.issued),
            ..TrustClaim::default()
        };
        let is_signer = |key: &PublicKey| request.heal.iter().any(|page| page.relay_key == *key);
        let held = self.certificates()?;
        if !request.heal.is_empty() {
            let signers = held.iter().filter(|(key, _)| is_signer(key));
            claim.certificates = signers.copied().collect();
        }
        if request.push.is_none() && request.want_bytes > 0 {
            claim.wanted = self.certificates_wanted(&held)?;
        }
        Ok(claim.if_any())
    }

    /// Service keys whose certificate was not kept, since an earlier version of the app learned them. A
    /// relay that does not know them is not asked again and again.
    fn certificates_wanted(&self, held: &[Certified]) -> Result<Vec<PublicKey>, CoreError> {
        let Some(identity) = self.inner.store.identity()? else {
            return Ok(Vec::new());
        };
        let mut lacking = identity.service_keys;
        lacking.retain(|key| held.iter().all(|(other, _)| other != key));
        let count = u64::try_from(lacking.len()).unwrap_or(u64::MAX);
        let asked: Option<u64> = self.kept(CERTIFICATES_ASKED)?;
        if count == 0 || asked == Some(count) {
            return Ok(Vec::new());
        }
        self.keep(CERTIFICATES_ASKED, &count)?;
        // The newest rows are signed by keys that stand anywhere among them: all in turn.
        lacking.truncate(TrustClaim::MOST_WANTED);
        Ok(lacking)
    }

    /// The lease, once for each time that the relay is being healed: one that has lost all leases renews
    /// none that it does not know.
    pub(super) fn lease_to_show(
        &self,
        request: &SyncRequest,
    ) -> Result<Option<SignedLease>, CoreError> {
        let is_pull = request.push.is_none() && request.want_bytes > 0;
        let heals: Option<Timestamp> = self.kept::<Option<Timestamp>>(RELAY_HEALS)?.flatten();
        if !is_pull || heals.is_none() || self.kept(LEASE_SHOWN)? == heals {
            return Ok(None);
        }
        self.keep(LEASE_SHOWN, &heals)?;
        Ok(self.inner.store.identity()?.map(|identity| identity.lease))
    }

    /// Takes in what an answer says of keys, before anything that these keys signed is looked at.
    pub(super) fn take_trust(
        &self,
        client: &RelayClient,
        response: &mut SyncResponse,
        is_pull: bool,
    ) -> Result<(), CoreError> {
        let (enrolled, root) = self.enrolled_keys()?;
        let heals: Option<Timestamp> = self.kept::<Option<Timestamp>>(RELAY_HEALS)?.flatten();
        if is_pull && heals != response.healing_since {
            self.keep(RELAY_HEALS, &response.healing_since)?;
        }
        let notice = response.trust.take().unwrap_or_default();
        let mut revoked: Option<RevokedKeys> = self.kept(REVOKED_KEYS)?;
        if let Some(list) = notice.revoked {
            let is_newer = revoked.as_ref().is_none_or(|it| it.issued < list.issued);
            if is_newer && list.holds(&root) {
                let kept = (REVOKED_KEYS, encode(&list));
                let store = &self.inner.store;
                store.revoke_service_keys(list.keys.clone(), kept)?;
                revoked = Some(list);
            }
        }
        if let Some(list) = &revoked {
            let offered = &mut response.service_keys;
            offered.retain(|(key, _)| !list.keys.contains(key));
        }
        self.keep_certificates(&root, &response.service_keys)?;
        let Some(answered) = client.answered() else {
            return Ok(());
        };
        let before = self.known_pins(enrolled)?;
        let mut known = before.clone();
        known.take(answered, is_pull.then_some(notice.next_pin));
        if known != before {
            self.keep(RELAY_PIN, &known)?;
        }
        Ok(())
    }

    fn keep_certificates(&self, root: &PublicKey, offered: &[Certified]) -> Result<(), CoreError> {
        if offered.is_empty() {
            return Ok(());
        }
        let mut held = self.certificates()?;
        let before = held.len();
        for (key, certificate) in offered {
            let is_new = held.iter().all(|(other, _)| other != key);
            if is_new && root.verify(&service_key_message(key), certificate).is_ok() {
                held.push((*key, *certificate));
            }
        }
        if held.len() > before {
            self.keep(CERTIFICATES, &held)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn answered(pin: u8, issued: Option<Timestamp>) -> AnsweredBy {
        AnsweredBy {
            pin: Digest([pin; 32]),
            issued,
        }
    }

    #[test]
    fn a_pin_follows_the_relay_and_an_announcement_ends_with_it() {
        let next = |pin| NextPin {
            pin: Digest([pin; 32]),
            from: Timestamp(9),
        };
        let mut known = KnownPins::of(Digest([1; 32]));
        known.take(answered(1, None), Some(Some(next(2))));
        assert_eq!(known.next, Some(Digest([2; 32])));
        // An answer that does not say leaves it.
        known.take(answered(1, None), None);
        assert_eq!(known.next, Some(Digest([2; 32])));
        known.take(answered(2, Some(Timestamp(5))), Some(None));
        assert_eq!((known.pin, known.next), (Digest([2; 32]), None));
        // An earlier word does not bring an earlier key back.
        known.take(answered(2, Some(Timestamp(4))), None);
        assert_eq!(known.issued, Timestamp(5));
        // What was taken back is not to come.
        known.take(answered(2, None), Some(Some(next(3))));
        known.take(answered(2, None), Some(None));
        assert_eq!(known.next, None);
    }
}
