use serde::Serialize;
use sha2::{Digest as _, Sha256};
use wangge_domain::{Digest, RecordId};

use super::model::{Block, Paper};

/// What the hash covers: not the number, which changes from provisional to final, not the
/// signatures, which are put under the content, not how a page looks.
#[derive(Serialize)]
struct Bound<'a> {
    kind: &'a str,
    record: RecordId,
    issuer: &'a str,
    title: &'a str,
    blocks: Vec<&'a Block>,
}

/// The hash of what a paper says（内容摘要）: the QR carries it. The same whether the number is still
/// provisional or final already, before and after the signatures, with any font.
#[must_use]
pub fn content_hash(paper: &Paper) -> Digest {
    let is_content = |block: &&Block| {
        !matches!(
            block,
            Block::Aside(..)
                | Block::AsideTable(_)
                | Block::AsidePhotos(_)
                | Block::Signatures(_)
                | Block::Seal(_)
                | Block::PageBreak
                | Block::Space(_)
        )
    };
    let bound = Bound {
        kind: &paper.kind,
        record: paper.record,
        issuer: &paper.issuer,
        title: &paper.title,
        blocks: paper.blocks.iter().filter(is_content).collect(),
    };
    let mut hasher = Sha256::new();
    hasher.update(b"wangge/paper/1\0");
    // Structs and lists only: the order of fields is that of the types.
    let bytes = serde_json::to_vec(&bound).expect("texts and numbers always serialize");
    hasher.update(&bytes);
    Digest(hasher.finalize().into())
}
