use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep};

use super::Patience;

/// Uploads are sent over lines that take minutes.
const UPLOADS: &str = "/api/v1/blobs/uploads/";

/// A body that ends with an error if it comes too slowly: a caller who sends a byte a second
/// holds no handler for ever.
pub(super) struct PatientBody {
    inner: Incoming,
    pause: Duration,
    /// When the next bytes must have come.
    next: Pin<Box<Sleep>>,
    /// When all of it must have come.
    whole: Option<Instant>,
}

/// A body came too slowly.
#[derive(Debug, thiserror::Error)]
#[error("the body took too long")]
struct TooSlow;

type BodyError = Box<dyn std::error::Error + Send + Sync>;

impl PatientBody {
    pub(super) fn new(inner: Incoming, path: &str, patience: &Patience) -> Self {
        let now = Instant::now();
        let whole = (!path.starts_with(UPLOADS)).then(|| now + patience.body);
        let next = whole.map_or(now + patience.pause, |whole| {
            whole.min(now + patience.pause)
        });
        Self {
            inner,
            pause: patience.pause,
            next: Box::pin(tokio::time::sleep_until(next)),
            whole,
        }
    }
}

impl Body for PatientBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        match Pin::new(&mut this.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                let soon = Instant::now() + this.pause;
                let next = this.whole.map_or(soon, |whole| whole.min(soon));
                this.next.as_mut().reset(next);
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => match this.next.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(Some(Err(TooSlow.into()))),
                Poll::Pending => Poll::Pending,
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
