use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderValue, Version, header};
use hyper::body::Incoming;
use hyper::{Request, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use super::activity::{Activity, BusyBody};
use super::patient_body::PatientBody;
use super::patient_stream::PatientStream;
use super::{Patience, PeerAddress, Proxies, Seats};
use crate::metrics::Metrics;

/// After a request to stop, connections have this long to finish what they do.
const GRACE: Duration = Duration::from_secs(8);

/// What the accept loop needs.
pub(crate) struct Serving {
    pub(crate) listener: TcpListener,
    pub(crate) callers: Callers,
    pub(crate) stopping: watch::Receiver<bool>,
}

/// How callers are met（接入）: the same for each of them.
#[derive(Clone)]
pub(crate) struct Callers {
    /// `None`: a proxy on this machine speaks TLS with them.
    pub(crate) acceptor: Option<TlsAcceptor>,
    pub(crate) router: Router,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) patience: Patience,
    pub(crate) proxies: Proxies,
    /// Connections from one address.
    pub(crate) seats: Arc<Seats>,
    /// Becomes true when callers are to find another relay.
    pub(crate) draining: watch::Receiver<bool>,
}

/// Accepts connections until told to stop, then lets those at work finish.
pub(crate) async fn serve(serving: Serving) {
    let Serving {
        listener,
        callers,
        mut stopping,
    } = serving;
    let most = callers.patience.connections;
    let permits = Arc::new(Semaphore::new(most));
    loop {
        // All may be taken by callers that never go: a request to stop is heard all the same.
        let permit = tokio::select! {
            permit = Arc::clone(&permits).acquire_owned() => permit,
            () = told(&mut stopping) => break,
        };
        let Ok(permit) = permit else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = told(&mut stopping) => break,
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
        let (callers, stopping) = (callers.clone(), stopping.clone());
        tokio::spawn(async move {
            callers.metrics.connection(1);
            let metrics = Arc::clone(&callers.metrics);
            callers.meet(stream, address, stopping).await;
            metrics.connection(-1);
            drop(permit);
        });
    }
    drop(listener);
    let all = u32::try_from(most).unwrap_or(u32::MAX);
    tokio::select! {
        _ = permits.acquire_many(all) => {}
        () = tokio::time::sleep(GRACE) => tracing::warn!("some connections did not end in time"),
    }
}

/// Resolves once it is to be stopped.
async fn told(stopping: &mut watch::Receiver<bool>) {
    // Whoever would tell is gone: that is to stop, too.
    let _told = stopping.wait_for(|stop| *stop).await.is_ok();
}

impl Callers {
    async fn meet(
        self,
        mut stream: TcpStream,
        address: SocketAddr,
        stopping: watch::Receiver<bool>,
    ) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error = %error, "a connection keeps its delay");
        }
        let (head, peer) = (self.patience.head, address.ip());
        let Some(acceptor) = self.acceptor.clone() else {
            self.speak(stream, peer, stopping).await;
            return;
        };
        let named = tokio::time::timeout(head, self.proxies.origin(&mut stream, peer));
        let origin = match named.await {
            Ok(Ok(origin)) => origin,
            Ok(Err(error)) => {
                tracing::warn!(error = %error, "a balancer does not say where a caller came from");
                return;
            }
            Err(_) => return,
        };
        // This machine itself and a balancer that names nobody are many callers.
        let is_one = !origin.to_canonical().is_loopback() && !self.proxies.trusts(origin);
        let seat = is_one.then(|| self.seats.take(PeerAddress(origin).key()));
        if let Some(None) = seat {
            tracing::debug!("an address has as many connections as it may have");
            return;
        }
        let Ok(Ok(stream)) = tokio::time::timeout(head, acceptor.accept(stream)).await else {
            tracing::debug!("a TLS handshake failed");
            return;
        };
        self.speak(stream, origin, stopping).await;
        drop(seat);
    }

    async fn speak<S>(self, stream: S, origin: IpAddr, mut stopping: watch::Receiver<bool>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (patience, activity) = (self.patience, Activity::new());
        let service = {
            let (callers, activity) = (self, activity.clone());
            service_fn(move |mut request: Request<Incoming>| {
                let busy = activity.begin();
                let peer = callers.peer(&request, origin);
                request.extensions_mut().insert(peer);
                let is_first_version = request.version() <= Version::HTTP_11;
                let path = request.uri().path().to_owned();
                let request = request.map(|body| PatientBody::new(body, &path, &patience));
                let (router, draining) = (callers.router.clone(), callers.draining.clone());
                async move {
                    let mut response = router.oneshot(request).await?;
                    if is_first_version && *draining.borrow() {
                        let close = HeaderValue::from_static("close");
                        response.headers_mut().insert(header::CONNECTION, close);
                    }
                    Ok::<_, Infallible>(response.map(|body| BusyBody::new(body, busy)))
                }
            })
        };
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
        let io = TokioIo::new(PatientStream::new(stream, patience.reading));
        let mut serving = pin!(builder.serve_connection(io, service));
        let mut is_ending = false;
        loop {
            tokio::select! {
                ended = serving.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(error = %error, "a connection ended early");
                    }
                    return;
                }
                () = told(&mut stopping), if !is_ending => {}
                () = activity.idle(patience.idle), if !is_ending => {}
            }
            // What is under way is answered; nothing new begins here.
            serving.as_mut().graceful_shutdown();
            is_ending = true;
        }
    }

    /// Where a request came from.
    fn peer(&self, request: &Request<Incoming>, origin: IpAddr) -> PeerAddress {
        if self.acceptor.is_some() {
            return PeerAddress(origin);
        }
        PeerAddress(self.proxies.forwarded(request.headers(), origin))
    }
}
