use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Measures, grade};
use crate::policy::PolicyPack;
use crate::register::RegisterBook;
use crate::sheet::{fires, flagged_credit};
use crate::{GridId, RecordId};

/// Which premises a map shows（地图筛选）; empty: all.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MapFilter {
    /// Only these grades.
    pub grades: BTreeSet<String>,
    /// Only these categories.
    pub categories: BTreeSet<String>,
    /// Only those with open hazards.
    pub open_only: bool,
    /// Only those that nobody has inspected yet.
    pub unvisited_only: bool,
}

/// A premises on the map（风险点）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapPoint {
    /// Which.
    pub premises: RecordId,
    /// Its small grid.
    pub grid: GridId,
    /// Its name.
    pub name: String,
    /// Category id.
    pub category: String,
    /// Risk grade id.
    pub grade: String,
    /// Open hazards.
    pub open: u32,
    /// Somebody has inspected it, whether the visit is accepted yet or not.
    pub visited: bool,
    /// Latitude and longitude, WGS-84, microdegrees; `None`: it is on the list of the unmapped.
    pub position: Option<(i64, i64)>,
}

/// All premises in use by grade（风险点一张图）of S1-12: those on the map, and by name those that are
/// not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RiskMap {
    /// Premises with a position, in id order.
    pub points: Vec<MapPoint>,
    /// Premises without one, in id order.
    pub unmapped: Vec<MapPoint>,
}

/// The map of risk points of what is measured here（风险点一张图）of S1-12; `visited` are the premises that
/// somebody has inspected, `registers` hold the incidents that count.
#[must_use]
pub fn risk_map(
    measures: &Measures,
    registers: &RegisterBook,
    visited: &BTreeSet<RecordId>,
    pack: &PolicyPack,
    filter: &MapFilter,
    today: NaiveDate,
) -> RiskMap {
    let mut map = RiskMap::default();
    let fires = fires(registers, today);
    for (record, it) in measures.premises.iter().filter(|(_, it)| it.is_active()) {
        if !filter.categories.is_empty() && !filter.categories.contains(it.category()) {
            continue;
        }
        let credit = flagged_credit(registers, *record, today).or(it.premises().credit);
        let graded = grade(*record, it, measures, &fires, credit, pack, today);
        let fits = filter.grades.is_empty() || filter.grades.contains(&graded.grade);
        let is_visited = visited.contains(record);
        let is_left_out =
            (filter.open_only && graded.open == 0) || (filter.unvisited_only && is_visited);
        if !fits || is_left_out {
            continue;
        }
        let point = MapPoint {
            premises: *record,
            grid: it.grid,
            name: it.name.clone(),
            category: it.category().to_owned(),
            grade: graded.grade,
            open: graded.open,
            visited: is_visited,
            position: it.position,
        };
        match point.position {
            Some(_) => map.points.push(point),
            None => map.unmapped.push(point),
        }
    }
    map
}

impl RiskMap {
    /// The points as GeoJSON (RFC 7946): longitude before latitude, in degrees with six decimals.
    /// The unmapped are features without a geometry, so that nobody takes the map for complete.
    #[must_use]
    pub fn to_geojson(&self) -> Value {
        let features = self.points.iter().chain(&self.unmapped).map(feature);
        json!({"type": "FeatureCollection", "features": features.collect::<Vec<_>>()})
    }
}

fn feature(point: &MapPoint) -> Value {
    let geometry = point.position.map(|(latitude, longitude)| {
        json!({"type": "Point", "coordinates": [degrees(longitude), degrees(latitude)]})
    });
    json!({
        "type": "Feature",
        "id": point.premises,
        "geometry": geometry,
        "properties": {
            "name": point.name,
            "category": point.category,
            "grade": point.grade,
            "open_hazards": point.open,
            "visited": point.visited,
            "grid": point.grid,
        },
    })
}

/// Microdegrees as a decimal number, exact to the last digit.
fn degrees(micro: i64) -> Value {
    let sign = if micro < 0 { "-" } else { "" };
    let (whole, part) = (
        micro.unsigned_abs() / 1_000_000,
        micro.unsigned_abs() % 1_000_000,
    );
    let text = format!("{sign}{whole}.{part:06}");
    text.parse::<f64>().map_or(Value::Null, Value::from)
}
