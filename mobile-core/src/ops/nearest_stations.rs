use serde_json::Value;
use wangge_domain::RecordId;
use wangge_domain::premises::Premises;
use wangge_domain::register::RegisterLine;
use wangge_domain::sheet::entry_of;

use crate::error::CoreError;
use crate::facade::Core;

/// The sheet of micro stations and volunteers.
const SHEET: &str = "rescue_station";
/// Meters of one microdegree of latitude, in hundredths.
const CENTIMETERS: i64 = 11;

impl Core {
    /// The micro stations and volunteer brigades near a premises（就近力量）of S3-03, the nearest first, with the
    /// distance in meters; those without a position last. Works offline: whom to call.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn nearest_stations(
        &self,
        premises: RecordId,
    ) -> Result<Vec<(RegisterLine, Option<u64>)>, CoreError> {
        let session = self.session()?;
        let record = self.get_record(premises)?;
        let here = Premises::from_content(&record.content).position;
        let today = self.now(&session).china_date();
        let mut found: Vec<(RegisterLine, Option<u64>)> = session
            .control
            .registers
            .lines_on(SHEET, today)
            .map(|line| {
                let entry = entry_of(&line.row);
                let number = |name: &str| entry.get(name).and_then(Value::as_i64);
                let there = number("latitude_microdegrees").zip(number("longitude_microdegrees"));
                let away = here.zip(there).map(|(here, (latitude, longitude))| {
                    let north = (here.latitude - latitude).abs() * CENTIMETERS / 100;
                    // Seven eighths: what a degree of longitude is short of one of latitude in
                    // the middle of the country. For an order of distances that is enough.
                    let east = (here.longitude - longitude).abs() * CENTIMETERS * 7 / 800;
                    let squares = north.saturating_mul(north) + east.saturating_mul(east);
                    squares.unsigned_abs().isqrt()
                });
                (line.clone(), away)
            })
            .collect();
        found.sort_by_key(|(line, away)| (away.is_none(), *away, line.row.key.clone()));
        Ok(found)
    }
}
