use serde::{Deserialize, Serialize};

use super::{Case, Cell, Condition, Event, Guard, Reason, RecordState, Status, StepAsks, Target};
use crate::record::RecordKind;

/// What an act does to the deadline（期限变化）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueRule {
    /// Nothing.
    #[default]
    Keep,
    /// As the notice says, by the calendar.
    Notice,
    /// Later by the days of the extension.
    Extend,
    /// The days of the urge, from the day of the urge.
    Urge,
    /// There is none until somebody sets one.
    Clear,
    /// The deadline of the policy pack that the row names, from the day of the step.
    Policy,
    /// As the step states, at most the deadline that the row names, which holds if none is stated.
    Stated,
    /// The one that a pause stopped, later by the days of the pause.
    Resume,
    /// There is none once the step was taken for every value of its list.
    ClearWhenAll,
}

/// A state（状态）of one kind of record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateRow {
    /// Which.
    pub id: Status,
    /// As people say it.
    pub zh: String,
    /// Why an event without a row has no effect here, if not for the reason of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refuse: Option<Reason>,
}

/// An event（事件）of one kind of record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRow {
    /// Its name ([`Event::name`]).
    pub id: String,
    /// As people say it.
    pub zh: String,
}

/// What holds where no row says otherwise（缺省）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// An event of another kind of record.
    pub other_kind: Reason,
    /// An event without a row, in time, undetermined or late.
    pub no_row: Reason,
    /// An event without a row that was possible in the state which its author saw.
    pub concurrent: Reason,
    /// An undetermined act where a row is silent.
    pub undetermined: Cell,
    /// A concurrent act where a row is silent.
    pub row_concurrent: Cell,
}

/// One row（流转规则）: what an event does in some states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// In which states.
    pub from: Vec<Status>,
    /// Which event.
    pub event: String,
    /// On what condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// In time.
    pub in_time: Cell,
    /// Undetermined; silent: [`Defaults::undetermined`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undetermined: Option<Cell>,
    /// Late; silent: as in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Cell>,
    /// Concurrent; silent: [`Defaults::row_concurrent`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrent: Option<Cell>,
    /// An operation that the actor must be permitted too: events such as 提交 are shared by all
    /// kinds of record, the right to draft them is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// What must be so besides, asked in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guards: Vec<Guard>,
    /// What a step of a case asks besides.
    #[serde(default, skip_serializing_if = "StepAsks::is_empty")]
    pub asks: StepAsks,
    /// What becomes of the deadline.
    #[serde(default)]
    pub due: DueRule,
    /// Name of a deadline of the policy pack; `{field}` stands for the value of a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// Type of paper whose series gives a number, if the act earns one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Type of paper that the act has of its own, whose series gives that paper a number beside the
    /// one above: it says nothing of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Body whose series it is, unless the step or the record names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Where the rule comes from: a mechanism id, a law article, a handbook section.
    pub rule: String,
}

/// The transition table（流转表）of one kind of record: data, which a policy pack may replace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifecycleTable {
    /// Of which kind.
    pub kind: RecordKind,
    /// As people say it.
    pub zh: String,
    /// Whoever may do this is a supervisor of such records, and may withdraw those of others.
    pub supervising_action: String,
    /// The operation that writing its content is, for registers of cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<String>,
    /// The step by which the relay marks that the deadline has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<String>,
    /// The states.
    pub states: Vec<StateRow>,
    /// The events.
    pub events: Vec<EventRow>,
    /// What holds where no row says otherwise.
    pub defaults: Defaults,
    /// The rows.
    pub rows: Vec<Row>,
}

impl LifecycleTable {
    /// The first row for this state and event whose condition is met.
    #[must_use]
    pub fn row(
        &self,
        state: &RecordState,
        status: &Status,
        name: &str,
        event: Option<&Event>,
    ) -> Option<&Row> {
        self.rows.iter().find(|row| {
            row.event == name
                && row.from.contains(status)
                && row
                    .when
                    .is_none_or(|condition| condition.is_met(state, event))
        })
    }

    /// Whether a record of this kind is at its end in a status（终态）: no row leads from it to another.
    #[must_use]
    pub fn is_end(&self, status: &Status) -> bool {
        let leads_on = |cell: &Cell| match cell {
            Cell::To(Target::To(to)) => to != status,
            Cell::To(Target::AsStated) => true,
            _ => false,
        };
        let mut rows = self.rows.iter().filter(|row| row.from.contains(status));
        let is_known = self.states.iter().any(|state| state.id == *status);
        is_known
            && !rows.any(|row| {
                let silent = [&row.undetermined, &row.late, &row.concurrent];
                let said = silent.into_iter().flatten();
                said.chain([&row.in_time]).any(leads_on)
            })
    }

    /// What a row says of a case. Without a row, the defaults speak.
    #[must_use]
    pub fn cell(&self, row: Option<&Row>, status: &Status, name: &str, case: Case) -> Cell {
        let Some(row) = row else {
            let reason = if !self.events.iter().any(|event| event.id == name) {
                &self.defaults.other_kind
            } else if case == Case::Concurrent {
                &self.defaults.concurrent
            } else {
                let state = self.states.iter().find(|state| state.id == *status);
                state
                    .and_then(|state| state.refuse.as_ref())
                    .unwrap_or(&self.defaults.no_row)
            };
            return Cell::Refuse(reason.clone());
        };
        match case {
            Case::InTime => row.in_time.clone(),
            Case::Late => row.late.as_ref().unwrap_or(&row.in_time).clone(),
            Case::Undetermined => row
                .undetermined
                .as_ref()
                .unwrap_or(&self.defaults.undetermined)
                .clone(),
            Case::Concurrent => row
                .concurrent
                .as_ref()
                .unwrap_or(&self.defaults.row_concurrent)
                .clone(),
        }
    }
}
