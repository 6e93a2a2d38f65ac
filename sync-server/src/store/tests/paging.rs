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
