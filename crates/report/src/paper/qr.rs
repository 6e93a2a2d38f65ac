use qrcode::{EcLevel, QrCode};
use wangge_domain::Digest;

use super::model::Paper;
use super::op::Op;

/// What the QR of a paper says: record and content hash, as an address of the relay if there is
/// one, else as they are.
pub(super) fn qr_text(paper: &Paper, hash: &Digest) -> String {
    if paper.address.is_empty() {
        format!("wangge:{}/{}?h={hash}", paper.kind, paper.record)
    } else {
        let base = paper.address.trim_end_matches('/');
        format!("{base}/p/{}/{}?h={hash}", paper.kind, paper.record)
    }
}

/// The squares of a QR code of this width; none if the text is too long for one.
pub(super) fn qr_squares(text: &str, left: f32, top: f32, width: f32) -> Option<Op> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let count = u16::try_from(code.width()).ok()?;
    let side = width / f32::from(count);
    let mut rects = Vec::new();
    for row in 0..count {
        let mut column = 0;
        while column < count {
            let first = column;
            while column < count
                && code[(usize::from(column), usize::from(row))] == qrcode::Color::Dark
            {
                column += 1;
            }
            if column > first {
                // One rectangle a run, a hair taller, so that no seam shows between rows.
                rects.push([
                    left + f32::from(first) * side,
                    top + f32::from(row) * side,
                    f32::from(column - first) * side,
                    side * 1.02,
                ]);
            }
            column += 1;
        }
    }
    Some(Op::Fill(rects))
}
