use std::path::{Path, PathBuf};

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Event;
use wangge_mobile_core::{Core, CoreError, PhotoInput};

use crate::command_error::CommandError;
use crate::input_file::read_bytes;
use crate::script::FixOnSpot;

/// Attaches one photo from a file to a record.
pub(crate) fn attach(
    core: &Core,
    target: RecordId,
    file: &Path,
    item: &str,
    stage: PhotoStage,
) -> Result<RecordId, CommandError> {
    let input = PhotoInput {
        original: read_bytes(file)?,
        item: item.to_owned(),
        stage,
        ..PhotoInput::default()
    };
    Ok(core.attach_photo(target, &input)?.photo)
}

/// Attaches photos to a record as a whole and then does what rests on them, an event that is
/// judged first.
pub(crate) fn with_photos<T>(
    core: &Core,
    target: RecordId,
    files: &[PathBuf],
    stage: PhotoStage,
    event: impl FnOnce(Vec<RecordId>) -> Option<Event>,
    act: impl FnOnce(&[RecordId]) -> Result<T, CoreError>,
) -> Result<(Vec<RecordId>, T), CommandError> {
    let judge = |photos| match event(photos) {
        Some(event) => core.may_act(target, &event),
        None => Ok(()),
    };
    with_photos_judged(core, target, files, stage, judge, act)
}

/// Ids that stand in for photos to come; a photo that was attached before has its own.
pub(crate) fn standing_in(files: &[PathBuf]) -> Vec<RecordId> {
    let ids = files.iter().zip(1_u128..).map(|(file, place)| {
        let known = file.to_str().and_then(|text| text.parse().ok());
        known.unwrap_or_else(|| RecordId::from_bytes(place.to_be_bytes()))
    });
    ids.collect()
}

/// Attaches photos to a record as a whole and then does what rests on them. What rests on them is
/// judged first, with ids that stand in for photos to come: a refused act attaches nothing. A
/// photo may be named by its id if it was attached before. If it fails half way, what was attached is told: it is
/// saved, and can be named the next time.
pub(crate) fn with_photos_judged<T>(
    core: &Core,
    target: RecordId,
    files: &[PathBuf],
    stage: PhotoStage,
    judge: impl FnOnce(Vec<RecordId>) -> Result<(), CoreError>,
    act: impl FnOnce(&[RecordId]) -> Result<T, CoreError>,
) -> Result<(Vec<RecordId>, T), CommandError> {
    judge(standing_in(files))?;
    let mut attached = Vec::new();
    let mut photos = Vec::new();
    let done = files
        .iter()
        .try_for_each(|file| {
            let known = file.to_str().and_then(|text| text.parse().ok());
            let photo = match known {
                Some(photo) => photo,
                None => {
                    let photo = attach(core, target, file, "", stage)?;
                    attached.push(photo);
                    photo
                }
            };
            photos.push(photo);
            Ok(())
        })
        .and_then(|()| Ok(act(&photos)?));
    match done {
        Ok(given) => Ok((photos, given)),
        Err(source) if attached.is_empty() => Err(source),
        Err(source) => {
            let named: Vec<String> = attached.iter().map(ToString::to_string).collect();
            Err(CommandError::Partly {
                text: format!("照片已附上，重试时用编号代替文件：{}", named.join("、")),
                done: json!({ "photos": attached }),
                next: None,
                source: Box::new(source),
            })
        }
    }
}

/// A fix on the spot with its two photos.
pub(crate) fn fix_on_spot(
    core: &Core,
    hazard: RecordId,
    folder: &Path,
    fix: &FixOnSpot,
) -> Result<(), CommandError> {
    let before = [folder.join(&fix.before)];
    let after = [folder.join(&fix.after)];
    let fixed = |before: RecordId, after: RecordId| Event::FixedOnSpot { before, after };
    let (before, ()) = with_photos(
        core,
        hazard,
        &before,
        PhotoStage::Before,
        |before| Some(fixed(*before.first()?, RecordId::from_bytes([0xff; 16]))),
        |_| Ok(()),
    )?;
    with_photos(
        core,
        hazard,
        &after,
        PhotoStage::After,
        |_| None,
        |after| core.fix_on_spot(hazard, before[0], after[0]),
    )?;
    Ok(())
}
