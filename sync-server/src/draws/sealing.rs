//! The secret of a draw, sealed until its day: what lies in the store opens with a service key only.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use wangge_domain::draw::DrawSecret;
use wangge_domain::{Digest, RecordId, TenantId};
use wangge_protocol::SecretKey;

use crate::keys::ServiceStock;
use crate::store::SealedSecret;

const NONCE_BYTES: usize = 24;

/// Seals the secret of a draw（密封抽查密值）by the oldest service key, which all relays of a tenant have;
/// `None` without one.
pub(super) fn seal(
    stock: &ServiceStock,
    tenant: TenantId,
    draw: RecordId,
    secret: &DrawSecret,
) -> Option<SealedSecret> {
    let key = stock.oldest()?.key;
    let nonce: [u8; NONCE_BYTES] = rand::random();
    let subject = subject(tenant, draw);
    let payload = Payload {
        msg: &secret.0.0,
        aad: &subject,
    };
    let body = cipher(&key)
        .encrypt(&XNonce::from(nonce), payload)
        .expect("32 bytes are far below the limit of the cipher");
    Some(SealedSecret {
        key: key.public(),
        sealed: [nonce.as_slice(), &body].concat(),
    })
}

/// Opens it; `None` if its key is not in the stock, or it was altered, or is another draw's.
pub(super) fn open(
    stock: &ServiceStock,
    tenant: TenantId,
    draw: RecordId,
    kept: &SealedSecret,
) -> Option<DrawSecret> {
    let stocked = stock.secret_of(&kept.key)?;
    let (nonce, body) = kept.sealed.split_first_chunk::<NONCE_BYTES>()?;
    let subject = subject(tenant, draw);
    let payload = Payload {
        msg: body,
        aad: &subject,
    };
    let plain = cipher(&stocked.key)
        .decrypt(&XNonce::from(*nonce), payload)
        .ok()?;
    let bytes: [u8; 32] = plain.try_into().ok()?;
    Some(DrawSecret(Digest(bytes)))
}

/// A key for this use alone: the service key itself only signs.
fn cipher(key: &SecretKey) -> XChaCha20Poly1305 {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&key.seed())
        .expect("HMAC takes a key of any length");
    mac.update(b"wangge/draw-secret/1");
    let derived: [u8; 32] = mac.finalize().into_bytes().into();
    XChaCha20Poly1305::new(&derived.into())
}

fn subject(tenant: TenantId, draw: RecordId) -> Vec<u8> {
    [tenant.as_bytes().as_slice(), draw.as_bytes().as_slice()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_folder::DataFolder;

    fn stock(folder: &tempfile::TempDir) -> ServiceStock {
        let data = DataFolder::new(folder.path());
        data.create().unwrap();
        let mut stock = ServiceStock::read(&data).unwrap();
        stock
            .fill(&data, &SecretKey::from_seed([9; 32]), 2)
            .unwrap();
        stock
    }

    #[test]
    fn a_sealed_secret_opens_for_its_draw_with_its_service_key_only() {
        let folders = [(); 2].map(|()| tempfile::TempDir::new().unwrap());
        let (own, strange) = (stock(&folders[0]), stock(&folders[1]));
        let tenant = TenantId::from_bytes([1; 16]);
        let draw = RecordId::from_bytes([2; 16]);
        let secret = DrawSecret(Digest([7; 32]));
        let sealed = seal(&own, tenant, draw, &secret).unwrap();
        assert_eq!(open(&own, tenant, draw, &sealed), Some(secret));

        // A stock that was filled up opens it still.
        let mut longer = ServiceStock::read(&DataFolder::new(folders[0].path())).unwrap();
        let data = DataFolder::new(folders[0].path());
        longer
            .fill(&data, &SecretKey::from_seed([9; 32]), 1)
            .unwrap();
        assert_eq!(open(&longer, tenant, draw, &sealed), Some(secret));

        assert_eq!(open(&strange, tenant, draw, &sealed), None, "its key");
        let other = RecordId::from_bytes([3; 16]);
        assert_eq!(open(&own, tenant, other, &sealed), None, "its draw");
        let other = TenantId::from_bytes([3; 16]);
        assert_eq!(open(&own, other, draw, &sealed), None, "its tenant");
        for place in 0..sealed.sealed.len() {
            let mut altered = sealed.clone();
            altered.sealed[place] ^= 1;
            assert_eq!(open(&own, tenant, draw, &altered), None, "{place}");
        }
        let again = seal(&own, tenant, draw, &secret).unwrap();
        assert_ne!(again.sealed, sealed.sealed, "no two look alike");
        let plain = sealed.sealed.windows(8).any(|bytes| bytes == [7; 8]);
        assert!(!plain);
    }
}
