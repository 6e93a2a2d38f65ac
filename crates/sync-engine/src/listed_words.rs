//! The words of compulsion that stand in the hazards which an order lists.

use std::collections::BTreeSet;

use wangge_domain::RecordId;
use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::{Guard, LifecycleTables, Step, codes};
use wangge_domain::record::RecordKind;
use wangge_domain::register::printed_compulsion_words;

use crate::step_facts::Surroundings;

/// What an order prints of each hazard that it lists.
const PRINTED: [&str; 2] = [keys::DESCRIPTION, keys::RECTIFICATION];

/// The words of compulsion in what the step would print of the hazards that it lists（所列隐患的强制性用语）,
/// each with the hazard, if the row of the step asks for such words (S0-03): once the order had its
/// number, its paper could not be printed any more. What is not here is left to the relay.
pub(crate) fn listed_words<S: Surroundings>(
    around: &mut S,
    kind: &RecordKind,
    step: &Step,
) -> Result<Vec<(RecordId, String)>, S::Error> {
    let table = LifecycleTables::standard().of(kind);
    let row = table.and_then(|table| table.rows.iter().find(|row| row.event == step.name()));
    let Some(row) = row.filter(|row| row.guards.contains(&Guard::NoCompulsion)) else {
        return Ok(Vec::new());
    };
    let lists = row.asks.fields.iter().filter(|rule| rule.each.is_some());
    let listed: BTreeSet<RecordId> = lists
        .flat_map(|rule| codes(step.field(&rule.name)))
        .filter_map(|code| code.parse().ok())
        .collect();
    let mut found = Vec::new();
    for record in listed {
        let Some((state, content)) = around.look(record)? else {
            continue;
        };
        // Of a case its hazard is printed.
        let (hazard, content) = match state.case.field("hazard").parse::<RecordId>() {
            Ok(hazard) => match around.look(hazard)? {
                Some((_, content)) => (hazard, content),
                None => continue,
            },
            Err(_) => (record, content),
        };
        for text in PRINTED.iter().filter_map(|key| content.text(key)) {
            let words = printed_compulsion_words(text).into_iter();
            found.extend(words.map(|word| (hazard, word.to_owned())));
        }
    }
    Ok(found)
}
