use super::{Premises, keys};
use crate::policy::{CategoryRules, Limit, LimitField, WithinRule};

/// Whether a premises is still a *small* place（规模判定）. Above the threshold it is not refused:
/// it becomes a candidate for 消防安全重点单位.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThresholdVerdict {
    /// The category has no threshold in this profile, or none for this sub-type.
    NotApplicable,
    /// Within: a number at the limit is within.
    Within,
    /// Over: `over_threshold`.
    Over {
        /// What is too large.
        field: LimitField,
        /// The limit.
        max: i64,
    },
    /// A measure is not filled in and would decide.
    Unknown {
        /// What is missing.
        missing: Vec<LimitField>,
    },
}

impl ThresholdVerdict {
    /// Yes or no, or `None` if that cannot be said.
    #[must_use]
    pub fn is_over(&self) -> Option<bool> {
        match self {
            Self::NotApplicable | Self::Within => Some(false),
            Self::Over { .. } => Some(true),
            Self::Unknown { .. } => None,
        }
    }
}

/// Judges a premises by the threshold profile in force.
#[must_use]
pub fn threshold_verdict(premises: &Premises, rules: &CategoryRules) -> ThresholdVerdict {
    let threshold = rules
        .get(&premises.category)
        .and_then(|category| category.thresholds.get(&rules.profile));
    let Some(threshold) = threshold else {
        return ThresholdVerdict::NotApplicable;
    };
    let names_sub_type = |limit: &Limit| match &premises.sub_type {
        Some(sub_type) => limit.sub_types.contains(sub_type),
        None => false,
    };
    let applicable: Vec<&Limit> = threshold
        .limits
        .iter()
        .filter(|limit| limit.sub_types.is_empty() || names_sub_type(limit))
        .collect();
    if applicable.is_empty() {
        return ThresholdVerdict::NotApplicable;
    }
    let mut over = None;
    let mut missing = Vec::new();
    let mut any_kept = false;
    for limit in applicable {
        match is_kept(premises, limit) {
            Some(true) => any_kept = true,
            Some(false) => {
                over.get_or_insert(ThresholdVerdict::Over {
                    field: limit.field,
                    max: limit.max,
                });
            }
            None => missing.push(limit.field),
        }
    }
    let unknown = (!missing.is_empty()).then_some(ThresholdVerdict::Unknown { missing });
    match threshold.within {
        WithinRule::All => over.or(unknown).unwrap_or(ThresholdVerdict::Within),
        WithinRule::Any if any_kept => ThresholdVerdict::Within,
        WithinRule::Any => unknown.or(over).unwrap_or(ThresholdVerdict::Within),
    }
}

/// The category that counts for risk: the stricter one if its condition is known to hold.
#[must_use]
pub fn effective_category(
    premises: &Premises,
    rules: &CategoryRules,
    facts: &super::PremisesFacts,
) -> String {
    rules
        .get(&premises.category)
        .and_then(|category| category.counts_as.as_ref())
        .filter(|counts_as| counts_as.when.holds(facts))
        .map_or_else(
            || premises.category.clone(),
            |counts_as| counts_as.category.clone(),
        )
}

fn is_kept(premises: &Premises, limit: &Limit) -> Option<bool> {
    let key = match limit.field {
        LimitField::AreaSquareMeters => {
            let area = premises.area_square_decimeters?;
            return Some(area <= limit.max.saturating_mul(100));
        }
        LimitField::Beds => keys::BEDS,
        LimitField::Diners => keys::DINERS,
        LimitField::Pupils => keys::PUPILS,
        LimitField::Staff => keys::STAFF,
        LimitField::DormitoryPersons => keys::DORMITORY_PERSONS,
        LimitField::FloorLevel => keys::FLOOR_LEVEL,
    };
    premises.count(key).map(|value| value <= limit.max)
}
