use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use bytes::BytesMut;
use http_body_util::BodyExt as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::ApiError;

/// Bytes of bodies that wait in memory at the same time, whoever sends them.
const ROOM: usize = 64 * 1024 * 1024;
/// A body must be here within this time: whoever is slower sends smaller batches.
const BODY_TIME: Duration = Duration::from_secs(60);
/// When there is no room, a caller comes again after so long.
const AGAIN_MS: u64 = 2_000;

/// Room for bodies that are read whole（请求体内存）: each byte that came in takes its share before it is kept, so
/// that many large requests at once fill no more memory than this. Nobody waits: who finds no room is told
/// to come again, and who only announces much and sends nothing takes nothing.
#[derive(Clone)]
pub(crate) struct BodyRoom(Arc<Semaphore>);

impl Default for BodyRoom {
    fn default() -> Self {
        Self::of(ROOM)
    }
}

/// A body in its room, which is free again when this is dropped.
pub(crate) struct HeldBody {
    bytes: BytesMut,
    _room: Option<OwnedSemaphorePermit>,
}

impl Deref for HeldBody {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl BodyRoom {
    fn of(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes)))
    }

    /// Reads a whole body up to a limit.
    ///
    /// # Errors
    /// It is too large, too slow or ends early, or there is no room for it now.
    pub(crate) async fn read(&self, body: Body, limit: usize) -> Result<HeldBody, ApiError> {
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        let announced = body.size_hint().lower();
        if announced > most {
            return Err(ApiError::too_large());
        }
        // Whoever could not be taken to the end is told before the bytes travel.
        let free = u64::try_from(self.0.available_permits()).unwrap_or(u64::MAX);
        if announced > free {
            return Err(ApiError::busy(AGAIN_MS));
        }
        tokio::time::timeout(BODY_TIME, self.collect(body, limit))
            .await
            .map_err(|_| ApiError::bad_request("the body took too long"))?
    }

    async fn collect(&self, mut body: Body, limit: usize) -> Result<HeldBody, ApiError> {
        let mut bytes = BytesMut::new();
        let mut room: Option<OwnedSemaphorePermit> = None;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| ApiError::bad_request("the body ended early"))?;
            let Ok(data) = frame.into_data() else {
                continue;
            };
            if bytes.len().saturating_add(data.len()) > limit {
                return Err(ApiError::too_large());
            }
            let more = self.take(data.len())?;
            match room.as_mut() {
                Some(room) => room.merge(more),
                None => room = Some(more),
            }
            bytes.extend_from_slice(&data);
        }
        Ok(HeldBody { bytes, _room: room })
    }

    fn take(&self, bytes: usize) -> Result<OwnedSemaphorePermit, ApiError> {
        let bytes = u32::try_from(bytes).map_err(|_| ApiError::too_large())?;
        Arc::clone(&self.0)
            .try_acquire_many_owned(bytes)
            .map_err(|_| ApiError::busy(AGAIN_MS))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use bytes::Bytes;
    use futures_util::stream;

    use super::*;

    fn chunked(chunks: usize, length: usize) -> Body {
        let chunks = (0..chunks).map(move |_| Ok::<_, Infallible>(Bytes::from(vec![7_u8; length])));
        Body::from_stream(stream::iter(chunks.collect::<Vec<_>>()))
    }

    #[tokio::test]
    async fn bodies_take_no_more_room_than_there_is() {
        let room = BodyRoom::of(1_000);
        let first = room.read(chunked(6, 100), 800).await.unwrap();
        assert_eq!(first.len(), 600);
        // One that says nothing of its length is stopped where the room ends.
        let refused = room.read(chunked(6, 100), 800).await.err().unwrap();
        assert_eq!(
            (refused.status().as_u16(), refused.body().retry_after_ms),
            (503, Some(AGAIN_MS))
        );
        // One that says it is not begun.
        let refused = room.read(Body::from(vec![1_u8; 401]), 800).await.err();
        assert_eq!(refused.unwrap().status().as_u16(), 503);
        assert_eq!(room.0.available_permits(), 400);
        assert!(room.read(Body::from(vec![1_u8; 400]), 800).await.is_ok());
        drop(first);
        assert!(room.read(chunked(6, 100), 800).await.is_ok());
        assert_eq!(room.0.available_permits(), 1_000);
    }

    #[tokio::test]
    async fn a_body_beyond_its_limit_is_too_large_whether_it_says_so_or_not() {
        let room = BodyRoom::of(10_000);
        for body in [chunked(9, 100), Body::from(vec![1_u8; 900])] {
            let refused = room.read(body, 800).await.err().unwrap();
            assert_eq!(refused.status().as_u16(), 413);
        }
        assert_eq!(room.0.available_permits(), 10_000);
    }
}
