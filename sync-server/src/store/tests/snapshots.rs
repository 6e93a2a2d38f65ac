//! Frozen figures that are read page by page come once each, in one order, on every store.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use wangge_domain::evaluation::{EvaluationPeriod, LogCut, PeriodKind, Snapshot};
use wangge_domain::{Digest, GridId};

use super::{NOW, add, of_each, tenant};

fn snapshot(kind: PeriodKind, (year, month): (i32, u32), scope: Option<u8>) -> Snapshot {
    Snapshot {
        period: EvaluationPeriod::of(kind, NaiveDate::from_ymd_opt(year, month, 1).unwrap()),
        scope: scope.map(|number| GridId::from_bytes([number; 16])),
        cut: LogCut::default(),
        frozen_at: NOW,
        policy: Digest([1; 32]),
        figures: BTreeMap::new(),
        score: None,
    }
}

#[test]
fn each_snapshot_of_a_kind_comes_once() {
    of_each(|database| {
        for number in [1, 2] {
            add(database.as_ref(), tenant(number));
        }
        let months = [(2026, 2), (2025, 12), (2026, 11)];
        for month in months {
            for scope in [Some(0xFF), Some(2), None] {
                let one = snapshot(PeriodKind::Month, month, scope);
                database.add_snapshot(tenant(1), &one).unwrap();
            }
        }
        let quarter = snapshot(PeriodKind::Quarter, (2026, 1), Some(2));
        database.add_snapshot(tenant(1), &quarter).unwrap();
        let all = database.snapshots(tenant(1), "month").unwrap();
        assert_eq!(all.len(), 9);
        for limit in [1, 2, 9, 20] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = database.snapshots_after(tenant(1), "month", after, limit);
                let page = page.unwrap();
                assert!(page.len() <= limit as usize);
                let Some(last) = page.last() else { break };
                after = Some((last.period.first, last.scope));
                seen.extend(page);
            }
            assert_eq!(seen, all, "{limit}");
        }
        let none = database.snapshots_after(tenant(2), "month", None, 5);
        assert!(none.unwrap().is_empty());
    });
}
