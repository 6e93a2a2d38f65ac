use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Case, Cell, DueRule, Event, LifecycleTable, Row, Target};
use crate::policy::is_listed_name;
use crate::record::RecordKind;

/// The transition tables（流转表）of all kinds of record, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleTables {
    tables: BTreeMap<RecordKind, LifecycleTable>,
}

/// What is wrong with a table（流转表错误）.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It is not of the right shape.
    #[error("not a transition table: {0}")]
    Shape(#[from] serde_json::Error),
    /// Two tables for one kind.
    #[error("two tables for {0}")]
    Twice(RecordKind),
    /// A row names what the table does not list, or can never be reached.
    #[error("table of {kind}: {what}")]
    Row {
        /// Of which kind.
        kind: RecordKind,
        /// What is wrong, with the row.
        what: String,
    },
}

static STANDARD: LazyLock<LifecycleTables> = LazyLock::new(|| {
    LifecycleTables::parse(&[
        include_str!("../../../../fixtures/lifecycle/inspection.json"),
        include_str!("../../../../fixtures/lifecycle/premises.json"),
        include_str!("../../../../fixtures/lifecycle/photo.json"),
        include_str!("../../../../fixtures/lifecycle/rectification.json"),
        include_str!("../../../../fixtures/lifecycle/major_case.json"),
        include_str!("../../../../fixtures/lifecycle/measure.json"),
        include_str!("../../../../fixtures/lifecycle/stop_use.json"),
        include_str!("../../../../fixtures/lifecycle/leniency.json"),
        include_str!("../../../../fixtures/lifecycle/letter.json"),
        include_str!("../../../../fixtures/lifecycle/call.json"),
        include_str!("../../../../fixtures/lifecycle/report.json"),
        include_str!("../../../../fixtures/lifecycle/meeting.json"),
        include_str!("../../../../fixtures/lifecycle/sample.json"),
        include_str!("../../../../fixtures/lifecycle/order.json"),
        include_str!("../../../../fixtures/lifecycle/household.json"),
        include_str!("../../../../fixtures/lifecycle/asset.json"),
        include_str!("../../../../fixtures/lifecycle/patrol.json"),
        include_str!("../../../../fixtures/lifecycle/disaster.json"),
        include_str!("../../../../fixtures/lifecycle/receipt.json"),
        include_str!("../../../../fixtures/lifecycle/rollup.json"),
    ])
    .expect("the tables that ship with the program are checked by a test")
});

impl Default for LifecycleTables {
    fn default() -> Self {
        Self::standard().clone()
    }
}

impl LifecycleTables {
    /// The tables that ship with the program.
    #[must_use]
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// Reads and checks tables from JSON texts, one table a text.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(texts: &[&str]) -> Result<Self, TableError> {
        let mut tables = BTreeMap::new();
        for text in texts {
            let table: LifecycleTable = serde_json::from_str(text)?;
            check(&table).map_err(|what| TableError::Row {
                kind: table.kind.clone(),
                what,
            })?;
            let kind = table.kind.clone();
            if tables.insert(kind.clone(), table).is_some() {
                return Err(TableError::Twice(kind));
            }
        }
        Ok(Self { tables })
    }

    /// These tables with those of `other` in place of the ones for the same kinds: what a policy
    /// pack may override.
    #[must_use]
    pub fn overridden_by(mut self, other: Self) -> Self {
        self.tables.extend(other.tables);
        self
    }

    /// The table of a kind; `None`: nothing can be done to such records here.
    #[must_use]
    pub fn of(&self, kind: &RecordKind) -> Option<&LifecycleTable> {
        self.tables.get(kind)
    }

    /// Whether a table knows a step of this id.
    #[must_use]
    pub fn is_step(&self, id: &str) -> bool {
        let Some((kind, _)) = id.split_once('.') else {
            return false;
        };
        self.of(&RecordKind::from(kind.to_owned()))
            .is_some_and(|table| table.events.iter().any(|event| event.id == id))
    }

    /// All tables in the order of the kinds.
    pub fn iter(&self) -> impl Iterator<Item = &LifecycleTable> {
        self.tables.values()
    }
}

fn check(table: &LifecycleTable) -> Result<(), String> {
    use crate::lifecycle::Status;
    let known_state = |status: &Status| table.states.iter().any(|state| state.id == *status);
    for state in &table.states {
        if matches!(state.id, Status::Other(_)) {
            return Err(format!("state {} is unknown", state.id));
        }
        if table
            .states
            .iter()
            .filter(|other| other.id == state.id)
            .count()
            > 1
        {
            return Err(format!("state {} is listed twice", state.id));
        }
    }
    if !known_state(&Status::Draft) {
        return Err("there is no draft, where every record starts".to_owned());
    }
    for event in &table.events {
        if !Event::NAMES.contains(&event.id.as_str()) && !is_own_step(table, &event.id) {
            return Err(format!("event {} is unknown", event.id));
        }
        if table
            .events
            .iter()
            .filter(|other| other.id == event.id)
            .count()
            > 1
        {
            return Err(format!("event {} is listed twice", event.id));
        }
    }
    let supervising = &table.supervising_action;
    if !Event::NAMES.contains(&supervising.as_str()) && !is_own_step(table, supervising) {
        return Err(format!(
            "supervising action {} is unknown",
            table.supervising_action
        ));
    }
    if matches!(table.defaults.undetermined, Cell::ByTiming)
        || matches!(table.defaults.row_concurrent, Cell::BenefitOfDoubt)
    {
        return Err("a default refers to itself".to_owned());
    }
    for (place, row) in table.rows.iter().enumerate() {
        let named = format!("row {} ({})", place + 1, row.event);
        if !table.events.iter().any(|event| event.id == row.event) {
            return Err(format!("{named}: the event is not listed"));
        }
        if row
            .operation
            .as_deref()
            .is_some_and(|operation| !is_listed_name(operation))
        {
            return Err(format!("{named}: the operation is unknown"));
        }
        if row.from.is_empty() || !row.from.iter().all(known_state) {
            return Err(format!("{named}: a state is not listed"));
        }
        check_step(table, row).map_err(|what| format!("{named}: {what}"))?;
        for case in Case::ALL {
            match table.cell(Some(row), &Status::Draft, &row.event, case) {
                Cell::To(Target::To(status)) if !known_state(&status) => {
                    return Err(format!(
                        "{named}: it leads to {status}, which is not listed"
                    ));
                }
                Cell::To(Target::AsStated)
                    if !matches!(row.event.as_str(), "premises_status" | "census_visited") =>
                {
                    return Err(format!("{named}: the event states no status"));
                }
                Cell::BenefitOfDoubt if case != Case::Undetermined => {
                    return Err(format!("{named}: only an undetermined act is in doubt"));
                }
                Cell::ByTiming if case != Case::Concurrent => {
                    return Err(format!("{named}: only a concurrent act goes by its timing"));
                }
                _ => {}
            }
        }
        let hidden = table.rows.iter().take(place).any(|earlier| {
            earlier.event == row.event
                && (earlier.when.is_none() || earlier.when == row.when)
                && earlier.from.iter().any(|state| row.from.contains(state))
        });
        if hidden {
            return Err(format!("{named}: an earlier row hides it"));
        }
    }
    Ok(())
}

/// A step of a table bears the name of its kind.
fn is_own_step(table: &LifecycleTable, id: &str) -> bool {
    let prefix = table.kind.as_str();
    id.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|step| !step.is_empty() && !step.contains('.'))
}

/// What a row asks of a step must be about steps and deadlines that there are.
fn check_step(table: &LifecycleTable, row: &Row) -> Result<(), String> {
    let listed = |step: &String| table.events.iter().any(|event| event.id == *step);
    let asks = &row.asks;
    let links = asks.fields.iter().filter_map(|rule| rule.link.as_ref());
    let mut steps = asks
        .others
        .iter()
        .chain(asks.after.iter().map(|rule| &rule.step))
        .chain(asks.all.iter().map(|rule| &rule.step))
        .chain(asks.again.iter().map(|rule| &rule.after))
        .chain(links.flat_map(|link| &link.since));
    if let Some(unknown) = steps.find(|step| !listed(step)) {
        return Err(format!("step {unknown} is not listed"));
    }
    let mut since = asks.photos_since.iter();
    if let Some(unknown) = since.find(|name| name.contains('.') && !listed(name)) {
        return Err(format!("step {unknown} is not listed"));
    }
    if !asks.photos_since.is_empty() && !asks.photos_here {
        return Err("photos that are new are of the case".to_owned());
    }
    if !asks.is_empty() && !is_own_step(table, &row.event) {
        return Err("only a step asks for fields, people and photos".to_owned());
    }
    let names = matches!(row.due, DueRule::Policy | DueRule::Stated);
    if names != row.deadline.is_some() {
        return Err("a deadline is named where policy sets it, and only there".to_owned());
    }
    if let Some(name) = &asks.noticed {
        let mut fields = table.rows.iter().flat_map(|row| &row.asks.fields);
        if !fields.any(|rule| rule.name == *name) {
            return Err(format!("field {name} is of no step"));
        }
    }
    if row.due == DueRule::ClearWhenAll && asks.all.is_none() {
        return Err("it does not say what must be complete".to_owned());
    }
    Ok(())
}
