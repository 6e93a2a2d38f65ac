use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::GridId;
use crate::control::{ControlState, Grid, GridLevel};
use crate::premises::Position;

/// Letters a name of a village has at least: a shorter one stands in too many places.
const LETTERS: usize = 3;

/// The township that a report which waits belongs to（举报归属乡镇）, if it can be told: the only one there is,
/// else the one that its place names, or one of whose villages it names, or within whose boundary it
/// lies. Nothing is told where that points to several, or word and position to different ones.
#[must_use]
pub fn township_told(
    control: &ControlState,
    place: &str,
    position: Option<Position>,
    date: NaiveDate,
) -> Option<GridId> {
    let grids = || {
        control
            .grids
            .values()
            .filter(move |grid| grid.valid_on(date))
    };
    let is_township = |grid: &&Grid| grid.level == GridLevel::Large;
    let mut townships = grids().filter(is_township).map(|grid| grid.grid);
    if let (Some(only), None) = (townships.next(), townships.next()) {
        return Some(only);
    }
    let above = |grid: &Grid| -> Option<GridId> {
        let path = control.path(grid.grid);
        let of_level = |id: &GridId| {
            let found = control.grids.get(id);
            found.is_some_and(|found| found.level == GridLevel::Large)
        };
        path.into_iter().find(of_level)
    };
    let is_named = |grid: &&Grid| {
        let name = grid.name.trim();
        let long_enough = match grid.level {
            GridLevel::Large => !name.is_empty(),
            _ => name.chars().count() >= LETTERS,
        };
        long_enough && place.contains(name)
    };
    let mut named: BTreeSet<GridId> = grids()
        .filter(is_township)
        .filter(is_named)
        .map(|grid| grid.grid)
        .collect();
    if named.is_empty() {
        let villages = grids().filter(|grid| grid.level == GridLevel::Medium);
        named = villages.filter(is_named).filter_map(above).collect();
    }
    let there: BTreeSet<GridId> = position
        .into_iter()
        .flat_map(|position| grids().filter(move |grid| lies_in(&grid.boundary, position)))
        .filter_map(above)
        .collect();
    let told: BTreeSet<GridId> = match (named.is_empty(), there.is_empty()) {
        (false, false) => named.intersection(&there).copied().collect(),
        (false, true) => named,
        (true, _) => there,
    };
    let mut told = told.into_iter();
    match (told.next(), told.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// Whether a position lies within a boundary, drawn as longitude and latitude.
fn lies_in(boundary: &[(i64, i64)], position: Position) -> bool {
    let (east, north) = (position.longitude, position.latitude);
    let mut inside = false;
    let Some(mut before) = boundary.last().copied() else {
        return false;
    };
    for here in boundary.iter().copied() {
        if (here.1 > north) != (before.1 > north) {
            let rise = before.1.saturating_sub(here.1);
            let along = before.0.saturating_sub(here.0);
            let left = east.saturating_sub(here.0).saturating_mul(rise);
            let right = along.saturating_mul(north.saturating_sub(here.1));
            if (rise > 0 && left < right) || (rise < 0 && left > right) {
                inside = !inside;
            }
        }
        before = here;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> GridId {
        GridId::from_bytes([number; 16])
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 9, 1).unwrap()
    }

    fn grid(number: u8, level: GridLevel, parent: Option<u8>, name: &str, west: i64) -> Grid {
        Grid {
            grid: id(number),
            level,
            parent: parent.map(id),
            code: String::new(),
            name: name.to_owned(),
            head: None,
            valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            valid_until: None,
            boundary: vec![(west, 0), (west + 100, 0), (west + 100, 100), (west, 100)],
        }
    }

    fn county(townships: u8) -> ControlState {
        let mut control = ControlState::default();
        let mut all = vec![
            grid(1, GridLevel::Large, None, "青峰镇", 0),
            grid(2, GridLevel::Medium, Some(1), "石桥村", 0),
        ];
        if townships > 1 {
            all.push(grid(3, GridLevel::Large, None, "白水镇", 1_000));
            all.push(grid(4, GridLevel::Medium, Some(3), "石桥村", 1_000));
            all.push(grid(5, GridLevel::Medium, Some(3), "柳林村", 1_000));
        }
        control.grids = all.into_iter().map(|grid| (grid.grid, grid)).collect();
        control
    }

    #[test]
    fn a_report_belongs_to_the_township_that_its_place_tells() {
        let at = |east| {
            Some(Position {
                latitude: 50,
                longitude: east,
                accuracy_m: None,
            })
        };
        let table = [
            ("白水镇正街8号", None, Some(3)),
            ("柳林村口小卖部", None, Some(3)),
            ("青峰镇石桥村", None, Some(1)),
            ("石桥村口", None, None),
            ("石桥村口", at(1_050), Some(3)),
            ("某处楼道", at(50), Some(1)),
            ("某处楼道", at(500), None),
            ("某处楼道", None, None),
            ("青峰镇与白水镇交界", None, None),
            ("青峰镇正街", at(1_050), None),
        ];
        for (place, position, expected) in table {
            let told = township_told(&county(2), place, position, day());
            assert_eq!(told, expected.map(id), "{place}");
        }
        assert_eq!(township_told(&county(1), "某处", None, day()), Some(id(1)));
        let nothing = ControlState::default();
        assert_eq!(township_told(&nothing, "青峰镇", None, day()), None);
    }
}
