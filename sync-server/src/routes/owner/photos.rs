use std::collections::BTreeMap;

use axum::http::StatusCode;
use wangge_domain::inspection::{PhotoStage, keys, photo_keys};
use wangge_domain::policy::{OwnerPageRules, PolicyPack};
use wangge_domain::record::Scalar;
use wangge_domain::{Digest, RecordId};
use wangge_photo::{Limits, Options, PhotoError};
use wangge_protocol::{BlobHashes, sha256};
use wangge_sync_engine::relay::OwnerPhoto;

use crate::http::ApiError;

const MIB: u64 = 1024 * 1024;
/// Pixels of a photo from a stranger, at most: what phones write, no posters.
const MAX_PIXELS: u64 = 60_000_000;
/// JPEG quality of the copy that is kept in place of what was sent.
const KEPT_QUALITY: u8 = 90;

/// A photo made anew from what somebody sent, with the bytes of its blobs.
pub(super) struct Remade {
    pub(super) photo: OwnerPhoto,
    pub(super) bytes: [Vec<u8>; 3],
}

/// Decodes what somebody sent and encodes it again（重新编码）: nothing but the picture is kept, no
/// metadata, no bytes that were chosen by a stranger.
pub(super) fn remake(
    sent: &[u8],
    (hazard, premises): (RecordId, Option<RecordId>),
    policy: &PolicyPack,
    rules: &OwnerPageRules,
    now_ms: i64,
) -> Result<Remade, ApiError> {
    let limits = Limits {
        max_bytes: u64::from(rules.max_photo_mib) * MIB,
        max_pixels: MAX_PIXELS,
        ..Limits::default()
    };
    let options = Options {
        view_long_edge: policy.photos.view_long_edge,
        view_quality: policy.photos.view_quality,
        thumbnail_long_edge: policy.photos.thumbnail_long_edge,
        keep_time: false,
        keep_position: false,
        ..Options::default()
    };
    let kept = Options {
        view_quality: KEPT_QUALITY,
        ..options.clone()
    };
    let kept = wangge_photo::process(sent, &limits, &kept).map_err(refused)?;
    let kept = kept.view.bytes;
    let made = wangge_photo::process(&kept, &limits, &options).map_err(refused)?;
    let blobs = BlobHashes {
        original: sha256(&kept),
        view: sha256(&made.view.bytes),
        thumbnail: sha256(&made.thumbnail.bytes),
    };
    let record = RecordId::mint(now_ms, rand::random());
    let hex = |digest: &Digest| Scalar::from(digest.to_string());
    let mut fields: BTreeMap<String, Scalar> = BTreeMap::new();
    let mut set = |key: &str, value: Scalar| {
        fields.insert(key.to_owned(), value);
    };
    set(photo_keys::TARGET, hazard.to_string().into());
    if let Some(premises) = premises {
        set(photo_keys::PREMISES, premises.to_string().into());
    }
    set(photo_keys::ITEM, "".into());
    set(photo_keys::STAGE, PhotoStage::After.as_str().into());
    set(photo_keys::SOURCE, photo_keys::SOURCE_OWNER.into());
    set(photo_keys::ORIGINAL, hex(&blobs.original));
    set(photo_keys::VIEW, hex(&blobs.view));
    set(photo_keys::THUMBNAIL, hex(&blobs.thumbnail));
    let length = i64::try_from(kept.len()).unwrap_or(i64::MAX);
    set(photo_keys::ORIGINAL_BYTES, length.into());
    set(photo_keys::WIDTH, i64::from(made.facts.width).into());
    set(photo_keys::HEIGHT, i64::from(made.facts.height).into());
    set(photo_keys::TAKEN_AT_MS, now_ms.into());
    set(keys::PHOTO_LOOK, format!("{:016x}", made.look).into());
    Ok(Remade {
        photo: OwnerPhoto {
            record,
            fields,
            blobs,
            sent: sha256(sent),
        },
        bytes: [kept, made.view.bytes, made.thumbnail.bytes],
    })
}

fn refused(error: PhotoError) -> ApiError {
    let zh = format!("照片不能使用：{}", error.user_message());
    let en = format!("the photo was refused: {error}");
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "photo_refused", &zh, &en)
}
