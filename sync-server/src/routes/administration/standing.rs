use wangge_domain::control::ControlState;
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, Timestamp, UserId};

use super::problem::ChangeProblem;
use crate::http::{App, SupervisorCaller};

/// Roles of people in the field: whoever manages people of their area may give them.
const FIELD: [Role; 3] = [
    Role::GridWorker,
    Role::VillageAdmin,
    Role::EnterpriseSafetyOfficer,
];

/// How long somebody may stand in for another (代理): days.
const DEPUTY_DAYS: i64 = 92;

/// What the caller may change（管理权限）, judged on a state that grows with the changes of a request.
pub(super) struct Standing<'a> {
    pub(super) app: &'a App,
    pub(super) caller: &'a SupervisorCaller,
    pub(super) control: ControlState,
    pub(super) now: Timestamp,
}

impl<'a> Standing<'a> {
    pub(super) fn new(app: &'a App, caller: &'a SupervisorCaller, control: &ControlState) -> Self {
        Self {
            app,
            caller,
            control: control.clone(),
            now: app.tenant.now(),
        }
    }

    /// Grants of the caller that allow an operation and are no wider than the table honours.
    fn grants(&self, operation: &str) -> impl Iterator<Item = &RoleGrant> {
        self.control
            .grants_of(self.caller.user, self.now)
            .filter(move |grant| {
                let level = match grant.scope {
                    Scope::Subtree(grid) => self.control.grids.get(&grid).map(|it| it.level),
                    _ => None,
                };
                let row = self.caller.policy.permits(grant.role, operation);
                row.is_some_and(|row| row.scope.honours(&grant.scope, level))
            })
    }

    /// Whether the caller may do it everywhere.
    pub(super) fn is_tenant_wide(&self, operation: &str) -> bool {
        self.grants(operation)
            .any(|grant| grant.scope == Scope::Tenant)
    }

    /// Whether a grid lies within what the caller may do it on.
    pub(super) fn covers(&self, operation: &str, grid: GridId) -> bool {
        self.grants(operation).any(|grant| match grant.scope {
            Scope::Tenant => true,
            Scope::Subtree(top) => self.control.is_within(grid, top),
            Scope::Premises(_) => false,
        })
    }

    fn covers_scope(&self, operation: &str, scope: &Scope) -> bool {
        match scope {
            Scope::Tenant => self.is_tenant_wide(operation),
            Scope::Subtree(grid) => self.covers(operation, *grid),
            Scope::Premises(premises) => {
                let (tenant, id) = (&self.app.tenant, self.app.tenant.id());
                let listed = tenant.database.listed(id, *premises).ok().flatten();
                listed.is_some_and(|it| {
                    let home = self.control.home_of(*premises, it.stream.grid());
                    self.covers(operation, home)
                })
            }
        }
    }

    /// The person, if every role of theirs lies within what the caller manages.
    pub(super) fn person(
        &self,
        operation: &str,
        field: &str,
        id: &str,
    ) -> Result<UserId, ChangeProblem> {
        let user = id
            .parse::<UserId>()
            .ok()
            .filter(|user| self.control.people.contains_key(user))
            .ok_or_else(|| ChangeProblem::unknown(field, "没有这个人", "no such person"))?;
        let mut theirs = self.control.grants_of(user, self.now);
        if theirs.all(|grant| self.covers_scope(operation, &grant.scope)) {
            return Ok(user);
        }
        let zh = "此人不全在您的管理范围内";
        Err(ChangeProblem::forbidden(
            field,
            zh,
            "outside of what you manage",
        ))
    }

    /// Whether the caller may give or take this role over this scope. Nobody widens their own
    /// rights; field roles go to whoever manages the area; any other role is for who manages the
    /// whole tenant, but for a stand-in of limited time in a role that the caller holds too.
    pub(super) fn may_give(
        &self,
        user: UserId,
        role: Role,
        scope: &Scope,
        until: Option<Timestamp>,
    ) -> Result<(), ChangeProblem> {
        let operation = "person_manage";
        if user == self.caller.user {
            let zh = "不能更改自己的角色，请由他人办理";
            let en = "nobody changes their own roles";
            return Err(ChangeProblem::forbidden("user", zh, en));
        }
        if !self.covers_scope(operation, scope) {
            let zh = "该网格不在您的管理范围内";
            let en = "the grid is outside of what you manage";
            return Err(ChangeProblem::forbidden("grid", zh, en));
        }
        if self.is_tenant_wide(operation) || (FIELD.contains(&role) && *scope != Scope::Tenant) {
            return Ok(());
        }
        let limit = self.now.plus_ms(DEPUTY_DAYS * 86_400_000);
        let is_stand_in = until.is_some_and(|until| until <= limit);
        let holds_it = self
            .control
            .grants_of(self.caller.user, self.now)
            .any(|it| {
                it.role == role
                    && match (&it.scope, scope) {
                        (Scope::Tenant, _) => true,
                        (Scope::Subtree(top), Scope::Subtree(grid)) => {
                            self.control.is_within(*grid, *top)
                        }
                        _ => false,
                    }
            });
        if is_stand_in && holds_it {
            return Ok(());
        }
        let zh = "这个角色由县级或中继管理员授予；本人所任角色可限期（92天内）委托他人代理";
        let en = "only an administrator of the whole tenant gives this role; a role you hold \
                  yourself can be lent for 92 days at most";
        Err(ChangeProblem::forbidden("role", zh, en))
    }

    /// Whether the pack lets the role do anything over such a scope: a grant that is wider than every
    /// row of its role would be none.
    pub(super) fn require_honoured(&self, role: Role, scope: &Scope) -> Result<(), ChangeProblem> {
        let level = match scope {
            Scope::Subtree(grid) => self.control.grids.get(grid).map(|it| it.level),
            _ => None,
        };
        let mut actions = self.caller.policy.permissions.actions_of(role);
        if actions.any(|(_, row)| row.scope.honours(scope, level)) {
            return Ok(());
        }
        let zh = "按政策包，这个角色在这么大的范围上没有任何权限，请选择更小的范围";
        let en =
            "the policy pack gives this role nothing over so wide an area: choose a narrower one";
        Err(ChangeProblem::new("grid", "scope_not_honoured", zh, en))
    }

    /// A premises on file, by id.
    pub(super) fn premises_named(&self, field: &str, id: &str) -> Result<RecordId, ChangeProblem> {
        let tenant = &self.app.tenant;
        let found = id.parse::<RecordId>().ok().and_then(|id| {
            let listed = tenant.database.listed(tenant.id(), id).ok().flatten();
            listed.filter(|it| it.kind == RecordKind::Premises)
        });
        let zh = "没有这个场所";
        found
            .map(|it| it.record)
            .ok_or_else(|| ChangeProblem::unknown(field, zh, "no such premises"))
    }

    /// Whether somebody's phone or account may be touched: that of field workers, one's own, or
    /// anybody's by who manages the whole tenant.
    pub(super) fn may_touch(&self, operation: &str, user: UserId) -> Result<(), ChangeProblem> {
        let mut theirs = self.control.grants_of(user, self.now);
        let is_field = theirs.all(|it| FIELD.contains(&it.role) && it.scope != Scope::Tenant);
        if is_field || user == self.caller.user || self.is_tenant_wide(operation) {
            return Ok(());
        }
        let zh = "仅县级或中继管理员可以办理管理人员的账号和设备";
        let en =
            "only an administrator of the whole tenant touches accounts and devices of officers";
        Err(ChangeProblem::forbidden("user", zh, en))
    }
}
