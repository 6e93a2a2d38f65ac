use super::conditions::facts_known;
use super::rectification::deadline;
use super::{PolicyError, PolicyPack, Unique, category, demand, department};
use crate::checklist::{Item, split_reference};

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let mut codes = Unique::new();
    let mut items = Unique::new();
    for (list_index, list) in pack.checklists.checklists.iter().enumerate() {
        let path = format!("checklists.checklists[{list_index}]");
        codes.add(&list.code, &format!("{path}.code"))?;
        demand(
            !list.version.is_empty(),
            &format!("{path}.version"),
            "is empty",
        )?;
        category(
            pack,
            &list.place_category,
            &format!("{path}.place_category"),
        )?;
        department(
            pack,
            &list.lead_department,
            &format!("{path}.lead_department"),
        )?;
        demand(
            !list.items.is_empty(),
            &format!("{path}.items"),
            "asks nothing",
        )?;
        for (index, item) in list.items.iter().enumerate() {
            let path = format!("{path}.items[{index}]");
            items.add(&item.id, &format!("{path}.id"))?;
            // The id is a segment of a content key.
            let plain = !item.id.is_empty()
                && item
                    .id
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-');
            demand(
                plain,
                &format!("{path}.id"),
                "may hold letters, digits and hyphens only",
            )?;
            check_item(pack, item, &path)?;
        }
    }
    Ok(())
}

fn check_item(pack: &PolicyPack, item: &Item, path: &str) -> Result<(), PolicyError> {
    department(pack, &item.department, &format!("{path}.department"))?;
    let longest = pack.rectification.max_deadline_days;
    deadline(
        item.default_deadline,
        longest,
        &format!("{path}.default_deadline"),
    )?;
    if let Some(condition) = &item.applies_when {
        facts_known(condition, &format!("{path}.applies_when"))?;
    }
    if let Some(constraint) = &item.constraint {
        let ordered = match (constraint.min, constraint.max) {
            (Some(min), Some(max)) => min <= max,
            _ => true,
        };
        demand(ordered, &format!("{path}.constraint"), "min is above max")?;
    }
    for (index, reference) in item.basis.iter().enumerate() {
        let (key, _) = split_reference(reference);
        if !pack.checklists.basis.contains_key(key) {
            let path = format!("{path}.basis[{index}]");
            return Err(PolicyError::rule(
                path,
                format!("document `{key}` is not known"),
            ));
        }
    }
    Ok(())
}
