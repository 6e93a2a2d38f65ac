use chrono::NaiveDate;
use wangge_domain::GridId;
use wangge_domain::control::{Grid, GridLevel};

use super::Village;
use super::layout::{Area, VillageLayout};
use crate::seeded::{Draw, seeded};

/// What the grids of a township are drawn from.
pub(super) struct GridPlan<'a> {
    /// Code of the township.
    pub(super) code: &'a str,
    /// Its name.
    pub(super) name: &'a str,
    /// Its area.
    pub(super) area: Area,
    /// Its villages.
    pub(super) villages: &'a [VillageLayout],
    /// The area of a village.
    pub(super) village_area: fn(usize) -> Area,
    /// What stands in the name of a small grid behind its number.
    pub(super) small_grid: &'a str,
}

/// The grids of all three levels, nobody answerable yet, each behind the one above it; and the
/// villages. A small grid's place in its village is in its code.
pub(super) fn draw_grids(
    seed: u64,
    minted_ms: i64,
    plan: &GridPlan<'_>,
) -> (Vec<Village>, Vec<Grid>) {
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
        plan.code.to_owned(),
        plan.name.to_owned(),
        plan.area.boundary(),
    )];
    let mut villages = Vec::new();
    for (number, layout) in plan.villages.iter().enumerate() {
        let village = id(layout.name);
        let code = format!("{}{:03}", plan.code, number + 1);
        let area = (plan.village_area)(number);
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
                format!("{}第{}{}", layout.name, part + 1, plan.small_grid),
                area.strip(part, layout.small_grids).boundary(),
            ));
        }
    }
    (villages, grids)
}
