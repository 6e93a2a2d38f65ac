use std::path::PathBuf;

/// Where photos lie（照片存储）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BlobChoice {
    /// A folder inside the data folder.
    #[default]
    Folder,
    /// A bucket of any store that speaks S3. Several relays may share it.
    S3(S3Choice),
}

/// A bucket, and how to sign requests to it. The secret key stands in none of these fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct S3Choice {
    /// Base URL of the store, `https://host[:port]`.
    pub endpoint: String,
    /// Region that signatures name; many stores accept any word.
    pub region: String,
    /// The bucket; it must exist.
    pub bucket: String,
    /// What every key begins with; empty: nothing. Several installations may share a bucket.
    pub prefix: String,
    /// Id of the access key.
    pub access_key: String,
    /// File that holds the secret key, unless the environment does.
    pub secret_key_file: Option<PathBuf>,
    /// Without TLS: for a store on the same machine or behind a tunnel.
    pub allow_http: bool,
    /// Certificates (PEM) to trust beside those of the system.
    pub certificate_file: Option<PathBuf>,
}
