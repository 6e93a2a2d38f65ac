use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Socket;
use tokio_postgres::tls::{self, ChannelBinding, MakeTlsConnect, TlsConnect};
use tokio_rustls::TlsConnector;
use tokio_rustls::client;

use super::error::PostgresError;

/// How the server of the database is known（数据库 TLS）: by no certificate, or by those that these issued.
#[derive(Clone)]
pub(super) struct DatabaseTls(Option<Arc<ClientConfig>>);

impl DatabaseTls {
    /// Without TLS.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// With the certificates of a file, and no others.
    pub(super) fn trusting(path: &Path) -> Result<Self, PostgresError> {
        let failed = |why: String| PostgresError::Tls(format!("{}: {why}", path.display()));
        if !path.is_absolute() {
            return Err(failed(
                "sslrootcert 须为绝对路径（has to be an absolute path）".to_owned(),
            ));
        }
        let certificates =
            CertificateDer::pem_file_iter(path).map_err(|error| failed(error.to_string()))?;
        let mut roots = RootCertStore::empty();
        for certificate in certificates {
            let certificate = certificate.map_err(|error| failed(error.to_string()))?;
            roots
                .add(certificate)
                .map_err(|error| failed(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(failed("文件中没有证书（holds no certificate）".to_owned()));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(|error| failed(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(Self(Some(Arc::new(config))))
    }
}

impl MakeTlsConnect<Socket> for DatabaseTls {
    type Stream = TlsStream;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> Result<Handshake, io::Error> {
        // Asked for each host, TLS or not: what is wrong is told when the handshake is wanted.
        Ok(Handshake {
            config: self.0.clone(),
            host: domain.to_owned(),
        })
    }
}

/// A handshake that is about to be made with a host.
pub(super) struct Handshake {
    config: Option<Arc<ClientConfig>>,
    host: String,
}

impl Handshake {
    async fn make(self, socket: Socket) -> Result<TlsStream, io::Error> {
        let config = self
            .config
            .ok_or_else(|| io::Error::other("TLS was not asked for"))?;
        let name = ServerName::try_from(self.host.clone()).map_err(io::Error::other)?;
        let stream = TlsConnector::from(config)
            .connect(name, socket)
            .await
            .map_err(|error| refused(&self.host, error))?;
        Ok(TlsStream(Box::new(stream)))
    }
}

/// What to do about a certificate that does not hold.
fn refused(host: &str, error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::InvalidData {
        return error;
    }
    io::Error::other(format!(
        "数据库 {host} 的证书未通过核验（{error}）：sslrootcert 须指向签发它的根证书，证书须在有效期内并写有 {host} \
         (the certificate of the database is refused: sslrootcert has to name the one that issued it, \
         and it has to be valid now and bear the host's name)"
    ))
}

impl TlsConnect<Socket> for Handshake {
    type Stream = TlsStream;
    type Error = io::Error;
    type Future = BoxFuture<'static, Result<TlsStream, io::Error>>;

    fn connect(self, socket: Socket) -> Self::Future {
        Box::pin(self.make(socket))
    }
}

/// A connection to the database inside TLS.
pub(super) struct TlsStream(Box<client::TlsStream<Socket>>);

impl tls::TlsStream for TlsStream {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for TlsStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_read(context, into)
    }
}

impl AsyncWrite for TlsStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_shutdown(context)
    }
}
