use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use wangge_domain::lifecycle::recheck_overdue;
use wangge_report::LedgerRow;
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::StoreError;

use super::row::row;
use crate::http::SupervisorCaller;
use crate::store::{ListQuery, ListedRecord};
use crate::tenant::Tenant;

/// Says whether a ledger was cut short by a failure of the store.
#[derive(Clone, Default)]
pub(crate) struct LedgerFailure(Arc<Mutex<Option<StoreError>>>);

impl LedgerFailure {
    pub(crate) fn take(&self) -> Option<StoreError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn set(&self, error: StoreError) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// The rows of a ledger, read page by page as they are asked for.
pub(crate) struct LedgerRows {
    tenant: Arc<Tenant>,
    caller: SupervisorCaller,
    query: ListQuery,
    only_overdue: bool,
    page: VecDeque<ListedRecord>,
    is_last: bool,
    failure: LedgerFailure,
}

impl LedgerRows {
    pub(crate) fn new(tenant: Arc<Tenant>, caller: SupervisorCaller, query: ListQuery) -> Self {
        let failure = LedgerFailure::default();
        Self {
            tenant,
            caller,
            query,
            only_overdue: false,
            page: VecDeque::new(),
            is_last: false,
            failure,
        }
    }

    /// The same; if asked for, those alone whose recheck is overdue（复查逾期）.
    pub(crate) fn of_overdue_rechecks(mut self, only_overdue: bool) -> Self {
        self.only_overdue = only_overdue;
        self
    }

    /// Where a failure is told: an iterator cannot.
    pub(crate) fn error(&self) -> LedgerFailure {
        self.failure.clone()
    }

    fn advance(&mut self) -> Result<Option<LedgerRow>, StoreError> {
        while let Some(listed) = self.next_listed()? {
            if !self.only_overdue || self.is_overdue(&listed)? {
                return row(&self.tenant, &self.caller, &listed).map(Some);
            }
        }
        Ok(None)
    }

    fn next_listed(&mut self) -> Result<Option<ListedRecord>, StoreError> {
        if self.page.is_empty() && !self.is_last {
            let found = self.tenant.list(&self.query)?;
            self.is_last = found.len() < usize::try_from(self.query.limit).unwrap_or(usize::MAX);
            if let Some(last) = found.last() {
                self.query.order = self.query.order.behind(last);
            }
            self.page = found.into();
        }
        Ok(self.page.pop_front())
    }

    fn is_overdue(&self, listed: &ListedRecord) -> Result<bool, StoreError> {
        let store = self.tenant.database.turn(self.tenant.id())?;
        let rows = store.event_rows_of(listed.record)?;
        let state = fold_rows(&listed.kind, &rows, &self.caller.control);
        let mark = recheck_overdue(&self.caller.policy, &state, self.tenant.now());
        Ok(mark.is_some())
    }
}

impl Iterator for LedgerRows {
    type Item = LedgerRow;

    fn next(&mut self) -> Option<LedgerRow> {
        match self.advance() {
            Ok(row) => row,
            Err(error) => {
                self.is_last = true;
                self.page.clear();
                self.failure.set(error);
                None
            }
        }
    }
}
