//! Which keys are believed（信任的密钥）: certified service keys, those of a relay before this one among them,
//! and what devices are told of keys.

use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{
    Page, PublicKey, Signature, TrustClaim, TrustNotice, decode, encode, service_key_message,
};
use wangge_sync_engine::store::StoreError;

use crate::store::ServiceKeyRow;
use crate::tenant::Tenant;

/// Setting that holds what devices are told of keys, hexadecimal.
const TRUST_KEY: &str = "trust";

impl Tenant {
    /// What devices are told of keys.
    pub(crate) fn trust(&self) -> Result<TrustNotice, StoreError> {
        let text = self.database.setting(self.id(), TRUST_KEY)?;
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return Ok(TrustNotice::default());
        };
        let corrupt = StoreError::Corrupt;
        let bytes = hex::decode(text).map_err(|error| corrupt(error.to_string()))?;
        decode(&bytes).map_err(|error| corrupt(error.to_string()))
    }

    /// Keeps what devices are told of keys.
    pub(crate) fn set_trust(&self, notice: &TrustNotice) -> Result<(), StoreError> {
        let text = hex::encode(encode(notice));
        self.database.set_setting(self.id(), TRUST_KEY, &text)
    }

    /// What a device is told of keys that does not know it yet; `own` is the pin of the key in use.
    pub(crate) fn trust_for(
        &self,
        claim: Option<&TrustClaim>,
        own: &Digest,
    ) -> Result<Option<TrustNotice>, StoreError> {
        let notice = self.trust()?;
        let known = claim.and_then(|claim| claim.revoked);
        let is_news = |issued: Timestamp| known.is_none_or(|known| known < issued);
        Ok(TrustNotice {
            next_pin: notice.next_pin.filter(|next| next.pin != *own),
            revoked: notice.revoked.filter(|list| is_news(list.issued)),
        }
        .if_any())
    }

    /// Whether the root key has taken its word for a service key back.
    pub(crate) fn is_revoked(&self, key: &PublicKey) -> Result<bool, StoreError> {
        let revoked = self.trust()?.revoked;
        Ok(revoked.is_some_and(|list| list.keys.contains(key)))
    }

    /// Whether a service key is one of this tenant's that the root key has certified, and has not been
    /// revoked.
    pub(crate) fn is_certified(&self, key: &PublicKey) -> Result<bool, StoreError> {
        if self.is_revoked(key)? {
            return Ok(false);
        }
        if self.certified.contains(key) {
            return Ok(true);
        }
        let keys = self.database.service_keys(self.id())?;
        Ok(keys.iter().any(|one| one.public_key == *key))
    }

    /// Learns the service keys that signed these pages from the root key's certificates for them: those
    /// of a relay that this one stands in for（被替换的中继）.
    pub(crate) fn learn_certificates(
        &self,
        offered: &[(PublicKey, Signature)],
        pages: &[Page],
    ) -> Result<(), StoreError> {
        for page in pages {
            let key = page.relay_key;
            let Some((_, certificate)) = offered.iter().find(|(other, _)| *other == key) else {
                continue;
            };
            let root = &self.row.root_key;
            let is_valid = root.verify(&service_key_message(&key), certificate).is_ok();
            if !is_valid || self.is_certified(&key)? {
                continue;
            }
            self.database.add_service_key(
                self.id(),
                &ServiceKeyRow {
                    public_key: key,
                    certificate: *certificate,
                    introduced: ServiceKeyRow::LEARNED,
                    taken_at: self.now(),
                },
            )?;
        }
        Ok(())
    }
}
