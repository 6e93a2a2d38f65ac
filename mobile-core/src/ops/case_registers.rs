use std::collections::BTreeSet;

use wangge_domain::GridId;
use wangge_domain::lifecycle::{
    Facts, LifecycleTable, LifecycleTables, RecordState, Status, StepForm, allowed_actions,
    permission,
};
use wangge_domain::record::RecordKind;

use super::case_links::kind_word;
use super::subject::actor_in;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// A register of cases（登记册）, with what this person may begin in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRegister {
    /// Which.
    pub kind: RecordKind,
    /// As people say it.
    pub zh: String,
    /// Its states in the order of the table, each with its words.
    pub states: Vec<(Status, String)>,
    /// The grids in which this person may open a case and take a first step; none: they may open
    /// none.
    pub grids: Vec<GridId>,
    /// The first steps that this person may take, with what each asks for.
    pub first: Vec<StepForm>,
}

impl Core {
    /// All registers of cases（登记册一览）, those that this person may open cases of among them. A case may
    /// still be refused when it is opened: the rules know then what it is about.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn case_registers(&self) -> Result<Vec<CaseRegister>, CoreError> {
        let session = self.session()?;
        let tables = RecordKind::CASES
            .iter()
            .filter_map(|kind| LifecycleTables::standard().of(kind));
        Ok(tables
            .map(|table| self.register_of(&session, table))
            .collect())
    }

    fn register_of(&self, session: &Session, table: &LifecycleTable) -> CaseRegister {
        let draft = RecordState::new(table.kind.clone());
        let now = self.now(session);
        let mut grids = Vec::new();
        let mut steps = BTreeSet::new();
        let held = session.control.grids.keys();
        for grid in held.copied().filter(|grid| session.holds(*grid)) {
            let actor = actor_in(session, session.user, grid, now);
            let facts = Facts::default();
            let may_write = table.kind.case_edit().is_some_and(|operation| {
                permission(&session.policy, &actor, &facts, operation).is_ok()
            });
            if !may_write {
                continue;
            }
            let tables = LifecycleTables::standard();
            let first = allowed_actions(&session.policy, tables, &draft, &actor, &facts, now);
            let first: Vec<String> = first
                .into_iter()
                .map(|action| action.0)
                .filter(|action| action.contains('.'))
                .collect();
            if !first.is_empty() {
                grids.push(grid);
                steps.extend(first);
            }
        }
        let events = table.events.iter();
        CaseRegister {
            kind: table.kind.clone(),
            zh: kind_word(&table.kind),
            states: table
                .states
                .iter()
                .map(|state| (state.id.clone(), state.zh.clone()))
                .collect(),
            grids,
            first: events
                .filter(|event| steps.contains(&event.id))
                .filter_map(|event| StepForm::of(&session.policy, table, &draft, &event.id))
                .collect(),
        }
    }
}
