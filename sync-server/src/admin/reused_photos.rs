use serde::Serialize;
use wangge_domain::StreamId;
use wangge_domain::control::GridLevel;
use wangge_sync_engine::relay::reused_photos;

use super::Admin;
use crate::error::RelayStartError;

/// One picture that stands as evidence in several records（照片重复使用清单）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReusedPhotoReport {
    /// Hash of the original.
    pub original: String,
    /// The records that name it, the first one first.
    pub uses: Vec<PhotoUseReport>,
}

/// A record that names it（使用处）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhotoUseReport {
    /// Id of the record.
    pub record: String,
    /// Code of the grid.
    pub grid: String,
    /// Who signed.
    pub person: String,
    /// When the relay received it, milliseconds since 1970.
    pub received_at: i64,
}

impl Admin {
    /// Pictures whose very bytes stand in more than one record, of all grids.
    pub fn reused_photos(&self) -> Result<Vec<ReusedPhotoReport>, RelayStartError> {
        let control = self.tenant.control()?;
        let turn = self.tenant.database.turn(self.tenant.id())?;
        let small = control.grids.values();
        let small = small.filter(|grid| grid.level == GridLevel::Small);
        let streams: Vec<StreamId> = small.map(|grid| StreamId::of_grid(grid.grid)).collect();
        let found = reused_photos(turn.as_ref(), &streams)?;
        let report = found.into_iter().map(|photo| ReusedPhotoReport {
            original: photo.original.to_string(),
            uses: photo
                .uses
                .into_iter()
                .map(|it| PhotoUseReport {
                    record: it.record.to_string(),
                    grid: control
                        .grids
                        .get(&it.stream.grid())
                        .map_or_else(String::new, |grid| grid.code.clone()),
                    person: control
                        .people
                        .get(&it.user)
                        .map_or_else(|| it.user.to_string(), |person| person.name.clone()),
                    received_at: it.received_at.0,
                })
                .collect(),
        });
        Ok(report.collect())
    }
}
