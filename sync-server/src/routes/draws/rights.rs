use wangge_domain::draw::DrawRecord;

use crate::draws::DrawOffice;
use crate::http::{ApiError, App};
use crate::store::Reach;

/// The operation of the permission table under which draws are announced, drawn and changed.
pub(super) const OPERATION: &str = DrawOffice::OPERATION;

/// Where draws are kept.
pub(super) fn office(app: &App) -> DrawOffice<'_> {
    DrawOffice {
        tenant: &app.tenant,
        folder: &app.folder,
    }
}

/// Whether someone may act on all of what a draw is over.
pub(super) fn covers(app: &App, record: &DrawRecord, reach: &Reach) -> Result<bool, ApiError> {
    Ok(office(app).area(record)?.is_subset(&reach.streams))
}
