use std::sync::{Arc, Mutex};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{PublicKey, TlsWord};

/// By what keys a relay is known（信任的证书公钥）.
#[derive(Clone, Debug)]
pub(crate) struct TrustedKeys {
    /// SHA-256 of the SubjectPublicKeyInfo of the key in use.
    pub(crate) pin: Digest,
    /// That of the next one, announced by the relay.
    pub(crate) next: Option<Digest>,
    /// The root key known from enrollment: what it certified is trusted too.
    pub(crate) root: Option<PublicKey>,
    /// Only words of the root key that were given after this one count: a key that was given up is
    /// not taken again.
    pub(crate) issued: Timestamp,
}

impl TrustedKeys {
    /// Exactly one key.
    pub(crate) fn pinned(pin: Digest) -> Self {
        Self {
            pin,
            next: None,
            root: None,
            issued: Timestamp(i64::MIN),
        }
    }
}

/// The key that answered（应答的证书公钥）, proven by a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AnsweredBy {
    /// SHA-256 of its SubjectPublicKeyInfo.
    pub(crate) pin: Digest,
    /// When the root key certified it, if it did.
    pub(crate) issued: Option<Timestamp>,
}

/// Trusts the key of the relay named in the enrollment link（证书公钥固定）, the one that this relay
/// announced as its next, and one that the root key certified since.
///
/// A relay makes its own certificate, on a bare LAN address and with phones whose clocks are
/// wrong: names, authorities and dates of the certificate say nothing. The handshake's signature
/// proves that the other side holds the private half.
#[derive(Debug)]
struct PinnedKey {
    trusted: TrustedKeys,
    /// Shown a certificate; not proven yet.
    shown: Mutex<Option<AnsweredBy>>,
    answered: Arc<Mutex<Option<AnsweredBy>>>,
    provider: Arc<CryptoProvider>,
}

impl PinnedKey {
    /// The key with this pin, if it is trusted; `shown` are the certificates that came with it.
    fn trust(&self, pin: Digest, shown: &[&[u8]]) -> Option<AnsweredBy> {
        let trusted = &self.trusted;
        let word = trusted.root.and_then(|root| {
            let mut words = shown.iter().filter_map(|bytes| TlsWord::find(bytes));
            words.find(|word| word.holds(&root, &pin))
        });
        let issued = word.map(|word| word.issued);
        let is_known = pin == trusted.pin || Some(pin) == trusted.next;
        let is_certified = issued.is_some_and(|issued| issued > trusted.issued);
        (is_known || is_certified).then_some(AnsweredBy { pin, issued })
    }

    /// The other side holds the private half of the key that it showed.
    fn proven(&self) {
        let shown = self.shown.lock().ok().and_then(|shown| *shown);
        if let (Some(shown), Ok(mut answered)) = (shown, self.answered.lock()) {
            *answered = Some(shown);
        }
    }
}

/// TLS that trusts only these keys; `answered` is told which of them it was.
///
/// # Errors
/// What rustls says of its own provider; it does not happen with the one linked here.
pub(super) fn client_config(
    trusted: TrustedKeys,
    answered: Arc<Mutex<Option<AnsweredBy>>>,
) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Arc::new(PinnedKey {
        trusted,
        shown: Mutex::new(None),
        answered,
        provider: Arc::clone(&provider),
    });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    // The certificate names whatever the relay called itself: no server name is told to others.
    config.enable_sni = false;
    Ok(config)
}

impl ServerCertVerifier for PinnedKey {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let certificate = ParsedCertificate::try_from(end_entity)?;
        let key = certificate.subject_public_key_info();
        let pin = wangge_protocol::sha256(key.as_ref());
        let mut certificates: Vec<&[u8]> = vec![end_entity.as_ref()];
        for intermediate in intermediates {
            certificates.push(intermediate.as_ref());
        }
        let Some(known) = self.trust(pin, &certificates) else {
            return Err(CertificateError::ApplicationVerificationFailure.into());
        };
        if let Ok(mut shown) = self.shown.lock() {
            *shown = Some(known);
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        let verified = verify_tls12_signature(message, certificate, signature, algorithms)?;
        self.proven();
        Ok(verified)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        let verified = verify_tls13_signature(message, certificate, signature, algorithms)?;
        self.proven();
        Ok(verified)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use wangge_protocol::SecretKey;

    use super::*;

    const OWN: Digest = Digest([1; 32]);
    const OTHER: Digest = Digest([2; 32]);

    fn knowing(trusted: TrustedKeys) -> PinnedKey {
        PinnedKey {
            trusted,
            shown: Mutex::new(None),
            answered: Arc::default(),
            provider: Arc::new(rustls::crypto::ring::default_provider()),
        }
    }

    #[test]
    fn only_a_later_word_of_the_known_root_key_stands_for_another_pin() {
        let root = SecretKey::from_seed([7; 32]);
        let known = knowing(TrustedKeys {
            root: Some(root.public()),
            issued: Timestamp(5),
            ..TrustedKeys::pinned(OWN)
        });
        let word = |by: &SecretKey, pin: &Digest, issued| {
            TlsWord::give(by, pin, Timestamp(issued)).to_bytes()
        };
        let trust = |pin, shown: &[u8]| known.trust(pin, &[b"its own".as_slice(), shown]);
        let found = trust(OTHER, &word(&root, &OTHER, 6)).unwrap();
        assert_eq!((found.pin, found.issued), (OTHER, Some(Timestamp(6))));
        assert_eq!(trust(OTHER, &word(&root, &OTHER, 5)), None);
        assert_eq!(trust(OTHER, &word(&root, &OWN, 6)), None);
        let stranger = SecretKey::from_seed([8; 32]);
        assert_eq!(trust(OTHER, &word(&stranger, &OTHER, 6)), None);
        assert_eq!(trust(OTHER, b"no word"), None);
        assert_eq!(trust(OWN, b"no word").unwrap().issued, None);
        // Before enrollment no root key is known: the pin of the link alone counts.
        let pinned = knowing(TrustedKeys::pinned(OWN));
        let shown = word(&root, &OTHER, 6);
        assert_eq!(pinned.trust(OTHER, &[shown.as_slice()]), None);
    }

    #[test]
    fn a_pin_that_was_announced_is_trusted() {
        let known = knowing(TrustedKeys {
            next: Some(OTHER),
            ..TrustedKeys::pinned(OWN)
        });
        assert!(known.trust(OTHER, &[]).is_some());
        assert!(known.trust(Digest([3; 32]), &[]).is_none());
    }
}
