use wangge_domain::RecordId;
use wangge_domain::inspection::{Signature, signatures};
use wangge_domain::lifecycle::{Effect, Event, ServiceProof, SignatureRef};

use super::form::aside;
use super::signatures::{blank_box, signature_box, strokes_digest};
use super::words::day_of;
use crate::case_file::{CaseFile, RecordFile};
use crate::paper::{Block, Photo, SignatureBox, Span, TextStyle};

/// How the notices on one paper were served（送达情况）: said once if it is the same for all, else for
/// each, with the hazards for which it is so.
pub(super) fn service_blocks(hazards: &[&RecordFile]) -> Vec<Block> {
    let mut all: Vec<(Vec<Block>, Vec<String>)> = Vec::new();
    for (place, hazard) in hazards.iter().enumerate() {
        let own = service_of(hazard);
        let number = (place + 1).to_string();
        match all.iter_mut().find(|(one, _)| *one == own) {
            Some((_, places)) => places.push(number),
            None => all.push((own, vec![number])),
        }
    }
    let is_one = all.len() == 1;
    let mut blocks = Vec::new();
    for (own, places) in all {
        if !is_one {
            blocks.push(aside(format!("隐患序号{}：", places.join("、"))));
        }
        blocks.extend(own);
    }
    blocks
}

/// The photos of notices that were put up（张贴照片）, as figures numbered from `first`, under a title of
/// their own. No part of what the content hash covers: the notice is known before it is served.
pub(super) fn posted_blocks(case: &CaseFile, hazards: &[&RecordFile], first: usize) -> Vec<Block> {
    let mut posted: Vec<(RecordId, Vec<String>)> = Vec::new();
    for (place, hazard) in hazards.iter().enumerate() {
        let Some(ServiceProof::Posted { photo }) = proof_of(hazard) else {
            continue;
        };
        let number = (place + 1).to_string();
        match posted.iter_mut().find(|(one, _)| one == photo) {
            Some((_, places)) => places.push(number),
            None => posted.push((*photo, vec![number])),
        }
    }
    let photos: Vec<Photo> = posted
        .into_iter()
        .filter_map(|(photo, places)| Some((case.photos.get(&photo)?, places)))
        .enumerate()
        .map(|(place, (file, places))| Photo {
            picture: file.view,
            caption: format!("图{}　隐患{}（张贴送达）", first + place, places.join("、")),
            original: file.original,
        })
        .collect();
    if photos.is_empty() {
        return Vec::new();
    }
    let title = vec![Span::bold("附：张贴照片")];
    vec![
        Block::Aside(title, TextStyle::Body),
        Block::AsidePhotos(photos),
    ]
}

/// What served the notice in force; `None`: it is not served yet. A notice that was issued later is not
/// served by what served the one before it.
fn proof_of(hazard: &RecordFile) -> Option<&ServiceProof> {
    match hazard.in_force(&["served", "notice_issued"]) {
        Some(Event::Served(proof)) => Some(proof),
        _ => None,
    }
}

/// How one notice was served: the signature, or the refusal with its witnesses, or room for a pen
/// while it is not served yet.
fn service_of(hazard: &RecordFile) -> Vec<Block> {
    let proof = proof_of(hazard);
    let served = hazard.state.history.iter().rev();
    let served = served
        .clone()
        .find(|entry| entry.event == "served" && entry.effect == Effect::Applied)
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
            hazard,
            receiver,
            (reference, known.as_slice()),
            &served,
        )])],
        Some(ServiceProof::Refused { witnesses, note }) => {
            let said = if note.is_empty() {
                "未说明理由"
            } else {
                note
            };
            let boxes = witnesses
                .iter()
                .map(|witness| signed(hazard, "见证人", (witness, known.as_slice()), &served))
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

/// The signature a proof cites; without it in the content, or with other lines than those that were
/// drawn, the name, that it was taken off, and the hash of the strokes that the service cites.
fn signed(
    hazard: &RecordFile,
    label: &str,
    (reference, known): (&SignatureRef, &[Signature]),
    date: &str,
) -> SignatureBox {
    let found = known.iter().find(|it| {
        it.signer == reference.signer
            && it.statement == Some(reference.statement)
            && strokes_digest(it) == reference.strokes
    });
    match found {
        Some(signature) => signature_box(hazard, label, signature, date),
        None => SignatureBox {
            note: format!(
                "签名已被撤除（送达记录引用摘要 {}）",
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
