use std::path::{Path, PathBuf};

use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_mobile_core::{Core, PhotoInput};

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

/// Attaches photos to a record as a whole.
pub(crate) fn attach_all(
    core: &Core,
    target: RecordId,
    files: &[PathBuf],
    stage: PhotoStage,
) -> Result<Vec<RecordId>, CommandError> {
    files
        .iter()
        .map(|file| attach(core, target, file, "", stage))
        .collect()
}

/// A fix on the spot with its two photos.
pub(crate) fn fix_on_spot(
    core: &Core,
    hazard: RecordId,
    folder: &Path,
    fix: &FixOnSpot,
) -> Result<(), CommandError> {
    let before = attach(
        core,
        hazard,
        &folder.join(&fix.before),
        "",
        PhotoStage::Before,
    )?;
    let after = attach(
        core,
        hazard,
        &folder.join(&fix.after),
        "",
        PhotoStage::After,
    )?;
    core.fix_on_spot(hazard, before, after)?;
    Ok(())
}
