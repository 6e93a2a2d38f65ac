use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

/// Bodies longer than this are not waited for: whoever sends them meets a closed stream.
const MOST: u64 = 16 * 1024 * 1024;
/// Nor are slow ones.
const PATIENCE: Duration = Duration::from_secs(5);
/// People send photos and papers by forms from their phones: a browser that is still sending shows
/// nothing of an answer, so that more is waited for, and longer.
const MOST_OF_A_FORM: u64 = 128 * 1024 * 1024;
const PATIENCE_WITH_A_FORM: Duration = Duration::from_secs(60);

type Shared = Arc<Mutex<Body>>;

/// Reads what is left of a small body before a refusal is sent. Over HTTP/2 an answer that comes
/// while the client is still writing ends the stream, and many clients then never show it.
pub(crate) async fn drain_body(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (most, patience) = waits(parts.uri.path());
    // Whoever asks first sends nothing before the answer.
    let asks_first = parts.headers.contains_key(header::EXPECT);
    if body.is_end_stream() || asks_first || body.size_hint().lower() > most {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let shared = Arc::new(Mutex::new(body));
    let body = Body::new(SharedBody(Arc::clone(&shared)));
    let response = next.run(Request::from_parts(parts, body)).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        // What does not come in time is not waited for.
        let _gone = tokio::time::timeout(patience, drain(&shared, most)).await;
    }
    response
}

/// How much is read of what is not used, and for how long.
fn waits(path: &str) -> (u64, Duration) {
    let is_form = path == "/v" || path.starts_with("/p/");
    if is_form {
        (MOST_OF_A_FORM, PATIENCE_WITH_A_FORM)
    } else {
        (MOST, PATIENCE)
    }
}

async fn drain(shared: &Shared, most: u64) {
    let mut left = most;
    loop {
        let frame = std::future::poll_fn(|context| poll(shared, context)).await;
        let Some(Ok(frame)) = frame else { return };
        let bytes = frame.data_ref().map_or(0, Bytes::len);
        let Some(rest) = left.checked_sub(bytes as u64) else {
            return;
        };
        left = rest;
    }
}

fn poll(
    shared: &Shared,
    context: &mut Context<'_>,
) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
    match shared.lock() {
        Ok(mut body) => Pin::new(&mut *body).poll_frame(context),
        Err(_) => Poll::Ready(None),
    }
}

/// A body of which the rest can still be read after the handler let go of it.
struct SharedBody(Shared);

impl HttpBody for SharedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        poll(&self.0, context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().is_ok_and(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.0
            .lock()
            .map_or_else(|_| SizeHint::default(), |body| body.size_hint())
    }
}
