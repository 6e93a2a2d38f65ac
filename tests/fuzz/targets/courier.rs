use wangge_protocol::courier::{
    CarriedStamp, CourierAnswer, CourierCover, CourierLetter, CourierSeal, Stamp,
};
use wangge_protocol::{SignedExtension, decode};

/// The outside of courier files and the papers inside, signed or not.
pub(crate) fn courier(bytes: &[u8]) {
    let mut rest = bytes;
    if let Ok(Ok(cover)) = CourierCover::read(&mut rest) {
        let mut again: &[u8] = &cover.to_bytes();
        let read = CourierCover::read(&mut again);
        assert!(matches!(read, Ok(Ok(read)) if read == cover));
    }
    if let Ok(seal) = decode::<CourierSeal>(bytes) {
        let _letter = seal.open::<CourierLetter>();
        let _answer = seal.open::<CourierAnswer>();
        let _stamp = seal.open::<Stamp>();
    }
    if let Ok(stamp) = decode::<CarriedStamp>(bytes) {
        let _stamp = stamp.open();
    }
    let _letter = decode::<CourierLetter>(bytes);
    let _answer = decode::<CourierAnswer>(bytes);
    if let Ok(extension) = decode::<SignedExtension>(bytes) {
        let _extension = extension.read();
    }
}
