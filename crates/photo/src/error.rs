//! Why a photo was not taken.

use crate::file_kind::FileKind;

/// Why a photo was refused or a copy could not be made.
///
/// The original is never altered by a refusal: whoever called still holds its bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhotoError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file is longer than [`Limits::max_bytes`](crate::Limits::max_bytes).
    #[error("the file has {bytes} bytes, at most {max} are taken")]
    TooManyBytes {
        /// Length of the file.
        bytes: u64,
        /// The limit.
        max: u64,
    },
    /// The content is neither JPEG nor PNG, whatever the name says.
    #[error("the content is {found}, neither JPEG nor PNG")]
    Foreign {
        /// What the content looks like.
        found: FileKind,
    },
    /// The file ends before the picture does.
    #[error("the file ends after {bytes} bytes, before the picture does")]
    Truncated {
        /// Length of the file.
        bytes: u64,
    },
    /// The file contradicts its own format.
    #[error("the file is malformed: {what}")]
    Malformed {
        /// What contradicts.
        what: &'static str,
    },
    /// A rare variant of the format that no camera phone writes.
    #[error("not supported: {what}")]
    Unsupported {
        /// The variant.
        what: &'static str,
    },
    /// Wider, higher or of more pixels than the limits allow.
    #[error("{width}×{height} pixels are more than is taken")]
    TooManyPixels {
        /// Declared width.
        width: u32,
        /// Declared height.
        height: u32,
    },
    /// More scans than [`Limits::max_scans`](crate::Limits::max_scans).
    #[error("more than {max} scans")]
    TooManyScans {
        /// The limit.
        max: u32,
    },
    /// More pictures in the file than [`Limits::max_frames`](crate::Limits::max_frames).
    #[error("{frames} frames, at most {max} are taken")]
    TooManyFrames {
        /// Declared number.
        frames: u32,
        /// The limit.
        max: u32,
    },
    /// More metadata than [`Limits::max_metadata_bytes`](crate::Limits::max_metadata_bytes).
    #[error("more than {max} bytes of metadata")]
    TooMuchMetadata {
        /// The limit.
        max: u64,
    },
    /// Decoding would need more than
    /// [`Limits::max_working_bytes`](crate::Limits::max_working_bytes).
    #[error("decoding needs {bytes} bytes of memory, at most {max} are allowed")]
    TooMuchMemory {
        /// Estimated need.
        bytes: u64,
        /// The limit.
        max: u64,
    },
    /// The picture data is damaged.
    #[error("the picture data is damaged: {detail}")]
    Damaged {
        /// What the decoder met.
        detail: String,
    },
    /// A copy could not be resized or encoded.
    #[error("a copy could not be made: {detail}")]
    Copy {
        /// What the resizer or encoder said.
        detail: String,
    },
    /// The bytes given as font are no font that can be read.
    #[error("the font cannot be read")]
    Font,
    /// The watermark has no text.
    #[error("the watermark has no text")]
    NoText,
    /// The watermark's text would cover more than half of the picture.
    #[error("the watermark does not fit the picture")]
    TextTooLong,
}

/// The few cases that an app can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PhotoErrorKind {
    /// Not a photo at all: choose another file.
    Foreign,
    /// Incomplete or damaged: shoot again, or keep it knowingly.
    Damaged,
    /// Beyond the limits: shoot with a smaller setting.
    TooLarge,
    /// The watermark's font or text is at fault, not the photo.
    Watermark,
    /// The copy could not be made; the original is good.
    Internal,
}

impl PhotoError {
    /// Which of the few cases this is.
    #[must_use]
    pub fn kind(&self) -> PhotoErrorKind {
        match self {
            Self::Empty | Self::Foreign { .. } | Self::Unsupported { .. } => {
                PhotoErrorKind::Foreign
            }
            Self::Truncated { .. } | Self::Malformed { .. } | Self::Damaged { .. } => {
                PhotoErrorKind::Damaged
            }
            Self::TooManyBytes { .. }
            | Self::TooManyPixels { .. }
            | Self::TooManyScans { .. }
            | Self::TooManyFrames { .. }
            | Self::TooMuchMetadata { .. }
            | Self::TooMuchMemory { .. } => PhotoErrorKind::TooLarge,
            Self::Font | Self::NoText | Self::TextTooLong => PhotoErrorKind::Watermark,
            Self::Copy { .. } => PhotoErrorKind::Internal,
        }
    }

    /// One Chinese sentence for the person who took the photo.
    #[must_use]
    pub fn user_message(&self) -> String {
        match self {
            Self::Empty => "照片文件是空的，请重新拍摄。".to_owned(),
            Self::Foreign { found } => format!("这不是照片文件（内容为{found}），请选择照片。"),
            Self::Unsupported { .. } => "不支持这种照片格式，请用手机相机重新拍摄。".to_owned(),
            Self::Truncated { .. } => "照片不完整，请重新拍摄。".to_owned(),
            Self::Malformed { .. } | Self::Damaged { .. } => "照片已损坏，请重新拍摄。".to_owned(),
            Self::TooManyFrames { .. } => "不接受动图，请选择照片。".to_owned(),
            Self::TooManyBytes { .. }
            | Self::TooManyPixels { .. }
            | Self::TooManyScans { .. }
            | Self::TooMuchMetadata { .. }
            | Self::TooMuchMemory { .. } => "照片过大，请调低相机分辨率后重新拍摄。".to_owned(),
            Self::Font => "水印字体无法读取，原照片不受影响。".to_owned(),
            Self::NoText => "水印没有文字，原照片不受影响。".to_owned(),
            Self::TextTooLong => "水印文字过长，原照片不受影响。".to_owned(),
            Self::Copy { .. } => "照片副本未能生成，原照片不受影响。".to_owned(),
        }
    }
}
