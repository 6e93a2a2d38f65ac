use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::{Request, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use super::patient_body::PatientBody;
use super::patient_stream::PatientStream;
use super::{Patience, PeerAddress};
use crate::metrics::Metrics;

/// After a request to stop, connections have this long to finish what they do.
const GRACE: Duration = Duration::from_secs(8);

/// What the accept loop needs.
pub(crate) struct Serving {
    pub(crate) listener: TcpListener,
    pub(crate) acceptor: TlsAcceptor,
    pub(crate) router: Router,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) patience: Patience,
    pub(crate) stopping: watch::Receiver<bool>,
}

/// Accepts connections until told to stop, then lets those at work finish.
pub(crate) async fn serve(serving: Serving) {
    let Serving {
        listener,
        acceptor,
        router,
        metrics,
        patience,
        mut stopping,
    } = serving;
    let graceful = GracefulShutdown::new();
    let permits = Arc::new(Semaphore::new(patience.connections));
    loop {
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, as a rule: the next accept would fail at once too.
                tracing::warn!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (acceptor, router, watcher) = (acceptor.clone(), router.clone(), graceful.watcher());
        let metrics = Arc::clone(&metrics);
        tokio::spawn(async move {
            metrics.connection(1);
            connection(stream, address, (acceptor, patience), router, watcher).await;
            metrics.connection(-1);
            drop(permit);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(GRACE) => tracing::warn!("some connections did not end in time"),
    }
}

async fn connection(
    stream: TcpStream,
    address: SocketAddr,
    (acceptor, patience): (TlsAcceptor, Patience),
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(error = %error, "a connection keeps its delay");
    }
    let Ok(Ok(stream)) = tokio::time::timeout(patience.head, acceptor.accept(stream)).await else {
        tracing::debug!("a TLS handshake failed");
        return;
    };
    let peer = PeerAddress(address.ip());
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let path = request.uri().path().to_owned();
        let request = request.map(|body| PatientBody::new(body, &path, &patience));
        router.clone().oneshot(request)
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(64 * 1024);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Some(Duration::from_secs(30)))
        .keep_alive_timeout(Duration::from_secs(20))
        .max_concurrent_streams(64)
        .max_header_list_size(32 * 1024)
        .adaptive_window(true);
    let serving = builder
        .serve_connection(
            TokioIo::new(PatientStream::new(stream, patience.reading)),
            service,
        )
        .into_owned();
    if let Err(error) = watcher.watch(serving).await {
        tracing::debug!(error = %error, "a connection ended early");
    }
}
