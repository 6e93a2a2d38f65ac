use std::path::Path;

use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Event, ServiceProof};
use wangge_mobile_core::{Core, ServiceInput};

use super::{signature, with_photos};
use crate::command_error::CommandError;
use crate::script::Service;

/// Serves a notice.
pub(crate) fn serve(
    core: &Core,
    hazard: RecordId,
    folder: &Path,
    service: &Service,
) -> Result<(), CommandError> {
    let input = match service {
        Service::Signed(by) => ServiceInput::Signed(signature(core, hazard, folder, by)?),
        Service::Refused { witnesses, note } => ServiceInput::Refused {
            witnesses: witnesses
                .iter()
                .map(|witness| signature(core, hazard, folder, witness))
                .collect::<Result<_, _>>()?,
            note: note.clone(),
        },
        Service::Posted { photo } => {
            let photo = [folder.join(photo)];
            let posted = |photo| Event::Served(ServiceProof::Posted { photo });
            with_photos(
                core,
                hazard,
                &photo,
                PhotoStage::Service,
                |photos| photos.first().copied().map(posted),
                |photos| core.serve_notice(hazard, &ServiceInput::Posted { photo: photos[0] }),
            )?;
            return Ok(());
        }
        Service::Mailed { tracking } => ServiceInput::Mailed {
            tracking: tracking.clone(),
        },
    };
    core.serve_notice(hazard, &input)?;
    Ok(())
}
