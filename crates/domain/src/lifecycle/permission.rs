use super::{Actor, Facts, Reason};
use crate::control::GridLevel;
use crate::people::{Role, RoleGrant, Scope};
use crate::policy::{CertificateNeed, PolicyPack};

/// Whether an actor may do an action to a record（权限判定）: the permission table of the pack
/// against the grants that cover the record. Operations that are no events
/// ([`crate::policy::action_names::OPERATION_NAMES`]) are asked about in the same way.
///
/// # Errors
/// Why not: `no_permission`, `out_of_scope`, `no_certificate` (S3-15, S3-14) or `own_key_needed`.
pub fn permission(
    policy: &PolicyPack,
    actor: &Actor,
    facts: &Facts,
    action: &str,
) -> Result<Role, Reason> {
    let mut refusal = Reason::new("no_permission", "handbook 1.3");
    // The refusal that came nearest to a yes is the one that helps.
    let mut nearest = 0;
    let mut refuse = |rank: u8, reason: Reason| {
        if rank > nearest {
            nearest = rank;
            refusal = reason;
        }
    };
    for grant in &actor.grants {
        let Some(row) = policy.permissions.permits(grant.role, action) else {
            continue;
        };
        let covers = grant.covers(&actor.grid_path, facts.premises);
        if !covers || !row.scope.honours(&grant.scope, level_of(actor, grant)) {
            refuse(1, Reason::new("out_of_scope", "handbook 1.3"));
            continue;
        }
        let missing = match row.certificate {
            CertificateNeed::None => None,
            CertificateNeed::Inspection => (!actor.certified).then_some("S3-15"),
            CertificateNeed::Enforcement => (!actor.enforcer).then_some("S3-14"),
        };
        if let Some(rule) = missing {
            refuse(2, Reason::new("no_certificate", rule));
            continue;
        }
        if row.own_key && actor.attested_by_relay {
            refuse(3, Reason::new("own_key_needed", "design 2"));
            continue;
        }
        return Ok(grant.role);
    }
    Err(refusal)
}

fn level_of(actor: &Actor, grant: &RoleGrant) -> Option<GridLevel> {
    let Scope::Subtree(grid) = grant.scope else {
        return None;
    };
    let place = actor.grid_path.iter().position(|above| *above == grid)?;
    actor.grid_levels.get(place).copied()
}
