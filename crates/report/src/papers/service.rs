use wangge_domain::inspection::{Signature, signatures};
use wangge_domain::lifecycle::{Event, ServiceProof, SignatureRef};

use super::form::aside;
use super::signatures::{blank_box, signature_box};
use super::words::day_of;
use crate::case_file::RecordFile;
use crate::paper::{Block, SignatureBox};

/// How a notice was served（送达情况）: the signature, or the refusal with its witnesses, or room for
/// a pen while it is not served yet.
pub(super) fn service_blocks(hazard: &RecordFile) -> Vec<Block> {
    let proof = hazard.acts.iter().rev().find_map(|act| match act {
        Event::Served(proof) => Some(proof),
        _ => None,
    });
    let served = hazard.state.history.iter().rev();
    let served = served
        .clone()
        .find(|entry| entry.event == "served")
        .map(|entry| day_of(entry.time.best()))
        .unwrap_or_default();
    let known = signatures(&hazard.content);
    let receiver = "被检查单位（人）签收";
    match proof {
        None => vec![Block::Signatures(vec![
            blank_box(receiver, ""),
            blank_box("见证人（拒签时）", ""),
        ])],
        Some(ServiceProof::Signed(reference)) => vec![Block::Signatures(vec![signed(
            receiver, reference, &known, &served,
        )])],
        Some(ServiceProof::Refused { witnesses, note }) => {
            let said = if note.is_empty() {
                "未说明理由"
            } else {
                note
            };
            let boxes = witnesses
                .iter()
                .map(|witness| signed("见证人", witness, &known, &served))
                .collect();
            vec![
                aside(format!(
                    "送达情况：{served}，被检查单位（人）拒绝签收（{said}），由下列见证人见证，视为送达。"
                )),
                Block::Signatures(boxes),
            ]
        }
        Some(ServiceProof::Posted { .. }) => {
            vec![aside(format!("送达情况：{served}张贴送达，张贴照片附后。"))]
        }
        Some(ServiceProof::Mailed { tracking }) => vec![aside(format!(
            "送达情况：{served}邮寄送达，邮件编号{tracking}。"
        ))],
    }
}

/// The signature a proof cites; without it in the content, the name and the hash of the strokes.
fn signed(label: &str, reference: &SignatureRef, known: &[Signature], date: &str) -> SignatureBox {
    let found = known
        .iter()
        .find(|it| it.signer == reference.signer && it.statement == Some(reference.statement));
    match found {
        Some(signature) => signature_box(label, signature, date),
        None => SignatureBox {
            note: format!(
                "电子签名 笔迹摘要 {}",
                reference
                    .strokes
                    .to_string()
                    .chars()
                    .take(16)
                    .collect::<String>()
            ),
            date: date.to_owned(),
            ..blank_box(label, &reference.signer)
        },
    }
}
