use wangge_domain::control::ControlEvent;
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::record::looks_like_phones;
use wangge_domain::register::compulsion_word;
use wangge_domain::{Timestamp, UserId};

use super::change::{CredentialChange, CredentialEnd, PersonChange, RoleChange};
use super::problem::{ChangeProblem, optional_text, text};
use super::standing::Standing;

const OPERATION: &str = "person_manage";

impl Standing<'_> {
    pub(super) fn judge_person(&self, it: &PersonChange) -> Result<ControlEvent, ChangeProblem> {
        let user = match &it.user {
            Some(id) => self.person(OPERATION, "user", id)?,
            None => UserId::mint(self.now.0, rand::random()),
        };
        let name = text("name", &it.name, 60)?;
        // One who is called so already may have another telephone number.
        let held = self.control.people.get(&user);
        let is_new = held.is_none_or(|held| held.name != name);
        if let Some(word) = compulsion_word(&name).filter(|_| is_new) {
            return Err(ChangeProblem::compulsion("name", word));
        }
        let phone = optional_text("phone", &it.phone, 40)?;
        // What stands there from before may stay.
        let is_held = held.is_some_and(|held| held.phone == phone);
        if !phone.is_empty() && !is_held && !looks_like_phones(&phone) {
            let zh = "电话号码有误";
            let en = "this is no telephone number";
            return Err(ChangeProblem::new("phone", "phone_odd", zh, en));
        }
        Ok(ControlEvent::PersonSet(Person {
            user,
            name,
            phone,
            organization: optional_text("organization", &it.organization, 120)?,
        }))
    }

    pub(super) fn judge_role(&self, it: &RoleChange) -> Result<ControlEvent, ChangeProblem> {
        let user = self.person(OPERATION, "user", &it.user)?;
        let scope = match (&it.grid, &it.premises) {
            (Some(_), Some(_)) => {
                let zh = "网格和场所只能选一项";
                let en = "a grid or a premises, not both";
                return Err(ChangeProblem::new("premises", "one_of", zh, en));
            }
            (Some(grid), None) => Scope::Subtree(self.grid_named("grid", grid)?),
            (None, Some(premises)) => Scope::Premises(self.premises_named("premises", premises)?),
            (None, None) => Scope::Tenant,
        };
        let from = it.from.map_or(self.now, Timestamp);
        let until = it.until.map(Timestamp);
        if until.is_some_and(|until| until <= from || until <= self.now) {
            let zh = "截止时间应晚于起始时间和现在";
            let en = "it ends before it begins, or has ended";
            return Err(ChangeProblem::new("until", "period", zh, en));
        }
        self.may_give(user, it.role, &scope, until)?;
        self.require_honoured(it.role, &scope)?;
        let known = &self.caller.policy.routing.departments;
        let department = it.department.clone().filter(|code| !code.is_empty());
        match (&department, it.role) {
            (None, Role::DeptOfficer) => return Err(ChangeProblem::required("department")),
            (Some(code), _) if !known.contains_key(code) => {
                let zh = "政策包中没有这个部门";
                let en = "the policy pack knows no such department";
                return Err(ChangeProblem::unknown("department", zh, en));
            }
            _ => {}
        }
        let held = self.control.grants_of(user, self.now);
        let stands = |grant: &RoleGrant| {
            grant.role == it.role
                && grant.scope == scope
                && grant.department == department
                && grant.until.is_none()
        };
        if held.into_iter().any(stands) {
            let zh = "此人已有这个角色";
            return Err(ChangeProblem::new("role", "taken", zh, "held already"));
        }
        Ok(ControlEvent::RoleGranted(RoleGrant {
            user,
            role: it.role,
            scope,
            from,
            until,
            department,
        }))
    }

    pub(super) fn judge_credential(
        &self,
        it: &CredentialChange,
    ) -> Result<ControlEvent, ChangeProblem> {
        let user = self.person(OPERATION, "user", &it.user)?;
        if ![Credential::INSPECTION, Credential::ENFORCEMENT].contains(&it.kind.as_str()) {
            let zh = "证书种类应为培训合格证或执法证";
            let en = "`kind` is `inspection` or `enforcement`";
            return Err(ChangeProblem::unknown("kind", zh, en));
        }
        if user == self.caller.user && !self.is_tenant_wide(OPERATION) {
            let zh = "不能给自己登记证书，请由他人办理";
            let en = "nobody enters their own certificate";
            return Err(ChangeProblem::forbidden("user", zh, en));
        }
        let number = text("number", &it.number, 60)?;
        if self.control.other_holder_of(&number, user).is_some() {
            let zh = "这个编号是他人的证书";
            let en = "the number belongs to somebody else's certificate";
            return Err(ChangeProblem::new("number", "taken", zh, en));
        }
        if it.valid_until < it.valid_from {
            let zh = "截止日早于起始日";
            let en = "it ends before it begins";
            return Err(ChangeProblem::new("valid_until", "period", zh, en));
        }
        Ok(ControlEvent::CredentialIssued(Credential {
            user,
            kind: it.kind.clone(),
            number,
            issuer: text("issuer", &it.issuer, 120)?,
            valid_from: it.valid_from,
            valid_until: it.valid_until,
        }))
    }

    pub(super) fn judge_credential_end(
        &self,
        it: &CredentialEnd,
    ) -> Result<ControlEvent, ChangeProblem> {
        Ok(ControlEvent::CredentialRevoked {
            user: self.person(OPERATION, "user", &it.user)?,
            number: text("number", &it.number, 60)?,
            reason: text("reason", &it.reason, 300)?,
        })
    }
}
