use chrono::NaiveDate;

use super::duplicates::distance_m;
use super::{
    Position, Premises, ThresholdVerdict, key_controls, keys, threshold_verdict, uscc_is_valid,
};
use crate::Finding;
use crate::policy::{PolicyPack, PremisesLimits};
use crate::record::{Content, Scalar, fits_a_phone, holds_hidden_letters, looks_like_phone};
use crate::register::compulsion_word;
use crate::resources::has_label;

/// Fields that hold a day, `2026-12-31`.
const DATE_KEYS: &[&str] = &[
    keys::INSURANCE_VALID,
    keys::LAST_FIRE_ON,
    keys::LAST_TRAINING_ON,
    keys::LICENSE_VALID,
];

/// Names and parts of the address that stand on papers.
const PRINTED_KEYS: &[&str] = &[
    keys::NAME,
    keys::VILLAGE,
    keys::GROUP,
    keys::ROAD,
    keys::DOOR_NUMBER,
    keys::ADDRESS,
    keys::OWNER_NAME,
    keys::OPERATOR_NAME,
];

/// What is missing or wrong in a premises file（建档校验）. Blocking findings prevent submission.
#[must_use]
pub fn check_premises(content: &Content, pack: &PolicyPack, today: NaiveDate) -> Vec<Finding> {
    let premises = Premises::from_content(content);
    let mut findings = Vec::new();
    check_kinds(content, &mut findings);
    check_codes(content, &mut findings);
    check_bounds(content, &pack.premises, &mut findings);
    for key in content.conflicts.keys() {
        findings.push(Finding::blocking("conflict_open", key));
    }
    if premises.name.is_empty() {
        findings.push(Finding::blocking("value_missing", keys::NAME));
    }
    if premises.category.is_empty() {
        findings.push(Finding::blocking("value_missing", keys::CATEGORY));
    } else if pack.categories.get(&premises.category).is_none() {
        let finding = Finding::blocking("category_unknown", keys::CATEGORY);
        findings.push(finding.with_detail(&premises.category));
    }
    if premises.full_address().is_empty() {
        findings.push(Finding::blocking("value_missing", keys::ADDRESS));
    }
    check_words(content, &premises, &mut findings);
    check_position(&premises, &mut findings);
    check_contacts(&premises, &mut findings);
    check_license(&premises, today, &mut findings);
    match threshold_verdict(&premises, &pack.categories) {
        ThresholdVerdict::Over { max, .. } => {
            findings.push(Finding::advice("over_threshold", keys::CATEGORY).with_detail(max));
        }
        ThresholdVerdict::Unknown { .. } => {
            findings.push(Finding::advice("threshold_unknown", keys::CATEGORY));
        }
        ThresholdVerdict::Within | ThresholdVerdict::NotApplicable => {}
    }
    let facts = premises.facts(&pack.categories, today);
    for control in key_controls(&pack.categories, &facts) {
        findings.push(Finding::advice("key_control", keys::PERSONS).with_detail(control.code));
    }
    findings
}

/// The responsible parties that are still missing（四方责任）: without them a review cannot pass
/// (S0-05).
#[must_use]
pub fn check_responsible_parties(premises: &Premises) -> Vec<Finding> {
    let parties = keys::RESPONSIBLE_PARTIES.iter().zip(&premises.responsible);
    parties
        .filter(|(_, contact)| contact.name.is_empty())
        .map(|((name, _), _)| Finding::blocking("responsible_missing", *name))
        .collect()
}

fn check_kinds(content: &Content, findings: &mut Vec<Finding>) {
    let mut check = |keys: &[&str], fits: fn(&Scalar) -> bool| {
        for key in keys {
            let value = content
                .fields
                .get(*key)
                .filter(|value| **value != Scalar::Null);
            if value.is_some_and(|value| !fits(value)) {
                findings.push(Finding::blocking("value_wrong_type", *key));
            }
        }
    };
    check(keys::TEXT_KEYS, |value| value.as_text().is_some());
    check(keys::COUNT_KEYS, |value| {
        value.as_int().is_some_and(|count| count >= 0)
    });
    check(keys::POSITION_KEYS, |value| value.as_int().is_some());
    check(&[keys::ACCURACY_M], |value| {
        value.as_int().is_none_or(|meters| meters >= 0)
    });
    check(keys::FLAG_KEYS, |value| value.as_bool().is_some());
    check(DATE_KEYS, |value| {
        let text = value.as_text().unwrap_or_default().trim();
        text.is_empty() || text.parse::<chrono::NaiveDate>().is_ok()
    });
}

/// A code that stands in no list would quietly count as none, or as the usual one.
fn check_codes(content: &Content, findings: &mut Vec<Finding>) {
    for (key, group) in [
        (keys::CREDIT_GRADE, "credit"),
        (keys::GAS_KIND, "gas_kind"),
        (keys::STRUCTURE, "structure"),
    ] {
        let code = content.text(key).unwrap_or_default().trim();
        if !code.is_empty() && !has_label(&format!("{group}.{code}")) {
            findings.push(Finding::blocking("value_unknown", key).with_detail(code));
        }
    }
}

/// Bounds of the policy pack: a house has no 200,000 floors.
fn check_bounds(content: &Content, limits: &PremisesLimits, findings: &mut Vec<Finding>) {
    for (key, most) in &limits.most {
        if content.int(key).is_some_and(|value| value > *most) {
            findings.push(Finding::blocking("value_too_large", key).with_detail(most));
        }
    }
    let most = limits.text_characters as usize;
    for key in keys::TEXT_KEYS {
        let length = content.text(key).map_or(0, |text| text.chars().count());
        if most > 0 && length > most {
            findings.push(Finding::blocking("text_too_long", *key).with_detail(most));
        }
        if content.text(key).is_some_and(holds_hidden_letters) {
            findings.push(Finding::blocking("text_hidden", *key));
        }
    }
}

/// A name is no order: no power opens a word of compulsion in it, and every paper that bears it
/// would be refused (S0-03).
fn check_words(content: &Content, premises: &Premises, findings: &mut Vec<Finding>) {
    let before = findings.len();
    let finding =
        |key: &str, word: &str| Finding::blocking("word_of_compulsion", key).with_detail(word);
    for key in PRINTED_KEYS {
        let word = content.text(key).and_then(compulsion_word);
        findings.extend(word.map(|word| finding(key, word)));
    }
    // The parts of an address are printed one after the other.
    if findings.len() == before {
        let word = compulsion_word(&premises.full_address());
        findings.extend(word.map(|word| finding(keys::ADDRESS, word)));
    }
}

/// A position far outside the boundary of its grid（位置不在网格内）: the wrong grid, or a wrong fix. A
/// grid that is not drawn says nothing.
#[must_use]
pub fn check_place(
    premises: &Premises,
    boundary: &[(i64, i64)],
    limits: &PremisesLimits,
) -> Option<Finding> {
    let position = premises.position?;
    let longitudes = boundary.iter().map(|(longitude, _)| *longitude);
    let latitudes = boundary.iter().map(|(_, latitude)| *latitude);
    let (west, east) = (longitudes.clone().min()?, longitudes.max()?);
    let (south, north) = (latitudes.clone().min()?, latitudes.max()?);
    let nearest = Position {
        latitude: position.latitude.clamp(south, north),
        longitude: position.longitude.clamp(west, east),
        ..position
    };
    let meters = distance_m(position, nearest);
    let far = limits.outside_grid_meters > 0 && meters > u64::from(limits.outside_grid_meters);
    far.then(|| {
        Finding::advice("position_outside_grid", keys::LATITUDE_MICRODEGREES).with_detail(meters)
    })
}

/// Roughly the box that holds China: a position outside is a wrong fix or swapped axes.
fn check_position(premises: &Premises, findings: &mut Vec<Finding>) {
    let key = keys::LATITUDE_MICRODEGREES;
    match premises.position {
        None => findings.push(Finding::advice("position_missing", key)),
        Some(position) => {
            let inside = (3_000_000..=54_000_000).contains(&position.latitude)
                && (73_000_000..=136_000_000).contains(&position.longitude);
            if !inside {
                findings.push(Finding::blocking("position_outside", key));
            }
        }
    }
}

fn check_contacts(premises: &Premises, findings: &mut Vec<Finding>) {
    let mut contacts = vec![
        (&premises.owner, keys::OWNER_PHONE),
        (&premises.operator, keys::OPERATOR_PHONE),
    ];
    let parties = premises.responsible.iter().zip(keys::RESPONSIBLE_PARTIES);
    contacts.extend(parties.map(|(contact, (_, phone))| (contact, phone)));
    for (contact, key) in contacts {
        if !fits_a_phone(&contact.phone) {
            findings.push(Finding::blocking("text_too_long", key));
        } else if !contact.phone.is_empty() && !looks_like_phone(&contact.phone) {
            findings.push(Finding::advice("phone_odd", key));
        }
    }
    if premises.owner.phone.is_empty() && premises.operator.phone.is_empty() {
        findings.push(Finding::advice("value_missing", keys::OWNER_PHONE));
    }
}

fn check_license(premises: &Premises, today: NaiveDate, findings: &mut Vec<Finding>) {
    if let Some(number) = &premises.license_number
        && !uscc_is_valid(number)
    {
        findings.push(Finding::advice("license_number_odd", keys::LICENSE_NUMBER));
    }
    if let Some(until) = premises.license_valid.filter(|until| *until < today) {
        let finding = Finding::advice("license_expired", keys::LICENSE_VALID);
        findings.push(finding.with_detail(until));
    }
}
