use std::io::Write;
use std::net::SocketAddr;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::BaselineError;

/// Documents in one request.
const BATCH: usize = 100;

/// What an upload cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaselineUpload {
    /// Documents sent and acknowledged.
    pub documents: usize,
    /// Requests made.
    pub requests: usize,
    /// From the first compression to the last acknowledgment.
    pub seconds: f64,
    /// Bytes of the request bodies. With headers: read the counters of a proxy in between.
    pub body_bytes_up: u64,
    /// Bytes of the answers' bodies.
    pub body_bytes_down: u64,
}

/// Uploads documents, each one line of JSON, to a baseline server or a proxy in front of it. When
/// it returns, all are durable there.
///
/// # Errors
/// The first request that fails; those before it are stored.
pub async fn upload(
    address: SocketAddr,
    lines: &[String],
) -> Result<BaselineUpload, BaselineError> {
    // The HTTP client wants a provider at hand even where nothing is encrypted. A second
    // installation is refused, which is as well.
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tcp_nodelay(true)
        .build()?;
    let url = format!("http://{address}/batch");
    let begun = Instant::now();
    let mut upload = BaselineUpload {
        documents: 0,
        requests: 0,
        seconds: 0.0,
        body_bytes_up: 0,
        body_bytes_down: 0,
    };
    for batch in lines.chunks(BATCH) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
        encoder.write_all(batch.join("\n").as_bytes())?;
        let body = encoder.finish()?;
        upload.body_bytes_up += body.len() as u64;
        let response = client
            .post(&url)
            .header("content-encoding", "gzip")
            .body(body);
        let response = response.send().await?;
        if !response.status().is_success() {
            return Err(BaselineError::Refused(response.status().as_u16()));
        }
        upload.body_bytes_down += response.bytes().await?.len() as u64;
        upload.requests += 1;
        upload.documents += batch.len();
    }
    upload.seconds = begun.elapsed().as_secs_f64();
    Ok(upload)
}
