use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::serve::Listener;
use rcgen::PublicKeyData as _;
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use wangge_domain::Digest;

use crate::http::{RelayClient, SessionKey};

/// A server with a certificate of its own, gone with the test's runtime.
pub(crate) struct TestServer {
    address: SocketAddr,
    pub(crate) pin: Digest,
}

impl TestServer {
    pub(crate) fn base(&self) -> String {
        format!("https://{}/", self.address)
    }

    pub(crate) fn client(&self, session: Option<SessionKey>, token: Option<String>) -> RelayClient {
        RelayClient::new(&self.base(), self.pin, session, token).unwrap()
    }
}

pub(crate) async fn serve(router: Router) -> TestServer {
    let made = rcgen::generate_simple_self_signed(vec!["wangge.invalid".to_owned()]).unwrap();
    let pin = wangge_protocol::sha256(&made.signing_key.subject_public_key_info());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let listener = TlsListener {
        listener,
        acceptor: TlsAcceptor::from(Arc::new(config)),
    };
    tokio::spawn(async move { axum::serve(listener, router).await });
    TestServer { address, pin }
}

struct TlsListener {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            if let Ok((socket, address)) = self.listener.accept().await
                && let Ok(stream) = self.acceptor.accept(socket).await
            {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
