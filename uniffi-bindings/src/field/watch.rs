use std::sync::Arc;

use wangge_mobile_core::{CancellationToken, Core};

use crate::boundary::runtime;
use crate::platform::NewsListener;

/// Listening for news（监听句柄）: ends when it is stopped or let go of.
#[derive(uniffi::Object)]
pub struct Watch {
    cancel: CancellationToken,
}

#[uniffi::export]
impl Watch {
    /// Stops listening（停止）. The listener may still be told of its end.
    pub fn stop(&self) {
        self.cancel.cancel();
    }
}

impl Watch {
    pub(crate) fn start(core: Core, listener: Arc<dyn NewsListener>) -> Arc<Self> {
        let cancel = CancellationToken::new();
        let (news, told) = std::sync::mpsc::channel::<String>();
        runtime().spawn_blocking(move || {
            for grid in told {
                if let Err(error) = listener.on_news(grid) {
                    tracing::warn!(%error, "a listener threw");
                }
            }
            if let Err(error) = listener.on_end() {
                tracing::warn!(%error, "a listener threw");
            }
        });
        let until = cancel.clone();
        runtime().spawn(async move {
            let on_news = |stream: wangge_domain::StreamId, _head: u64| {
                // Whoever listened is gone: nobody is to be told.
                let _nobody = news.send(stream.grid().to_string());
            };
            if let Err(error) = core.listen(&on_news, &until).await {
                tracing::info!(code = error.code(), "listening ended");
            }
        });
        Arc::new(Self { cancel })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}
