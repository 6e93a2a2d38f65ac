//! Keys of the relay: root (offline), service keys (certified by it), policy key, token secret.

mod in_use;
mod key_file;
mod revoked;
mod root;
mod stock;

pub(crate) use in_use::KeyInUse;
pub(crate) use key_file::{
    POLICY_KEY_SETTING, metrics_token, own_policy_key, policy_key, publish_policy_key,
    renew_policy_key, secret, token_secret,
};
pub(crate) use revoked::write_revoked_keys;
pub(crate) use root::{certify, make_root, read_root, tenant_of_root};
pub(crate) use stock::{ServiceStock, StockedKey};
