use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair, PublicKeyData as _};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use wangge_domain::Digest;
use wangge_protocol::sha256;

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;

/// The relay's own certificate and the pin by which phones know it.
pub(crate) struct Tls {
    pub(crate) config: Arc<ServerConfig>,
    /// SHA-256 of the certificate's SubjectPublicKeyInfo.
    pub(crate) pin: Digest,
}

fn failed(error: impl std::fmt::Display) -> RelayStartError {
    RelayStartError::Tls(error.to_string())
}

impl Tls {
    /// Makes key and certificate if the folder has none yet.
    pub(crate) fn make(folder: &DataFolder) -> Result<(), RelayStartError> {
        let (key_path, certificate_path) = paths(folder);
        if key_path.exists() && certificate_path.exists() {
            return Ok(());
        }
        let key = KeyPair::generate().map_err(failed)?;
        let mut params =
            CertificateParams::new(vec!["localhost".to_owned(), "wangge-relay".to_owned()])
                .map_err(failed)?;
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "wangge-relay");
        let certificate = params.self_signed(&key).map_err(failed)?;
        write_durably(&certificate_path, certificate.pem().as_bytes(), false)
            .map_err(|error| RelayStartError::file(&certificate_path, error.to_string()))?;
        write_durably(&key_path, key.serialize_pem().as_bytes(), true)
            .map_err(|error| RelayStartError::file(&key_path, error.to_string()))
    }

    /// Reads key and certificate.
    pub(crate) fn read(folder: &DataFolder) -> Result<Self, RelayStartError> {
        let (key_path, certificate_path) = paths(folder);
        let key_pem = std::fs::read_to_string(&key_path)
            .map_err(|error| RelayStartError::file(&key_path, error.to_string()))?;
        let pin = sha256(
            &KeyPair::from_pem(&key_pem)
                .map_err(failed)?
                .subject_public_key_info(),
        );
        let certificate = CertificateDer::from_pem_file(&certificate_path).map_err(failed)?;
        let key = PrivateKeyDer::from_pem_slice(key_pem.as_bytes()).map_err(failed)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(failed)?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .map_err(failed)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self {
            config: Arc::new(config),
            pin,
        })
    }
}

/// When the certificate begins and ends, seconds since 1970.
pub(crate) fn certificate_validity(folder: &DataFolder) -> Result<(i64, i64), RelayStartError> {
    let (_, path) = paths(folder);
    let certificate = CertificateDer::from_pem_file(&path).map_err(failed)?;
    let (_, parsed) = x509_parser::parse_x509_certificate(&certificate).map_err(failed)?;
    let validity = parsed.validity();
    Ok((
        validity.not_before.timestamp(),
        validity.not_after.timestamp(),
    ))
}

fn paths(folder: &DataFolder) -> (std::path::PathBuf, std::path::PathBuf) {
    (
        folder.tls().join("key.pem"),
        folder.tls().join("certificate.pem"),
    )
}
