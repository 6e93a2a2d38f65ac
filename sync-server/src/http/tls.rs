use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{CertificateParams, CustomExtension, KeyPair, PublicKeyData as _};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use wangge_domain::Digest;
use wangge_protocol::{TlsWord, sha256};

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;
use crate::tls_word::word_of;

/// Names the root key's word in a certificate: an arc of one's own below 2.25.
const WORD_OID: &[u64] = &[2, 25, 1_884_735_920_436_517];

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
        Self::make_in(&folder.tls())
    }

    /// Makes key and certificate in a folder that has none yet.
    pub(crate) fn make_in(tls: &Path) -> Result<(), RelayStartError> {
        let (key_path, certificate_path) = paths(tls);
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

    /// Reads key and certificate. TLS 1.3 is spoken alone, unless the older one is asked for.
    pub(crate) fn read(folder: &DataFolder, tls12: bool) -> Result<Self, RelayStartError> {
        let tls = folder.tls();
        let (key_path, certificate_path) = paths(&tls);
        let key_pem = std::fs::read_to_string(&key_path)
            .map_err(|error| RelayStartError::file(&key_path, error.to_string()))?;
        let pair = KeyPair::from_pem(&key_pem).map_err(failed)?;
        let pin = sha256(&pair.subject_public_key_info());
        let certificate = CertificateDer::from_pem_file(&certificate_path).map_err(failed)?;
        let mut chain = vec![certificate];
        if let Some(word) = word_of(&tls)? {
            chain.push(certificate_with(&word, &pair)?);
        }
        let key = PrivateKeyDer::from_pem_slice(key_pem.as_bytes()).map_err(failed)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions: &[&rustls::SupportedProtocolVersion] = if tls12 {
            &[&rustls::version::TLS13, &rustls::version::TLS12]
        } else {
            &[&rustls::version::TLS13]
        };
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .map_err(failed)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
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
    let (_, path) = paths(&folder.tls());
    let certificate = CertificateDer::from_pem_file(&path).map_err(failed)?;
    let (_, parsed) = x509_parser::parse_x509_certificate(&certificate).map_err(failed)?;
    let validity = parsed.validity();
    Ok((
        validity.not_before.timestamp(),
        validity.not_after.timestamp(),
    ))
}

/// The pin of the key that lies in a folder; `None`: none lies there.
pub(crate) fn pin_in(tls: &Path) -> Result<Option<Digest>, RelayStartError> {
    let (key_path, _) = paths(tls);
    if !key_path.exists() {
        return Ok(None);
    }
    let pem = std::fs::read_to_string(&key_path)
        .map_err(|error| RelayStartError::file(&key_path, error.to_string()))?;
    let pair = KeyPair::from_pem(&pem).map_err(failed)?;
    Ok(Some(sha256(&pair.subject_public_key_info())))
}

/// A certificate that carries the root key's word to whoever knows the root key. It is shown behind
/// the relay's own, so that this one can be renewed without the root key.
fn certificate_with(
    word: &TlsWord,
    pair: &KeyPair,
) -> Result<CertificateDer<'static>, RelayStartError> {
    let mut params = CertificateParams::new(vec!["wangge-relay".to_owned()]).map_err(failed)?;
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "wangge-relay");
    let word = word.to_bytes();
    // An OCTET STRING of less than 128 bytes.
    let mut content = vec![0x04, u8::try_from(word.len()).map_err(failed)?];
    content.extend(word);
    let extension = CustomExtension::from_oid_content(WORD_OID, content);
    params.custom_extensions.push(extension);
    let made = params.self_signed(pair).map_err(failed)?;
    Ok(made.der().clone())
}

fn paths(tls: &Path) -> (PathBuf, PathBuf) {
    (tls.join("key.pem"), tls.join("certificate.pem"))
}
