use serde::{Deserialize, Serialize};

use super::{AuxiliaryRules, CensusCounts, ClerksPerOfficer, Rounding};

/// How many people a rule asks for（应配人数）, with its arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// People.
    pub people: u64,
    /// The sum before rounding: numerator.
    pub numerator: u64,
    /// The sum before rounding: denominator; 1 where the rule names a fixed number.
    pub denominator: u64,
    /// The ratios that were added; empty where the rule names a fixed number.
    pub terms: Vec<RequirementTerm>,
    /// True if the minimum of the rule is more than the ratios give.
    pub by_minimum: bool,
    /// Mechanism id.
    pub rule: String,
}

/// One ratio of a requirement（分项）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementTerm {
    /// What is counted.
    pub kind: String,
    /// Chinese name.
    pub zh: String,
    /// How many there are: numerator.
    pub count: u64,
    /// For so many one person: denominator.
    pub per: u64,
}

/// Auxiliary officers by census（S0-11）.
#[must_use]
pub fn auxiliary_requirement(counts: &CensusCounts, rules: &AuxiliaryRules) -> Requirement {
    let terms: Vec<RequirementTerm> = rules
        .terms
        .iter()
        .map(|term| RequirementTerm {
            kind: term.kind.clone(),
            zh: term.zh.clone(),
            count: counts.get(&term.kind),
            per: u64::from(term.per),
        })
        .collect();
    let denominator = terms
        .iter()
        .fold(1, |all, term| least_common_multiple(all, term.per));
    let numerator = terms
        .iter()
        .map(|term| term.count.saturating_mul(denominator / term.per.max(1)))
        .fold(0, u64::saturating_add);
    let asked = match rules.rounding {
        Rounding::SumOfRatiosThenCeil => numerator.div_ceil(denominator),
        Rounding::CeilOfEachThenSum => terms
            .iter()
            .map(|term| term.count.div_ceil(term.per.max(1)))
            .fold(0, u64::saturating_add),
    };
    let minimum = u64::from(rules.minimum);
    Requirement {
        people: asked.max(minimum),
        numerator,
        denominator,
        terms,
        by_minimum: asked < minimum,
        rule: "S0-11".to_owned(),
    }
}

/// Clerks for a number of law officers（文员配比, S2-43）, rounded up.
#[must_use]
pub fn clerks_for_officers(law_officers: u64, ratio: ClerksPerOfficer) -> Requirement {
    let per = u64::from(ratio.law_officers).max(1);
    let numerator = law_officers.saturating_mul(u64::from(ratio.clerks));
    Requirement {
        people: numerator.div_ceil(per),
        numerator,
        denominator: per,
        terms: vec![RequirementTerm {
            kind: "law_officers".to_owned(),
            zh: "执法干部".to_owned(),
            count: law_officers,
            per,
        }],
        by_minimum: false,
        rule: "S2-43".to_owned(),
    }
}

/// A fixed number（定额）.
#[must_use]
pub fn fixed_requirement(people: u32, rule: &str) -> Requirement {
    Requirement {
        people: u64::from(people),
        numerator: u64::from(people),
        denominator: 1,
        terms: Vec::new(),
        by_minimum: false,
        rule: rule.to_owned(),
    }
}

/// Saturates: with denominators that large no count matters any more.
fn least_common_multiple(one: u64, other: u64) -> u64 {
    let other = other.max(1);
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (one / a).saturating_mul(other)
}
