use std::collections::BTreeSet;

use axum::http::StatusCode;
use wangge_domain::control::ControlState;
use wangge_domain::people::Scope;
use wangge_domain::register::{RegisterRow, RowScope};
use wangge_domain::{GridId, UserId};

use crate::http::{ApiError, App, SupervisorCaller, is_countywide, streams_below};
use crate::store::Reach;

/// Who writes a row, and how far they may.
pub(super) struct Charge<'a> {
    pub(super) app: &'a App,
    pub(super) caller: &'a SupervisorCaller,
    pub(super) reach: &'a Reach,
    pub(super) control: &'a ControlState,
}

impl Charge<'_> {
    /// Whether the caller may write a row（条目权限）of any register: in charge of what it is about, and of
    /// what every row that it takes over from is about. Rows about no place are the county's.
    pub(super) fn check(&self, row: &RegisterRow) -> Result<(), ApiError> {
        let policy = &self.caller.policy;
        let mut named: BTreeSet<UserId> = BTreeSet::new();
        for line in self.control.registers.displaced_by(row) {
            let standing = RowScope::of(&line.row, policy);
            self.check_places(&standing)?;
            // Somebody who has moved since is still taken off the row of a place.
            if standing.grids.is_empty() {
                self.check_people(&standing.people)?;
            }
            named.extend(standing.people);
        }
        let mut scope = RowScope::of(row, policy);
        self.check_places(&scope)?;
        scope.people.retain(|user| !named.contains(user));
        self.check_people(&scope.people)
    }

    fn check_places(&self, scope: &RowScope) -> Result<(), ApiError> {
        if is_countywide(self.control, self.reach) {
            return Ok(());
        }
        let tenant = &self.app.tenant;
        let mut within =
            !scope.is_countywide() && scope.grids.iter().all(|grid| self.covers(*grid));
        for record in &scope.records {
            let listed = tenant.database.listed(tenant.id(), *record)?;
            // Of one that is not here nobody knows whose it is: the grid has to say it.
            within &= match listed {
                Some(listed) => self.reach.is_home_of(&listed, self.control),
                None => !scope.grids.is_empty(),
            };
        }
        if within {
            Ok(())
        } else {
            Err(ApiError::forbidden())
        }
    }

    fn covers(&self, grid: GridId) -> bool {
        streams_below(self.control, Some(grid)).is_subset(&self.reach.streams)
    }

    /// As for credentials: every role of theirs lies within what the caller manages.
    fn check_people(&self, people: &BTreeSet<UserId>) -> Result<(), ApiError> {
        for user in people {
            if !self.manages(*user)? {
                return Err(ApiError::new(
                    StatusCode::FORBIDDEN,
                    "out_of_reach",
                    "此人不全在您的管理范围内",
                    "outside of what you manage",
                ));
            }
        }
        Ok(())
    }

    fn manages(&self, user: UserId) -> Result<bool, ApiError> {
        let tenant = &self.app.tenant;
        for grant in self.control.grants_of(user, tenant.now()) {
            let within = match grant.scope {
                Scope::Tenant => is_countywide(self.control, self.reach),
                Scope::Subtree(grid) => self.covers(grid),
                Scope::Premises(premises) => {
                    let listed = tenant.database.listed(tenant.id(), premises)?;
                    listed.is_some_and(|listed| self.reach.is_home_of(&listed, self.control))
                }
            };
            if !within {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
