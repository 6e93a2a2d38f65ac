use wangge_photo::Limits;

const MIB: u64 = 1024 * 1024;

/// Bytes of forms in memory at the same time, in KiB.
pub(super) const FORMS_KIB: usize = 96 * 1024;
/// Photos that are drawn anew at the same time: each may need [`photo_limits`]' working memory.
pub(super) const DECODERS: usize = 1;
/// Connections open at once.
pub(super) const CONNECTIONS: usize = 1_000;
/// Bytes of a form beside its photos.
pub(super) const FIELD_BYTES: u64 = 64 * 1024;
/// Forms sent for each that may be taken in: people mistype.
pub(super) const TRIES: u32 = 5;

/// What a photo of the public may cost; tighter than for a worker's camera.
pub(super) fn photo_limits(max_bytes: u64) -> Limits {
    Limits {
        max_bytes,
        max_side: 16_000,
        max_pixels: 110_000_000,
        max_scans: 24,
        max_metadata_bytes: 4 * MIB,
        max_working_bytes: 96 * MIB,
        ..Limits::default()
    }
}
