use std::collections::BTreeMap;

use chrono::NaiveDate;
use wangge_domain::premises::keys;
use wangge_domain::{TenantId, Timestamp};

use super::contact_names::ContactMaker;
use super::grids::{GridPlan, draw_grids};
use super::layout::{
    CATEGORIES, POLICE_FIRST, POLICE_LISTED, TOWNSHIP_AREA, VILLAGES, village_area,
};
use super::made_premises::{Site, make};
use super::people::Staff;
use super::{ListedPremises, Township};
use crate::seeded::{Draw, seeded};

/// Code of the township: the district's own, and a made-up ending, since the source gives none.
const TOWN_CODE: &str = "500118999";

impl Township {
    /// The seed of the committed fixture.
    pub const QINGFENG_SEED: u64 = 20_230_220;

    /// The township made from a seed: the villages and their numbers are those of the source,
    /// whatever the seed; everything else depends on it.
    ///
    /// # Panics
    /// Never: the dates and tables of this module are checked by its tests.
    #[must_use]
    pub fn generate(seed: u64) -> Self {
        let made = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day of the calendar");
        let minted_ms = Timestamp::start_of_china_day(made).plus_ms(9 * 3_600_000).0;
        let plan = GridPlan {
            code: TOWN_CODE,
            name: "青峰镇",
            area: TOWNSHIP_AREA,
            villages: &VILLAGES,
            village_area,
            small_grid: "网格",
        };
        let (villages, mut grids) = draw_grids(seed, minted_ms, &plan);
        let mut names = ContactMaker::new(seed);
        let staff = Staff::appoint(seed, minted_ms, &mut grids, &mut names);

        let departments = CATEGORIES.map(|category| (category, names.contact(false)));

        let mut premises = Vec::new();
        for (number, (layout, village)) in VILLAGES.iter().zip(&villages).enumerate() {
            let small: Vec<_> = grids
                .iter()
                .filter(|grid| grid.parent == Some(village.grid))
                .collect();
            let categories = dealt_categories(seed, number);
            let mut counted = 0;
            for (part, grid) in small.iter().enumerate() {
                let site = Site {
                    seed,
                    minted_ms,
                    village_number: number + 1,
                    village: layout,
                    grid: grid.grid,
                    part,
                    area: village_area(number).strip(part, layout.small_grids),
                    territory: staff.contact_of(&village.name),
                };
                let until = layout.listed * (part + 1) / layout.small_grids;
                while counted < until {
                    let category = categories[counted];
                    let (_, department) = departments
                        .iter()
                        .find(|(of, _)| *of == category)
                        .expect("every category dealt is in the list");
                    counted += 1;
                    premises.push(make(&site, category, counted, department, &mut names));
                }
            }
        }
        tell_apart(&mut premises);
        list_by_police(&mut premises);
        Self {
            synthetic: true,
            note: "村（社区）名称、列管单位数（70/18/48/47/17/20，共220家）和派出所列管16家取自青峰府发〔2023〕16号；\
                   其余人员、场所、地址、坐标、电话、证书编号和网格划分均为程序按种子生成的演示数据，并非真实信息。"
                .to_owned(),
            seed,
            tenant: TenantId::mint(minted_ms, seeded(seed, "tenant").ten_bytes()),
            name: "青峰镇".to_owned(),
            county: "重庆市永川区".to_owned(),
            villages,
            grids,
            people: staff.people,
            roles: staff.roles,
            credentials: staff.credentials,
            premises,
        }
    }
}

/// The categories of a village's premises, one each, in random order.
fn dealt_categories(seed: u64, village: usize) -> Vec<&'static str> {
    let layout = &VILLAGES[village];
    let mut dealt: Vec<&'static str> = CATEGORIES
        .iter()
        .zip(layout.categories)
        .flat_map(|(category, count)| std::iter::repeat_n(*category, count))
        .collect();
    seeded(seed, &format!("categories/{}", layout.name)).shuffle(&mut dealt);
    dealt
}

/// Several premises of one name are told apart as branches.
pub(super) fn tell_apart(premises: &mut [ListedPremises]) {
    let mut signs: BTreeMap<String, usize> = BTreeMap::new();
    for one in premises {
        let name = one.name().to_owned();
        let before = signs.entry(name.clone()).or_default();
        if *before > 0 {
            let branch = ["二", "三", "四", "五", "六"][(*before - 1).min(4)];
            let name = format!("{name}（{branch}店）");
            one.fields.insert(keys::NAME.to_owned(), name.into());
        }
        *before += 1;
    }
}

/// Enters the number that the source gives, the kinds of place first that a police station lists.
fn list_by_police(premises: &mut [ListedPremises]) {
    let mut left = POLICE_LISTED;
    for category in POLICE_FIRST {
        for one in premises.iter_mut().filter(|it| it.category() == category) {
            if left > 0 {
                one.fields
                    .insert(keys::POLICE_LISTED.to_owned(), true.into());
                left -= 1;
            }
        }
    }
}
