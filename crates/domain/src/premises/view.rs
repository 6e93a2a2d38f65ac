use chrono::{Months, NaiveDate};

use super::{PremisesFacts, keys};
use crate::policy::{CategoryRules, CreditGrade};
use crate::record::Content;

/// A premises（场所）as the rules read it from its content. What is not filled in is `None` or
/// empty; the content itself keeps everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Premises {
    /// 名称.
    pub name: String,
    /// Category id; empty if none was chosen.
    pub category: String,
    /// Sub-type that thresholds name.
    pub sub_type: Option<String>,
    /// Category id of the business done there.
    pub business: Option<String>,
    /// 行政村.
    pub village: String,
    /// 村民小组.
    pub group: String,
    /// 路、街.
    pub road: String,
    /// 门牌号.
    pub door_number: String,
    /// 详细地址.
    pub address: String,
    /// Where it is.
    pub position: Option<Position>,
    /// 业主.
    pub owner: Contact,
    /// 经营者.
    pub operator: Contact,
    /// 四方责任: territory, department, unit, on-site person (S0-05).
    pub responsible: [Contact; 4],
    /// 统一社会信用代码.
    pub license_number: Option<String>,
    /// 证照有效期至.
    pub license_valid: Option<NaiveDate>,
    /// 派出所列管.
    pub police_listed: bool,
    /// 信用等级.
    pub credit: Option<CreditGrade>,
    /// 建筑面积, square decimeters.
    pub area_square_decimeters: Option<i64>,
    content: Content,
}

/// A name with a telephone（联系人）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Name; empty if none.
    pub name: String,
    /// Telephone; empty if none.
    pub phone: String,
}

/// A position（位置）in WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Latitude, microdegrees.
    pub latitude: i64,
    /// Longitude, microdegrees.
    pub longitude: i64,
    /// Accuracy, meters, if the phone told.
    pub accuracy_m: Option<i64>,
}

impl Premises {
    /// Reads what is there. Values of a wrong kind are left out here; [`super::check_premises`]
    /// names them.
    #[must_use]
    pub fn from_content(content: &Content) -> Self {
        let text = |key: &str| content.text(key).unwrap_or_default().trim().to_owned();
        let filled = |key: &str| Some(text(key)).filter(|text| !text.is_empty());
        let contact = |name: &str, phone: &str| Contact {
            name: text(name),
            phone: text(phone),
        };
        let position = content
            .int(keys::LATITUDE_MICRODEGREES)
            .zip(content.int(keys::LONGITUDE_MICRODEGREES))
            .map(|(latitude, longitude)| Position {
                latitude,
                longitude,
                accuracy_m: content.int(keys::ACCURACY_M),
            });
        Self {
            name: text(keys::NAME),
            category: text(keys::CATEGORY),
            sub_type: filled(keys::SUB_TYPE),
            business: filled(keys::BUSINESS),
            village: text(keys::VILLAGE),
            group: text(keys::GROUP),
            road: text(keys::ROAD),
            door_number: text(keys::DOOR_NUMBER),
            address: text(keys::ADDRESS),
            position,
            owner: contact(keys::OWNER_NAME, keys::OWNER_PHONE),
            operator: contact(keys::OPERATOR_NAME, keys::OPERATOR_PHONE),
            responsible: keys::RESPONSIBLE_PARTIES.map(|(name, phone)| contact(name, phone)),
            license_number: filled(keys::LICENSE_NUMBER),
            license_valid: date(content, keys::LICENSE_VALID),
            police_listed: content.bool(keys::POLICE_LISTED).unwrap_or(false),
            credit: content
                .text(keys::CREDIT_GRADE)
                .and_then(CreditGrade::parse),
            area_square_decimeters: content.int(keys::AREA_SQUARE_DECIMETERS),
            content: content.clone(),
        }
    }

    /// A count by its key ([`keys::COUNT_KEYS`]), if filled in.
    #[must_use]
    pub fn count(&self, key: &str) -> Option<i64> {
        self.content.int(key)
    }

    /// A yes or no by its key ([`keys::FLAG_KEYS`]), if filled in.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.content.bool(key)
    }

    /// The whole address in one line: village, group, road, door number, detail.
    #[must_use]
    pub fn full_address(&self) -> String {
        [
            &self.village,
            &self.group,
            &self.road,
            &self.door_number,
            &self.address,
        ]
        .map(String::as_str)
        .concat()
    }

    /// The facts that conditions of the policy pack speak of, as known on `today`. Facts counted
    /// from other records (open hazards and the like) are added by the caller.
    #[must_use]
    pub fn facts(&self, rules: &CategoryRules, today: NaiveDate) -> PremisesFacts {
        let mut facts = PremisesFacts::default();
        for key in [
            keys::BEDS,
            keys::DINERS,
            keys::DORMITORY_PERSONS,
            keys::EBIKE_COUNT,
            keys::EXITS,
            keys::FLOOR_LEVEL,
            keys::FLOORS,
            keys::PERSONS,
            keys::PUPILS,
            keys::ROOMS,
            keys::STAFF,
            keys::STAIRS,
        ] {
            if let Some(value) = self.count(key) {
                facts.set_number(key, value);
            }
        }
        for key in [
            keys::DUST,
            keys::HAS_PRIVATE_ROOMS,
            keys::NETWORKED_SMOKE_ALARM,
            keys::SELF_BUILT,
            keys::SIMPLE_SPRINKLER,
            keys::SOLVENT,
            keys::THREE_IN_ONE,
            keys::THREE_IN_ONE_UNSEPARATED,
            keys::VULNERABLE_PEOPLE,
        ] {
            if let Some(value) = self.flag(key) {
                facts.set_flag(key, value);
            }
        }
        facts.set_flag("police_listed", self.police_listed);
        self.derived_facts(today, &mut facts);
        if let Some(over) = super::threshold_verdict(self, rules).is_over() {
            facts.set_flag("over_threshold", over);
        }
        facts
    }

    fn derived_facts(&self, today: NaiveDate, facts: &mut PremisesFacts) {
        if let Some(area) = self.area_square_decimeters {
            facts.set_number("area_square_meters", area / 100);
        }
        if let Some(exits) = self.count(keys::EXITS) {
            facts.set_flag("single_exit", exits <= 1);
        }
        if let Some(minutes) = self.count(keys::FIRE_STATION_MINUTES) {
            facts.set_number("dist_fire_station_min", minutes);
        }
        if let Some(gas) = self.content.text(keys::GAS_KIND) {
            facts.set_flag("bottled_gas", gas == "bottled");
        }
        if let Some(structure) = self.content.text(keys::STRUCTURE) {
            let burns = matches!(structure, "wood" | "brick_wood" | "sandwich_panel");
            facts.set_flag("wood_or_sandwich_panel", burns);
        }
        // A basement that is there counts as used unless somebody said that it is not.
        let basement = self.count(keys::BASEMENT_FLOORS).map(|floors| floors > 0);
        if let Some(used) = self.flag(keys::BASEMENT_USED).or(basement) {
            facts.set_flag("basement_used", used);
        }
        if self.category == "self_built" {
            facts.set_flag("self_built", true);
        }
        if self.category == "three_in_one" {
            facts.set_flag("three_in_one", true);
        }
        let since = |months: u32| {
            today
                .checked_sub_months(Months::new(months))
                .unwrap_or(today)
        };
        if let Some(fire) = date(&self.content, keys::LAST_FIRE_ON) {
            facts.set_flag("fire_in_24m", fire >= since(24));
        }
        if let Some(training) = date(&self.content, keys::LAST_TRAINING_ON) {
            facts.set_flag("training_ok_12m", training >= since(12));
        }
    }
}

fn date(content: &Content, key: &str) -> Option<NaiveDate> {
    content.text(key)?.trim().parse().ok()
}
