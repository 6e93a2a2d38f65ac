//! From rows of a log to acts of the lifecycle, the same way on the relay and on devices.

use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::{
    self, Act, Actor, Effect, Event, LoggedAct, Outcome, Reason, RecordState, UnknownAct,
};
use wangge_domain::record::RecordKind;
use wangge_protocol::{Decision, Envelope, Op, Row, RowBody};

/// An event operation of an envelope, as far as this build can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EventOp {
    /// An event of this version.
    Known(Event),
    /// An event of a later version, by its name if it can be told.
    Unknown(String),
}

/// The event operations of an envelope, in order.
pub(crate) fn events_of(envelope: &Envelope) -> Vec<EventOp> {
    envelope.ops.iter().filter_map(event_of).collect()
}

fn event_of(op: &Op) -> Option<EventOp> {
    match op.as_event()? {
        Ok(event) if is_of_this_build(&event) => Some(EventOp::Known(event)),
        Ok(_) | Err(_) => Some(EventOp::Unknown(unknown_name(op))),
    }
}

/// Whether this build can read an event: in a test a thread may run as an older one.
#[cfg(any(test, feature = "testing"))]
fn is_of_this_build(event: &Event) -> bool {
    crate::testing::can_read(event.name())
}

/// Whether this build can read an event: it has just read it.
#[cfg(not(any(test, feature = "testing")))]
const fn is_of_this_build(_event: &Event) -> bool {
    true
}

/// Externally tagged events are a text, or a map with one key: the name.
fn unknown_name(op: &Op) -> String {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Shape {
        Name(String),
        Map(std::collections::BTreeMap<String, serde::de::IgnoredAny>),
    }
    let Op::Event(bytes) = op else {
        return "unknown".to_owned();
    };
    let name = match wangge_protocol::decode::<Shape>(bytes) {
        Ok(Shape::Name(name)) => Some(name),
        Ok(Shape::Map(map)) => map.into_keys().next(),
        Err(_) => None,
    };
    name.filter(|name| name.len() <= 64)
        .unwrap_or_else(|| "unknown".to_owned())
}

/// Who acted, as far as the fold of recorded outcomes asks: rights were judged when they were
/// recorded.
pub(crate) fn bare_actor(control: &ControlState, envelope: &Envelope) -> Actor {
    let header = &envelope.header;
    let service = control
        .device(header.device, header.user)
        .is_some_and(|enrolled| enrolled.enrollment.relay_service);
    Actor {
        user: header.user,
        device: header.device,
        grants: Vec::new(),
        grid_path: Vec::new(),
        grid_levels: Vec::new(),
        certified: false,
        enforcer: false,
        attested_by_relay: service,
    }
}

/// The place of the log that the author had seen: the anchor, if it is one of this log.
pub(crate) fn seen_by(envelope: &Envelope) -> u64 {
    let header = &envelope.header;
    header
        .made
        .anchor
        .filter(|anchor| anchor.stream == header.stream)
        .map_or(0, |it| it.seq)
}

/// Lays the events of one accepted row on a state, as recorded.
pub(crate) fn apply_row(state: &mut RecordState, control: &ControlState, row: &Row) {
    let RowBody::Accepted { envelope, decision } = &row.body else {
        return;
    };
    let events = events_of(envelope);
    if events.is_empty() {
        return;
    }
    let id = envelope.id();
    let actor = bare_actor(control, envelope);
    for (event, outcome) in events.into_iter().zip(&decision.outcomes) {
        match event {
            EventOp::Known(event) => {
                let act = Act {
                    envelope: id,
                    event,
                    actor: actor.clone(),
                    time: decision.time,
                    received_at: row.received_at,
                    policy_revision: envelope.header.policy_revision,
                    seen: seen_by(envelope),
                };
                lifecycle::apply(state, Some(row.seq), &act, outcome);
            }
            EventOp::Unknown(name) => {
                let act = UnknownAct {
                    envelope: id,
                    name,
                    actor: actor.clone(),
                    time: decision.time,
                    received_at: row.received_at,
                };
                lifecycle::apply_unknown(state, row.seq, &act, outcome);
            }
        }
    }
}

/// The state of a record after its accepted rows（按日志折叠）: recorded outcomes are followed.
#[must_use]
pub fn fold_rows(kind: &RecordKind, rows: &[Row], control: &ControlState) -> RecordState {
    let mut state = RecordState::new(kind.clone());
    for row in rows {
        apply_row(&mut state, control, row);
    }
    state
}

/// The acts of a row with what was recorded of them, for an audit
/// ([`lifecycle::audit`]): `actor` gives the rights that counted when it was decided.
#[must_use]
pub fn logged_acts(row: &Row, actor: &Actor) -> Vec<LoggedAct> {
    let RowBody::Accepted { envelope, decision } = &row.body else {
        return Vec::new();
    };
    let id = envelope.id();
    events_of(envelope)
        .into_iter()
        .zip(&decision.outcomes)
        .filter_map(|(event, outcome)| match event {
            EventOp::Known(event) => Some(LoggedAct {
                seq: Some(row.seq),
                act: Act {
                    envelope: id,
                    event,
                    actor: actor.clone(),
                    time: decision.time,
                    received_at: row.received_at,
                    policy_revision: envelope.header.policy_revision,
                    seen: seen_by(envelope),
                },
                facts: decision.facts.clone().unwrap_or_default(),
                outcome: Some(outcome.clone()),
            }),
            EventOp::Unknown(_) => None,
        })
        .collect()
}

/// The outcome of an event that the relay itself cannot read: nothing changes, and the record is
/// read-only for this build.
pub(crate) fn unknown_outcome(state: &RecordState) -> Outcome {
    Outcome {
        effect: Effect::NoEffect(Reason::new("unknown_event", "design 4")),
        status: state.status.clone(),
        due: state.due,
        number: None,
        paper_number: None,
        timing: None,
        role: None,
        fold_revision: lifecycle::FOLD_REVISION,
    }
}

/// True if a decision holds an event that changed nothing.
pub(crate) fn has_no_effect(decision: &Decision) -> bool {
    decision
        .outcomes
        .iter()
        .any(|outcome| outcome.effect != Effect::Applied)
}
