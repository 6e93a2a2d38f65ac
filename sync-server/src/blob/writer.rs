use std::sync::Arc;

use bytes::Bytes;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload, Result, WriteMultipart};

use super::begun::Begun;

/// Bytes that go into one request; a part of an upload in parts has as many.
const PART: usize = 5 * 1024 * 1024;
/// Parts under way at a time.
const AT_ONCE: usize = 2;

/// Where objects are written（对象写入）.
#[derive(Clone)]
pub(super) struct Objects {
    store: Arc<dyn ObjectStore>,
    /// Of a store on a server: what is written there in parts.
    begun: Option<Arc<Begun>>,
}

/// An object of which nothing can be read until it is finished.
pub(super) struct Writer {
    objects: Objects,
    at: ObjectPath,
    held: Vec<Bytes>,
    size: usize,
    parts: Option<WriteMultipart>,
}

impl Objects {
    pub(super) fn new(store: Arc<dyn ObjectStore>, begun: Option<Arc<Begun>>) -> Self {
        Self { store, begun }
    }

    /// Begins an object.
    pub(super) fn write(&self, at: ObjectPath) -> Writer {
        Writer {
            objects: self.clone(),
            at,
            held: Vec::new(),
            size: 0,
            parts: None,
        }
    }
}

impl Writer {
    /// Takes some bytes. Those of a small object wait for its end: it is one request, of which a
    /// store keeps all or nothing.
    pub(super) async fn put(&mut self, bytes: Bytes) -> Result<()> {
        if let Some(parts) = &mut self.parts {
            parts.wait_for_capacity(AT_ONCE).await?;
            parts.put(bytes);
            return Ok(());
        }
        self.size += bytes.len();
        self.held.push(bytes);
        if self.size > PART {
            let upload = match &self.objects.begun {
                Some(begun) => begun.start(&self.at).await?,
                None => self.objects.store.put_multipart(&self.at).await?,
            };
            let mut parts = WriteMultipart::new_with_chunk_size(upload, PART);
            for bytes in self.held.drain(..) {
                parts.put(bytes);
            }
            self.parts = Some(parts);
        }
        Ok(())
    }

    /// Makes the object readable, and durable.
    pub(super) async fn finish(self) -> Result<()> {
        match self.parts {
            Some(parts) => parts.finish().await.map(drop),
            None => {
                let bytes = PutPayload::from_iter(self.held);
                self.objects.store.put(&self.at, bytes).await.map(drop)
            }
        }
    }

    /// Gives it up: nothing of it stays.
    pub(super) async fn abort(self) -> Result<()> {
        match self.parts {
            Some(parts) => parts.abort().await,
            None => Ok(()),
        }
    }
}
