use super::conditions::facts_known;
use super::{PolicyError, PolicyPack, demand};
use crate::policy::{CreditGrade, VisitsPerYear};

/// Every grade and credit has its cell, and nobody worse is visited less.
pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let rules = &pack.frequency;
    for id in rules
        .visits
        .keys()
        .chain(rules.self_checks.keys())
        .chain(&rules.no_disturbance.grades)
    {
        let known = pack.risk.rank(id).is_some();
        demand(
            known,
            &format!("frequency.visits.{id}"),
            "there is no such grade",
        )?;
    }
    let mut grade_below = None;
    for grade in &pack.risk.grades {
        let path = format!("frequency.visits.{}", grade.id);
        let row = rules.visits.get(&grade.id);
        let row = row.ok_or_else(|| PolicyError::rule(path.clone(), "is missing"))?;
        let mut credit_above: Option<VisitsPerYear> = None;
        for credit in [
            CreditGrade::A,
            CreditGrade::B,
            CreditGrade::C,
            CreditGrade::D,
        ] {
            let path = format!("{path}.{}", credit.as_str());
            let cell = row.get(&credit);
            let cell = *cell.ok_or_else(|| PolicyError::rule(path.clone(), "is missing"))?;
            let in_range = (1..=365).contains(&cell.grid) && cell.town <= 365;
            demand(in_range, &path, "must be 1-365 visits a year")?;
            let less = |other: VisitsPerYear| cell.grid < other.grid || cell.town < other.town;
            demand(
                !credit_above.is_some_and(less),
                &path,
                "worse credit is visited less",
            )?;
            let lower = grade_below
                .and_then(|row: &std::collections::BTreeMap<_, _>| row.get(&credit))
                .copied();
            demand(
                !lower.is_some_and(less),
                &path,
                "a higher grade is visited less",
            )?;
            credit_above = Some(cell);
        }
        grade_below = Some(row);
        let path = format!("frequency.self_checks.{}", grade.id);
        let times = rules.self_checks.get(&grade.id).copied();
        demand(
            times.is_some_and(|times| (1..=365).contains(&times)),
            &path,
            "must be 1-365",
        )?;
    }
    demand(
        rules.raised_grace_days <= 366,
        "frequency.raised_grace_days",
        "must be 366 at most",
    )?;
    for (index, minimum) in rules.minima.iter().enumerate() {
        if let Some(condition) = &minimum.when {
            facts_known(condition, &format!("frequency.minima[{index}].when"))?;
        }
    }
    Ok(())
}
