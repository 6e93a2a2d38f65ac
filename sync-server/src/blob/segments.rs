use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::path::Path as ObjectPath;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _};
use uuid::Uuid;
use wangge_domain::TenantId;

use super::store::BlobError;
use super::writer::Objects;

/// What came of an upload, as objects: one for each request that brought bytes. A part of a
/// multipart upload has to have 5 MiB, and requests of phones are smaller; they become such parts
/// when the photo is whole.
///
/// Names say which bytes they hold. Two requests may have brought the same ones, through two
/// relays; whichever is taken, the hash over the whole decides.
pub(super) struct Segments {
    objects: Arc<dyn ObjectStore>,
    written: Objects,
}

/// Some bytes of an upload, and the object that holds them from its own beginning on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    at: ObjectPath,
    bytes: Range<u64>,
}

impl Segments {
    pub(super) fn new(objects: Arc<dyn ObjectStore>, written: Objects) -> Self {
        Self { objects, written }
    }

    /// Keeps bytes; durable when it returns.
    pub(super) async fn put(
        &self,
        tenant: TenantId,
        upload: Uuid,
        range: Range<u64>,
        mut bytes: BoxStream<'static, Result<Bytes, BlobError>>,
    ) -> Result<(), BlobError> {
        // Short: a store that makes names of files of it may have 255 bytes for all of the key.
        let mine: u64 = rand::random();
        let name = format!("{}-{}-{mine:016x}", range.start, range.end);
        let at = folder(tenant, Some(upload)).join(name.as_str());
        let mut writer = self.written.write(at);
        while let Some(chunk) = bytes.next().await {
            let put = match chunk {
                Ok(chunk) => writer.put(chunk).await.map_err(BlobError::from),
                Err(error) => Err(error),
            };
            if let Err(error) = put {
                writer.abort().await?;
                return Err(error);
            }
        }
        writer.finish().await?;
        Ok(())
    }

    /// All bytes of an upload of this length.
    pub(super) async fn read(
        &self,
        tenant: TenantId,
        upload: Uuid,
        length: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, BlobError>>, BlobError> {
        let listed = self.objects.list(Some(&folder(tenant, Some(upload))));
        let held: Vec<Segment> = listed
            .try_filter_map(|meta| async move { Ok(segment(meta.location)) })
            .try_collect()
            .await?;
        let pieces = cover(held, length).ok_or(BlobError::Gap)?;
        let objects = Arc::clone(&self.objects);
        let read = stream::iter(pieces).then(move |(at, range)| {
            let objects = Arc::clone(&objects);
            async move {
                let options = GetOptions {
                    range: Some(GetRange::Bounded(range)),
                    ..GetOptions::default()
                };
                let got = objects.get_opts(&at, options).await?;
                Ok::<_, BlobError>(got.into_stream().map_err(BlobError::from))
            }
        });
        Ok(read.try_flatten().boxed())
    }

    /// Removes all objects of an upload.
    pub(super) async fn remove(&self, tenant: TenantId, upload: Uuid) -> Result<(), BlobError> {
        let mut listed = self.objects.list(Some(&folder(tenant, Some(upload))));
        while let Some(meta) = listed.next().await {
            match self.objects.delete(&meta?.location).await {
                Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Where uploads wait: of one, or of all of a tenant. No blob lies there: their folders have two
/// letters.
pub(super) fn folder(tenant: TenantId, upload: Option<Uuid>) -> ObjectPath {
    let all = ObjectPath::from(tenant.0.simple().to_string()).join("uploads");
    match upload {
        Some(upload) => all.join(upload.simple().to_string().as_str()),
        None => all,
    }
}

fn segment(at: ObjectPath) -> Option<Segment> {
    let mut parts = at.filename()?.split('-');
    let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (start < end).then_some(Segment {
        at,
        bytes: start..end,
    })
}

/// Which bytes of which objects give the whole; `None` if some are missing.
fn cover(mut held: Vec<Segment>, length: u64) -> Option<Vec<(ObjectPath, Range<u64>)>> {
    held.sort_by(|a, b| (a.bytes.start, &a.at).cmp(&(b.bytes.start, &b.at)));
    let (mut stands, mut pieces) = (0, Vec::new());
    while stands < length {
        // Of those that hold the next byte, the one that reaches farthest.
        let next = held
            .iter()
            .take_while(|segment| segment.bytes.start <= stands)
            .max_by_key(|segment| segment.bytes.end)?;
        if next.bytes.end <= stands {
            return None;
        }
        let end = next.bytes.end.min(length);
        let start = next.bytes.start;
        pieces.push((next.at.clone(), stands - start..end - start));
        stands = end;
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(ranges: &[(u64, u64)]) -> Vec<Segment> {
        let named = |(start, end): &(u64, u64)| segment(format!("t/{start}-{end}-x").into());
        ranges.iter().filter_map(named).collect()
    }

    fn plan(ranges: &[(u64, u64)], length: u64) -> Option<Vec<(String, Range<u64>)>> {
        let pieces = cover(held(ranges), length)?;
        let shown = |(at, range): (ObjectPath, _)| (at.filename().unwrap().to_owned(), range);
        Some(pieces.into_iter().map(shown).collect())
    }

    #[test]
    fn a_name_of_before_is_read_as_well() {
        let long = format!("t/uploads/u/5-9-{}", "a".repeat(32));
        let short = format!("t/uploads/u/5-9-{}", "a".repeat(16));
        for name in [long, short] {
            assert_eq!(segment(name.into()).map(|it| it.bytes), Some(5..9));
        }
    }

    #[test]
    fn what_came_covers_the_whole_or_is_missing() {
        let two = plan(&[(5, 9), (0, 5)], 9).unwrap();
        assert_eq!(two, [("0-5-x".into(), 0..5), ("5-9-x".into(), 0..4)]);
        // The same bytes twice, and a request that another relay had begun earlier.
        let twice = plan(&[(0, 3), (0, 5), (3, 9), (5, 7)], 9).unwrap();
        assert_eq!(twice, [("0-5-x".into(), 0..5), ("3-9-x".into(), 2..6)]);
        // What came after an announced end does not count.
        assert_eq!(plan(&[(0, 9)], 4).unwrap(), [("0-9-x".into(), 0..4)]);
        assert_eq!(plan(&[(0, 4), (5, 9)], 9), None, "a byte is missing");
        assert_eq!(plan(&[(0, 4)], 9), None, "the end is missing");
        assert_eq!(plan(&[(1, 9)], 9), None, "the beginning is missing");
        assert_eq!(plan(&[], 0), Some(Vec::new()));
        assert_eq!(segment("t/9-9-x".into()), None);
        assert_eq!(segment("t/else".into()), None);
    }
}
