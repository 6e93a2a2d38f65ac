use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, RequestBuilder, Response};
use wangge_domain::{Digest, StreamId};
use wangge_protocol::{BlobHashes, sha256};

use super::phone::Phone;
use super::world::{DAY_MS, OFFICER, OTHER_WORKER, WORKER, World, stream};

/// A picture of this many bytes that is like no other.
pub(super) fn picture(seed: u8, size: usize) -> Vec<u8> {
    let block = sha256(&[seed]).0;
    block.iter().copied().cycle().take(size).collect()
}

pub(super) fn request(world: &World, phone: &Phone, method: &str, path: &str) -> RequestBuilder {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let url = if path.starts_with("https") {
        path.to_owned()
    } else {
        world.url(path)
    };
    world
        .http
        .request(method, url)
        .bearer_auth(&phone.token)
        .header("tus-resumable", "1.0.0")
}

pub(super) fn creation(
    world: &World,
    phone: &Phone,
    digest: Digest,
    into: StreamId,
    length: usize,
) -> RequestBuilder {
    let pair = |key: &str, value: String| format!("{key} {}", STANDARD.encode(value));
    let metadata = [
        pair("sha256", digest.to_string()),
        pair("stream", into.to_string()),
        pair("role", "view".to_owned()),
    ]
    .join(",");
    request(world, phone, "POST", "/api/v1/blobs")
        .header("upload-length", length)
        .header("upload-metadata", metadata)
}

pub(super) async fn created(world: &World, phone: &Phone, bytes: &[u8]) -> String {
    let request = creation(world, phone, sha256(bytes), stream(0), bytes.len());
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 201);
    header(&response, "location")
}

fn header(response: &Response, name: &str) -> String {
    response.headers()[name].to_str().unwrap().to_owned()
}

pub(super) async fn patch(
    world: &World,
    phone: &Phone,
    at: &str,
    offset: usize,
    bytes: &[u8],
) -> Response {
    request(world, phone, "PATCH", at)
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", offset)
        .body(bytes.to_vec())
        .send()
        .await
        .unwrap()
}

pub(super) async fn offset(world: &World, phone: &Phone, at: &str) -> String {
    let response = request(world, phone, "HEAD", at).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers().contains_key("upload-expires"));
    header(&response, "upload-offset")
}

/// Sends an envelope that names the picture as its view copy.
pub(super) async fn name_it(world: &World, phone: &mut Phone, number: u8, view: Digest) {
    let (original, thumbnail) = (Digest([number; 32]), Digest([number + 100; 32]));
    phone.photo(
        world,
        number,
        stream(0),
        BlobHashes {
            original,
            view,
            thumbnail,
        },
    );
    let sent = phone.sync(world).await;
    assert_eq!(sent.accepted, 1);
}

pub(super) async fn read(world: &World, phone: &Phone, digest: Digest) -> Response {
    request(world, phone, "GET", &format!("/api/v1/blobs/{digest}"))
        .send()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_where_it_was_cut_and_is_read_by_range() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let bytes = picture(1, 300_000);
    let at = created(&world, &phone, &bytes).await;
    assert_eq!(
        patch(&world, &phone, &at, 0, &bytes[..100_000])
            .await
            .status(),
        204
    );
    assert_eq!(offset(&world, &phone, &at).await, "100000");
    let wrong = patch(&world, &phone, &at, 50_000, &bytes[50_000..]).await;
    assert_eq!(wrong.status(), 409);
    assert_eq!(offset(&world, &phone, &at).await, "100000");
    let last = patch(&world, &phone, &at, 100_000, &bytes[100_000..]).await;
    assert_eq!(
        (last.status().as_u16(), header(&last, "upload-offset")),
        (204, "300000".into())
    );
    let gone = request(&world, &phone, "HEAD", &at).send().await.unwrap();
    assert_eq!(gone.status(), 404, "a finished upload is gone");
    let digest = sha256(&bytes);
    assert_eq!(
        read(&world, &phone, digest).await.status(),
        404,
        "no row names it yet"
    );
    name_it(&world, &mut phone, 1, digest).await;
    let whole = read(&world, &phone, digest).await;
    assert_eq!(whole.headers()["x-content-type-options"], "nosniff");
    assert_eq!(whole.bytes().await.unwrap().as_ref(), bytes.as_slice());
    let part = request(&world, &phone, "GET", &format!("/api/v1/blobs/{digest}"))
        .header("range", "bytes=299990-")
        .send()
        .await
        .unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(header(&part, "content-range"), "bytes 299990-299999/300000");
    assert_eq!(part.bytes().await.unwrap().as_ref(), &bytes[299_990..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_survives_a_restart_of_the_relay() {
    let mut world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let bytes = picture(2, 50_000);
    let at = created(&world, &phone, &bytes).await;
    patch(&world, &phone, &at, 0, &bytes[..20_000]).await;
    world.close().await;
    world.open().await;
    assert_eq!(offset(&world, &phone, &at).await, "20000");
    assert_eq!(
        patch(&world, &phone, &at, 20_000, &bytes[20_000..])
            .await
            .status(),
        204
    );
    name_it(&world, &mut phone, 1, sha256(&bytes)).await;
    assert_eq!(read(&world, &phone, sha256(&bytes)).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_checksum_leaves_the_upload_as_it_was() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let bytes = picture(3, 10_000);
    let at = created(&world, &phone, &bytes).await;
    let send = |sum: String| {
        request(&world, &phone, "PATCH", &at)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", 0)
            .header("upload-checksum", sum)
            .body(bytes[..5_000].to_vec())
            .send()
    };
    let wrong = send(format!("sha256 {}", STANDARD.encode([1; 32])))
        .await
        .unwrap();
    assert_eq!(wrong.status(), 460);
    assert_eq!(offset(&world, &phone, &at).await, "0");
    assert_eq!(send("md5 AAAA".to_owned()).await.unwrap().status(), 400);
    let good = send(format!(
        "sha256 {}",
        STANDARD.encode(sha256(&bytes[..5_000]).0)
    ));
    assert_eq!(good.await.unwrap().status(), 204);
    assert_eq!(offset(&world, &phone, &at).await, "5000");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_016_wrong_declared_hash() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let mut bytes = picture(4, 10_000);
    let digest = sha256(&bytes);
    let at = created(&world, &phone, &bytes).await;
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(patch(&world, &phone, &at, 0, &bytes).await.status(), 460);
    assert_eq!(
        request(&world, &phone, "HEAD", &at)
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    name_it(&world, &mut phone, 1, digest).await;
    assert_eq!(read(&world, &phone, digest).await.status(), 404);
    let parts = world.folder.path().join("relay/uploads");
    assert_eq!(
        std::fs::read_dir(parts).unwrap().count(),
        0,
        "nothing is left behind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn more_bytes_than_announced_and_sizes_out_of_bounds_are_refused() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let bytes = picture(5, 1_000);
    let at = created(&world, &phone, &bytes).await;
    assert_eq!(
        patch(&world, &phone, &at, 0, &picture(5, 1_001))
            .await
            .status(),
        413
    );
    assert_eq!(offset(&world, &phone, &at).await, "0");
    for (length, expected) in [(0, 400), (41 * 1024 * 1024, 413)] {
        let response = creation(&world, &phone, sha256(&bytes), stream(0), length)
            .send()
            .await;
        assert_eq!(response.unwrap().status(), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_017_knowing_a_hash_gives_nothing() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    let mut other = Phone::enroll(&world, OTHER_WORKER).await;
    phone.sync(&world).await;
    other.sync(&world).await;
    let bytes = picture(6, 5_000);
    let digest = sha256(&bytes);
    let foreign = creation(&world, &other, digest, stream(0), bytes.len())
        .send()
        .await
        .unwrap();
    let unknown = StreamId::from_bytes([9; 16]);
    let nowhere = creation(&world, &other, digest, unknown, bytes.len())
        .send()
        .await
        .unwrap();
    assert_eq!(
        (foreign.status().as_u16(), nowhere.status().as_u16()),
        (403, 403)
    );
    assert_eq!(
        foreign.bytes().await.unwrap(),
        nowhere.bytes().await.unwrap()
    );
    let at = created(&world, &phone, &bytes).await;
    for method in ["HEAD", "DELETE"] {
        let response = request(&world, &other, method, &at).send().await.unwrap();
        assert_eq!(response.status(), 404, "{method}");
    }
    assert_eq!(patch(&world, &other, &at, 0, &bytes).await.status(), 404);
    assert_eq!(patch(&world, &phone, &at, 0, &bytes).await.status(), 204);
    name_it(&world, &mut phone, 1, digest).await;
    assert_eq!(read(&world, &phone, digest).await.status(), 200);
    // Whoever knows the hash but has no row that names it learns nothing.
    let held = read(&world, &other, digest).await;
    let not_held = read(&world, &other, Digest([1; 32])).await;
    assert_eq!(
        (held.status().as_u16(), not_held.status().as_u16()),
        (404, 404)
    );
    assert_eq!(held.bytes().await.unwrap(), not_held.bytes().await.unwrap());
    let again = creation(&world, &other, digest, stream(1), bytes.len())
        .send()
        .await
        .unwrap();
    assert_eq!(header(&again, "upload-offset"), "0", "must send all of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blob_that_is_readable_already_needs_no_upload() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let bytes = picture(7, 5_000);
    let with_body = creation(&world, &phone, sha256(&bytes), stream(0), bytes.len())
        .header("content-type", "application/offset+octet-stream")
        .body(bytes.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(with_body.status(), 201);
    assert_eq!(
        header(&with_body, "upload-offset"),
        "5000",
        "creation with upload"
    );
    name_it(&world, &mut phone, 1, sha256(&bytes)).await;
    let officer = Phone::enroll(&world, OFFICER).await;
    let again = creation(&world, &officer, sha256(&bytes), stream(0), 5_000)
        .send()
        .await
        .unwrap();
    assert_eq!(header(&again, "upload-offset"), "5000");
    assert_eq!(
        header(&again, "location"),
        format!("/api/v1/blobs/{}", sha256(&bytes))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_expires_and_is_swept_and_can_be_given_up() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let bytes = picture(8, 5_000);
    let given_up = created(&world, &phone, &bytes).await;
    let deleted = request(&world, &phone, "DELETE", &given_up)
        .send()
        .await
        .unwrap();
    assert_eq!(deleted.status(), 204);
    assert_eq!(
        request(&world, &phone, "HEAD", &given_up)
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    let at = created(&world, &phone, &bytes).await;
    patch(&world, &phone, &at, 0, &bytes[..100]).await;
    world.clock.advance_ms(8 * DAY_MS);
    world.run_jobs().await;
    let parts = world.folder.path().join("relay/uploads");
    assert_eq!(std::fs::read_dir(parts).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_104_uploads_without_end() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let mut last = 0;
    for number in 0..140_u8 {
        let response = creation(&world, &phone, sha256(&[number]), stream(0), 10)
            .send()
            .await
            .unwrap();
        last = response.status().as_u16();
        if last != 201 {
            assert!(number >= 100);
            break;
        }
    }
    assert_eq!(last, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_protocol_says_what_it_can_do() {
    let world = World::start().await;
    let response = world
        .http
        .request(Method::OPTIONS, world.url("/api/v1/blobs"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 204);
    assert!(header(&response, "tus-extension").contains("creation-with-upload"));
    let phone = Phone::enroll(&world, WORKER).await;
    let old = world
        .http
        .post(world.url("/api/v1/blobs"))
        .bearer_auth(&phone.token)
        .header("tus-resumable", "0.2.2")
        .send()
        .await
        .unwrap();
    assert_eq!(old.status(), 412);
}
