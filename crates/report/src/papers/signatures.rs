use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use wangge_domain::Digest;
use wangge_domain::inspection::{Signature, Strokes};

use crate::case_file::RecordFile;
use crate::paper::SignatureBox;

/// Said in the box of a signature under something else than the paper says.
const VOID: &str = "签名后内容已变更，签名无效（S4-06）";

/// Said in the box of a signature under which something was blanked by two people.
const BLANKED: &str = "签名后有内容已涂销，所签内容不能再核对，不印签名笔迹（S4-06）";

/// Said in the box of a signature of which nobody can tell any more what was signed.
const UNREADABLE: &str = "所签的内容无法读取，不印签名笔迹（S4-06）";

/// A signature of a record as a box: its lines where they can be drawn, and always the hash of them.
/// One that is void is said to be void, and its lines are not drawn.
pub(super) fn signature_box(
    file: &RecordFile,
    label: &str,
    signature: &Signature,
    date: &str,
) -> SignatureBox {
    if file.void.contains(&signature.id) {
        // What a case prints of later words is never void but for want of those that were signed.
        let is_unreadable = file.state.kind.is_case() && file.quoted.is_none();
        let note = if file.blanked.contains(&signature.id) {
            BLANKED
        } else if is_unreadable {
            UNREADABLE
        } else {
            VOID
        };
        return SignatureBox {
            note: note.to_owned(),
            ..blank_box(label, &signature.signer)
        };
    }
    let bytes = strokes(signature);
    let digest = strokes_digest(signature).to_string();
    let short: String = digest.chars().take(16).collect();
    SignatureBox {
        label: label.to_owned(),
        name: signature.signer.clone(),
        strokes: Strokes::parse(&bytes),
        note: format!("电子签名 笔迹摘要 {short}"),
        date: date.to_owned(),
    }
}

/// The hash of the lines of a signature, by which an act cites them.
pub(super) fn strokes_digest(signature: &Signature) -> Digest {
    Digest(Sha256::digest(strokes(signature)).into())
}

fn strokes(signature: &Signature) -> Vec<u8> {
    STANDARD.decode(&signature.strokes).unwrap_or_default()
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
