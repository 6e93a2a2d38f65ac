use std::sync::Arc;

use wangge_mobile_core::{CancellationToken, Core};

use crate::boundary::{runtime, short};
use crate::error::FieldError;
use crate::lane::Lane;
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
        let stopped = short(|| {
            self.cancel.cancel();
            Ok::<_, FieldError>(())
        });
        // Nothing is left to be done about it.
        let _panicked = stopped;
    }
}

impl Watch {
    pub(crate) fn start(core: Core, listener: Arc<dyn NewsListener>) -> Arc<Self> {
        let cancel = CancellationToken::new();
        let ends = Arc::clone(&listener);
        let news = Lane::open(
            move |grid: String| {
                if let Err(error) = listener.on_news(grid) {
                    tracing::warn!(%error, "a listener threw");
                }
            },
            move || {
                if let Err(error) = ends.on_end() {
                    tracing::warn!(%error, "a listener threw");
                }
            },
        );
        let until = cancel.clone();
        runtime().spawn(async move {
            let on_news = |stream: wangge_domain::StreamId, _head: u64| {
                // No room: the listener blocks, and the news it has not taken yet say to sync.
                let _missed = news.give(stream.grid().to_string());
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
