use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use wangge_domain::premises::{Contact, keys};
use wangge_domain::record::Scalar;
use wangge_domain::{GridId, RecordId};

use super::ListedPremises;
use super::contact_names::ContactMaker;
use super::layout::{Area, VillageLayout};
use super::measures::{fill_counts, fill_flags};
use super::place_names::sign;
use crate::seeded::{Draw, seeded};

/// The fields of a record while they are filled in.
pub(super) type Fields = BTreeMap<String, Scalar>;

/// Where premises are to be made: one small grid.
pub(super) struct Site<'a> {
    pub(super) seed: u64,
    pub(super) minted_ms: i64,
    /// Village, counted from 1.
    pub(super) village_number: usize,
    pub(super) village: &'a VillageLayout,
    /// Small grid, its place in the village, and its area.
    pub(super) grid: GridId,
    pub(super) part: usize,
    pub(super) area: Area,
    /// Who answers for the territory: the village manager.
    pub(super) territory: Contact,
}

/// Makes one premises of a category; `number` counts within the village from 1, `department` is
/// who answers for premises of this category in the township.
pub(super) fn make(
    site: &Site<'_>,
    category: &str,
    number: usize,
    department: &Contact,
    names: &mut ContactMaker,
) -> ListedPremises {
    let village = site.village;
    let mut rng = seeded(site.seed, &format!("premises/{}/{number}", village.name));
    let record = RecordId::mint(site.minted_ms, rng.ten_bytes());
    let owner = names.contact(number % 33 == 5);
    // A house to let is its owner's; half of the businesses are run by somebody else.
    let operator = (category != "rental_housing" && rng.happens(500)).then(|| names.contact(false));

    let mut fields = Fields::new();
    let mut set = |key: &str, value: Scalar| {
        fields.insert(key.to_owned(), value);
    };
    let (name, sub_type) = sign(category, village.name, &owner.name, &mut rng);
    set(keys::NAME, name.into());
    set(keys::CATEGORY, category.into());
    if let Some(sub_type) = sub_type {
        set(keys::SUB_TYPE, sub_type.into());
    }
    let mut inset = |low: i64, high: i64| {
        let margin = (high - low) / 12;
        Scalar::Int(rng.between(low + margin, high - margin))
    };
    set(
        keys::LONGITUDE_MICRODEGREES,
        inset(site.area.west, site.area.east),
    );
    set(
        keys::LATITUDE_MICRODEGREES,
        inset(site.area.south, site.area.north),
    );
    set(keys::ACCURACY_M, Scalar::Int(rng.between(4, 30)));
    for (key, contact) in [
        ((keys::OWNER_NAME, keys::OWNER_PHONE), Some(&owner)),
        (
            (keys::OPERATOR_NAME, keys::OPERATOR_PHONE),
            operator.as_ref(),
        ),
        (
            (keys::TERRITORY_NAME, keys::TERRITORY_PHONE),
            Some(&site.territory),
        ),
        (
            (keys::DEPARTMENT_NAME, keys::DEPARTMENT_PHONE),
            Some(department),
        ),
        ((keys::UNIT_NAME, keys::UNIT_PHONE), Some(&owner)),
        (
            (keys::ON_SITE_NAME, keys::ON_SITE_PHONE),
            Some(operator.as_ref().unwrap_or(&owner)),
        ),
    ] {
        if let Some(contact) = contact {
            set(key.0, contact.name.clone().into());
            set(key.1, contact.phone.clone().into());
        }
    }
    fill_address(site, number, &mut fields, &mut rng);
    fill_counts(category, &mut fields, &mut rng);
    fill_flags(category, &mut fields, &mut rng);
    let code = format!("青{:02}-{number:03}", site.village_number);
    ListedPremises {
        synthetic: true,
        record,
        grid: site.grid,
        code,
        fields,
    }
}

/// A street in the market town, a group in a village. Each small grid has groups and streets of
/// its own, each premises a number of its own.
fn fill_address(site: &Site<'_>, number: usize, fields: &mut Fields, rng: &mut ChaCha8Rng) {
    let village = site.village;
    let share = |all: usize| {
        let first = all * site.part / village.small_grids;
        let next = (all * (site.part + 1) / village.small_grids).max(first + 1);
        (first, next - first)
    };
    let (key, place) = if village.streets.is_empty() {
        let (first, groups) = share(village.groups);
        (keys::GROUP, format!("{}组", first + rng.place(groups) + 1))
    } else {
        let (first, streets) = share(village.streets.len());
        (
            keys::ROAD,
            village.streets[first + rng.place(streets)].to_owned(),
        )
    };
    let door = number as i64 * 3 - rng.between(0, 2);
    fields.insert(keys::VILLAGE.to_owned(), village.name.into());
    fields.insert(key.to_owned(), place.into());
    fields.insert(keys::DOOR_NUMBER.to_owned(), format!("{door}号").into());
}
