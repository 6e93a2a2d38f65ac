use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::multipart::MultipartStore;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, Certificate, ClientOptions, ObjectStore, RetryConfig};

use crate::blob_choice::S3Choice;
use crate::error::RelayStartError;

/// What a bucket is used for（对象存储用途）.
#[derive(Clone, Copy, Debug)]
pub(crate) struct S3Use {
    /// Table of the configuration that speaks of it.
    table: &'static str,
    /// Environment variable that holds the secret key in place of a file.
    variable: &'static str,
    /// How long one request may take.
    request: Duration,
}

impl S3Use {
    /// Photos: a part of 5 MiB over a slow line.
    pub(crate) const PHOTOS: Self = Self {
        table: "blobs",
        variable: "WANGGE_S3_SECRET_KEY",
        request: Duration::from_secs(30),
    };
    /// Backups: a portion of the database over a slow line, while nobody waits.
    pub(crate) const BACKUPS: Self = Self {
        table: "backup",
        variable: "WANGGE_BACKUP_SECRET_KEY",
        request: Duration::from_secs(300),
    };
}

/// The library itself asks again so often, and gives up after so long: a phone that waits longer
/// has lost its connection, and comes again by itself.
const RETRIES: usize = 3;
const RETRY_FOR: Duration = Duration::from_secs(15);

/// A store that speaks S3. Nothing is sent yet.
///
/// # Errors
/// The secret key or the certificate cannot be read, or the address makes no sense.
pub(crate) fn open_s3(
    choice: &S3Choice,
    used: S3Use,
) -> Result<Arc<dyn ObjectStore>, RelayStartError> {
    Ok(open_s3_in_parts(choice, used)?.0)
}

/// A store of objects, and beside it the way to write them in parts whose ids are known.
pub(crate) type InParts = (Arc<dyn ObjectStore>, Arc<dyn MultipartStore>);

/// The same as [`open_s3`], with the way to write in parts.
///
/// # Errors
/// As [`open_s3`].
pub(crate) fn open_s3_in_parts(choice: &S3Choice, used: S3Use) -> Result<InParts, RelayStartError> {
    let store = connect(choice, used)?;
    if choice.prefix.is_empty() {
        return Ok((Arc::new(store.clone()), Arc::new(store)));
    }
    let store = PrefixStore::new(store, choice.prefix.as_str());
    Ok((Arc::new(store.clone()), Arc::new(store)))
}

fn connect(choice: &S3Choice, used: S3Use) -> Result<AmazonS3, RelayStartError> {
    // The same cryptography as everywhere in the relay; a test may have chosen it already.
    let _chosen_already = rustls::crypto::ring::default_provider().install_default();
    let mut options = ClientOptions::new()
        .with_allow_http(choice.allow_http)
        .with_timeout(used.request)
        .with_connect_timeout(Duration::from_secs(5));
    if let Some(path) = &choice.certificate_file {
        let pem =
            std::fs::read(path).map_err(|error| RelayStartError::file(path, error.to_string()))?;
        let certificates = Certificate::from_pem_bundle(&pem)
            .map_err(|error| RelayStartError::file(path, error.to_string()))?;
        for certificate in certificates {
            options = options.with_root_certificate(certificate);
        }
    }
    AmazonS3Builder::new()
        .with_endpoint(&choice.endpoint)
        .with_region(&choice.region)
        .with_bucket_name(&choice.bucket)
        .with_access_key_id(&choice.access_key)
        .with_secret_access_key(secret_key(choice, used)?)
        // Names of buckets need no DNS entries of their own then: what stores on premises have.
        .with_virtual_hosted_style_request(false)
        .with_client_options(options)
        .with_retry(RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: RETRIES,
            retry_timeout: RETRY_FOR,
        })
        .build()
        .map_err(|error| RelayStartError::invalid(format!("S3: {error}")))
}

fn secret_key(choice: &S3Choice, used: S3Use) -> Result<String, RelayStartError> {
    let S3Use {
        table, variable, ..
    } = used;
    if let Ok(secret) = std::env::var(variable)
        && !secret.is_empty()
    {
        return Ok(secret);
    }
    let Some(path) = &choice.secret_key_file else {
        return Err(RelayStartError::invalid(format!(
            "缺少 S3 密钥：请在配置 {table}.secret_key_file 写明密钥文件，如 \"/etc/wangge/s3-secret\"，\
             或设环境变量 {variable}（no secret key for S3: name its file or set the variable）"
        )));
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| RelayStartError::file(path, error.to_string()))?;
    Ok(text.trim().to_owned())
}
