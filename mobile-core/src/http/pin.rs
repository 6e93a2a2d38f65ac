//! TLS that believes exactly one key: the relay's, named in the enrollment QR.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{DigitallySignedStruct, Error, SignatureScheme};
use wangge_domain::Digest;
use wangge_protocol::sha256;

use super::HttpError;

/// Believes a certificate if the SHA-256 of its public key info is the pinned one. Names and
/// dates are not looked at: a village PC has neither a domain name nor a certificate authority,
/// and a phone's clock is no judge of dates.
#[derive(Debug)]
pub(crate) struct PinVerifier {
    pin: Digest,
    provider: Arc<CryptoProvider>,
    mismatch: Arc<AtomicBool>,
}

impl PinVerifier {
    /// A TLS configuration with this verifier, and a flag that rises when another key answered.
    pub(crate) fn config(
        pin: Digest,
    ) -> Result<(rustls::ClientConfig, Arc<AtomicBool>), HttpError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mismatch = Arc::new(AtomicBool::new(false));
        let verifier =
            Self { pin, provider: Arc::clone(&provider), mismatch: Arc::clone(&mismatch) };
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(|error| HttpError::BadAddress(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok((config, mismatch))
    }
}

impl ServerCertVerifier for PinVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let certificate = ParsedCertificate::try_from(end_entity)?;
        if sha256(certificate.subject_public_key_info().as_ref()) == self.pin {
            Ok(ServerCertVerified::assertion())
        } else {
            self.mismatch.store(true, Ordering::Relaxed);
            Err(Error::General("the key is not the pinned one".to_owned()))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
