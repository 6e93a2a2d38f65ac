use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use wangge_domain::{DeviceId, TenantId, Timestamp, UserId};

/// How long a bearer token is good.
const TOKEN_MS: i64 = 24 * 3_600_000;
/// How long a challenge may be answered.
const CHALLENGE_MS: i64 = 5 * 60_000;
/// device, user, expiry, nonce.
const TOKEN_BODY: usize = 16 + 16 + 8 + 8;
/// expiry, nonce.
const CHALLENGE_BODY: usize = 8 + 16;

/// Makes and checks bearer tokens and challenges. They carry their own proof, so that any
/// instance of the relay can check them; whether a device is revoked is asked at each request.
pub(crate) struct Tokens {
    secret: [u8; 32],
    tenant: TenantId,
}

/// What a good token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TokenHolder {
    pub(crate) device: DeviceId,
    pub(crate) user: UserId,
    pub(crate) expires_at: Timestamp,
}

impl Tokens {
    pub(crate) fn new(secret: [u8; 32], tenant: TenantId) -> Self {
        Self { secret, tenant }
    }

    /// A new bearer token.
    pub(crate) fn issue(&self, device: DeviceId, user: UserId, now: Timestamp) -> String {
        let mut bytes = Vec::with_capacity(TOKEN_BODY + 32);
        bytes.extend_from_slice(device.as_bytes());
        bytes.extend_from_slice(user.as_bytes());
        bytes.extend_from_slice(&now.plus_ms(TOKEN_MS).0.to_be_bytes());
        bytes.extend_from_slice(&rand::random::<[u8; 8]>());
        self.finish("token", bytes)
    }

    /// The holder of a token, if it is one of ours, of this tenant, and still good.
    pub(crate) fn check(&self, token: &str, now: Timestamp) -> Option<TokenHolder> {
        let bytes = self.open::<TOKEN_BODY>("token", token)?;
        let expires_at = Timestamp(i64::from_be_bytes(bytes[32..40].try_into().ok()?));
        (now < expires_at).then_some(TokenHolder {
            device: DeviceId::from_bytes(bytes[..16].try_into().ok()?),
            user: UserId::from_bytes(bytes[16..32].try_into().ok()?),
            expires_at,
        })
    }

    /// True if the token should be renewed with this answer.
    pub(crate) fn is_old(holder: &TokenHolder, now: Timestamp) -> bool {
        holder.expires_at.0 - now.0 < TOKEN_MS / 2
    }

    /// A challenge for a device whose token ran out.
    pub(crate) fn challenge(&self, now: Timestamp) -> String {
        let mut bytes = Vec::with_capacity(CHALLENGE_BODY + 32);
        bytes.extend_from_slice(&now.plus_ms(CHALLENGE_MS).0.to_be_bytes());
        bytes.extend_from_slice(&rand::random::<[u8; 16]>());
        self.finish("challenge", bytes)
    }

    /// Whether a challenge is ours and still good.
    pub(crate) fn check_challenge(&self, challenge: &str, now: Timestamp) -> bool {
        self.open::<CHALLENGE_BODY>("challenge", challenge)
            .and_then(|bytes| bytes[..8].try_into().ok())
            .is_some_and(|expiry| now.0 < i64::from_be_bytes(expiry))
    }

    fn mac(&self, purpose: &str, body: &[u8]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.secret).expect("HMAC takes a key of any length");
        mac.update(b"wangge/");
        mac.update(purpose.as_bytes());
        mac.update(self.tenant.as_bytes());
        mac.update(body);
        mac
    }

    fn finish(&self, purpose: &str, mut body: Vec<u8>) -> String {
        let tag = self.mac(purpose, &body).finalize().into_bytes();
        body.extend_from_slice(&tag);
        URL_SAFE_NO_PAD.encode(body)
    }

    fn open<const BODY: usize>(&self, purpose: &str, text: &str) -> Option<[u8; BODY]> {
        if text.len() > 256 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (body, tag) = bytes.split_at_checked(BODY)?;
        self.mac(purpose, body).verify_slice(tag).ok()?;
        body.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(tenant: u8) -> Tokens {
        Tokens::new([7; 32], TenantId::from_bytes([tenant; 16]))
    }

    #[test]
    fn a_token_says_who_holds_it_until_it_expires() {
        let (device, user) = (DeviceId::from_bytes([1; 16]), UserId::from_bytes([2; 16]));
        let token = tokens(9).issue(device, user, Timestamp(1_000));
        let holder = tokens(9).check(&token, Timestamp(2_000)).unwrap();
        assert_eq!((holder.device, holder.user), (device, user));
        assert_eq!(tokens(9).check(&token, Timestamp(1_000 + TOKEN_MS)), None);
    }

    #[test]
    fn neg_058_token_of_another_tenant_or_purpose() {
        let token = tokens(9).issue(
            DeviceId::from_bytes([1; 16]),
            UserId::from_bytes([2; 16]),
            Timestamp(0),
        );
        assert_eq!(tokens(8).check(&token, Timestamp(1)), None);
        assert!(!tokens(9).check_challenge(&token, Timestamp(1)));
        let mut bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        for place in 0..bytes.len() {
            bytes[place] ^= 1;
            assert_eq!(
                tokens(9).check(&URL_SAFE_NO_PAD.encode(&bytes), Timestamp(1)),
                None
            );
            bytes[place] ^= 1;
        }
    }
}
