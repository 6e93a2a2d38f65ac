use std::collections::BTreeSet;

use wangge_domain::Digest;
use wangge_domain::inspection::{PhotoStage, photo_refs};

use super::form::aside;
use crate::case_file::{CaseFile, RecordFile};
use crate::paper::Block;

/// Lines that say which figures of work that was done are one file, byte by byte, with a photo of
/// how it was found（同一文件）: the figures are those of these records in their order, as far as they
/// are wanted, numbered from 1. No part of what the content hash covers: a paper that was handed
/// over before is known still.
pub(super) fn same_file_lines(
    case: &CaseFile,
    files: &[&RecordFile],
    wanted: impl Fn(PhotoStage) -> bool,
) -> Vec<Block> {
    let shown: Vec<(usize, PhotoStage, Digest)> = files
        .iter()
        .flat_map(|file| originals(case, file))
        .filter(|(stage, _)| wanted(*stage))
        .zip(1..)
        .map(|((stage, original), number)| (number, stage, original))
        .collect();
    let known = case.inspections.iter().chain(&case.hazards);
    let found: BTreeSet<Digest> = known
        .flat_map(|file| originals(case, file))
        .filter(|(stage, _)| shows_it_found(*stage))
        .map(|(_, original)| original)
        .collect();
    let copied = shown.iter().filter(|(_, stage, original)| {
        matches!(stage, PhotoStage::After | PhotoStage::Recheck) && found.contains(original)
    });
    copied
        .map(|(number, _, original)| {
            let figures: Vec<String> = shown
                .iter()
                .filter(|(_, stage, other)| shows_it_found(*stage) && other == original)
                .map(|(number, _, _)| format!("图{number}"))
                .collect();
            let with = if figures.is_empty() {
                "检查时、整改前的照片".to_owned()
            } else {
                figures.join("、")
            };
            aside(format!("图{number}与{with}为同一文件（原图摘要相同）。"))
        })
        .collect()
}

fn shows_it_found(stage: PhotoStage) -> bool {
    matches!(stage, PhotoStage::Found | PhotoStage::Before)
}

/// The photos of a record that are here, in the order of its figures, by the hash of their file.
fn originals(case: &CaseFile, file: &RecordFile) -> Vec<(PhotoStage, Digest)> {
    photo_refs(&file.content)
        .into_iter()
        .filter_map(|photo| Some((photo.stage, case.photos.get(&photo.photo)?.original)))
        .collect()
}

#[cfg(test)]
mod tests;
