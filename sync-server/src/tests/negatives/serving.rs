//! How callers are met: balancers that name them, many from one address, those that hold on, and a stop.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::super::phone::Phone;
use super::super::world::{WORKER, World};
use super::connections::{connect, over_tls, plain, quick, said};
use crate::http::Patience;

const ASK: &str = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// A world whose relay was told more in its configuration.
async fn told(text: &str, patience: Patience) -> World {
    let mut world = World::start_with(patience).await;
    world.close().await;
    let file = world.folder.path().join("relay/relay.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    std::fs::write(file, format!("{before}\n{text}")).unwrap();
    world.open().await;
    world
}

/// What a balancer says before the first byte of a caller, by the PROXY protocol.
fn named(address: [u8; 4]) -> Vec<u8> {
    let mut header = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c".to_vec();
    header.extend_from_slice(&address);
    header.extend_from_slice(&[10, 0, 0, 1, 0x30, 0x39, 0x1d, 0x13]);
    header
}

async fn asked(stream: TcpStream) -> String {
    let Ok(mut stream) = over_tls(stream, rustls::ALL_VERSIONS).await else {
        return "closed".to_owned();
    };
    stream.write_all(ASK.as_bytes()).await.unwrap();
    said(&mut stream).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_takes_no_more_than_its_share_as_a_balancer_names_it() {
    let text = "[serve]\nproxy = [\"127.0.0.1\"]\nconnections_per_address = 2\n";
    let world = told(text, Patience::default()).await;
    let come = async |address: [u8; 4]| {
        let mut stream = plain(&world).await;
        stream.write_all(&named(address)).await.unwrap();
        stream
    };
    let mut held = Vec::new();
    for _ in 0..2 {
        let stream = come([10, 9, 9, 9]).await;
        held.push(over_tls(stream, rustls::ALL_VERSIONS).await.unwrap());
    }
    assert_eq!(asked(come([10, 9, 9, 9]).await).await, "closed");
    assert!(
        asked(come([10, 9, 9, 8]).await)
            .await
            .starts_with("HTTP/1.1 200")
    );
    // Whoever comes without a balancer is met as ever, and this machine is many.
    assert!(asked(plain(&world).await).await.starts_with("HTTP/1.1 200"));
    drop(held);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_of_a_balancer_counts_from_none_but_those_that_were_named() {
    let world = told("[serve]\nproxy = [\"10.0.0.9\"]\n", quick()).await;
    let mut stream = plain(&world).await;
    stream.write_all(&named([10, 9, 9, 9])).await.unwrap();
    assert_eq!(asked(stream).await, "closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_on_this_machine_brings_browsers_without_tls() {
    // A port that is free now.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let listen = free.local_addr().unwrap();
    drop(free);
    let text = format!("[serve]\nproxy = [\"127.0.0.1\"]\nplain_listen = \"{listen}\"\n");
    let _world = told(&text, Patience::default()).await;
    let body = json!({"user": "officer", "password": "a guess"}).to_string();
    let guess = async |address: String| {
        let mut stream = TcpStream::connect(listen).await.unwrap();
        let request = format!(
            "POST /api/v1/login HTTP/1.1\r\nhost: x\r\nwangge-csrf: 1\r\nconnection: close\r\n\
             x-forwarded-for: {address}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        said(&mut stream).await
    };
    // Each browser is counted by itself.
    for number in 0..8 {
        let answer = guess(format!("10.1.1.1, 10.8.8.{number}")).await;
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
        let lower = answer.to_lowercase();
        assert!(
            lower.contains("strict-transport-security: max-age="),
            "{answer}"
        );
    }
    let mut last = String::new();
    for _ in 0..8 {
        last = guess("10.8.8.1".to_owned()).await;
    }
    assert!(last.starts_with("HTTP/1.1 429"), "{last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_to_stop_is_heard_while_all_connections_are_taken() {
    let mut world = World::start_with(Patience {
        connections: 2,
        ..Patience::default()
    })
    .await;
    let held = [connect(&world).await, connect(&world).await];
    let closed = tokio::time::timeout(Duration::from_secs(20), world.close()).await;
    assert!(
        closed.is_ok(),
        "the relay waits for a connection to come free"
    );
    drop(held);
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_of_life_alone_keep_no_connection_open() {
    let world = World::start_with(Patience {
        idle: Duration::from_millis(300),
        ..Patience::default()
    })
    .await;
    // HTTP/2: the preface and empty settings, then nothing but what answers to pings.
    let mut stream = connect(&world).await;
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .await
        .unwrap();
    let mut bytes = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(20), async {
        let mut chunk = [0; 1_024];
        // A frame of kind 7 says goodbye.
        while !bytes.windows(4).any(|four| four[3] == 7 && four[0] == 0) {
            match stream.read(&mut chunk).await {
                Ok(0) | Err(_) => break,
                Ok(read) => bytes.extend_from_slice(&chunk[..read]),
            }
        }
    });
    assert!(ended.await.is_ok(), "it is held for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_older_tls_is_spoken_only_where_it_was_asked_for() {
    let old: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS12];
    let world = World::start().await;
    assert!(over_tls(plain(&world).await, old).await.is_err());
    let world = told("[serve]\ntls12 = true\n", Patience::default()).await;
    assert!(over_tls(plain(&world).await, old).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_holds_no_more_than_its_wake_streams() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let listen = || {
        let request = world.http.get(world.url("/api/v1/wake"));
        request.bearer_auth(&phone.token).send()
    };
    let mut held = Vec::new();
    let refused = loop {
        let response = listen().await.unwrap();
        if response.status() != 200 {
            break response;
        }
        held.push(response);
        assert!(held.len() <= 64, "without an end");
    };
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    assert!(
        held.len() >= 8,
        "a network that breaks off leaves some behind"
    );
}
