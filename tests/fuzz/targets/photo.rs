use wangge_photo::{FileKind, Limits, inspect};

/// Headers, markers and EXIF of a picture; nothing is decoded.
pub(crate) fn photo(bytes: &[u8]) {
    let _kind = FileKind::of(bytes);
    let limits = Limits::default();
    if let Ok(facts) = inspect(bytes, &limits) {
        assert!(facts.width > 0 && facts.height > 0);
    }
}
