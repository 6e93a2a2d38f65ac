use super::conditions::facts_known;
use super::{PolicyError, PolicyPack, Unique, category, demand};
use crate::premises::is_fact_name;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let rules = &pack.risk;
    demand(!rules.grades.is_empty(), "risk.grades", "there is no grade")?;
    demand(rules.min < rules.max, "risk.max", "must be above risk.min")?;
    let mut ids = Unique::new();
    let mut below = rules.min - 1;
    for (index, grade) in rules.grades.iter().enumerate() {
        let path = format!("risk.grades[{index}]");
        ids.add(&grade.id, &format!("{path}.id"))?;
        demand(
            grade.max > below,
            &format!("{path}.max"),
            "the grades must rise",
        )?;
        below = grade.max;
    }
    let last = format!("risk.grades[{}].max", rules.grades.len() - 1);
    demand(
        below >= rules.max,
        &last,
        "the last grade must reach risk.max",
    )?;
    for (id, points) in &rules.inherent {
        let path = format!("risk.inherent.{id}");
        category(pack, id, &path)?;
        demand(*points >= 0, &path, "must not be negative")?;
    }
    for (part, list) in [
        ("exposure", &rules.exposure),
        ("dynamic", &rules.dynamic),
        ("mitigation", &rules.mitigation),
    ] {
        for (index, rule) in list.iter().enumerate() {
            let path = format!("risk.{part}[{index}]");
            facts_known(&rule.when, &format!("{path}.when"))?;
            demand(
                rule.points > 0,
                &format!("{path}.points"),
                "must be above 0",
            )?;
        }
    }
    for (index, rule) in rules.counted.iter().enumerate() {
        let path = format!("risk.counted[{index}]");
        if !is_fact_name(&rule.count) {
            let message = format!("fact `{}` is not known", rule.count);
            return Err(PolicyError::rule(format!("{path}.count"), message));
        }
        demand(
            rule.points_each > 0,
            &format!("{path}.points_each"),
            "must be above 0",
        )?;
        demand(
            rule.cap >= rule.points_each,
            &format!("{path}.cap"),
            "is below points_each",
        )?;
    }
    for (index, rule) in rules.floors.iter().enumerate() {
        let path = format!("risk.floors[{index}]");
        facts_known(&rule.when, &format!("{path}.when"))?;
        let known = rules.rank(&rule.at_least).is_some();
        demand(known, &format!("{path}.at_least"), "there is no such grade")?;
    }
    demand(
        rules.downgrade.after_days >= 0,
        "risk.downgrade.after_days",
        "is negative",
    )
}
