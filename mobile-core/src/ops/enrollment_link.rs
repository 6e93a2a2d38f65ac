use std::str::FromStr;

use reqwest::Url;
use wangge_domain::Digest;
use wangge_protocol::PublicKey;

use crate::error::CoreError;

/// What the enrollment QR says（登记二维码）:
/// `wangge://enroll?relay=https%3A%2F%2F…&pin=<64 hex>&root=<64 hex>&code=<26 characters>`.
/// It holds a one-time code, never a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrollmentLink {
    /// Address of the relay.
    pub relay: String,
    /// SHA-256 of the relay's public key.
    pub pin: Digest,
    /// The tenant's root key.
    pub root: PublicKey,
    /// The one-time code.
    pub code: String,
}

impl FromStr for EnrollmentLink {
    type Err = CoreError;

    fn from_str(text: &str) -> Result<Self, CoreError> {
        let invalid = |what: &str| CoreError::InvalidInput(format!("enrollment link: {what}"));
        let url = Url::parse(text.trim()).map_err(|_| invalid("not a link"))?;
        if url.scheme() != "wangge" || url.host_str() != Some("enroll") {
            return Err(invalid("not an enrollment"));
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
        let code: String = part("code")?
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .collect::<String>();
        let code = code.to_uppercase();
        // Crockford's alphabet leaves out I, L, O and U.
        let crockford = |c: char| c.is_ascii_alphanumeric() && !matches!(c, 'I' | 'L' | 'O' | 'U');
        if code.len() != 26 || !code.chars().all(crockford) {
            return Err(invalid("code"));
        }
        Ok(Self {
            relay,
            pin: part("pin")?.parse().map_err(|_| invalid("pin"))?,
            root: PublicKey::from_hex(&part("root")?).ok_or_else(|| invalid("root"))?,
            code,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(relay: &str, pin: &str, code: &str) -> Result<EnrollmentLink, CoreError> {
        let root = "ab".repeat(32);
        format!("wangge://enroll?relay={relay}&pin={pin}&root={root}&code={code}").parse()
    }

    const RELAY: &str = "https%3A%2F%2F192.168.1.5%3A7443";
    const CODE: &str = "0123456789ABCDEFGHJKMNPQRS";

    #[test]
    fn a_link_is_read() {
        let pin = "0f".repeat(32);
        let read = link(RELAY, &pin, CODE).unwrap();
        assert_eq!(read.relay, "https://192.168.1.5:7443");
        assert_eq!(read.pin, Digest([0x0f; 32]));
        assert_eq!(read.root, PublicKey([0xab; 32]));
        assert_eq!(read.code, CODE);
        let spoken = "01234-56789-abcde-fghjk-mnpqrs";
        assert_eq!(link(RELAY, &pin, spoken).unwrap().code, CODE);
    }

    #[test]
    fn what_is_no_link_is_refused() {
        let pin = "0f".repeat(32);
        assert!("https://example.org/".parse::<EnrollmentLink>().is_err());
        assert!("wangge://enroll".parse::<EnrollmentLink>().is_err());
        assert!(link("http%3A%2F%2F10.0.0.1", &pin, CODE).is_err());
        assert!(link(RELAY, "0f", CODE).is_err());
        assert!(link(RELAY, &pin, "0123456789ABCDEFGHJKMNPQRU").is_err());
        assert!(link(RELAY, &pin, "short").is_err());
    }
}
