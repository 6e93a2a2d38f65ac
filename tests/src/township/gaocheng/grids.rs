use chrono::NaiveDate;
use wangge_domain::GridId;
use wangge_domain::control::{Grid, GridLevel};

use super::layout::{TOWNSHIP_AREA, village_area};
use crate::seeded::{Draw, seeded};
use crate::township::Village;
use crate::township::layout::VillageLayout;

/// Code of the township, made up: the source gives none.
const TOWN_CODE: &str = "410199999";

/// One large grid, 24 medium ones, 200 small ones, each behind the one above it.
pub(super) fn draw(
    seed: u64,
    minted_ms: i64,
    layouts: &[VillageLayout],
) -> (Vec<Village>, Vec<Grid>) {
    let id = |purpose: &str| {
        let purpose = format!("grid/{purpose}");
        GridId::mint(minted_ms, seeded(seed, &purpose).ten_bytes())
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
    let (code, name) = (TOWN_CODE.to_owned(), "告成镇".to_owned());
    let boundary = TOWNSHIP_AREA.boundary();
    let mut grids = vec![grid(town, GridLevel::Large, None, code, name, boundary)];
    let mut villages = Vec::new();
    for (number, layout) in layouts.iter().enumerate() {
        let village = id(layout.name);
        let code = format!("{TOWN_CODE}{:03}", number + 1);
        let area = village_area(number);
        villages.push(Village {
            name: layout.name.to_owned(),
            grid: village,
            listed: layout.listed,
        });
        let name = layout.name.to_owned();
        let (level, above) = (GridLevel::Medium, Some(town));
        grids.push(grid(
            village,
            level,
            above,
            code.clone(),
            name,
            area.boundary(),
        ));
        for part in 0..layout.small_grids {
            grids.push(grid(
                id(&format!("{}/{part}", layout.name)),
                GridLevel::Small,
                Some(village),
                format!("{code}-{:02}", part + 1),
                format!("{}第{}组网格", layout.name, part + 1),
                area.strip(part, layout.small_grids).boundary(),
            ));
        }
    }
    (villages, grids)
}
