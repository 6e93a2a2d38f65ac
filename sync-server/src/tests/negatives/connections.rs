//! Callers that are slow, or speak HTTP that two parsers would read differently, over raw TLS.

use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::super::world::World;
use crate::http::Patience;

/// Takes any certificate: the pin is tested elsewhere.
#[derive(Debug)]
struct Any;

impl ServerCertVerifier for Any {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}

pub(super) async fn plain(world: &World) -> TcpStream {
    TcpStream::connect(world.base.trim_start_matches("https://"))
        .await
        .unwrap()
}

pub(super) async fn connect(world: &World) -> TlsStream<TcpStream> {
    let versions = rustls::ALL_VERSIONS;
    over_tls(plain(world).await, versions).await.unwrap()
}

/// A handshake over a connection, with these versions of TLS.
pub(super) async fn over_tls(
    stream: TcpStream,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> std::io::Result<TlsStream<TcpStream>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Any))
        .with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    let name = ServerName::try_from("localhost").unwrap();
    connector.connect(name, stream).await
}

/// Everything the relay says until it closes the connection.
pub(super) async fn said(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    // A connection that is closed without a farewell is closed too.
    let _closed = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(super) fn quick() -> Patience {
    let short = Duration::from_millis(1_500);
    Patience {
        head: short,
        body: short,
        pause: short,
        reading: short,
        ..Patience::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_097_requests_that_two_parsers_read_differently() {
    let world = World::start_with(quick()).await;
    let head = "POST /api/v1/login HTTP/1.1\r\nhost: x\r\nwangge-csrf: 1\r\ncontent-type: application/json\r\n";
    let hidden = "GET /api/v1/me HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let refused = [
        format!("{head}content-length: 4\r\ncontent-length: 40\r\n\r\nbody{hidden}"),
        format!("{head}content-length: 4, 40\r\n\r\nbody{hidden}"),
        format!("{head}content-length: +4\r\n\r\nbody{hidden}"),
        format!("{head}content-length: -1\r\n\r\n{hidden}"),
        format!("{head}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{hidden}"),
        format!("{head}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n{hidden}"),
        format!("{head}content-length : 4\r\n\r\nbody{hidden}"),
        format!("{head}x: y\r\n folded: z\r\ncontent-length: 4\r\n\r\nbody{hidden}"),
        "GET /healthz HTTP/1.1\r\nhost: x\0\r\n\r\n".to_owned() + hidden,
        "GET /healthz HTTP/1.1 \r\nhost: x\r\n\r\n".to_owned() + hidden,
    ];
    for bytes in refused {
        let mut stream = connect(&world).await;
        stream.write_all(bytes.as_bytes()).await.unwrap();
        let answer = said(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{bytes:?}: {answer}");
        assert_eq!(
            answer.matches("HTTP/1.1 ").count(),
            1,
            "{bytes:?}: {answer}"
        );
    }
    // A length beside chunks: the chunks count, as RFC 9112 says, and what follows them is a
    // request of its own, from nobody.
    let mut stream = connect(&world).await;
    let cookie = world.cookie("officer").await;
    let both = format!(
        "GET /api/v1/me HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\ncontent-length: {}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{hidden}",
        hidden.len() + 5
    );
    stream.write_all(both.as_bytes()).await.unwrap();
    let answer = said(&mut stream).await;
    let statuses: Vec<&str> = answer
        .split("HTTP/1.1 ")
        .skip(1)
        .filter_map(|part| part.split(' ').next())
        .collect();
    assert!(
        statuses == ["200", "401"] || statuses == ["400"] || statuses == ["200"],
        "a hidden request never has the identity of the one before: {statuses:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_099_headers_that_never_end() {
    let world = World::start_with(quick()).await;
    // No handshake at all.
    let mut silent = plain(&world).await;
    let mut bytes = Vec::new();
    let _closed = silent.read_to_end(&mut bytes).await;
    assert!(bytes.is_empty());
    // A head that goes on and on.
    let mut stream = connect(&world).await;
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-more: ")
        .await
        .unwrap();
    let answer = said(&mut stream).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
    // One that is too large is refused at once.
    let mut stream = connect(&world).await;
    let many = format!(
        "GET /healthz HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "y".repeat(80_000)
    );
    let _closed_meanwhile = stream.write_all(many.as_bytes()).await;
    let answer = said(&mut stream).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    assert_eq!(
        world
            .http
            .get(world.url("/healthz"))
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_100_a_body_of_a_byte_now_and_then() {
    let world = World::start_with(quick()).await;
    let head = "POST /api/v1/login HTTP/1.1\r\nhost: x\r\nwangge-csrf: 1\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n";
    let mut stream = connect(&world).await;
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = tokio::io::split(stream);
    // A byte whenever there is time, until the relay has had enough.
    let sending = tokio::spawn(async move {
        let mut sent = 0_u32;
        while writing.write_all(b" ").await.is_ok() && writing.flush().await.is_ok() {
            sent += 1;
            tokio::task::yield_now().await;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        sent
    });
    let mut bytes = Vec::new();
    let _closed = reading.read_to_end(&mut bytes).await;
    drop(reading);
    assert!(sending.await.unwrap() < 100_000);
    let answer = String::from_utf8_lossy(&bytes);
    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_101_a_reader_that_does_not_read() {
    let world = World::start_with(quick()).await;
    let mut stream = connect(&world).await;
    // One request after the other, and nobody takes the answers: the buffers between fill up, the
    // relay waits, has had enough, and closes.
    let request = "GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
    while stream.write_all(request.as_bytes()).await.is_ok() {}
    assert_eq!(
        world
            .http
            .get(world.url("/healthz"))
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_102_more_connections_than_are_taken() {
    let world = World::start_with(Patience {
        connections: 8,
        ..quick()
    })
    .await;
    let mut idle = Vec::new();
    for _ in 0..16 {
        idle.push(plain(&world).await);
    }
    // Those that say nothing are let go, and whoever has something to say gets a turn.
    assert_eq!(
        world
            .http
            .get(world.url("/healthz"))
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    drop(idle);
}
