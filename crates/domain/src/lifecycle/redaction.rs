use serde::{Deserialize, Serialize};

use super::{Act, Effect, Event, Facts, Reason, RecordState, Ruling, permission};
use crate::people::Role;
use crate::policy::PolicyPack;
use crate::record::says_nothing;
use crate::{Digest, UserId};

/// The operation that both people must be permitted.
const OPERATION: &str = "redact";
/// Where the rules come from.
const RULE: &str = "design 4";

/// A redaction that one person asked for（待确认的涂销）: a second one confirms it, or nothing comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactionAsked {
    /// The envelope of the request: the confirmation cites it.
    pub request: Digest,
    /// Who asked.
    pub by: UserId,
    /// The envelopes whose changes are to be blanked.
    pub envelopes: Vec<Digest>,
    /// The fields that do not live on.
    pub fields: Vec<String>,
    /// Why.
    pub reason: String,
}

/// What the log says of the envelopes that an act of a redaction is about（涂销事实）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedactionFacts {
    /// Who wrote the content that is meant: none of these blanks it. Whoever confirmed an earlier
    /// redaction wrote nothing by that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<UserId>,
    /// How many of those that are named hold no change of this record in its log.
    #[serde(default)]
    pub unknown: u32,
    /// How many wrote one of the fields and are not named: they would still be read.
    #[serde(default)]
    pub unnamed: u32,
    /// The act's own envelope begins a document that says what the record said, without the fields.
    #[serde(default)]
    pub rooted: bool,
}

impl Event {
    /// Whether it is an act of a redaction（涂销）: the tables know nothing of these.
    #[must_use]
    pub const fn is_redaction(&self) -> bool {
        matches!(
            self,
            Self::RedactionRequested { .. } | Self::RedactionConfirmed { .. }
        )
    }
}

/// Judges an act of a redaction: whatever the state, which it leaves as it is.
pub(super) fn judge_redaction(
    policy: &PolicyPack,
    state: &RecordState,
    act: &Act,
    facts: &Facts,
) -> Ruling {
    let (effect, role) = match check(policy, state, act, facts) {
        Ok(role) => (Effect::Applied, Some(role)),
        Err(reason) => (Effect::NoEffect(reason), None),
    };
    Ruling {
        effect,
        status: state.status.clone(),
        due: state.due,
        timing: state.due.map(|due| act.time.against(due)),
        role,
        number_from: None,
        paper_from: None,
    }
}

fn check(
    policy: &PolicyPack,
    state: &RecordState,
    act: &Act,
    facts: &Facts,
) -> Result<Role, Reason> {
    if state.read_only {
        return Err(Reason::new("read_only", RULE));
    }
    let role = permission(policy, &act.actor, facts, OPERATION)?;
    let user = act.actor.user;
    // A phone may know fewer rows than the relay, which asks again.
    let told = facts.redaction.as_deref();
    let wrote = told.is_some_and(|told| told.authors.contains(&user));
    if wrote || state.author == Some(user) || facts.author == Some(user) {
        return Err(Reason::new("redaction_by_author", RULE));
    }
    let is_whole = told.is_none_or(|told| told.unknown == 0 && told.unnamed == 0);
    match &act.event {
        Event::RedactionRequested {
            envelopes, reason, ..
        } => {
            if says_nothing(reason) {
                return Err(Reason::new("reason_missing", RULE));
            }
            if envelopes.is_empty() || !is_whole {
                return Err(Reason::new("redaction_incomplete", RULE));
            }
        }
        Event::RedactionConfirmed { request, .. } => {
            let asked = state.redaction.as_ref();
            let Some(asked) = asked.filter(|asked| asked.request == *request) else {
                return Err(Reason::new("redaction_not_asked", RULE));
            };
            if asked.by == user {
                return Err(Reason::new("same_person", RULE));
            }
            // Of two values in conflict only one would live on: somebody decides that first.
            if facts.conflicts_open > 0 {
                return Err(Reason::new("conflicts_open", RULE));
            }
            if !is_whole {
                return Err(Reason::new("redaction_incomplete", RULE));
            }
            if told.is_some_and(|told| !told.rooted) {
                return Err(Reason::new("redaction_root", RULE));
            }
        }
        _ => {}
    }
    Ok(role)
}
