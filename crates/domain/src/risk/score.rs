use crate::policy::{PointRule, RiskRules};
use crate::premises::PremisesFacts;

/// A risk score with all that went into it（风险评分）: nobody is graded without being told why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskScore {
    /// The sum, clamped.
    pub score: i64,
    /// Grade id that follows from the score and the floors.
    pub grade: String,
    /// What added or took off points, in the order of the rules.
    pub reasons: Vec<RiskReason>,
    /// The floors that lifted the grade above that of the score.
    pub lifted_by: Vec<String>,
}

/// Points with their reason（评分依据）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskReason {
    /// Code of the rule; words are the label `risk.{code}`. `inherent` is the category itself.
    pub code: String,
    /// Points, negative for a mitigation.
    pub points: i64,
    /// How many were counted, for what is counted.
    pub count: Option<i64>,
}

/// The score of a premises（风险评分, S0-18）: inherent by category, exposure, dynamic, mitigation,
/// clamped, then lifted to the floors. `category` is the one that counts
/// ([`crate::premises::effective_category`]); `facts` hold those of the premises and those counted
/// from its records. What is unknown adds nothing.
#[must_use]
pub fn score_risk(rules: &RiskRules, category: &str, facts: &PremisesFacts) -> RiskScore {
    let inherent = rules
        .inherent
        .get(category)
        .copied()
        .unwrap_or(rules.inherent_default);
    let reason = |code: &str, points, count| RiskReason {
        code: code.to_owned(),
        points,
        count,
    };
    let mut reasons = vec![reason("inherent", inherent, None)];
    let holding = |list: &'_ [PointRule]| -> Vec<(String, i64)> {
        let holding = list.iter().filter(|rule| rule.when.holds(facts));
        holding
            .map(|rule| (rule.code.clone(), rule.points))
            .collect()
    };
    for (code, points) in holding(&rules.exposure) {
        reasons.push(reason(&code, points, None));
    }
    for rule in &rules.counted {
        let count = facts.number(&rule.count).unwrap_or(0).max(0);
        if count > 0 {
            let points = count.saturating_mul(rule.points_each).min(rule.cap);
            reasons.push(reason(&rule.code, points, Some(count)));
        }
    }
    for (code, points) in holding(&rules.dynamic) {
        reasons.push(reason(&code, points, None));
    }
    for (code, points) in holding(&rules.mitigation) {
        reasons.push(reason(&code, -points, None));
    }
    let sum = reasons
        .iter()
        .fold(0_i64, |sum, reason| sum.saturating_add(reason.points));
    let score = sum.clamp(rules.min, rules.max);
    let (grade, lifted_by) = lift(rules, grade_of(rules, score), facts);
    RiskScore {
        score,
        grade: grade.to_owned(),
        reasons,
        lifted_by,
    }
}

/// The grade of a score, by the grades' upper limits; empty only if the rules name no grade.
#[must_use]
pub fn grade_of(rules: &RiskRules, score: i64) -> &str {
    let fitting = rules.grades.iter().find(|grade| score <= grade.max);
    fitting
        .or_else(|| rules.grades.last())
        .map_or("", |grade| grade.id.as_str())
}

/// The lowest grade that the floors allow for these facts, if any floor holds.
pub(super) fn floor_of<'a>(rules: &'a RiskRules, facts: &PremisesFacts) -> Option<&'a str> {
    rules
        .floors
        .iter()
        .filter(|floor| floor.when.holds(facts))
        .max_by_key(|floor| rules.rank(&floor.at_least))
        .map(|floor| floor.at_least.as_str())
}

fn lift<'a>(rules: &'a RiskRules, grade: &'a str, facts: &PremisesFacts) -> (&'a str, Vec<String>) {
    let above = |floor: &str| rules.rank(floor) > rules.rank(grade);
    let lifted_by = rules
        .floors
        .iter()
        .filter(|floor| floor.when.holds(facts) && above(&floor.at_least))
        .map(|floor| floor.code.clone())
        .collect();
    let lifted = floor_of(rules, facts)
        .filter(|floor| above(floor))
        .unwrap_or(grade);
    (lifted, lifted_by)
}
