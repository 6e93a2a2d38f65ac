use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Effect, Event, JobAct, due_jobs};

use super::act::act_in;
use super::rule::unstaffed;
use super::turn::Turn;
use super::{RelayContext, RelayError};
use crate::store::RelayCommit;

/// Steps that the relay may take on one record in one run: far more than any ladder has.
const MAX_STEPS: usize = 16;

/// Does what is due on these records by the relay's clock（到期作业）: overdue marks, annulments,
/// urges and escalations, as policy says, each an ordinary row signed by the service key. What a
/// person must do ([`JobAct::Remind`]) is left to the caller. A record that is gone or cannot be
/// read is passed over.
///
/// # Errors
/// The service key is not enrolled, or the store failed.
pub fn run_jobs(ctx: &RelayContext<'_>, records: &[RecordId]) -> Result<RelayCommit, RelayError> {
    if ctx.healing {
        return Ok(RelayCommit::default());
    }
    let service = ctx.service().ok_or(RelayError::ServiceKeyUnknown)?;
    let (device, user) = (service.device, service.user);
    let mut turn = Turn::new(ctx);
    for record in records {
        let mut done: Vec<Event> = Vec::new();
        for _ in 0..MAX_STEPS {
            let Some(live) = turn.record(*record)? else {
                break;
            };
            let next = due_jobs(ctx.policy, &live.state, ctx.now)
                .into_iter()
                .find_map(|job| match job {
                    JobAct::Act(event) if !done.contains(&event) => Some(event),
                    _ => None,
                });
            let Some(event) = next else { break };
            // A body in which nobody works receives nothing: a person hands the case on elsewhere.
            if let Event::Escalated { to, .. } = &event
                && unstaffed(*ctx, ctx.policy, to, (live.stream.grid(), ctx.now)).is_some()
            {
                break;
            }
            match act_in(&mut turn, device, user, *record, &event) {
                Ok(acted) if acted.outcome.effect == Effect::Applied => {}
                Ok(_) | Err(RelayError::Refused(_) | RelayError::Malformed(_)) => break,
                Err(error) => return Err(error),
            }
            done.push(event);
        }
    }
    Ok(turn.finish())
}
