use super::conditions::facts_known;
use super::{PolicyError, PolicyPack, Unique, category, demand};
use crate::policy::Threshold;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let rules = &pack.categories;
    let known = rules.profiles.contains_key(&rules.profile);
    demand(known, "categories.profile", "is not one of the profiles")?;
    let mut ids = Unique::new();
    for (index, entry) in rules.list.iter().enumerate() {
        let path = format!("categories.list[{index}]");
        ids.add(&entry.id, &format!("{path}.id"))?;
        if let Some(code) = &entry.checklist {
            let found = pack.checklists.by_code(code).is_some();
            demand(
                found,
                &format!("{path}.checklist"),
                "there is no checklist of this code",
            )?;
        }
        if let Some(counts_as) = &entry.counts_as {
            let path = format!("{path}.counts_as");
            category(pack, &counts_as.category, &path)?;
            let itself = counts_as.category == entry.id;
            demand(!itself, &path, "a category cannot count as itself")?;
            facts_known(&counts_as.when, &format!("{path}.when"))?;
        }
        for (profile, threshold) in &entry.thresholds {
            let path = format!("{path}.thresholds.{profile}");
            demand(
                rules.profiles.contains_key(profile),
                &path,
                "there is no such profile",
            )?;
            check_threshold(threshold, &path)?;
        }
    }
    for (index, rule) in rules.key_control.iter().enumerate() {
        let path = format!("categories.key_control[{index}]");
        facts_known(&rule.when, &format!("{path}.when"))?;
        demand(
            !rule.tasks.is_empty(),
            &format!("{path}.tasks"),
            "makes no task",
        )?;
    }
    Ok(())
}

/// Two limits on one thing for the same sub-type would contradict each other.
fn check_threshold(threshold: &Threshold, path: &str) -> Result<(), PolicyError> {
    demand(!threshold.limits.is_empty(), path, "sets no limit")?;
    for (index, limit) in threshold.limits.iter().enumerate() {
        let path = format!("{path}.limits[{index}]");
        demand(limit.max > 0, &format!("{path}.max"), "must be above 0")?;
        let clash = threshold.limits.iter().take(index).any(|earlier| {
            earlier.field == limit.field
                && (earlier.sub_types.is_empty()
                    || limit.sub_types.is_empty()
                    || earlier
                        .sub_types
                        .iter()
                        .any(|id| limit.sub_types.contains(id)))
        });
        demand(!clash, &path, "the same thing is limited twice")?;
    }
    Ok(())
}
