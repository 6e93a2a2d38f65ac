//! What the relay does by its own clock.

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::control::{ControlError, ControlEvent};
use wangge_domain::lifecycle::{Effect, Event, Responsible, ServiceProof, Status};
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_domain::record::RecordKind;
use wangge_domain::{Timestamp, UserId};
use wangge_protocol::{RowBody, Verdict};

use super::{record, rng};
use crate::client::{self, EventPlan};
use crate::relay::{self, RelayError};
use crate::testing::{Phone, World};

const DAY_MS: i64 = 86_400_000;

/// A hazard whose notice was served, due in a week.
pub(super) fn served(world: &World, phone: &mut Phone) -> Timestamp {
    let kind = RecordKind::Rectification;
    let edits = [("description", "通道堵塞".into())];
    phone
        .edit(record(1), &kind, world.stream(0), &edits)
        .unwrap();
    let responsible = Responsible {
        unit: "面馆".to_owned(),
        leader: "李".to_owned(),
        person: "王".to_owned(),
        phone: String::new(),
    };
    let plans = vec![
        EventPlan::WithVersion(Box::new(|version| Event::Found {
            version,
            suspected_major: false,
            life_threat: false,
        })),
        EventPlan::WithVersion(Box::new(|version| Event::NoticeIssued {
            version,
            provisional_number: "暂-K1-1".to_owned(),
            issuer: "village".to_owned(),
            deadline: DeadlineSpec::Days {
                days: 7,
                calendar: DayKind::Natural,
            },
            responsible,
        })),
        EventPlan::Ready(Event::Served(ServiceProof::Mailed {
            tracking: "EMS1001".to_owned(),
        })),
    ];
    client::seal(&phone.ctx(), record(1), plans, Vec::new()).unwrap();
    phone.sync(world, &mut rng());
    let state = phone.view(record(1)).unwrap().state;
    assert_eq!(state.status, Status::Served, "{:?}", state.history);
    state.due.unwrap()
}

fn run(world: &World) -> usize {
    world
        .turn(|ctx| {
            let commit = relay::run_jobs(ctx, &[record(1), record(9)])?;
            Ok((commit.rows.len(), commit))
        })
        .unwrap()
}

#[test]
fn a_deadline_that_passed_is_marked_once() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    let due = served(&world, &mut phone);
    assert_eq!(run(&world), 0, "not yet");
    world.pass(due.0 - world.now().0 + 1);
    assert!(run(&world) >= 1);
    assert_eq!(run(&world), 0, "once");
    phone.sync(&world, &mut rng());
    let state = phone.view(record(1)).unwrap().state;
    assert!(state.overdue);
    let mark = state
        .history
        .iter()
        .find(|entry| entry.event == "overdue_marked")
        .unwrap();
    assert_eq!(
        (mark.role, mark.attested_by_relay),
        (Some(Role::System), true)
    );
}

#[test]
fn an_act_made_in_time_that_arrives_late_takes_the_mark_back() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    let due = served(&world, &mut phone);
    // Offline: the feedback is made a day later, and arrives after the deadline.
    phone.pass(u32::try_from(DAY_MS).unwrap());
    let feedback = Event::Feedback {
        note: "已清理".to_owned(),
        photos: vec![record(5)],
        on_behalf: true,
    };
    client::seal(
        &phone.ctx(),
        record(1),
        vec![EventPlan::Ready(feedback)],
        Vec::new(),
    )
    .unwrap();
    world.pass(due.0 - world.now().0 + DAY_MS);
    assert!(run(&world) >= 1);
    phone.sync(&world, &mut rng());
    assert_eq!(
        phone.view(record(1)).unwrap().state.status,
        Status::Rechecking
    );
    assert_eq!(run(&world), 1, "the mark is taken back");
    phone.sync(&world, &mut rng());
    let state = phone.view(record(1)).unwrap().state;
    assert!(!state.overdue);
    let last = state.history.last().unwrap();
    assert_eq!(
        (last.event.as_str(), &last.effect),
        ("overdue_annulled", &Effect::Applied)
    );
}

#[test]
fn control_rows_are_judged_before_they_are_logged() {
    let world = World::in_memory();
    let user = UserId::from_bytes([8; 16]);
    let grant = |role| {
        ControlEvent::RoleGranted(RoleGrant {
            user,
            role,
            scope: Scope::Tenant,
            from: Timestamp(0),
            until: None,
            department: None,
        })
    };
    let before = world.control_state();
    let ask = |events: Vec<ControlEvent>| {
        world.turn(|ctx| relay::control_many(ctx, &events).map(|commit| ((), commit)))
    };
    let bad = ask(vec![grant(Role::Auditor), grant(Role::System)]);
    assert!(matches!(
        bad,
        Err(RelayError::Control(ControlError::SystemRole))
    ));
    assert_eq!(
        world.control_state(),
        before,
        "one bad row, and none is logged"
    );
    ask(vec![grant(Role::Auditor), grant(Role::Police)]).unwrap();
    assert_eq!(
        world.control_state().grants_of(user, world.now()).count(),
        2
    );
    assert_eq!(world.control_state().seq, before.seq + 2);
}

#[test]
fn a_key_that_is_not_enrolled_writes_no_control_row() {
    let world = World::in_memory();
    let stranger = wangge_protocol::SecretKey::from_seed([66; 32]);
    let event = ControlEvent::RoleRevoked {
        user: UserId::from_bytes([8; 16]),
        role: Role::Auditor,
        reason: String::new(),
    };
    let refused = world.with_relay(|ctx| {
        let ctx = relay::RelayContext {
            service_key: &stranger,
            ..*ctx
        };
        (
            relay::control(&ctx, &event).is_err(),
            relay::run_jobs(&ctx, &[record(1)]).is_err(),
        )
    });
    assert_eq!(refused, (true, true));
}

#[test]
fn received_at_never_falls_though_the_relays_clock_does() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = super::submitted(&world, &phone, 1);
    let second = super::submitted(&world, &phone, 2);
    assert_eq!(world.push(&phone, &[first]), [Verdict::Accepted { seq: 1 }]);
    world.pass(-3_600_000);
    assert_eq!(
        world.push(&phone, &[second]),
        [Verdict::Accepted { seq: 2 }]
    );
    let rows = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert!(rows[0].received_at <= rows[1].received_at);
    for row in rows {
        let RowBody::Accepted { decision, .. } = row.body else {
            panic!("a row")
        };
        assert!(decision.time.lower <= decision.time.upper);
        assert_eq!(decision.time.upper, row.received_at);
    }
}
