//! What is refused before any decoder runs.

const MIB: u64 = 1024 * 1024;

/// Bounds on a photo, all checked before a decoder is started.
///
/// They are technical bounds that keep any input from costing more memory or time than a phone
/// has, not policy; the defaults take what phones of 2026 write, up to 200 megapixels in one
/// sequential JPEG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Length of the file in bytes.
    pub max_bytes: u64,
    /// Longest side in pixels.
    pub max_side: u32,
    /// Width times height.
    pub max_pixels: u64,
    /// Scans of one JPEG. Cameras write 1, progressive encoders about 10; each scan makes the
    /// decoder walk the whole picture again.
    pub max_scans: u32,
    /// Pictures in one file (animated PNG). More than one is no photo.
    pub max_frames: u32,
    /// Bytes of EXIF, ICC, XMP and other metadata together. They are skipped, not decoded, but a
    /// file that consists of them is not a photo.
    pub max_metadata_bytes: u64,
    /// Estimated peak of the decoder and of the decoded picture.
    pub max_working_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 64 * MIB,
            max_side: 20_000,
            max_pixels: 210_000_000,
            max_scans: 32,
            max_frames: 1,
            max_metadata_bytes: 16 * MIB,
            max_working_bytes: 128 * MIB,
        }
    }
}
