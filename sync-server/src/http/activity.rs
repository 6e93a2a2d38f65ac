use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::HttpBody;
use hyper::body::{Frame, SizeHint};
use tokio::sync::watch;

/// What is under way on one connection（在途请求）: requests whose answers are not at their end yet.
#[derive(Clone)]
pub(super) struct Activity(Arc<watch::Sender<usize>>);

/// One request under way, until it is dropped.
pub(super) struct Busy(Activity);

impl Activity {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    pub(super) fn begin(&self) -> Busy {
        self.0.send_modify(|under_way| *under_way += 1);
        Busy(self.clone())
    }

    /// Resolves once nothing was under way for so long. Signs of life without a request count for nothing.
    pub(super) async fn idle(&self, limit: Duration) {
        let mut looking = self.0.subscribe();
        loop {
            if looking.wait_for(|under_way| *under_way == 0).await.is_err() {
                return;
            }
            if tokio::time::timeout(limit, looking.changed())
                .await
                .is_err()
            {
                return;
            }
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.send_modify(|under_way| *under_way -= 1);
    }
}

/// The body of an answer, which is under way until its end.
pub(super) struct BusyBody<B> {
    inner: B,
    _busy: Busy,
}

impl<B> BusyBody<B> {
    pub(super) fn new(inner: B, busy: Busy) -> Self {
        Self { inner, _busy: busy }
    }
}

impl<B: HttpBody + Unpin> HttpBody for BusyBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        Pin::new(&mut self.inner).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_is_idle_only_while_nothing_is_under_way() {
        let limit = Duration::from_millis(20);
        let activity = Activity::new();
        activity.idle(limit).await;
        let busy = activity.begin();
        let waited = tokio::time::timeout(10 * limit, activity.idle(limit)).await;
        assert!(waited.is_err(), "an answer is on its way");
        drop(busy);
        activity.idle(limit).await;
    }
}
