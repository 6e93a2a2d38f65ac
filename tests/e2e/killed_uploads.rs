//! `kill -9` of the relay in the middle of a photo: after the restart the upload stands at the byte
//! that was acknowledged, and the finished photo has the announced hash.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Response, StatusCode};
use wangge_domain::{DeviceId, StreamId};
use wangge_protocol::{
    Capabilities, EnrollRequest, EnrollResponse, SecretKey, decode, encode, sha256,
};
use wangge_tests::s3_server::configuration_of;

use super::programs::{RelayProcess, S3Process};
use crate::world::{World, WorldClock};

/// Bytes of one request, and requests of the photo.
const PART: usize = 256 * 1024;
const PARTS: usize = 16;
/// How often the relay is killed on the way.
const KILLS: usize = 6;
/// How often a store may say in a row that it is busy.
const BUSY: usize = 20;
const LISTEN: &str = "127.0.0.1:0";

/// A phone as far as uploads go, that sends each byte when the test says so.
struct Uploader {
    token: String,
    stream: StreamId,
}

/// A fresh one for each relay: no connection to the dead one is used again.
fn client() -> Client {
    let provider = rustls::crypto::ring::default_provider();
    // The first test of a process installs it; the others find it there.
    let _installed = provider.install_default();
    Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .build()
        .expect("a client can be built")
}

fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name).expect("it is there");
    value.to_str().expect("a header is text").to_owned()
}

impl Uploader {
    async fn enroll(world: &World) -> Self {
        let (user, grid) = world.worker(0);
        let code = world
            .admin()
            .enroll_code(user, 3_600_000)
            .expect("a code can be made")
            .code;
        let (device, key) = (
            DeviceId::from_bytes([0xD7; 16]),
            SecretKey::from_seed([7; 32]),
        );
        let request = EnrollRequest {
            proof: key.sign(&EnrollRequest::proof_message(&code, device)),
            code,
            device,
            key: key.public(),
            label: "测试机".to_owned(),
            capabilities: Capabilities::ALL,
            root: None,
        };
        let url = format!("{}/api/v1/enroll", world.relay().address);
        let sent = client().post(url).body(encode(&request)).send().await;
        let response = sent.expect("the relay answers");
        assert_eq!(response.status(), StatusCode::OK);
        let body = response.bytes().await.expect("an answer");
        let answer: EnrollResponse = decode(&body).expect("it is one");
        Self {
            token: answer.token,
            stream: StreamId::of_grid(grid),
        }
    }

    /// Announces the photo; gives where its bytes go.
    async fn create(&self, relay: &RelayProcess, bytes: &[u8]) -> String {
        let pair = |key: &str, value: String| format!("{key} {}", STANDARD.encode(value));
        let metadata = [
            pair("sha256", sha256(bytes).to_string()),
            pair("stream", self.stream.to_string()),
            pair("role", "view".to_owned()),
        ];
        let sent = client()
            .post(format!("{}/api/v1/blobs", relay.address))
            .bearer_auth(&self.token)
            .header("tus-resumable", "1.0.0")
            .header("upload-length", bytes.len())
            .header("upload-metadata", metadata.join(","))
            .send()
            .await;
        let response = sent.expect("the relay answers");
        assert_eq!(response.status(), StatusCode::CREATED);
        header(&response, "location")
    }

    /// Where the upload stands; `None`: there is none any more.
    async fn offset(&self, relay: &RelayProcess, at: &str) -> Option<usize> {
        let sent = client()
            .head(format!("{}{at}", relay.address))
            .bearer_auth(&self.token)
            .header("tus-resumable", "1.0.0")
            .send()
            .await;
        let response = sent.expect("the relay answers");
        (response.status() == StatusCode::OK).then(|| {
            header(&response, "upload-offset")
                .parse()
                .expect("a number")
        })
    }

    async fn send(
        &self,
        (client, url): (&Client, &str),
        stands: usize,
        part: &[u8],
    ) -> reqwest::Result<Response> {
        client
            .patch(url)
            .bearer_auth(&self.token)
            .header("tus-resumable", "1.0.0")
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", stands)
            .body(part.to_vec())
            .send()
            .await
    }

    /// Sends a part until it is acknowledged, as a phone does: a store that has not let go of what the
    /// dead relay was writing is busy, and nothing is lost by it. Gives where the upload stands then.
    async fn acknowledged(
        &self,
        relay: &RelayProcess,
        at: &str,
        stands: usize,
        part: &[u8],
    ) -> usize {
        let (client, url) = (client(), format!("{}{at}", relay.address));
        for _ in 0..BUSY {
            let sent = self.send((&client, url.as_str()), stands, part).await;
            let response = sent.expect("the relay answers");
            if response.status() == StatusCode::NO_CONTENT {
                let stands = stands + part.len();
                assert_eq!(header(&response, "upload-offset"), stands.to_string());
                return stands;
            }
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(response.headers().contains_key("retry-after"));
            assert_eq!(self.offset(relay, at).await, Some(stands));
        }
        panic!("busy for ever at {stands}");
    }
}

/// The files below a folder with this name.
fn named(folder: &Path, name: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| {
            let path = entry.path();
            if path.is_dir() {
                return named(&path, name);
            }
            let is_it = entry.file_name().to_string_lossy() == name;
            is_it.then_some(path).into_iter().collect()
        })
        .collect()
}

/// Sends a photo to a relay that is killed again and again; it lies below `store` at the end. With a
/// server that keeps it, that is killed each second time as well, before the relay.
async fn killed_on_the_way(mut world: World, store: &Path, mut server: Option<S3Process>) {
    let phone = Uploader::enroll(&world).await;
    world.stop().await;
    // No part is like another: one in the wrong place gives another hash.
    let bytes: Vec<u8> = (0..PART * PARTS / 32)
        .flat_map(|block| sha256(&block.to_be_bytes()).0)
        .collect();
    let mut relay = RelayProcess::start(&world.data(), LISTEN);
    let at = phone.create(&relay, &bytes).await;
    let (mut acknowledged, mut torn) = (0, 0);
    for kill in 0..KILLS {
        let (client, url) = (client(), format!("{}{at}", relay.address));
        let part = |stands: usize| &bytes[stands..stands + PART];
        acknowledged = phone
            .acknowledged(&relay, &at, acknowledged, part(acknowledged))
            .await;
        // Killed while the next part is on its way, each time a little later.
        let life = Duration::from_millis(u64::try_from(kill).expect("a few"));
        let killer = tokio::task::spawn_blocking(move || {
            std::thread::sleep(life);
            let server = server.map(|server| match kill % 2 {
                1 => server.killed_and_started(),
                _ => server,
            });
            relay.kill();
            server
        });
        let next = phone.send((&client, url.as_str()), acknowledged, part(acknowledged));
        let (answer, ended) = tokio::join!(next, killer);
        server = ended.expect("the relay was killed");
        match answer {
            Ok(response) if response.status() == StatusCode::NO_CONTENT => acknowledged += PART,
            Ok(response) => assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE),
            Err(_) => torn += 1,
        }
        relay = RelayProcess::start(&world.data(), LISTEN);
        let stands = phone.offset(&relay, &at).await.expect("it goes on");
        // Of the part that was under way all counts, whose answer was lost, or nothing.
        assert!(
            stands == acknowledged || stands == acknowledged + PART,
            "kill {kill}: {stands}, acknowledged {acknowledged}"
        );
        acknowledged = stands;
    }
    assert!(torn > 0, "no kill met a part on its way");
    for part in bytes[acknowledged..].chunks(PART) {
        acknowledged = phone.acknowledged(&relay, &at, acknowledged, part).await;
    }
    assert_eq!(phone.offset(&relay, &at).await, None, "it is finished");
    let digest = sha256(&bytes);
    let kept = named(store, &digest.to_string());
    assert_eq!(kept.len(), 1, "{kept:?}");
    let stored = std::fs::read(&kept[0]).expect("it can be read");
    assert_eq!(sha256(&stored), digest, "every byte once, in its place");
    relay.kill();
    if let Some(server) = server {
        // That a relay hung up in the middle of a part is an error to the store as well.
        let said = server.said();
        assert!(!said.contains("File name too long"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_into_the_folder_goes_on_after_kill_nine() {
    let world = World::start_at(WorldClock::now_in_china()).await;
    let blobs = world.data().join("blobs");
    killed_on_the_way(world, &blobs, None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_into_a_bucket_goes_on_after_kill_nine_of_relay_and_store() {
    let world = World::start_at(WorldClock::now_in_china()).await;
    let folder = world.path("s3");
    let server = S3Process::start(&folder);
    // The relays that are started from now on keep photos there.
    let table = configuration_of(
        &server.endpoint,
        "blobs",
        "qingfeng",
        &world.path("s3-secret"),
    );
    let file = world.data().join("relay.toml");
    let mut text = std::fs::read_to_string(&file).expect("init wrote it");
    text.push_str(&table);
    std::fs::write(&file, text).expect("it can be written");
    killed_on_the_way(world, &folder, Some(server)).await;
}
