//! What a file is by its first bytes, whatever its name says.

use std::fmt;

/// The kind of a file, told from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// JPEG, the format of cameras.
    Jpeg,
    /// PNG, for screenshots.
    Png,
    /// GIF.
    Gif,
    /// TIFF, and camera raw formats built on it.
    Tiff,
    /// WebP.
    Webp,
    /// HEIC, HEIF or AVIF.
    Heif,
    /// Windows bitmap.
    Bmp,
    /// SVG, HTML or other markup.
    Markup,
    /// PDF.
    Pdf,
    /// ZIP, and office and app formats built on it.
    Zip,
    /// MP4 or MOV video.
    Video,
    /// None of the above.
    Unknown,
}

impl FileKind {
    /// Tells the kind from the first bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let brand = bytes.get(8..12);
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Self::Jpeg
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Self::Png
        } else if bytes.starts_with(b"GIF8") {
            Self::Gif
        } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
            Self::Tiff
        } else if bytes.starts_with(b"RIFF") && brand == Some(b"WEBP") {
            Self::Webp
        } else if bytes.get(4..8) == Some(b"ftyp") {
            match brand {
                Some(b"heic" | b"heix" | b"hevc" | b"heim" | b"mif1" | b"msf1" | b"avif") => {
                    Self::Heif
                }
                _ => Self::Video,
            }
        } else if bytes.starts_with(b"BM") {
            Self::Bmp
        } else if bytes.starts_with(b"%PDF") {
            Self::Pdf
        } else if bytes.starts_with(b"PK\x03\x04") {
            Self::Zip
        } else if first_visible(bytes) == Some(b'<') {
            Self::Markup
        } else {
            Self::Unknown
        }
    }
}

/// The first byte that is neither white space nor part of a UTF-8 byte order mark.
fn first_visible(bytes: &[u8]) -> Option<u8> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.iter()
        .take(64)
        .copied()
        .find(|byte| !byte.is_ascii_whitespace())
}

impl fmt::Display for FileKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Tiff => "TIFF",
            Self::Webp => "WebP",
            Self::Heif => "HEIC",
            Self::Bmp => "BMP",
            Self::Markup => "SVG/HTML",
            Self::Pdf => "PDF",
            Self::Zip => "ZIP",
            Self::Video => "MP4",
            Self::Unknown => "unknown",
        })
    }
}
