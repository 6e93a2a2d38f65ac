//! What a caller may read goes by the homes of premises, on every store.

use std::collections::BTreeSet;

use wangge_domain::RecordId;
use wangge_domain::control::ControlEvent;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_sync_engine::client;

use super::awaited_photos::{record, world};
use super::of_each;
use crate::store::{ListOrder, ListQuery, Reach};

#[test]
fn a_reach_goes_by_the_homes_of_premises() {
    of_each(|database| {
        let (world, tenant) = world(database);
        let phone = world.worker(0);
        let stream = world.stream(0);
        for number in 1..=30 {
            phone.premises(record(number), stream, "场所");
            phone.submit(record(number)).unwrap();
        }
        let hazard: [(&str, Scalar); 1] = [("premises", record(1).to_string().as_str().into())];
        let kind = RecordKind::Rectification;
        phone.edit(record(40), &kind, stream, &hazard).unwrap();
        client::seal(&phone.ctx(), record(40), Vec::new(), Vec::new()).unwrap();
        world.push(&phone, &phone.waiting());

        let found = |kind: RecordKind, reach: &Reach, within: Option<&Reach>| {
            let order = ListOrder::Oldest { after: None };
            let query = ListQuery {
                within: within.cloned(),
                ..ListQuery::of(kind, reach.clone(), order, 100)
            };
            let listed = database.list(tenant, &query).unwrap();
            let counted = database.count_listed(tenant, &query).unwrap();
            assert_eq!(listed.len() as u64, counted);
            for one in &listed {
                assert!(reach.covers(one), "as the store says it");
            }
            let records = listed.into_iter().map(|one| one.record);
            records.collect::<BTreeSet<RecordId>>()
        };
        let of_grid = |grid: usize| {
            let streams = [world.stream(grid)].into();
            Reach::of_grids(&world.control_state(), streams)
        };
        let premises = RecordKind::Premises;
        assert_eq!(found(premises.clone(), &of_grid(0), None).len(), 30);
        assert!(found(premises.clone(), &of_grid(1), None).is_empty());

        // Few are asked for one by one, many by a list.
        for moved in [1_u8..=1, 2..=25] {
            for number in moved {
                world.control(&ControlEvent::PremisesMoved {
                    premises: record(number),
                    from: world.grids[0],
                    to: world.grids[1],
                    reason: "网格调整".to_owned(),
                    since: None,
                    by: None,
                });
            }
            let moved = world.control_state().moved.len();
            let (old, new) = (of_grid(0), of_grid(1));
            assert_eq!(found(premises.clone(), &old, None).len(), 30 - moved);
            assert_eq!(found(premises.clone(), &new, None).len(), moved);
            assert_eq!(found(kind.clone(), &old, None), BTreeSet::new());
            assert_eq!(found(kind.clone(), &new, None), [record(40)].into());
            let both = Reach::of_grids(
                &world.control_state(),
                [world.stream(0), world.stream(1)].into(),
            );
            assert_eq!(found(premises.clone(), &both, None).len(), 30);
            let within = found(premises.clone(), &both, Some(&new));
            assert_eq!(within.len(), moved, "the filter goes by home, too");
            let count = |reach: &Reach| {
                let counts = database.count(tenant, reach).unwrap().into_iter();
                let of_kind = counts.filter(|one| one.kind == premises.as_str());
                of_kind.map(|one| one.count).sum::<u64>()
            };
            assert_eq!(count(&old), 30 - moved as u64);
            assert_eq!(count(&new), moved as u64);
        }
    });
}
