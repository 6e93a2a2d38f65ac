use serde::{Deserialize, Serialize};
use wangge_domain::UserId;
use wangge_sync_engine::store::StoreError;

use super::code::{code_at, step_of};
use crate::tenant::Tenant;

/// Clocks of phones may be off by so many steps.
const DRIFT: i64 = 1;

/// What the relay keeps of a person's second factor.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SecondFactor {
    /// Hexadecimal.
    pub(crate) secret: String,
    /// The person has shown a code of it: from now on it is asked for.
    pub(crate) confirmed: bool,
    /// The last step that was used: no code opens twice.
    pub(crate) last_step: i64,
}

fn key(user: UserId) -> String {
    format!("totp/{user}")
}

/// A person's second factor, confirmed or not.
pub(crate) fn find(tenant: &Tenant, user: UserId) -> Result<Option<SecondFactor>, StoreError> {
    let text = tenant.database.setting(tenant.id(), &key(user))?;
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| {
        serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(error.to_string()))
    })
    .transpose()
}

/// Keeps it.
pub(crate) fn keep(tenant: &Tenant, user: UserId, it: &SecondFactor) -> Result<(), StoreError> {
    let text = serde_json::to_string(it).map_err(|error| StoreError::Failed(error.to_string()))?;
    tenant.database.set_setting(tenant.id(), &key(user), &text)
}

/// Takes it away.
pub(crate) fn remove(tenant: &Tenant, user: UserId) -> Result<(), StoreError> {
    tenant.database.set_setting(tenant.id(), &key(user), "")
}

/// Whether a code is good now and was not used before; a good one is used up.
pub(crate) fn check(
    tenant: &Tenant,
    user: UserId,
    mut it: SecondFactor,
    code: &str,
) -> Result<Option<SecondFactor>, StoreError> {
    let Ok(secret) = hex::decode(&it.secret) else {
        return Err(StoreError::Corrupt(
            "a secret is not hexadecimal".to_owned(),
        ));
    };
    let now = step_of(tenant.now());
    let plain: String = code
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let good = (now - DRIFT..=now + DRIFT)
        .find(|step| *step > it.last_step && code_at(&secret, *step) == plain);
    let Some(step) = good else {
        return Ok(None);
    };
    it.last_step = step;
    keep(tenant, user, &it)?;
    Ok(Some(it))
}
