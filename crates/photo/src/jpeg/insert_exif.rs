//! Giving a copy its metadata.

use crate::error::PhotoError;

/// Puts a TIFF block as EXIF segment right behind the start marker of a JPEG.
pub(crate) fn insert_exif(jpeg: &[u8], block: &[u8]) -> Result<Vec<u8>, PhotoError> {
    const NAME: &[u8] = b"Exif\0\0";
    let failed = |detail: &str| PhotoError::Copy {
        detail: detail.to_owned(),
    };
    let rest = jpeg
        .strip_prefix(&[0xff, 0xd8])
        .ok_or_else(|| failed("the encoder wrote no JPEG"))?;
    let length = u16::try_from(2 + NAME.len() + block.len())
        .map_err(|_| failed("the metadata does not fit a segment"))?;
    let mut out = Vec::with_capacity(jpeg.len() + usize::from(length) + 2);
    out.extend_from_slice(&[0xff, 0xd8, 0xff, 0xe1]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(NAME);
    out.extend_from_slice(block);
    out.extend_from_slice(rest);
    Ok(out)
}
