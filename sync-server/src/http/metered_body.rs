use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

/// A body whose bytes are told of as they come（计量请求体）: those of an upload that breaks off count, too.
pub(crate) struct MeteredBody<T> {
    inner: Body,
    tell: T,
}

impl<T: Fn(usize) + Send + Unpin + 'static> MeteredBody<T> {
    pub(crate) fn around(inner: Body, tell: T) -> Body {
        Body::new(Self { inner, tell })
    }
}

impl<T: Fn(usize) + Unpin> HttpBody for MeteredBody<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            (self.tell)(data.len());
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
