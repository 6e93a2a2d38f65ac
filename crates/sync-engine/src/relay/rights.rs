use wangge_domain::lifecycle::{Actor, Facts, TimeBounds, permission};
use wangge_domain::people::{Credential, RoleGrant};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{Header, Lease, Refusal};

use super::turn::Turn;
use super::{RelayContext, RelayError};

/// Who acts: the rights that count, and those that the lease alone gave when the act was made.
pub(super) struct Standing {
    pub(super) actor: Actor,
    leased: Actor,
}

/// Why nobody can be said to act.
pub(super) enum NoStanding {
    /// A lease that this relay does not know: lost in a restore, or never signed.
    Lease(Digest),
    /// Set apart.
    SetApart(Refusal),
}

/// Works out who acts, or why the envelope is set apart: no lease, a foreign or an expired one.
pub(super) fn standing(
    turn: &mut Turn<'_>,
    header: &Header,
    time: &TimeBounds,
    received_at: Timestamp,
    admitted: bool,
) -> Result<Result<Standing, NoStanding>, RelayError> {
    let ctx = turn.ctx;
    let service = ctx
        .control
        .device(header.device, header.user)
        .is_some_and(|enrolled| enrolled.enrollment.relay_service);
    let (grants, credentials) = match header.lease {
        Some(digest) => {
            let Some(lease) = turn.lease(&digest)? else {
                return Ok(Err(NoStanding::Lease(digest)));
            };
            if !is_for(lease, header) {
                return Ok(Err(NoStanding::SetApart(Refusal::LeaseUnknown)));
            }
            let until = ctx
                .control
                .lease_until(header.device, header.user, lease.offline_until);
            if time.lower > until && !admitted && !planted!(DropLeaseExpiry) {
                return Ok(Err(NoStanding::SetApart(Refusal::LeaseExpired)));
            }
            (lease.grants.clone(), lease.credentials.clone())
        }
        None if service => (grants_now(&ctx, header, received_at), Vec::new()),
        None => return Ok(Err(NoStanding::SetApart(Refusal::LeaseUnknown))),
    };
    Ok(Ok(judge_rights(
        &ctx,
        header,
        time,
        received_at,
        &grants,
        &credentials,
    )))
}

/// Who acts in an envelope that this relay has judged before and lost since, as far as the
/// control stream tells.
pub(super) fn attested_standing(
    turn: &Turn<'_>,
    header: &Header,
    time: &TimeBounds,
    received_at: Timestamp,
) -> Standing {
    let grants = grants_now(&turn.ctx, header, received_at);
    judge_rights(&turn.ctx, header, time, received_at, &grants, &[])
}

fn is_for(lease: &Lease, header: &Header) -> bool {
    lease.tenant == header.tenant
        && lease.device == header.device
        && lease.person.user == header.user
}

fn grants_now(ctx: &RelayContext<'_>, header: &Header, at: Timestamp) -> Vec<RoleGrant> {
    ctx.control.grants_of(header.user, at).cloned().collect()
}

fn judge_rights(
    ctx: &RelayContext<'_>,
    header: &Header,
    time: &TimeBounds,
    received_at: Timestamp,
    grants: &[RoleGrant],
    credentials: &[Credential],
) -> Standing {
    let made = time.best();
    let grid = header.stream.grid();
    let actor = ctx
        .control
        .actor(header.user, header.device, grants, grid, made, received_at);
    let mine = |grant: &&RoleGrant| grant.user == header.user && grant.holds_at(made);
    let day = made.china_date();
    let holds = |kind: &str| {
        credentials
            .iter()
            .any(|held| held.user == header.user && held.kind == kind && held.valid_on(day))
    };
    let leased = Actor {
        grants: grants.iter().filter(mine).cloned().collect(),
        certified: holds(Credential::INSPECTION) || actor.certified,
        enforcer: holds(Credential::ENFORCEMENT) || actor.enforcer,
        ..actor.clone()
    };
    Standing { actor, leased }
}

impl Standing {
    /// Whether the author may write here at all. What was allowed by the lease when it was made
    /// and is not any more waits for a person; what never was is refused.
    pub(super) fn check_scope(&self, facts: &Facts) -> Result<(), Refusal> {
        let covers = |actor: &Actor| {
            actor
                .grants
                .iter()
                .any(|grant| grant.covers(&actor.grid_path, facts.premises))
        };
        if covers(&self.actor) {
            Ok(())
        } else if covers(&self.leased) {
            Err(Refusal::Revoked)
        } else {
            Err(Refusal::OutOfScope)
        }
    }

    /// Whether the author may write content of this kind.
    pub(super) fn check_content(
        &self,
        policy: &PolicyPack,
        kind: &RecordKind,
        is_new: bool,
        facts: &Facts,
    ) -> Result<(), Refusal> {
        let Some(action) = content_action(kind, is_new) else {
            return Ok(());
        };
        if permission(policy, &self.actor, facts, action).is_ok() {
            Ok(())
        } else if permission(policy, &self.leased, facts, action).is_ok() {
            Err(Refusal::Revoked)
        } else {
            Err(Refusal::OutOfScope)
        }
    }
}

/// The operation of the permission table that writing content of a kind is. `None` for kinds of a
/// later version: they are stored and passed on, whoever may write in the grid.
#[must_use]
pub fn content_action(kind: &RecordKind, is_new: bool) -> Option<&'static str> {
    match (kind, is_new) {
        (RecordKind::Premises, true) => Some("premises_create"),
        (RecordKind::Premises, false) => Some("premises_edit"),
        (RecordKind::Inspection, true) => Some("inspection_start"),
        (RecordKind::Inspection, false) => Some("inspection_edit"),
        (RecordKind::Rectification, _) => Some("hazard_edit"),
        (RecordKind::Photo, _) => Some("photo_add"),
        (kind, _) => kind.case_edit(),
    }
}
