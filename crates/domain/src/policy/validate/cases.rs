use super::{PolicyError, PolicyPack, Unique, demand, department};
use crate::lifecycle::LifecycleTables;

/// How far a span of years reaches at most.
const MOST_YEARS: u32 = 100;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let rules = &pack.cases;
    for (name, list) in &rules.lists {
        let path = format!("cases.lists.{name}");
        demand(!list.version.is_empty(), &path, "has no version")?;
        let mut codes = Unique::new();
        for (index, entry) in list.items.iter().enumerate() {
            let path = format!("{path}.items[{index}]");
            let plain = !entry.code.is_empty() && !entry.code.contains([',', ' ']);
            demand(plain, &path, "the code must be one word")?;
            demand(!entry.zh.is_empty(), &path, "has no words")?;
            let bodies = &pack.numbering.issuers;
            let known = entry.issuers.iter().all(|code| bodies.contains_key(code));
            demand(known, &path, "names a body that issues nothing")?;
            codes.add(&entry.code, &path)?;
        }
    }
    for (name, span) in &rules.years {
        let path = format!("cases.years.{name}");
        let near = span.back <= MOST_YEARS && span.ahead <= MOST_YEARS;
        demand(near, &path, "reaches further than a century")?;
    }
    for (name, span) in &rules.months {
        let path = format!("cases.months.{name}");
        let most = MOST_YEARS * 12;
        let near = span.back <= most && span.ahead <= most;
        demand(near, &path, "reaches further than a century")?;
    }
    for (role, code) in &rules.bodies {
        department(pack, code, &format!("cases.bodies.{role}"))?;
    }
    for (name, ladder) in &rules.chains {
        // The types on it are those that a step may name: of any other no case will ever be.
        for list in lists_of(name) {
            for (start, before) in ladder {
                let path = format!("cases.chains.{name}.{start}");
                let mut rungs = std::iter::once(start).chain(before);
                let known = rungs.all(|rung| pack.lists_code(list, rung));
                demand(known, &path, &format!("names what is not in `{list}`"))?;
            }
        }
        // Following the ladder down must come to an end.
        for start in ladder.keys() {
            let mut open = vec![start.as_str()];
            for _ in 0..=ladder.len() {
                let below = open.iter().filter_map(|rung| ladder.get(*rung));
                open = below.flatten().map(String::as_str).collect();
            }
            let path = format!("cases.chains.{name}.{start}");
            demand(open.is_empty(), &path, "leads back to itself")?;
        }
    }
    demand(
        rules.week_starts_on <= 7,
        "cases.week_starts_on",
        "is no day of the week",
    )?;
    demand(
        rules.sample_basis_points <= 10_000,
        "cases.sample_basis_points",
        "is more than all",
    )
}

/// The lists from which the steps that a ladder is asked for take their type.
fn lists_of(ladder: &str) -> Vec<&'static str> {
    let rows = LifecycleTables::standard()
        .iter()
        .flat_map(|table| &table.rows);
    let asked = rows.filter_map(|row| Some((row, row.asks.chain.as_ref()?)));
    asked
        .filter(|(_, chain)| chain.rules == ladder)
        .filter_map(|(row, chain)| {
            let mut fields = row.asks.fields.iter();
            fields.find(|field| field.name == chain.field)
        })
        .filter_map(|field| field.list.as_deref())
        .collect()
}
