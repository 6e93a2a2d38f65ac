use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::{Request, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

use super::IntakeSecret;
use super::limits::CONNECTIONS;
use super::site::{Site, router};
use crate::error::RelayStartError;
use crate::http::PeerAddress;
use crate::opening::choose_clock;
use crate::relay::ClockChoice;
use crate::store::IntakeStore;

/// A visitor has this long to send the head of a request.
const PATIENCE: Duration = Duration::from_secs(10);
/// After a request to stop, connections have this long.
const GRACE: Duration = Duration::from_secs(8);

/// How to run the page for the public（随手拍网页）.
#[derive(Clone, Debug)]
pub struct IntakeConfig {
    /// Its folder: `intake` in the relay's data folder, or wherever that one looks for it.
    pub folder: PathBuf,
    /// Where to listen, `address:port`, plain HTTP; TLS belongs to the proxy in front.
    pub listen: String,
    /// Address of that proxy: from there, `X-Forwarded-For` names the visitor.
    pub proxy: Option<IpAddr>,
    /// Its clock.
    pub clock: ClockChoice,
}

/// The page for the public（随手拍）, a process of its own.
#[derive(Debug)]
pub struct Intake;

/// The page at work.
#[derive(Debug)]
pub struct RunningIntake {
    /// Base address, `http://host:port`.
    pub address: String,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Intake {
    /// Starts it. When this returns, it answers.
    ///
    /// # Errors
    /// [`RelayStartError`]: the folder, the key or the address cannot be used.
    pub async fn start(config: IntakeConfig) -> Result<RunningIntake, RelayStartError> {
        let folder = config.folder;
        std::fs::create_dir_all(&folder)
            .map_err(|error| RelayStartError::file(&folder, error.to_string()))?;
        let secret = IntakeSecret::read(&folder)?;
        let store = IntakeStore::open(&folder)?;
        let clock = choose_clock(config.clock)?;
        let cannot = |error: std::io::Error| RelayStartError::Listen {
            address: config.listen.clone(),
            message: error.to_string(),
        };
        let listener = TcpListener::bind(&config.listen).await.map_err(cannot)?;
        let bound = listener.local_addr().map_err(cannot)?;
        let site = Arc::new(Site::new(store, secret, clock, config.proxy));
        let (stop, stopping) = watch::channel(false);
        let serving = tokio::spawn(serve(listener, router(site), stopping));
        Ok(RunningIntake {
            address: format!("http://{bound}"),
            stop,
            serving,
        })
    }
}

impl RunningIntake {
    /// Stops accepting, lets requests at work finish, and ends.
    pub async fn shutdown(self) {
        // The task may have ended by itself; then nobody listens.
        let _listening = self.stop.send(true);
        if let Err(error) = self.serving.await {
            tracing::error!(error = %error, "the page for the public failed");
        }
    }
}

async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let permit = tokio::select! {
            permit = Arc::clone(&permits).acquire_owned() => permit,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        let Ok(permit) = permit else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (router, watcher) = (router.clone(), graceful.watcher());
        tokio::spawn(async move {
            connection(stream, address, router, watcher).await;
            drop(permit);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(GRACE) => tracing::warn!("some visitors did not end in time"),
    }
}

async fn connection(
    stream: TcpStream,
    address: SocketAddr,
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let peer = PeerAddress(address.ip());
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.clone().oneshot(request)
    });
    // One request a connection: an idle one holds nothing.
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(64 * 1024)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(serving).await {
        tracing::debug!(error = %error, "a visit ended early");
    }
}
