use serde::Serialize;
use wangge_domain::{Digest, Timestamp, UserId};

use super::Admin;
use crate::enrollment_code::{code_digest, new_code};
use crate::error::RelayStartError;
use crate::http::Tls;
use crate::tenant::Tenant;

/// A one-time code of enrollment（登记码）with all a phone needs to find the relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnrollCode {
    /// The code, 26 characters.
    pub code: String,
    /// The link that the QR shows.
    pub link: String,
    /// Base address of the relay.
    pub relay: String,
    /// SHA-256 of its certificate's SubjectPublicKeyInfo.
    pub pin: String,
    /// Root key of the tenant.
    pub root: String,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// A code is good for so many hours at most: it lets whoever holds it be that person.
pub(crate) const MOST_HOURS: u32 = 72;

impl Admin {
    /// Makes a one-time code for a person. The relay must have an address: of `init --address`, or
    /// because it listens.
    pub fn enroll_code(&self, user: UserId, valid_ms: i64) -> Result<EnrollCode, RelayStartError> {
        let pin = Tls::read(&self.folder, false)?.pin;
        issue_code(&self.tenant, pin, user, valid_ms)
    }
}

/// Makes a one-time code for a person of this tenant; `pin` is that of the relay's certificate.
pub(crate) fn issue_code(
    tenant: &Tenant,
    pin: Digest,
    user: UserId,
    valid_ms: i64,
) -> Result<EnrollCode, RelayStartError> {
    let control = tenant.control()?;
    if !control.people.contains_key(&user) {
        return Err(RelayStartError::invalid("没有这个人（no such person）"));
    }
    if !(1..=i64::from(MOST_HOURS) * 3_600_000).contains(&valid_ms) {
        return Err(RelayStartError::invalid(format!(
            "登记码有效期须为 1 至 {MOST_HOURS} 小时，未出码（valid for 1 to {MOST_HOURS} hours: no code was made）"
        )));
    }
    let relay = tenant.row.address.clone();
    if relay.is_empty() {
        return Err(RelayStartError::invalid(
            "还不知道中继地址：请先运行 serve，或在 init 时用 --address（no address yet: run serve \
             first, or init with --address）",
        ));
    }
    let code = new_code();
    let now = tenant.now();
    let expires_at = now.plus_ms(valid_ms);
    tenant
        .database
        .put_code(tenant.id(), code_digest(&code), user, now, expires_at)?;
    let pin = pin.to_string();
    let root = tenant.row.root_key.to_hex();
    let link = format!(
        "wangge://enroll?relay={}&pin={pin}&root={root}&code={code}",
        percent_encoded(&relay)
    );
    Ok(EnrollCode {
        code,
        link,
        relay,
        pin,
        root,
        expires_at,
    })
}

/// Everything but unreserved characters is escaped.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_escaped_for_the_link() {
        assert_eq!(
            percent_encoded("https://192.168.1.5:7443"),
            "https%3A%2F%2F192.168.1.5%3A7443"
        );
    }
}
