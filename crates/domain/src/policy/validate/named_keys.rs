use std::collections::BTreeMap;

use serde::Serialize;

use super::{PolicyError, PolicyPack, demand};
use crate::calendar::{DeadlineSpec, MAX_DEADLINE_DAYS};
use crate::lifecycle::{LifecycleTable, LifecycleTables, Row};
use crate::policy::default_pack;

/// Lists that are other parts of the pack: none of them can be left out.
const PARTS: [&str; 3] = ["departments", "issuers", "categories"];

/// Refuses a pack without what a step of the tables asks of it by name: a deadline, a list, a ladder, a
/// span, a type of paper, a body. Without it the step has no time to end by, or nothing to choose from.
pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let shipped = default_pack();
    for table in LifecycleTables::standard().iter() {
        for row in &table.rows {
            let step = NamingStep {
                pack,
                shipped: &shipped,
                table,
                row,
            };
            step.lists()?;
            step.times()?;
            step.papers()?;
        }
    }
    for (name, spec) in &pack.cases.deadlines {
        let days = match spec {
            DeadlineSpec::Immediate => 1,
            DeadlineSpec::Days { days, .. } => *days,
        };
        demand(
            (1..=MAX_DEADLINE_DAYS).contains(&days),
            &format!("cases.deadlines.{name}"),
            "must be 1-3660 days",
        )?;
    }
    Ok(())
}

/// A step that names keys of the pack.
struct NamingStep<'a> {
    pack: &'a PolicyPack,
    /// Where the examples come from.
    shipped: &'a PolicyPack,
    table: &'a LifecycleTable,
    row: &'a Row,
}

impl NamingStep<'_> {
    fn lists(&self) -> Result<(), PolicyError> {
        let asks = &self.row.asks;
        let fields = asks.fields.iter();
        let named = fields.flat_map(|field| field.list.iter().chain(&field.version_of));
        let whole = asks.whole.iter().map(|rule| &rule.list);
        for list in named.chain(whole) {
            if !PARTS.contains(&list.as_str()) {
                self.require("cases.lists", list, |pack| &pack.cases.lists)?;
            }
        }
        if let Some(chain) = &asks.chain {
            self.require("cases.chains", &chain.rules, |pack| &pack.cases.chains)?;
        }
        Ok(())
    }

    fn times(&self) -> Result<(), PolicyError> {
        let asks = &self.row.asks;
        for key in self.deadlines() {
            self.require("cases.deadlines", &key, |pack| &pack.cases.deadlines)?;
        }
        for field in &asks.fields {
            if let Some(span) = &field.years {
                self.require("cases.years", span, |pack| &pack.cases.years)?;
            }
            if let Some(span) = &field.months {
                self.require("cases.months", span, |pack| &pack.cases.months)?;
            }
        }
        if asks.first_offence.is_some() && self.pack.cases.first_offence_months == 0 {
            let months = self.shipped.cases.first_offence_months;
            let example = format!("\"first_offence_months\": {months}");
            return Err(self.missing("cases.first_offence_months", &example));
        }
        Ok(())
    }

    fn papers(&self) -> Result<(), PolicyError> {
        let papers = self.row.number.iter().chain(&self.row.paper);
        for paper in papers {
            self.require("numbering.documents", paper, |pack| {
                &pack.numbering.documents
            })?;
        }
        if let Some(body) = &self.row.issuer {
            self.require("numbering.issuers", body, |pack| &pack.numbering.issuers)?;
        }
        Ok(())
    }

    /// The deadlines that the row names, a field that stands for part of a name replaced by each code of
    /// its list.
    fn deadlines(&self) -> Vec<String> {
        let asks = &self.row.asks;
        let wait = asks.again.iter().map(|again| &again.wait);
        let mut keys: Vec<String> = self.row.deadline.iter().chain(wait).cloned().collect();
        for field in &asks.fields {
            let place = format!("{{{}}}", field.name);
            let Some(list) = field.list.as_deref() else {
                continue;
            };
            if keys.iter().any(|key| key.contains(&place)) {
                let entries = self.pack.list_entries(list);
                let mut named = Vec::new();
                for key in &keys {
                    named.extend(entries.iter().map(|it| key.replace(&place, &it.code)));
                }
                keys = named;
            }
        }
        keys
    }

    fn require<T: Serialize>(
        &self,
        part: &str,
        key: &str,
        keys: fn(&PolicyPack) -> &BTreeMap<String, T>,
    ) -> Result<(), PolicyError> {
        if keys(self.pack).contains_key(key) {
            return Ok(());
        }
        let all = keys(self.shipped);
        // A code that only this pack lists has no example of its own: any other shows the shape.
        let example = all.get(key).or_else(|| all.values().next());
        let example = example.and_then(|value| serde_json::to_string(value).ok());
        let example = format!("\"{key}\": {}", example.unwrap_or_default());
        Err(self.missing(&format!("{part}.{key}"), &example))
    }

    fn missing(&self, path: &str, example: &str) -> PolicyError {
        let id = &self.row.event;
        let event = self.table.events.iter().find(|event| event.id == *id);
        let zh = event.map_or("", |event| event.zh.as_str());
        let kind = &self.table.kind;
        let message = format!(
            "缺少，{}的步骤 {id}（{zh}）要用到它；例：{example} (is missing: the step {id} of {kind} \
             refers to it; for example as above)",
            self.table.zh
        );
        PolicyError::rule(path, message)
    }
}
