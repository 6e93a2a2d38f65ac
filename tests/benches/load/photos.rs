//! Photos that come in beside the pushes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand_chacha::rand_core::Rng as _;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;
use wangge_domain::{Digest, StreamId};
use wangge_protocol::sha256;
use wangge_tests::seeded::seeded;

use super::device::Device;
use super::link::Link;
use super::statistics::rounded;

/// Bytes of a view copy.
const PHOTO_BYTES: usize = 500_000;
/// Uploads at the same time; more wait, and the rate shows it.
const AT_ONCE: usize = 64;
/// How long an upload may take before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(60);

/// Photos ready to be sent, each like no other.
pub(crate) struct Photos {
    per_second: f64,
    block: Vec<u8>,
    digests: Vec<Digest>,
}

/// Who uploads: a token, and the stream that the photo is for.
pub(crate) type Taker = (String, StreamId);

/// What became of them.
#[derive(Default)]
pub(crate) struct Carried {
    photos: u64,
    seconds: f64,
    not_taken: BTreeMap<u16, u64>,
    lost: u64,
}

impl Photos {
    /// So many 10⁶ bytes a second for so long.
    pub(crate) fn prepare(megabytes_per_second: f64, seconds: f64) -> Self {
        let per_second = megabytes_per_second * 1e6 / PHOTO_BYTES as f64;
        let mut block = vec![0; PHOTO_BYTES];
        seeded(1, "load/photo").fill_bytes(&mut block);
        Self::of(block, (per_second * seconds) as usize, per_second)
    }

    /// So many, at this rate.
    pub(crate) fn so_many(count: usize, per_second: f64) -> Self {
        let mut block = vec![0; PHOTO_BYTES];
        seeded(1, "load/photo").fill_bytes(&mut block);
        Self::of(block, count, per_second)
    }

    fn of(block: Vec<u8>, count: usize, per_second: f64) -> Self {
        let digests = (0..count).map(|number| sha256(&photo(&block, number)));
        Self {
            per_second,
            digests: digests.collect(),
            block,
        }
    }

    /// The phones that upload, in turn.
    pub(crate) fn takers(devices: &[Device]) -> Vec<Taker> {
        let seats = devices.iter().map(|device| &device.seat);
        seats
            .map(|seat| (seat.token.clone(), seat.stream))
            .collect()
    }

    /// Uploads them at their moments.
    pub(crate) async fn carry(&self, link: &Link, takers: &[Taker]) -> Carried {
        let begun = Instant::now();
        let at_once = Arc::new(Semaphore::new(AT_ONCE));
        let mut running = JoinSet::new();
        for (number, digest) in self.digests.iter().enumerate() {
            let moment = Duration::from_secs_f64(number as f64 / self.per_second);
            tokio::time::sleep_until(begun + moment).await;
            let Ok(permit) = Arc::clone(&at_once).acquire_owned().await else {
                break;
            };
            let taker = &takers[number % takers.len()];
            let bytes = photo(&self.block, number);
            let request = creation(link, number, taker, *digest, bytes);
            running.spawn(async move {
                let answer = request.send().await;
                drop(permit);
                answer.map(|response| response.status().as_u16())
            });
        }
        let mut carried = Carried::default();
        while let Some(ended) = running.join_next().await {
            match ended {
                Ok(Ok(201)) => carried.photos += 1,
                Ok(Ok(status)) => *carried.not_taken.entry(status).or_default() += 1,
                _ => carried.lost += 1,
            }
        }
        carried.seconds = begun.elapsed().as_secs_f64();
        carried
    }
}

impl Carried {
    /// What the relay took, 10⁶ bytes a second.
    pub(crate) fn megabytes_per_second(&self) -> f64 {
        let bytes = self.photos as f64 * PHOTO_BYTES as f64;
        bytes / 1e6 / self.seconds.max(1e-9)
    }

    /// All figures.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "photos": self.photos,
            "bytes_each": PHOTO_BYTES,
            "seconds": rounded(self.seconds, 2),
            "megabytes_per_second": rounded(self.megabytes_per_second(), 2),
            "not_taken": self.not_taken,
            "lost": self.lost,
        })
    }
}

/// The photo of this number.
fn photo(block: &[u8], number: usize) -> Vec<u8> {
    let mut bytes = block.to_vec();
    bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
    bytes
}

/// An upload in one request.
fn creation(
    link: &Link,
    turn: usize,
    (token, stream): &Taker,
    digest: Digest,
    bytes: Vec<u8>,
) -> RequestBuilder {
    let pair = |key: &str, value: String| format!("{key} {}", STANDARD.encode(value));
    let metadata = [
        pair("sha256", digest.to_string()),
        pair("stream", stream.to_string()),
        pair("role", "view".to_owned()),
    ];
    link.post(turn, "/api/v1/blobs")
        .bearer_auth(token)
        .timeout(PATIENCE)
        .header("tus-resumable", "1.0.0")
        .header("upload-length", bytes.len())
        .header("upload-metadata", metadata.join(","))
        .header("content-type", "application/offset+octet-stream")
        .body(bytes)
}
