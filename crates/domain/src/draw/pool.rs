use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::DrawInspector;
use crate::control::ControlState;
use crate::people::{Credential, RoleGrant, Scope};
use crate::policy::{CertificateNeed, PolicyPack};
use crate::{GridId, Timestamp, UserId};

/// What somebody must be able to do to be sent: to begin an inspection, or to order that something is
/// not used.
const WORK: [&str; 2] = ["inspection_start", "stop_use.order"];

/// How the list of inspectors came about（检查人员名录规则）, as published. Records of before have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectorPool {
    /// Kind of the certificate that each of them holds on the day of the draw, e.g. `enforcement`.
    pub certificate: String,
    /// The rule in words.
    pub rule: String,
}

impl InspectorPool {
    /// The rule of [`inspector_pool`] in words, as it is published.
    pub const RULE: &'static str =
        "抽取日在抽查范围内（或其上级）任职、职责含检查或执法，并持有有效的上述证书";

    /// The pool of this certificate under the rule of this build.
    #[must_use]
    pub fn of(certificate: &str) -> Self {
        Self {
            certificate: certificate.to_owned(),
            rule: Self::RULE.to_owned(),
        }
    }
}

/// Who may be drawn as inspector（检查人员名录）in an area, `None`: the whole tenant. Whoever holds a
/// role there or above it on this day that lets them inspect or enforce, and the certificate.
#[must_use]
pub fn inspector_pool(
    control: &ControlState,
    pack: &PolicyPack,
    certificate: &str,
    within: Option<GridId>,
    on: NaiveDate,
) -> Vec<DrawInspector> {
    let mut inspectors: BTreeMap<UserId, DrawInspector> = BTreeMap::new();
    let held = control.credentials.iter();
    for credential in held.filter(|it| it.kind == certificate && it.valid_on(on)) {
        let user = credential.user;
        let mut grants = control.grants_of(user, Timestamp::start_of_china_day(on));
        if !grants.any(|grant| is_sent(control, pack, grant, within, on)) {
            continue;
        }
        let person = control.people.get(&user);
        let name = person.map(|it| it.name.as_str()).unwrap_or_default();
        inspectors.entry(user).or_insert_with(|| DrawInspector {
            id: user,
            label: format!("{name}（{}）", credential.number),
        });
    }
    inspectors.into_values().collect()
}

/// Whether a role lets its holder do the work in the area.
fn is_sent(
    control: &ControlState,
    pack: &PolicyPack,
    grant: &RoleGrant,
    within: Option<GridId>,
    on: NaiveDate,
) -> bool {
    let level = match grant.scope {
        // Whoever looks after one premises is who is inspected.
        Scope::Premises(_) => return false,
        Scope::Tenant => None,
        Scope::Subtree(grid) => {
            let lies = |top| control.is_within(grid, top) || control.is_within(top, grid);
            if !within.is_none_or(lies) {
                return false;
            }
            control.grids.get(&grid).map(|found| found.level)
        }
    };
    let holds = |kind: &str| {
        let mut held = control.credentials.iter();
        held.any(|it| it.user == grant.user && it.kind == kind && it.valid_on(on))
    };
    WORK.iter().any(|work| {
        let row = pack.permits(grant.role, work);
        row.is_some_and(|row| {
            let is_certified = match row.certificate {
                CertificateNeed::None => true,
                CertificateNeed::Inspection => holds(Credential::INSPECTION),
                CertificateNeed::Enforcement => holds(Credential::ENFORCEMENT),
            };
            is_certified && row.scope.honours(&grant.scope, level)
        })
    })
}
