//! Document numbers, and the moment that a turn sees.

use wangge_domain::Digest;
use wangge_domain::lifecycle::SeriesKey;
use wangge_sync_engine::store::{NumberGrant, RelayCommit, StoreError};

use super::{add, of_each, tenant};

pub(super) fn series() -> SeriesKey {
    SeriesKey {
        issuer: "站".into(),
        document: "notice".into(),
        year: 2026,
    }
}

pub(super) fn grant(number: u32) -> RelayCommit {
    RelayCommit {
        numbers: vec![NumberGrant {
            attested: false,
            series: series(),
            number,
            text: format!("第{number}号"),
            envelope: Digest([number.to_le_bytes()[0]; 32]),
        }],
        ..RelayCommit::default()
    }
}

#[test]
fn writers_at_the_same_time_give_every_number_once() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..15 {
                        loop {
                            let turn = database.turn(tenant(1)).unwrap();
                            let next = turn.last_number(&series()).unwrap() + 1;
                            match turn.commit(grant(next)) {
                                Ok(()) => break,
                                Err(StoreError::HeadMoved) => {}
                                Err(error) => panic!("{error}"),
                            }
                        }
                    }
                });
            }
        });
        let turn = database.turn(tenant(1)).unwrap();
        assert_eq!(turn.last_number(&series()).unwrap(), 60);
    });
}

#[test]
fn a_series_is_read_in_order_with_what_became_of_its_numbers() {
    of_each(|database| {
        for number in [1, 2] {
            add(database.as_ref(), tenant(number));
        }
        for number in [1, 2, 5] {
            // One that comes back after a restore stands where it stood: 3 and 4 were lost.
            let mut commit = grant(number);
            commit.numbers[0].attested = true;
            database.turn(tenant(1)).unwrap().commit(commit).unwrap();
        }
        let all = database.number_series(tenant(1)).unwrap();
        assert_eq!(all, vec![(series(), 5, 3)]);
        assert_eq!(database.number_series(tenant(2)).unwrap(), vec![]);
        let envelopes = |of: u8, after, limit| {
            let found = database.envelopes_numbered(tenant(of), &series(), after, limit);
            found.unwrap()
        };
        let second = (2, Digest([2; 32]));
        assert_eq!(envelopes(1, 1, 1), vec![second], "in order");
        assert_eq!(envelopes(1, 1, 9), vec![second, (5, Digest([5; 32]))]);
        assert_eq!(envelopes(2, 0, 9), vec![], "of another tenant");
        let read = |of: u8, after, limit| {
            let found = database.numbers_after(tenant(of), &series(), after, limit);
            let found = found.unwrap().into_iter();
            found
                .map(|it| (it.number, it.text, it.record))
                .collect::<Vec<_>>()
        };
        let line = |number: u32| (number, format!("第{number}号"), None);
        assert_eq!(read(1, 0, 2), vec![line(1), line(2)], "no row bears them");
        assert_eq!(read(1, 2, 9), vec![line(5)]);
        assert_eq!(read(2, 0, 9), vec![]);
        let printed = |of: u8, text: &str| {
            let found = database.numbers_printed(tenant(of), text).unwrap();
            let found = found.into_iter();
            found
                .map(|(series, it)| (series, it.number))
                .collect::<Vec<_>>()
        };
        assert_eq!(printed(1, "第5号"), vec![(series(), 5)]);
        assert_eq!(printed(1, "第3号"), vec![]);
        assert_eq!(printed(2, "第5号"), vec![]);
    });
}

#[test]
fn a_turn_sees_one_moment_until_it_commits() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        let early = database.turn(tenant(1)).unwrap();
        assert_eq!(early.last_number(&series()).unwrap(), 0);
        database.turn(tenant(1)).unwrap().commit(grant(1)).unwrap();
        let seen = early.last_number(&series()).unwrap();
        assert_eq!(seen, 0, "the moment stands still");
        assert!(matches!(early.commit(grant(1)), Err(StoreError::HeadMoved)));
        let seen = early.last_number(&series()).unwrap();
        assert_eq!(seen, 1, "a new moment after the commit");
    });
}
