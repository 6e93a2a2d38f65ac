//! A list that is read page by page gives each record once, in every order, on every store.

use wangge_domain::record::{RecordKind, Scalar};
use wangge_sync_engine::client;

use super::awaited_photos::{of_kind, record, world};
use super::of_each;
use crate::store::{ListOrder, ListQuery};

#[test]
fn each_record_of_a_list_comes_once() {
    of_each(|database| {
        let (world, tenant) = world(database);
        let phone = world.worker(0);
        for number in 1..=5 {
            let hazard: [(&str, Scalar); 1] = [("description", "通道堵塞".into())];
            phone
                .edit(
                    record(number),
                    &RecordKind::Rectification,
                    world.stream(0),
                    &hazard,
                )
                .unwrap();
            client::seal(&phone.ctx(), record(number), Vec::new(), Vec::new()).unwrap();
        }
        assert_eq!(world.push(&phone, &phone.waiting()).len(), 5);
        // They came at one moment and have no deadline: only their ids tell them apart.
        for order in [
            ListOrder::Newest { after: None },
            ListOrder::Oldest { after: None },
            ListOrder::Due { after: None },
        ] {
            let mut query = ListQuery {
                order,
                limit: 2,
                ..of_kind(&world, RecordKind::Rectification)
            };
            let mut seen = Vec::new();
            loop {
                let page = database.list(tenant, &query).unwrap();
                let Some(last) = page.last() else { break };
                query.order = query.order.behind(last);
                seen.extend(page.iter().map(|one| one.record));
            }
            seen.sort_unstable();
            let all: Vec<_> = (1..=5).map(record).collect();
            assert_eq!(seen, all, "{order:?}");
        }
    });
}

#[test]
fn a_list_may_end_with_what_had_come_by_then() {
    of_each(|database| {
        let (world, tenant) = world(database);
        let phone = world.worker(0);
        for number in 1..=2 {
            let hazard: [(&str, Scalar); 1] = [("description", "通道堵塞".into())];
            let kind = RecordKind::Rectification;
            phone
                .edit(record(number), &kind, world.stream(0), &hazard)
                .unwrap();
            client::seal(&phone.ctx(), record(number), Vec::new(), Vec::new()).unwrap();
            world.push(&phone, &phone.waiting());
            world.pass(1_000);
        }
        let all = of_kind(&world, RecordKind::Rectification);
        let first = database.listed(tenant, record(1)).unwrap().unwrap();
        for (ms, came) in [(-1, 0), (0, 1), (1_000, 2)] {
            let query = ListQuery {
                first_until: Some(first.first_at.plus_ms(ms)),
                ..all.clone()
            };
            assert_eq!(database.count_listed(tenant, &query).unwrap(), came, "{ms}");
            let list = database.list(tenant, &query).unwrap();
            assert_eq!(list.len() as u64, came, "{ms}");
        }
    });
}

#[test]
fn what_hangs_on_a_premises_comes_newest_first_and_goes_on_behind_the_last() {
    of_each(|database| {
        let (world, tenant) = world(database);
        let phone = world.worker(0);
        let kind = RecordKind::Rectification;
        for number in 1..=6 {
            // The sixth hangs on another premises.
            let premises = record(if number == 6 { 91 } else { 90 });
            let hazard: [(&str, Scalar); 1] = [("premises", premises.to_string().into())];
            phone
                .edit(record(number), &kind, world.stream(0), &hazard)
                .unwrap();
            client::seal(&phone.ctx(), record(number), Vec::new(), Vec::new()).unwrap();
            world.push(&phone, &phone.waiting());
            // Two come at one moment.
            if number != 3 {
                world.pass(1_000);
            }
        }
        let (mut after, mut pages) = (None, Vec::new());
        loop {
            let page = database
                .newest_on(tenant, record(90), &kind, after, 2)
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.first_at.0, last.record));
            pages.push(page.iter().map(|one| one.record).collect::<Vec<_>>());
        }
        let ids = |numbers: &[u8]| numbers.iter().map(|one| record(*one)).collect::<Vec<_>>();
        assert_eq!(pages, [ids(&[5, 4]), ids(&[3, 2]), ids(&[1])]);
        let visits = RecordKind::Inspection;
        let none = database.newest_on(tenant, record(90), &visits, None, 2);
        assert_eq!(none.unwrap(), []);
    });
}
