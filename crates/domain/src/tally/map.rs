use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

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

/// Maps of parts of the premises as one GeoJSON (RFC 7946): longitude before latitude, in degrees. The
/// unmapped are features without a geometry, so that nobody takes the map for complete.
#[must_use]
pub fn geojson_of<'a>(parts: impl IntoIterator<Item = &'a RiskMap>) -> String {
    let points = parts
        .into_iter()
        .flat_map(|map| map.points.iter().chain(&map.unmapped));
    let all = FeatureCollection {
        r#type: "FeatureCollection",
        features: points.map(Feature::of).collect(),
    };
    serde_json::to_string(&all).expect("texts and numbers have a form in JSON")
}

#[derive(Serialize)]
struct FeatureCollection<'a> {
    r#type: &'static str,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: RecordId,
    geometry: Option<Geometry>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    coordinates: [f64; 2],
}

#[derive(Serialize)]
struct Properties<'a> {
    name: &'a str,
    category: &'a str,
    grade: &'a str,
    open_hazards: u32,
    visited: bool,
    grid: GridId,
}

impl<'a> Feature<'a> {
    fn of(point: &'a MapPoint) -> Self {
        // Divided so, a microdegree is the nearest number to what its six decimals say.
        let degrees = |micro: i64| micro as f64 / 1e6;
        Self {
            r#type: "Feature",
            id: point.premises,
            geometry: point.position.map(|(latitude, longitude)| Geometry {
                r#type: "Point",
                coordinates: [degrees(longitude), degrees(latitude)],
            }),
            properties: Properties {
                name: &point.name,
                category: &point.category,
                grade: &point.grade,
                open_hazards: point.open,
                visited: point.visited,
                grid: point.grid,
            },
        }
    }
}
