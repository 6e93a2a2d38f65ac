use wangge_domain::control::ControlEvent;
use wangge_domain::people::{RoleGrant, Scope};
use wangge_domain::{GridId, Timestamp};

use super::change::{GrantNamed, RoleEnd};
use super::problem::{ChangeProblem, text};
use super::standing::Standing;

impl Standing<'_> {
    /// The end of one grant, or of every one of a role. The log has a word for the end of all alone:
    /// where one of several ends, the others are given again behind it, from now on and for as long as
    /// before.
    pub(super) fn judge_role_end(&self, it: &RoleEnd) -> Result<Vec<ControlEvent>, ChangeProblem> {
        let user = self.person("person_manage", "user", &it.user)?;
        let reason = text("reason", &it.reason, 300)?;
        let named = it.grant.as_ref();
        let scope = named.map(|named| self.scope_named(named)).transpose()?;
        let is_named = |grant: &RoleGrant| match (named, &scope) {
            (Some(named), Some(scope)) => {
                grant.scope == *scope
                    && grant.department == named.department
                    && grant.until == named.until.map(Timestamp)
            }
            _ => true,
        };
        let held = self.control.grants.iter();
        let runs_on = |grant: &&RoleGrant| grant.until.is_none_or(|until| until > self.now);
        let held = held.filter(|grant| grant.user == user && grant.role == it.role);
        let (ending, staying): (Vec<&RoleGrant>, Vec<&RoleGrant>) =
            held.filter(runs_on).partition(|grant| is_named(grant));
        if named.is_some() && ending.is_empty() {
            let zh = "此人没有这一项授权，可能刚被终止，请刷新后再看";
            let en = "no such grant is in force";
            return Err(ChangeProblem::unknown("grant", zh, en));
        }
        for grant in ending {
            self.may_give(user, it.role, &grant.scope, Some(self.now))?;
        }
        let mut events = vec![ControlEvent::RoleRevoked {
            user,
            role: it.role,
            reason,
        }];
        events.extend(staying.into_iter().map(|grant| {
            ControlEvent::RoleGranted(RoleGrant {
                from: grant.from.max(self.now),
                ..grant.clone()
            })
        }));
        Ok(events)
    }

    fn scope_named(&self, named: &GrantNamed) -> Result<Scope, ChangeProblem> {
        match (&named.grid, &named.premises) {
            (_, Some(premises)) => Ok(Scope::Premises(self.premises_named("grant", premises)?)),
            (Some(grid), None) => {
                let grid = grid.parse::<GridId>();
                grid.map(Scope::Subtree)
                    .map_err(|_| ChangeProblem::unknown("grant", "没有这个网格", "no such grid"))
            }
            (None, None) => Ok(Scope::Tenant),
        }
    }
}
