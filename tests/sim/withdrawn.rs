//! Streams that are no longer granted go from a phone, and what it had accepted there with them.

use std::collections::BTreeSet;

use wangge_domain::StreamId;
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::store::RelayStore as _;

use crate::scenario::Scenario;

impl Scenario {
    /// Notes which own envelopes went with a stream that is no longer granted, as that of a premises
    /// that had moved in and moves out again. Only those may go that the relay has accepted: the
    /// phone keeps what waits and what was refused. It need not have them until the stream is granted
    /// anew and their rows have come back, page by page; from then on they are held against it again.
    pub(crate) fn note_withdrawn(&mut self, index: usize) {
        let member = &self.fleet.members[index];
        let store = member.phone.store.as_ref();
        let Ok(cursors) = store.cursors() else {
            return;
        };
        let held: BTreeSet<StreamId> = cursors.iter().map(|cursor| cursor.stream).collect();
        let told = member.told.cursors.keys();
        let gone: BTreeSet<StreamId> = told
            .filter(|stream| !held.contains(*stream) && self.may_be_withdrawn(index, **stream))
            .copied()
            .collect();
        if gone.is_empty() && member.told.withdrawn.is_empty() {
            return;
        }
        let own = self.fleet.acknowledged.iter();
        let went = own
            .filter(|(_, made)| made.by == index && gone.contains(&made.stream))
            .map(|(id, _)| *id)
            .filter(|id| self.may_go(id));
        let mut withdrawn: BTreeSet<EnvelopeId> = went.collect();
        withdrawn.extend(member.told.withdrawn.iter().copied());
        withdrawn.retain(|id| !matches!(store.own_envelope(id), Ok(Some(_))));
        self.fleet.members[index].told.withdrawn = withdrawn;
    }

    /// Nobody takes from a phone the log of its own grid; a relay that was restored may know no
    /// better.
    fn may_be_withdrawn(&self, index: usize, stream: StreamId) -> bool {
        let mut own = self.fleet.members[index].grids.iter();
        self.was_restored || own.all(|grid| self.world.stream(*grid) != stream)
    }

    /// Whether the relay has accepted an envelope, or may have lost that it had.
    fn may_go(&self, id: &EnvelopeId) -> bool {
        self.was_restored || matches!(self.relay.place_of(id), Ok(Some((_, Ok(_)))))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wangge_domain::RecordId;
    use wangge_domain::control::ControlEvent;
    use wangge_domain::lifecycle::Event;
    use wangge_domain::record::{RecordKind, Scalar};
    use wangge_protocol::EnvelopeId;
    use wangge_sync_engine::client::EventPlan;

    use crate::scenario::{Plan, Scenario};

    const DAY_MS: u32 = 86_400_000;
    /// A worker of the first grid.
    const NEWCOMER: usize = 3;
    /// A worker of the second grid.
    const NEIGHBOUR: usize = 4;

    /// A calm world with real databases.
    fn calm() -> Scenario {
        Scenario::new(Plan {
            seed: 2,
            days: 1,
            is_real: true,
            restores: 0,
            troubles: 0,
        })
    }

    /// The name of a premises of the second grid is written and sent.
    fn named(scenario: &mut Scenario, index: usize, premises: RecordId, events: Vec<EventPlan>) {
        let name = format!("面馆{index}");
        let edits = BTreeMap::from([("name".to_owned(), Scalar::from(name))]);
        let place = (premises, 1, RecordKind::Premises);
        assert!(scenario.writes(index, place, edits, events));
        let summary = scenario.sync(index, false).expect("nothing disturbs it");
        assert_eq!((summary.accepted, summary.refused.len()), (1, 0));
    }

    /// The next day the premises moves from one grid to the other, and the newcomer hears of it.
    fn moved(scenario: &mut Scenario, premises: RecordId, from: usize, to: usize) {
        scenario.day += 1;
        scenario.world.pass(i64::from(DAY_MS));
        for member in &mut scenario.fleet.members {
            member.next_day(DAY_MS);
        }
        let (from, to) = (scenario.world.grids[from], scenario.world.grids[to]);
        scenario.world.control(&ControlEvent::PremisesMoved {
            premises,
            from,
            to,
            reason: format!("网格调整，第{}天", scenario.day),
            since: None,
            by: None,
        });
        scenario.fleet.homes.insert(premises, to);
        scenario.sync(NEWCOMER, false).expect("nothing disturbs it");
    }

    /// Whether the newcomer has an envelope of its own, and whether it is excused from having it.
    fn has(scenario: &Scenario, id: &EnvelopeId) -> (bool, bool) {
        let member = &scenario.fleet.members[NEWCOMER];
        let own = member.phone.store.own_envelope(id);
        let is_here = own.expect("the store can be read").is_some();
        (is_here, member.told.withdrawn.contains(id))
    }

    #[test]
    fn what_went_with_a_withdrawn_stream_is_not_lost_and_all_else_is() {
        let mut scenario = calm();
        let premises = scenario.fleet.fresh_record();
        let submit = EventPlan::WithVersion(Box::new(|version| Event::Submitted {
            version,
            correction: None,
        }));
        named(&mut scenario, NEIGHBOUR, premises, vec![submit]);
        scenario.fleet.records.insert(1, vec![premises]);
        moved(&mut scenario, premises, 1, 0);
        named(&mut scenario, NEWCOMER, premises, Vec::new());
        let acknowledged = scenario.fleet.acknowledged.iter();
        let mut by_newcomer = acknowledged.filter(|(_, made)| made.by == NEWCOMER);
        let (id, made) = by_newcomer.next().expect("it was just sealed");
        let (id, made) = (*id, made.clone());
        assert_eq!(has(&scenario, &id), (true, false));

        moved(&mut scenario, premises, 0, 1);
        assert_eq!(has(&scenario, &id), (false, true));
        // The first cut after the stream went, and one after that.
        for _ in 0..2 {
            scenario.pull_battery(NEWCOMER);
            assert!(
                scenario.violations().is_empty(),
                "{:?}",
                scenario.violations()
            );
        }

        moved(&mut scenario, premises, 1, 0);
        assert_eq!(has(&scenario, &id), (true, false), "it came back");
        scenario.pull_battery(NEWCOMER);
        assert!(
            scenario.violations().is_empty(),
            "{:?}",
            scenario.violations()
        );

        // Acknowledged, and neither on the phone nor at the relay: no stream takes that with it.
        scenario.fleet.acknowledged.insert(EnvelopeId::ZERO, made);
        moved(&mut scenario, premises, 0, 1);
        assert_eq!(has(&scenario, &EnvelopeId::ZERO), (false, false));
        scenario.pull_battery(NEWCOMER);
        let lost = format!("phone {NEWCOMER} lost envelope {}", EnvelopeId::ZERO);
        let found = scenario.violations();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(&lost), "{found:?}");
    }
}
