//! Codes, leases of jobs, letters, measures: the stores beside the log.

use wangge_domain::{DeviceId, Digest, RecordId, UserId};
use wangge_sync_engine::store::StoreError;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::{NOW, add, of_each, tenant};
use crate::store::{
    CodeUse, PostgresDatabase, PublicReport, RelayDatabase as _, ReportState, StoredLetter,
};

#[test]
fn a_code_is_taken_by_exactly_one_of_many_devices_at_once() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        let (code, user) = (Digest([7; 32]), UserId::from_bytes([9; 16]));
        let until = NOW.plus_ms(1_000);
        database
            .put_code(tenant(1), code, user, NOW, until)
            .unwrap();
        let taken: Vec<u8> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8_u8)
                .map(|number| {
                    scope.spawn(move || {
                        let device = DeviceId::from_bytes([number; 16]);
                        let used = database.take_code(tenant(1), code, device, NOW).unwrap();
                        (used == CodeUse::Taken(user)).then_some(number)
                    })
                })
                .collect();
            let results = workers.into_iter().map(|worker| worker.join().unwrap());
            results.flatten().collect()
        });
        assert_eq!(taken.len(), 1, "{taken:?}");
        // The one that has it gets it again; nobody gets it when it has run out.
        let again = |number, now| {
            let device = DeviceId::from_bytes([number; 16]);
            database.take_code(tenant(1), code, device, now).unwrap()
        };
        assert_eq!(again(taken[0], NOW), CodeUse::Taken(user));
        assert_eq!(again(taken[0], until), CodeUse::NotValid);
    });
}

#[test]
fn of_each_device_the_newest_letters_stay() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        let letter = |number: u8| StoredLetter {
            letter: Digest([number; 32]),
            device: DeviceId::from_bytes([1; 16]),
            user: UserId::from_bytes([2; 16]),
            number: u64::from(number),
            imported_at: NOW,
            paper: vec![number],
            verdicts: Vec::new(),
        };
        for number in 1..=10 {
            assert!(database.put_letter(tenant(1), &letter(number)).unwrap());
        }
        assert!(
            !database.put_letter(tenant(1), &letter(10)).unwrap(),
            "known"
        );
        let device = letter(1).device;
        let newest = database.newest_letter(tenant(1), device).unwrap();
        assert_eq!(newest, Some(letter(10)));
        assert_eq!(database.letter(tenant(1), Digest([2; 32])).unwrap(), None);
        assert!(
            database
                .letter(tenant(1), Digest([3; 32]))
                .unwrap()
                .is_some()
        );
    });
}

#[test]
fn a_report_by_the_public_is_settled_once() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        let report = PublicReport {
            report: RecordId::from_bytes([8; 16]),
            received_at: NOW,
            receipt: Digest([1; 32]),
            claim: Digest([2; 32]),
            category: "exit_blocked".to_owned(),
            place: "菜场东门".to_owned(),
            text: "通道堵塞".to_owned(),
            position: Some((29_500_000, 106_500_000)),
            person: Some(Digest([3; 32])),
            photos: 1,
            state: ReportState::Waiting,
            record: None,
            note: String::new(),
            published: String::new(),
        };
        let photos = || vec![b"jpeg".to_vec()];
        for _ in 0..2 {
            database
                .add_public_report(tenant(1), &report, photos(), None)
                .unwrap();
        }
        let waiting = database.public_reports(tenant(1), ReportState::Waiting, 9);
        assert_eq!(waiting.unwrap(), std::slice::from_ref(&report));
        let case = RecordId::from_bytes([4; 16]);
        let settle = || {
            let state = ReportState::Taken;
            database.settle_public_report(tenant(1), report.report, state, Some(case), "立件")
        };
        settle().unwrap();
        assert!(matches!(settle(), Err(StoreError::HeadMoved)));
        let photo = database.public_photo(tenant(1), report.report, 0).unwrap();
        assert_eq!(photo, None, "it is a photo of the case by now");
        assert_eq!(
            database.public_reports_of(tenant(1), case).unwrap().len(),
            1
        );
    });
}

#[test]
fn the_lease_of_a_job_is_kept_and_given_back() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        assert!(database.take_job(tenant(1), "jobs", 60_000).unwrap());
        assert!(
            database.take_job(tenant(1), "jobs", 60_000).unwrap(),
            "kept"
        );
        database.leave_job(tenant(1), "jobs").unwrap();
        assert!(database.take_job(tenant(1), "jobs", 60_000).unwrap());
    });
}

#[test]
fn a_store_on_a_server_says_how_large_it_is() {
    of_each(|database| {
        let bytes = database.bytes_on_server().unwrap();
        // An empty database of PostgreSQL has some millions; a file is measured in its folder.
        assert!(bytes.is_none_or(|bytes| bytes > 1_000_000), "{bytes:?}");
    });
    if let Some(cluster) = PostgresCluster::shared() {
        let database = PostgresDatabase::open(&cluster.database(), NOW).unwrap();
        assert!(database.bytes_on_server().unwrap().is_some());
    }
}
