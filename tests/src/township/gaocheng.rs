//! 告成镇 as its report gives it (S4-20): 24 villages, 128 natural villages, 200 groups with a small
//! grid each, over 500 premises, 219 of them key units: 14 schools, 4 internet cafes, 6 places of
//! entertainment, 21 shops, and 174 others, whose categories the report does not give.
//!
//! Only these numbers are from the source. Names of villages, people, premises, addresses and
//! positions are made up from a seed; the 174 are marked in their remark.

mod layout;
mod people;
mod units;

use chrono::NaiveDate;
use wangge_domain::{TenantId, Timestamp};

use super::Township;
use super::contact_names::ContactMaker;
use super::grids::{GridPlan, draw_grids};
use crate::seeded::{Draw, seeded};

pub use layout::{KEY_UNIT, KEY_UNIT_MADE_UP};

/// Code of the township, made up: the source gives none.
const TOWN_CODE: &str = "410199999";

impl Township {
    /// The seed of the committed fixture of 告成镇.
    pub const GAOCHENG_SEED: u64 = 7_281_024;

    /// The committed fixture of 告成镇.
    ///
    /// # Panics
    /// Never: a test reads the file that is built in here.
    #[must_use]
    pub fn gaocheng() -> Self {
        serde_json::from_str(include_str!("../../../fixtures/townships/gaocheng.json"))
            .expect("the fixture is what the generator of this module wrote")
    }

    /// 告成镇 made from a seed: the numbers are those of the source, whatever the seed.
    ///
    /// # Panics
    /// Never: the dates and tables of this module are checked by its tests.
    #[must_use]
    pub fn generate_gaocheng(seed: u64) -> Self {
        let made = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day of the calendar");
        let minted_ms = Timestamp::start_of_china_day(made).plus_ms(9 * 3_600_000).0;
        let villages = layout::villages();
        let plan = GridPlan {
            code: TOWN_CODE,
            name: "告成镇",
            area: layout::TOWNSHIP_AREA,
            villages: &villages,
            village_area: layout::village_area,
            small_grid: "组网格",
        };
        let (listed, mut grids) = draw_grids(seed, minted_ms, &plan);
        let mut names = ContactMaker::new(seed);
        let staff = people::appoint(seed, minted_ms, &mut grids, &mut names);
        let making = units::Making {
            seed,
            minted_ms,
            villages: &villages,
            listed: &listed,
            grids: &grids,
            managers: &staff.managers,
        };
        let premises = units::make_all(&making, &mut names);
        Self {
            synthetic: true,
            note: "24个行政村、128个自然村、200个村民小组、生产经营单位500余户、重点监管单位219家（学校14、网吧4、休闲娱乐6、\
                   超市百杂21，其余174家类别原文未列，由程序合成并在备注中标明）取自网格化方案告成镇部分；\
                   其余人员、村名、场所、地址、坐标、电话、证书编号和网格划分均为程序按种子生成，并非真实信息。"
                .to_owned(),
            seed,
            tenant: TenantId::mint(minted_ms, seeded(seed, "tenant").ten_bytes()),
            name: "告成镇".to_owned(),
            county: "某县（演示）".to_owned(),
            villages: listed,
            grids,
            people: staff.people,
            roles: staff.roles,
            credentials: staff.credentials,
            premises,
        }
    }
}
