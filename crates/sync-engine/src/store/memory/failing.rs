use std::collections::VecDeque;

use crate::store::StoreError;

/// Commits that are to fail, for tests: `None` lets one through.
#[derive(Debug, Default)]
pub(super) struct Failing {
    plan: VecDeque<Option<StoreError>>,
}

impl Failing {
    pub(super) fn add(&mut self, error: StoreError) {
        self.plan.push_back(Some(error));
    }

    pub(super) fn add_success(&mut self) {
        self.plan.push_back(None);
    }

    pub(super) fn check(&mut self) -> Result<(), StoreError> {
        match self.plan.pop_front().flatten() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}
