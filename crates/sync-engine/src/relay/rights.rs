use wangge_domain::lifecycle::{Actor, Facts, TimeBounds, permission};
use wangge_domain::people::{Credential, RoleGrant};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, GridId, RecordId, Timestamp};
use wangge_protocol::{Header, Lease, Refusal};

use super::prepared::PreparedEnvelope;
use super::turn::Turn;
use super::{RelayContext, RelayError};
use crate::content_rules::premises_of;

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

/// Where the record of an envelope may have lived when it was made.
pub(super) struct Homes {
    premises: Option<RecordId>,
    /// The likeliest first.
    grids: Vec<GridId>,
}

impl Homes {
    /// The grid that the premises of the record lived in at the best guess of the time.
    pub(super) fn likeliest(&self, header: &Header) -> GridId {
        let lies_in = || header.stream.grid();
        self.grids.first().copied().unwrap_or_else(lies_in)
    }
}

/// The grids whose rights may count for an envelope: the homes, when it was made, of the premises that
/// its record is or hangs on, as the record stood before the envelope.
pub(super) fn homes(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    time: &TimeBounds,
) -> Result<Homes, RelayError> {
    let header = &prepared.envelope.header;
    let lies_in = header.stream.grid();
    let control = turn.ctx.control;
    if control.moves.is_empty() {
        return Ok(Homes {
            premises: None,
            grids: vec![lies_in],
        });
    }
    let known = turn.record(header.record)?.map(|live| &live.content);
    let fresh = prepared.fresh.as_ref().map(|fresh| &fresh.content);
    let premises = known
        .or(fresh)
        .and_then(|content| premises_of(&header.kind, header.record, content));
    let mut time = *time;
    let is_first =
        !turn.attested.contains_key(&prepared.id) && !turn.judged_again.contains_key(&prepared.id);
    if is_first {
        // A relay whose clock has fallen back since a move knows of the move all the same.
        let now = turn.ctx.rights_at()?;
        time.upper = time.upper.max(now.plus_ms(1));
    }
    Ok(Homes {
        premises,
        grids: control.homes_during(premises, lies_in, &time),
    })
}

/// Works out who acts, or why the envelope is set apart. Where nobody can say whether it was made
/// before or after a move, the home that gives its author the right counts.
pub(super) fn standing_at_home(
    turn: &mut Turn<'_>,
    (header, homes): (&Header, &Homes),
    time: &TimeBounds,
    received_at: Timestamp,
    admitted: bool,
) -> Result<Result<Standing, NoStanding>, RelayError> {
    let about = (header, homes.likeliest(header));
    let likeliest = standing(turn, about, time, received_at, admitted)?;
    for grid in homes.grids.iter().skip(1) {
        let Ok(held) = &likeliest else { break };
        if held.may_write_at(homes.premises) {
            break;
        }
        let other = standing(turn, (header, *grid), time, received_at, admitted)?;
        if let Ok(other) = other
            && other.may_write_at(homes.premises)
        {
            return Ok(Ok(other));
        }
    }
    Ok(likeliest)
}

/// Works out who acts in a record of this home, or why the envelope is set apart: no lease, a foreign
/// or an expired one.
fn standing(
    turn: &mut Turn<'_>,
    (header, home): (&Header, GridId),
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
        (header, home),
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
    (header, home): (&Header, GridId),
    time: &TimeBounds,
    received_at: Timestamp,
) -> Standing {
    let grants = grants_now(&turn.ctx, header, received_at);
    let about = (header, home);
    judge_rights(&turn.ctx, about, time, received_at, &grants, &[])
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
    (header, home): (&Header, GridId),
    time: &TimeBounds,
    received_at: Timestamp,
    grants: &[RoleGrant],
    credentials: &[Credential],
) -> Standing {
    let made = time.best();
    let actor = ctx
        .control
        .actor(header.user, header.device, grants, home, made, received_at);
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
    fn may_write_at(&self, premises: Option<RecordId>) -> bool {
        let facts = Facts {
            premises,
            ..Facts::default()
        };
        self.check_scope(&facts).is_ok()
    }

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
