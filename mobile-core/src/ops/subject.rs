use wangge_domain::lifecycle::{
    Act, Actor, Effect, Event, Facts, LifecycleTables, Reason, Status, TimeBounds, fold_pending,
    judge, permission, unqualified,
};
use wangge_domain::people::Role;
use wangge_domain::premises::{Premises, check_premises, check_responsible_parties};
use wangge_domain::record::{BadText, Content, RecordKind, bad_text};
use wangge_domain::register::{
    compulsion_word, listed_word_not_held, power_not_held, word_not_held,
};
use wangge_domain::{Digest, FindingLevel, GridId, RecordId, Timestamp, UserId};
use wangge_protocol::RowBody;
use wangge_sync_engine::client::{
    ClientContext, complete_facts, estimated_now, is_from_guidance, is_major_filed, is_major_open,
    view,
};
use wangge_sync_engine::statement_digest;
use wangge_sync_engine::store::RecordUpdate;

use crate::error::CoreError;
use crate::session::Session;

/// A record with all that the rules may look at before something is done to it.
pub(super) struct Subject {
    /// The record as the user sees it.
    pub(super) record: RecordUpdate,
    /// What this phone knows of it and its surroundings.
    pub(super) facts: Facts,
    /// Who is about to act, with the rights that count in the record's grid.
    pub(super) actor: Actor,
    /// The relay's time as far as this phone can say.
    pub(super) now: Timestamp,
}

impl Subject {
    /// Loads a record.
    pub(super) fn load(
        ctx: &ClientContext<'_>,
        session: &Session,
        record: RecordId,
    ) -> Result<Self, CoreError> {
        let record = view(ctx, record)?.ok_or(CoreError::UnknownRecord)?;
        Self::of(ctx, session, record)
    }

    /// With a record that was read already.
    pub(super) fn of(
        ctx: &ClientContext<'_>,
        session: &Session,
        record: RecordUpdate,
    ) -> Result<Self, CoreError> {
        let now = estimated_now(ctx);
        let facts = facts_of(ctx, session, &record, now)?;
        let home = home_of(session, &record);
        let actor = actor_in(session, session.user, home, now);
        Ok(Self {
            record,
            facts,
            actor,
            now,
        })
    }

    /// Loads a record that must be of this kind.
    pub(super) fn load_kind(
        ctx: &ClientContext<'_>,
        session: &Session,
        record: RecordId,
        kind: &RecordKind,
    ) -> Result<Self, CoreError> {
        let subject = Self::load(ctx, session, record)?;
        if subject.record.kind == *kind {
            Ok(subject)
        } else {
            Err(CoreError::UnknownRecord)
        }
    }

    /// Asks the rules whether an event would take effect now; the relay asks them again.
    pub(super) fn check(
        &self,
        ctx: &ClientContext<'_>,
        session: &Session,
        event: &Event,
    ) -> Result<(), CoreError> {
        self.judged(ctx, session, event).map(|_| ())
    }

    /// Asks the same and lays the event on the state, in memory alone: what would follow is judged
    /// with it.
    pub(super) fn advance(
        &mut self,
        ctx: &ClientContext<'_>,
        session: &Session,
        event: &Event,
    ) -> Result<(), CoreError> {
        let (act, facts) = self.judged(ctx, session, event)?;
        let before = self.record.state.clone();
        let tables = LifecycleTables::standard();
        self.record.state = fold_pending(&session.policy, tables, before, &[act], &facts);
        Ok(())
    }

    /// The act of an event that would take effect, with the facts by which it was judged.
    fn judged(
        &self,
        ctx: &ClientContext<'_>,
        session: &Session,
        event: &Event,
    ) -> Result<(Act, Facts), CoreError> {
        refuse_bad_texts(event)?;
        let mut facts = self.facts.clone();
        complete_facts(ctx, &self.record, event, &mut facts, self.now)?;
        let grid = self.home(session);
        let around = (&self.record.state, &facts);
        facts.unqualified = unqualified(&session.policy, event, around, self.now, |user, at| {
            let held: Vec<_> = session.control.grants_of(user, at).cloned().collect();
            session
                .control
                .actor(user, session.device, &held, grid, at, at)
        });
        let said = (&self.record.state, &self.record.content, event);
        let today = self.now.china_date();
        let word = word_not_held(&session.control, said, (session.user, grid), today);
        let listed = facts
            .step
            .as_ref()
            .map_or(&[][..], |it| it.listed_words.as_slice());
        let by = (session.user, grid);
        let listed = listed_word_not_held(&session.control, said, listed, by, today);
        facts.compulsion = word.map(str::to_owned).or(listed);
        facts.foreign_number |= session.control.is_foreign_number(session.device, event);
        let control = &session.control;
        let said = (&self.record.kind, &self.record.content, event);
        facts.own_signer = control.is_own_signer(session.user, &self.record.state, event)
            || control.is_own_signature(session.user, said, statement_digest);
        let said = (&self.record.kind, event);
        facts.power = power_not_held(&session.control, &session.policy, said, grid, today);
        let act = Act {
            envelope: Digest::ZERO,
            event: event.clone(),
            actor: self.actor.clone(),
            time: TimeBounds::exactly(self.now),
            received_at: self.now,
            policy_revision: session.policy.revision,
            seen: u64::MAX,
        };
        let tables = LifecycleTables::standard();
        let ruling = judge(&session.policy, tables, &self.record.state, &act, &facts);
        match ruling.effect {
            Effect::Applied => Ok((act, facts)),
            Effect::NoEffect(reason) => Err(CoreError::NotAllowed(reason)),
        }
    }

    /// The grid in which the record lives now: that of its premises, wherever its log lies.
    pub(super) fn home(&self, session: &Session) -> GridId {
        home_of(session, &self.record)
    }

    /// Asks whether this person may do an operation that is no event.
    pub(super) fn permit(&self, session: &Session, operation: &str) -> Result<Role, CoreError> {
        permission(&session.policy, &self.actor, &self.facts, operation)
            .map_err(CoreError::NotAllowed)
    }
}

/// The grid in which a record lives now: that of the premises that it is or hangs on, wherever its
/// log lies.
pub(super) fn home_of(session: &Session, record: &RecordUpdate) -> GridId {
    let premises = premises_of(&record.kind, record.record, &record.content);
    let lies_in = record.stream.grid();
    session.control.home_of_record(premises, lies_in)
}

/// A person with the rights that count in a grid now.
pub(super) fn actor_in(session: &Session, user: UserId, grid: GridId, now: Timestamp) -> Actor {
    session
        .control
        .actor(user, session.device, &session.lease.grants, grid, now, now)
}

/// Whether this person may do an operation in a grid, before there is a record.
pub(super) fn permit_in_grid(
    session: &Session,
    grid: GridId,
    premises: Option<RecordId>,
    operation: &str,
    now: Timestamp,
) -> Result<Role, CoreError> {
    let actor = actor_in(session, session.user, grid, now);
    let facts = Facts {
        premises,
        ..Facts::default()
    };
    permission(&session.policy, &actor, &facts, operation).map_err(CoreError::NotAllowed)
}

/// The premises that a record is, or hangs on.
pub(super) fn premises_of(
    kind: &RecordKind,
    record: RecordId,
    content: &Content,
) -> Option<RecordId> {
    match kind {
        RecordKind::Premises => Some(record),
        _ => content
            .text(wangge_domain::inspection::keys::PREMISES)
            .and_then(|id| id.parse().ok()),
    }
}

fn facts_of(
    ctx: &ClientContext<'_>,
    session: &Session,
    record: &RecordUpdate,
    now: Timestamp,
) -> Result<Facts, CoreError> {
    let premises = premises_of(&record.kind, record.record, &record.content);
    Ok(Facts {
        premises,
        author: author_of(ctx, session, record)?,
        conflicts_open: u32::try_from(record.content.conflicts.len()).unwrap_or(u32::MAX),
        blocking: blocking(session, record, now),
        guidance: record.kind == RecordKind::Rectification
            && is_from_guidance(ctx, &record.content)?,
        major_filed: record.state.status == Status::UnderReview
            && is_major_filed(ctx, record.record, premises)?,
        major_open: record.state.status == Status::UnderReview
            && is_major_open(ctx, record.record, premises)?,
        ..Facts::default()
    })
}

/// Who began the record: the author of its first envelope, or this person.
fn author_of(
    ctx: &ClientContext<'_>,
    session: &Session,
    record: &RecordUpdate,
) -> Result<Option<UserId>, CoreError> {
    if record.last_seq == 0 {
        return Ok(Some(session.user));
    }
    let rows = ctx.store.rows_of(record.record)?;
    Ok(rows.iter().find_map(|row| match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope.header.user),
        RowBody::Stub(_) => None,
    }))
}

/// What the content rules have against accepting a premises file (S0-05).
fn blocking(session: &Session, record: &RecordUpdate, now: Timestamp) -> Vec<Reason> {
    if record.kind != RecordKind::Premises {
        return Vec::new();
    }
    let premises = Premises::from_content(&record.content);
    let mut reasons: Vec<Reason> = check_responsible_parties(&premises)
        .iter()
        .map(|finding| Reason::new(&finding.code, "S0-05"))
        .collect();
    let findings = check_premises(&record.content, &session.policy, now.china_date());
    reasons.extend(
        findings
            .iter()
            .filter(|finding| finding.level == FindingLevel::Blocking)
            .map(|finding| Reason::new(&finding.code, "handbook 2")),
    );
    reasons.sort();
    reasons.dedup();
    reasons
}

/// The findings that must be mended, as an error if there are any.
pub(super) fn refuse_blocking(findings: Vec<wangge_domain::Finding>) -> Result<(), CoreError> {
    let blocking: Vec<_> = findings
        .into_iter()
        .filter(|finding| finding.level == FindingLevel::Blocking)
        .collect();
    if blocking.is_empty() {
        Ok(())
    } else {
        Err(CoreError::Incomplete(blocking))
    }
}

/// Refuses to begin anything at premises that are no more: nobody is visited there, and nothing is
/// found there. What has closed may be looked at, and hazards may lie in it.
pub(super) fn refuse_gone(premises: &Status) -> Result<(), CoreError> {
    let code = match premises {
        Status::Demolished => "premises_gone",
        Status::Merged => "premises_merged",
        Status::Withdrawn => "record_withdrawn",
        _ => return Ok(()),
    };
    Err(CoreError::NotAllowed(Reason::new(code, "handbook 2.3")))
}

/// Refuses a word of compulsion in a name that will stand on a paper: no power opens one there
/// (S0-03).
pub(super) fn refuse_compulsion(name: &str) -> Result<(), CoreError> {
    match compulsion_word(name) {
        Some(word) => {
            let reason = Reason::new("word_of_compulsion", "S0-03").about(word);
            Err(CoreError::NotAllowed(reason))
        }
        None => Ok(()),
    }
}

/// Refuses an act that says something with control characters or at too great a length, or names a
/// telephone number that is none: it would be signed and printed so.
fn refuse_bad_texts(event: &Event) -> Result<(), CoreError> {
    match bad_text(event) {
        None => Ok(()),
        Some(BadText::Hidden(field)) => Err(CoreError::hidden_letters(&field)),
        Some(BadText::TooLong(field)) => {
            Err(CoreError::InvalidInput(format!("text too long: {field}")))
        }
    }
}
