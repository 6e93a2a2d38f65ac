//! 18, 62 and 103: photos.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, Response};
use wangge_domain::Digest;
use wangge_protocol::{BlobHashes, sha256};

use crate::tests::blobs::creation;
use crate::tests::phone::Phone;
use crate::tests::world::{OFFICER, WORKER, World, stream};

async fn create(world: &World, phone: &Phone, digest: Digest, length: usize) -> Response {
    let pair = |key: &str, value: String| format!("{key} {}", STANDARD.encode(value));
    let metadata = [
        pair("sha256", digest.to_string()),
        pair("stream", stream(0).to_string()),
        pair("role", "view".to_owned()),
    ];
    world
        .http
        .post(world.url("/api/v1/blobs"))
        .bearer_auth(&phone.token)
        .header("tus-resumable", "1.0.0")
        .header("upload-length", length)
        .header("upload-metadata", metadata.join(","))
        .send()
        .await
        .unwrap()
}

async fn patch(world: &World, phone: &Phone, at: &str, offset: usize, bytes: &[u8]) -> u16 {
    world
        .http
        .request(Method::PATCH, world.url(at))
        .bearer_auth(&phone.token)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", offset)
        .body(bytes.to_vec())
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

fn location(response: &Response) -> String {
    response.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_018_other_bytes_under_the_same_id() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let bytes = vec![7; 5_000];
    let digest = sha256(&bytes);
    let at = location(&create(&world, &phone, digest, bytes.len()).await);
    assert_eq!(patch(&world, &phone, &at, 0, &bytes).await, 204);
    // Nobody names it yet, so the same id can be sent again: with other bytes it is void.
    let at = location(&create(&world, &phone, digest, bytes.len()).await);
    if at.contains("/uploads/") {
        assert_eq!(patch(&world, &phone, &at, 0, &vec![8; 5_000]).await, 460);
    }
    let blobs = BlobHashes {
        original: Digest([1; 32]),
        view: digest,
        thumbnail: Digest([2; 32]),
    };
    phone.photo(&world, 1, stream(0), blobs);
    phone.sync(&world).await;
    let path = format!("/api/v1/blobs/{digest}");
    let held = world.http.get(world.url(&path)).bearer_auth(&phone.token);
    let held = held.send().await.unwrap().bytes().await.unwrap();
    assert_eq!(held.as_ref(), bytes.as_slice(), "the true bytes stay");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_062_revoked_in_the_middle_of_an_upload() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let bytes = vec![9; 10_000];
    let at = location(&create(&world, &phone, sha256(&bytes), bytes.len()).await);
    assert_eq!(patch(&world, &phone, &at, 0, &bytes[..9_900]).await, 204);
    world
        .admin()
        .revoke_device(phone.device, None, "遗失")
        .unwrap();
    assert_eq!(
        patch(&world, &phone, &at, 9_900, &bytes[9_900..]).await,
        401
    );
    assert_eq!(
        create(&world, &phone, sha256(&bytes), bytes.len())
            .await
            .status(),
        401
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_103_a_thousand_uploads_at_the_same_time() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let mut begun = Vec::new();
    for wave in 0..10_u8 {
        // As many at once as the files allow that one process may open.
        let mut uploads = tokio::task::JoinSet::new();
        for number in 0..100_u8 {
            let digest = sha256(&[wave, number]);
            uploads.spawn(creation(&world, &phone, digest, stream(0), 10).send());
        }
        while let Some(response) = uploads.join_next().await {
            let response = response.unwrap().unwrap();
            match response.status().as_u16() {
                201 => begun.push(location(&response)),
                status => assert_eq!(status, 429),
            }
        }
        if wave == 1 {
            // What was begun goes on.
            assert_eq!(patch(&world, &phone, &begun[0], 0, &[1]).await, 204);
        }
    }
    assert_eq!(begun.len(), 128, "not one more is open");
    // Nobody else waits for that.
    let officer = Phone::enroll(&world, OFFICER).await;
    let other = create(&world, &officer, sha256(b"other"), 10).await;
    assert_eq!(other.status(), 201);
}
