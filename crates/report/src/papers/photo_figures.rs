use wangge_domain::inspection::{PhotoStage, photo_refs};

use crate::case_file::{CaseFile, PhotoFile, RecordFile};
use crate::paper::Photo;

/// Words of a stage.
fn stage(stage: PhotoStage) -> &'static str {
    match stage {
        PhotoStage::Found => "检查时",
        PhotoStage::Before => "整改前",
        PhotoStage::After => "整改后",
        PhotoStage::Recheck => "复查时",
        PhotoStage::Service => "送达",
    }
}

/// The photos of a record as figures, numbered from `first`; `about` says what they show.
pub(super) fn figures(
    case: &CaseFile,
    record: &RecordFile,
    first: usize,
    about: &str,
    wanted: impl Fn(PhotoStage, &PhotoFile) -> bool,
) -> Vec<Photo> {
    photo_refs(&record.content)
        .into_iter()
        .filter_map(|photo| Some((photo.stage, photo.item, case.photos.get(&photo.photo)?)))
        .filter(|(at, _, file)| wanted(*at, file))
        .enumerate()
        .map(|(place, (at, item, file))| {
            let item = item.map_or_else(String::new, |item| format!(" {item}"));
            Photo {
                picture: file.view,
                caption: format!("图{}　{about}{item}（{}）", first + place, stage(at)),
                original: file.original,
            }
        })
        .collect()
}

/// `图1、图2`, or `图1至图4`, or a dash.
pub(super) fn figure_numbers(first: usize, count: usize) -> String {
    match count {
        0 => "—".to_owned(),
        1 => format!("图{first}"),
        2 => format!("图{first}、图{}", first + 1),
        _ => format!("图{first}至图{}", first + count - 1),
    }
}
