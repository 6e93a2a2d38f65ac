use std::convert::Infallible;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use wangge_bridge::Bridge;

use super::{Guard, Pages, routes};

/// The host with what it serves.
#[derive(Debug)]
pub(crate) struct Host {
    pub(super) bridge: Bridge,
    pub(super) guard: Guard,
    pub(super) pages: Pages,
}

impl Host {
    /// A host that serves these pages over this bridge.
    pub(crate) fn new(bridge: Bridge, guard: Guard, pages: Pages) -> Self {
        Self {
            bridge,
            guard,
            pages,
        }
    }

    /// Serves until Ctrl-C. A connection that breaks is nobody else's trouble.
    pub(crate) async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        let host = Arc::new(self);
        loop {
            let stream = tokio::select! {
                accepted = listener.accept() => accepted?.0,
                _interrupted = tokio::signal::ctrl_c() => return Ok(()),
            };
            let host = Arc::clone(&host);
            tokio::spawn(async move {
                let service = service_fn(|request| {
                    let host = Arc::clone(&host);
                    async move { Ok::<_, Infallible>(routes::answer(&host, request).await) }
                });
                let _broken = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    }
}
