use serde::Serialize;
use wangge_domain::StreamId;
use wangge_domain::control::GridLevel;
use wangge_sync_engine::relay::missing_places;

use super::Admin;
use crate::error::RelayStartError;

/// Something a device signed and nobody has brought（缺号清单）: app data that was deleted, or a phone
/// that is still on its way with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingReport {
    /// Code of the grid.
    pub grid: String,
    /// Short id of the device, as its provisional numbers show it.
    pub device: String,
    /// Who signed.
    pub person: String,
    /// First missing place of the device's chain in this grid.
    pub first: u64,
    /// Last one in a row.
    pub last: u64,
    /// The envelope that counts on behind the gap.
    pub before: String,
    /// When that one was received, milliseconds since 1970.
    pub since: i64,
}

impl Admin {
    /// Places in the chains of devices that never came, grid by grid.
    pub fn missing(&self) -> Result<Vec<MissingReport>, RelayStartError> {
        let control = self.tenant.control()?;
        let turn = self.tenant.database.turn(self.tenant.id())?;
        let mut found = Vec::new();
        for grid in control.grids.values() {
            if grid.level != GridLevel::Small {
                continue;
            }
            for gap in missing_places(turn.as_ref(), StreamId::of_grid(grid.grid))? {
                let enrolled = control.device(gap.device, gap.user);
                let person = control.people.get(&gap.user);
                found.push(MissingReport {
                    grid: grid.code.clone(),
                    device: enrolled.map_or_else(
                        || gap.device.to_string(),
                        |it| it.enrollment.short_id.clone(),
                    ),
                    person: person.map_or_else(|| gap.user.to_string(), |it| it.name.clone()),
                    first: gap.first,
                    last: gap.last,
                    before: gap.before.to_string(),
                    since: gap.since.0,
                });
            }
        }
        Ok(found)
    }
}
