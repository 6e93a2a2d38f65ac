use wangge_domain::lifecycle::{
    self, Act, Actor, Event, Facts, LifecycleTables, Outcome, RecordState, Ruling, SeriesKey,
    TimeBounds, UnknownAct,
};
use wangge_domain::numbering::{parse_number, render_number};
use wangge_domain::policy::PolicyPack;
use wangge_domain::register::{listed_word_not_held, power_not_held, unsigned_team, word_not_held};
use wangge_domain::{Digest, GridId, Timestamp};

use super::prepared::PreparedEnvelope;
use super::turn::{Live, Turn};
use super::{RelayContext, RelayError};
use crate::content_rules::statement_digest;
use crate::lifecycle_rows::{EventOp, seen_by, unknown_outcome};
use crate::store::NumberGrant;

/// What the rules say of the events of an envelope, before numbers are given.
pub(super) struct Ruled {
    /// The state before the events.
    pub(super) state: RecordState,
    /// One per event, in order.
    pub(super) drafts: Vec<OutcomeDraft>,
    /// What the rulings rest on.
    pub(super) facts: Facts,
}

/// An outcome that may still want a number.
pub(super) struct OutcomeDraft {
    pub(super) series: Option<SeriesKey>,
    /// The series of the act's own paper.
    pub(super) paper: Option<SeriesKey>,
    kind: DraftKind,
}

enum DraftKind {
    Known(Box<(Act, Ruling)>),
    Unknown(Box<(UnknownAct, Outcome)>),
}

/// Judges the events one after the other, each on the state that the one before it left. Pure.
#[expect(clippy::too_many_arguments, reason = "all that a ruling rests on")]
pub(super) fn rule(
    ctx: RelayContext<'_>,
    policy: &PolicyPack,
    prepared: &PreparedEnvelope,
    live: &Live,
    actor: &Actor,
    base: &Facts,
    time: TimeBounds,
    received_at: Timestamp,
) -> Ruled {
    let header = &prepared.envelope.header;
    // The home of the record's premises when the act was made, where the control stream knows it.
    let lies_in = header.stream.grid();
    let grid = actor.grid_path.first().copied().unwrap_or(lies_in);
    let tables = LifecycleTables::standard();
    let mut facts = base.clone();
    // People named by any of the events, words of compulsion and powers are judged once for the envelope.
    for event in &prepared.events {
        if let EventOp::Known(event) = event {
            let rights = |user, at| {
                let grants: Vec<_> = ctx.control.grants_of(user, at).cloned().collect();
                ctx.control
                    .actor(user, header.device, &grants, grid, time.best(), at)
            };
            let around = (&live.state, base);
            let unqualified = lifecycle::unqualified(policy, event, around, received_at, rights);
            facts.unqualified.extend(unqualified);
            let by = (header.user, grid);
            let said = (&live.state, &live.content, event);
            let day = time.best().china_date();
            let word = word_not_held(ctx.control, said, by, day);
            let listed = base.step.as_ref();
            let listed = listed.map_or(&[][..], |it| it.listed_words.as_slice());
            let listed = listed_word_not_held(ctx.control, said, listed, by, day);
            let word = word.map(str::to_owned).or(listed);
            facts.compulsion = facts.compulsion.or(word);
            let said = (&live.kind, event);
            let power = power_not_held(ctx.control, policy, said, by.1, day);
            facts.power = facts.power.or(power);
            if let Event::Escalated { to, .. } = event {
                facts.unstaffed = unstaffed(ctx, policy, to, (by.1, received_at));
            }
            facts.own_signer |= ctx.control.is_own_signer(header.user, &live.state, event);
            let said = (&live.kind, &live.content, event);
            facts.own_signer |= ctx
                .control
                .is_own_signature(header.user, said, statement_digest);
            let (at, said) = ((grid, day), (&live.kind, &live.content, event));
            let unsigned = unsigned_team(policy, ctx.control, at, said, statement_digest, &[]);
            let lacks = unsigned.map(|it| it.reason());
            facts.team_unsigned = facts.team_unsigned.or(lacks);
            facts.foreign_number |= ctx.control.is_foreign_number(header.device, event);
        }
    }
    // What is recorded of them is the word alone.
    if let Some(known) = &mut facts.step {
        known.listed_words.clear();
    }
    let mut so_far = live.state.clone();
    let mut drafts = Vec::with_capacity(prepared.events.len());
    for event in &prepared.events {
        let draft = match event {
            EventOp::Known(event) => {
                let act = act(prepared, event, actor, time, received_at);
                let ruling = lifecycle::judge(policy, tables, &so_far, &act, &facts);
                let outcome = ruling.clone().into_outcome(None, None);
                lifecycle::apply(&mut so_far, None, &act, &outcome);
                OutcomeDraft {
                    series: ruling.number_from.clone(),
                    paper: ruling.paper_from.clone(),
                    kind: DraftKind::Known(Box::new((act, ruling))),
                }
            }
            EventOp::Unknown(name) => {
                let act = UnknownAct {
                    envelope: prepared.id,
                    name: name.clone(),
                    actor: actor.clone(),
                    time,
                    received_at,
                };
                let outcome = unknown_outcome(&so_far);
                lifecycle::apply_unknown(&mut so_far, 0, &act, &outcome);
                OutcomeDraft {
                    series: None,
                    paper: None,
                    kind: DraftKind::Unknown(Box::new((act, outcome))),
                }
            }
        };
        drafts.push(draft);
    }
    Ruled {
        state: live.state.clone(),
        drafts,
        facts,
    }
}

/// The name of a department of the policy to which a case would be handed on and in which nobody works.
pub(super) fn unstaffed(
    ctx: RelayContext<'_>,
    policy: &PolicyPack,
    to: &str,
    (grid, at): (GridId, Timestamp),
) -> Option<String> {
    let department = policy.routing.departments.get(to)?;
    let works = ctx.control.works_at(policy, to, grid, at);
    (!works).then(|| department.zh.clone())
}

fn act(
    prepared: &PreparedEnvelope,
    event: &Event,
    actor: &Actor,
    time: TimeBounds,
    received_at: Timestamp,
) -> Act {
    Act {
        envelope: prepared.id,
        event: event.clone(),
        actor: actor.clone(),
        time,
        received_at,
        policy_revision: prepared.envelope.header.policy_revision,
        seen: seen_by(&prepared.envelope),
    }
}

impl OutcomeDraft {
    /// Lays the act on the state, with its number and that of its paper, and gives the outcome to
    /// record.
    pub(super) fn finish(
        self,
        state: &mut RecordState,
        number: Option<String>,
        paper_number: Option<String>,
    ) -> Outcome {
        match self.kind {
            DraftKind::Known(known) => {
                let (act, ruling) = *known;
                let outcome = ruling.into_outcome(number, paper_number);
                lifecycle::apply(state, None, &act, &outcome);
                outcome
            }
            DraftKind::Unknown(unknown) => {
                let (act, outcome) = *unknown;
                lifecycle::apply_unknown(state, 0, &act, &outcome);
                outcome
            }
        }
    }
}

/// Takes the next number of a series. `None`: the pack does not know the series, so the act has
/// no number.
pub(super) fn give_number(
    turn: &mut Turn<'_>,
    policy: &PolicyPack,
    series: &SeriesKey,
    envelope: Digest,
) -> Result<Option<NumberGrant>, RelayError> {
    if render_number(&policy.numbering, series, 1).is_err() {
        return Ok(None);
    }
    if let Some(grant) = attested_number(turn, policy, series, envelope)? {
        return Ok(Some(grant));
    }
    let number = turn.next_number(series)?;
    Ok(render_number(&policy.numbering, series, u64::from(number))
        .ok()
        .map(|text| NumberGrant {
            series: series.clone(),
            number,
            text,
            envelope,
            attested: false,
        }))
}

/// The number that the act was given before the relay lost it, if nobody else bears it by now.
pub(super) fn attested_number(
    turn: &Turn<'_>,
    policy: &PolicyPack,
    series: &SeriesKey,
    envelope: Digest,
) -> Result<Option<NumberGrant>, RelayError> {
    let Some(attested) = turn.attested.get(&envelope) else {
        return Ok(None);
    };
    for text in &attested.numbers {
        let Some(grant) = number_of(policy, text, envelope) else {
            continue;
        };
        let given = turn.commit.numbers.iter();
        let mut same = given.filter(|it| (&it.series, it.number) == (&grant.series, grant.number));
        let owner = match same.next().map(|it| it.envelope) {
            Some(owner) => Some(owner),
            None => turn.ctx.store.number_owner(&grant.series, grant.number)?,
        };
        // An act has one number of a type of paper. It keeps the body that it was given in: a closing
        // once bore the series of the notice, whoever closed.
        let same = grant.series.document == series.document;
        if same && owner.is_none_or(|owner| owner == envelope) {
            return Ok(Some(grant));
        }
    }
    Ok(None)
}

/// A number as it was given once, read back from its text.
pub(super) fn number_of(policy: &PolicyPack, text: &str, envelope: Digest) -> Option<NumberGrant> {
    let number = parse_number(&policy.numbering, text).ok()?;
    Some(NumberGrant {
        series: number.series,
        number: u32::try_from(number.seq).ok()?,
        text: text.to_owned(),
        envelope,
        attested: true,
    })
}
