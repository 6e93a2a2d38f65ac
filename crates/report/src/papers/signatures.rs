use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use wangge_domain::Digest;
use wangge_domain::inspection::{Signature, Strokes};

use crate::paper::SignatureBox;

/// A signature as a box: its lines where they can be drawn, and always the hash of them.
pub(super) fn signature_box(label: &str, signature: &Signature, date: &str) -> SignatureBox {
    let bytes = STANDARD.decode(&signature.strokes).unwrap_or_default();
    let digest = Digest(Sha256::digest(&bytes).into()).to_string();
    let short: String = digest.chars().take(16).collect();
    SignatureBox {
        label: label.to_owned(),
        name: signature.signer.clone(),
        strokes: Strokes::parse(&bytes),
        note: format!("电子签名 笔迹摘要 {short}"),
        date: date.to_owned(),
    }
}

/// A box to be signed by hand.
pub(super) fn blank_box(label: &str, name: &str) -> SignatureBox {
    SignatureBox {
        label: label.to_owned(),
        name: name.to_owned(),
        strokes: None,
        note: String::new(),
        date: String::new(),
    }
}
