use futures_util::StreamExt as _;

use super::phone::Phone;
use super::world::{OTHER_WORKER, WORKER, World, stream};

/// Reads events until one names this stream; gives all text read.
async fn until(
    body: &mut (impl futures_util::Stream<Item = reqwest::Result<bytes::Bytes>> + Unpin),
    text: &mut String,
    needle: &str,
) -> bool {
    while !text.contains(needle) {
        match body.next().await {
            Some(Ok(chunk)) => text.push_str(std::str::from_utf8(&chunk).unwrap()),
            _ => return false,
        }
    }
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_row_wakes_those_who_may_read_it_and_nobody_else() {
    let world = World::start().await;
    let mut one = Phone::enroll(&world, WORKER).await;
    let two = Phone::enroll(&world, OTHER_WORKER).await;
    one.sync(&world).await;
    let listen = |token: String| {
        world
            .http
            .get(world.url("/api/v1/wake"))
            .bearer_auth(token)
            .send()
    };
    let mine = listen(one.token.clone()).await.unwrap();
    assert_eq!(mine.headers()["content-type"], "text/event-stream");
    let other = listen(two.token.clone()).await.unwrap();
    one.premises(&world, 1, stream(0), "新场所");
    one.sync(&world).await;
    let head = format!(r#"{{"stream":"{}","head":1}}"#, stream(0));
    let (mut mine, mut text) = (mine.bytes_stream(), String::new());
    assert!(until(&mut mine, &mut text, &head).await);
    assert!(text.contains("event: head"));
    // The other hears of the control stream (somebody was enrolled), and only of that.
    Phone::enroll_device(&world, WORKER, 9).await;
    let control = world.admin().control().unwrap().seq;
    let (mut other, mut text) = (other.bytes_stream(), String::new());
    assert!(until(&mut other, &mut text, &format!("\"head\":{control}}}")).await);
    assert!(!text.contains(&stream(0).to_string()), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_061_revoked_with_a_live_connection() {
    let mut world = World::start().await;
    let one = Phone::enroll(&world, WORKER).await;
    let two = Phone::enroll(&world, OTHER_WORKER).await;
    let listen = |token: String| {
        world
            .http
            .get(world.url("/api/v1/wake"))
            .bearer_auth(token)
            .send()
    };
    let mut mine = listen(one.token.clone()).await.unwrap().bytes_stream();
    let mut other = listen(two.token.clone()).await.unwrap().bytes_stream();
    world
        .admin()
        .revoke_device(one.device, None, "遗失")
        .unwrap();
    // Another process wrote that; the relay looks for such rows every second, here when told.
    world.run_jobs().await;
    while let Some(Ok(_)) = mine.next().await {}
    world.close().await;
    while let Some(Ok(_)) = other.next().await {}
}
