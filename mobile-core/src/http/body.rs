use std::io::Read as _;

use wangge_protocol::limits::MAX_BODY_BYTES;

use super::HttpFailure;

/// Level of compression: measured on batches of inspections, higher ones cost a phone more time
/// than they save on a slow link.
const LEVEL: i32 = 9;

/// Window of the decompressor, as a power of two: 8 MiB is what bounds its memory.
const WINDOW_LOG_MAX: u32 = 23;

/// Compresses a body.
pub(super) fn compress(plain: &[u8]) -> Result<Vec<u8>, HttpFailure> {
    zstd::bulk::compress(plain, LEVEL).map_err(|error| HttpFailure::Malformed(error.to_string()))
}

/// Decompresses a body; one that would grow beyond [`MAX_BODY_BYTES`] is refused, whatever
/// length it declares.
pub(super) fn decompress(packed: &[u8]) -> Result<Vec<u8>, HttpFailure> {
    let malformed = |error: std::io::Error| HttpFailure::Malformed(error.to_string());
    let mut decoder = zstd::stream::read::Decoder::with_buffer(packed).map_err(malformed)?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(malformed)?;
    let mut plain = Vec::new();
    let most = MAX_BODY_BYTES as u64 + 1;
    decoder
        .take(most)
        .read_to_end(&mut plain)
        .map_err(malformed)?;
    if plain.len() > MAX_BODY_BYTES {
        return Err(HttpFailure::Malformed("the body is too large".to_owned()));
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_come_back() {
        let plain = "整改".repeat(1000).into_bytes();
        let packed = compress(&plain).unwrap();
        assert!(packed.len() < plain.len() / 10);
        assert_eq!(decompress(&packed).unwrap(), plain);
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = zstd::bulk::compress(&vec![0_u8; MAX_BODY_BYTES * 4], 19).unwrap();
        assert!(bomb.len() < 64 * 1024);
        assert!(matches!(decompress(&bomb), Err(HttpFailure::Malformed(_))));
    }

    #[test]
    fn what_is_not_zstd_is_refused() {
        assert!(matches!(
            decompress(b"<html></html>"),
            Err(HttpFailure::Malformed(_))
        ));
    }
}
