use std::collections::BTreeMap;

use wangge_domain::GridId;
use wangge_domain::control::Grid;
use wangge_domain::premises::{Contact, keys};

use super::layout::{UNITS, natural_villages, village_area};
use crate::seeded::{Draw, seeded};
use crate::township::contact_names::ContactMaker;
use crate::township::generate::tell_apart;
use crate::township::layout::VillageLayout;
use crate::township::made_premises::{Site, make};
use crate::township::{ListedPremises, Village};

/// What the premises are made from.
pub(super) struct Making<'a> {
    pub(super) seed: u64,
    pub(super) minted_ms: i64,
    pub(super) villages: &'a [VillageLayout],
    pub(super) listed: &'a [Village],
    pub(super) grids: &'a [Grid],
    pub(super) managers: &'a BTreeMap<GridId, Contact>,
}

/// All premises, village by village, dealt to the groups in turn.
pub(super) fn make_all(making: &Making<'_>, names: &mut ContactMaker) -> Vec<ListedPremises> {
    let mut dealt: Vec<(&str, &str)> = UNITS
        .iter()
        .flat_map(|(category, count, remark)| std::iter::repeat_n((*category, *remark), *count))
        .collect();
    seeded(making.seed, "units").shuffle(&mut dealt);
    let mut dealt = dealt.into_iter();
    let department = names.contact(false);
    let mut premises = Vec::new();
    for (number, layout) in making.villages.iter().enumerate() {
        let village = &making.listed[number];
        let small: Vec<&Grid> = making
            .grids
            .iter()
            .filter(|grid| grid.parent == Some(village.grid))
            .collect();
        for (counted, (category, remark)) in (0..layout.listed).zip(dealt.by_ref()) {
            let part = counted % small.len();
            let site = Site {
                seed: making.seed,
                minted_ms: making.minted_ms,
                village_number: number + 1,
                village: layout,
                grid: small[part].grid,
                part,
                area: village_area(number).strip(part, layout.small_grids),
                territory: making
                    .managers
                    .get(&village.grid)
                    .cloned()
                    .unwrap_or_default(),
            };
            let mut one = make(&site, category, counted + 1, &department, names);
            one.code = format!("告{:02}-{:03}", number + 1, counted + 1);
            let natural = part * natural_villages(number) / layout.small_grids + 1;
            let natural = format!("{}第{natural}自然村", layout.name);
            one.fields
                .insert(keys::NATURAL_VILLAGE.to_owned(), natural.into());
            if !remark.is_empty() {
                one.fields.insert(keys::REMARK.to_owned(), remark.into());
            }
            premises.push(one);
        }
    }
    tell_apart(&mut premises);
    premises
}
