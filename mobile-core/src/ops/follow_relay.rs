use reqwest::Url;
use wangge_protocol::{PublicKey, encode};

use crate::error::CoreError;
use crate::facade::{Core, poisoned};
use crate::sync::{FOLLOWED, FollowedRelay};

/// The link of a relay（中继链接）: `wangge://relay?relay=https%3A%2F%2F…&root=<64 hex>`. It names where the
/// relay of a township is now; that it is one is proven by the root key's word in its certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RelayLink {
    /// Address of the relay.
    pub(crate) relay: String,
    /// The tenant's root key.
    pub(crate) root: PublicKey,
}

impl RelayLink {
    /// Reads it; `None`: it is a link of another kind.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: a part of it is missing or makes no sense.
    pub(crate) fn of(text: &str) -> Result<Option<Self>, CoreError> {
        let invalid = |what: &str| CoreError::InvalidInput(format!("relay link: {what}"));
        let Ok(url) = Url::parse(text.trim()) else {
            return Ok(None);
        };
        if url.scheme() != "wangge" || url.host_str() != Some("relay") {
            return Ok(None);
        }
        let part = |name: &str| {
            url.query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
                .ok_or_else(|| invalid(name))
        };
        let relay = part("relay")?;
        let address = Url::parse(&relay).map_err(|_| invalid("relay"))?;
        if address.scheme() != "https" || address.host_str().is_none() {
            return Err(invalid("relay"));
        }
        let root = PublicKey::from_hex(&part("root")?).ok_or_else(|| invalid("root"))?;
        Ok(Some(Self { relay, root }))
    }
}

impl Core {
    /// Looks for the relay at another address from now on（改用新中继）: it was moved, or another one stands in
    /// its place. Nothing is sent to it unless it has a key that this phone trusts.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`]. [`CoreError::WrongRelay`]: the link is another township's.
    pub(crate) fn follow_relay(&self, link: RelayLink) -> Result<(), CoreError> {
        let root = {
            let keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
            keyring
                .card
                .as_ref()
                .ok_or(CoreError::NotEnrolled)?
                .root_key
        };
        if link.root != root {
            return Err(CoreError::WrongRelay);
        }
        let session = self.session_even_locked()?;
        let followed = FollowedRelay {
            relay: link.relay,
            instead_of: session.lease.home_relay.clone(),
        };
        let values = vec![(FOLLOWED, encode(&followed))];
        Ok(self.inner.store.set_settings(values)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_of_a_relay_is_told_from_others() {
        let root = "ab".repeat(32);
        let text = format!("wangge://relay?relay=https%3A%2F%2F10.0.0.7%3A7443&root={root}");
        let link = RelayLink::of(&text).unwrap().unwrap();
        assert_eq!(link.relay, "https://10.0.0.7:7443");
        assert_eq!(link.root, PublicKey([0xab; 32]));
        assert_eq!(RelayLink::of("wangge://enroll?x=1").unwrap(), None);
        assert_eq!(RelayLink::of("no link").unwrap(), None);
        assert!(RelayLink::of("wangge://relay?relay=https%3A%2F%2Fa").is_err());
        let plain = format!("wangge://relay?relay=http%3A%2F%2Fa&root={root}");
        assert!(RelayLink::of(&plain).is_err());
    }
}
