use chrono::NaiveDate;
use wangge_domain::GridId;
use wangge_domain::control::{Grid, GridLevel};

use super::Village;
use super::layout::{TOWNSHIP_AREA, VILLAGES, village_area};
use crate::seeded::{Draw, seeded};

/// Code of the township: the district's own, and a made-up ending, since the source gives none.
const TOWN_CODE: &str = "500118999";

/// The grids of all three levels, nobody answerable yet, each behind the one above it; and the
/// villages. A small grid's place in its village is in its code.
pub(super) fn draw_grids(seed: u64, minted_ms: i64) -> (Vec<Village>, Vec<Grid>) {
    let id = |purpose: &str| {
        GridId::mint(
            minted_ms,
            seeded(seed, &format!("grid/{purpose}")).ten_bytes(),
        )
    };
    let from = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day of the calendar");
    let grid = |grid, level, parent, code: String, name: String, boundary| Grid {
        grid,
        level,
        parent,
        code,
        name,
        head: None,
        valid_from: from,
        valid_until: None,
        boundary,
    };
    let town = id("town");
    let mut grids = vec![grid(
        town,
        GridLevel::Large,
        None,
        TOWN_CODE.to_owned(),
        "青峰镇".to_owned(),
        TOWNSHIP_AREA.boundary(),
    )];
    let mut villages = Vec::new();
    for (number, layout) in VILLAGES.iter().enumerate() {
        let village = id(layout.name);
        let code = format!("{TOWN_CODE}{:03}", number + 1);
        let area = village_area(number);
        villages.push(Village {
            name: layout.name.to_owned(),
            grid: village,
            listed: layout.listed,
        });
        grids.push(grid(
            village,
            GridLevel::Medium,
            Some(town),
            code.clone(),
            layout.name.to_owned(),
            area.boundary(),
        ));
        for part in 0..layout.small_grids {
            grids.push(grid(
                id(&format!("{}/{part}", layout.name)),
                GridLevel::Small,
                Some(village),
                format!("{code}-{:02}", part + 1),
                format!("{}第{}网格", layout.name, part + 1),
                area.strip(part, layout.small_grids).boundary(),
            ));
        }
    }
    (villages, grids)
}
