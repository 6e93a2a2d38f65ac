use super::{PolicyError, PolicyPack, category, demand, department};

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let routing = &pack.routing;
    department(pack, &routing.unmapped, "routing.unmapped")?;
    for (code, entry) in &routing.departments {
        let path = format!("routing.departments.{code}.fallback");
        let mut at = entry.fallback.as_deref();
        let mut steps = 0;
        while let Some(next) = at {
            department(pack, next, &path)?;
            steps += 1;
            let circular = next == code || steps > routing.departments.len();
            demand(!circular, &path, "the fallbacks run in a circle")?;
            at = routing
                .departments
                .get(next)
                .and_then(|entry| entry.fallback.as_deref());
        }
    }
    for (id, rule) in &routing.categories {
        let path = format!("routing.categories.{id}");
        category(pack, id, &path)?;
        demand(
            !rule.lead.is_empty(),
            &format!("{path}.lead"),
            "names no department",
        )?;
        for (index, code) in rule.lead.iter().enumerate() {
            department(pack, code, &format!("{path}.lead[{index}]"))?;
        }
        for (index, code) in rule.together.iter().enumerate() {
            department(pack, code, &format!("{path}.together[{index}]"))?;
        }
        department(pack, &rule.fallback, &format!("{path}.fallback"))?;
    }
    Ok(())
}
