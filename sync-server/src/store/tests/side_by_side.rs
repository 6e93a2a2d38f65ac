//! Tenants side by side in one store share nothing: no row, no count, no key, no error.

use wangge_domain::{DeviceId, Digest, RecordId, StreamId, UserId};
use wangge_protocol::{ChainHash, Refusal, Row, RowBody, Signature, Stub};
use wangge_sync_engine::store::{RelayCommit, RelayRow, StoreError};

use super::numbers::{grant, series};
use super::{NOW, add, of_each, tenant};
use crate::store::{
    Account, CodeUse, JobNote, PublicReport, RelayDatabase, ReportState, Session, StoredPolicy,
    Upload,
};

const HASH: Digest = Digest([7; 32]);

fn user(number: u8) -> UserId {
    UserId::from_bytes([number; 16])
}

fn account(number: u8) -> Account {
    Account {
        name: "officer".to_owned(),
        user: user(number),
        password: format!("hash {number}"),
    }
}

fn report() -> PublicReport {
    PublicReport {
        report: RecordId::from_bytes([8; 16]),
        received_at: NOW,
        receipt: HASH,
        claim: HASH,
        category: "exit_blocked".to_owned(),
        place: "菜场东门".to_owned(),
        text: "通道堵塞".to_owned(),
        position: None,
        person: None,
        photos: 1,
        state: ReportState::Waiting,
        record: None,
        note: String::new(),
        published: String::new(),
    }
}

/// One of everything, for one tenant.
fn fill(database: &dyn RelayDatabase, number: u8) {
    let tenant = tenant(number);
    add(database, tenant);
    database.turn(tenant).unwrap().commit(grant(1)).unwrap();
    let stub = Stub {
        envelope: HASH,
        device: DeviceId::from_bytes([1; 16]),
        user: user(number),
        device_seq: 1,
        reason: Refusal::Revoked,
    };
    let stream = StreamId::from_bytes([9; 16]);
    let row = Row::after(&ChainHash::ZERO, 1, 1, RowBody::Stub(stub), NOW);
    let commit = RelayCommit {
        rows: vec![RelayRow { stream, row }],
        ..RelayCommit::default()
    };
    database.turn(tenant).unwrap().commit(commit).unwrap();
    database.put_account(tenant, &account(number)).unwrap();
    database.put_blob(tenant, HASH, 5, NOW).unwrap();
    database.set_setting(tenant, "key", "value").unwrap();
    let note = JobNote {
        at: NOW,
        job: "deadlines".to_owned(),
        note: format!("tenant {number}"),
    };
    database.note_job(tenant, &note).unwrap();
    let policy = StoredPolicy {
        revision: 1,
        digest: HASH,
        signature: Signature([1; 64]),
        bytes: vec![number],
    };
    database.put_policy(tenant, &policy).unwrap();
    let photos = vec![vec![number]];
    database
        .add_public_report(tenant, &report(), photos, Some(vec![number]))
        .unwrap();
}

#[test]
fn two_tenants_hold_the_same_keys_and_each_sees_its_own() {
    of_each(|database| {
        let database = database.as_ref();
        for number in [1, 2] {
            fill(database, number);
        }
        for number in [1, 2] {
            let own = tenant(number);
            let turn = database.turn(own).unwrap();
            assert_eq!(turn.last_number(&series()).unwrap(), 1);
            let log = turn.rows_after(StreamId::from_bytes([9; 16]), 0, usize::MAX);
            assert!(matches!(&log.unwrap()[..], [row]
                if matches!(&row.body, RowBody::Stub(stub) if stub.user == user(number))));
            let found = database.account(own, "officer").unwrap();
            assert!(found == Some(account(number)));
            assert_eq!(database.accounts(own).unwrap().len(), 1);
            assert_eq!(database.job_notes(own, 9).unwrap().len(), 1);
            let pack = database.policy(own, 1).unwrap().unwrap();
            assert_eq!(pack.bytes, [number]);
            let photo = database.public_photo(own, report().report, 0).unwrap();
            assert_eq!(photo, Some(vec![number]));
            let sealed = database.sealed_identities(own).unwrap();
            assert_eq!(sealed, [(report().report, vec![number])]);
            let one = database.sealed_identity(own, report().report).unwrap();
            assert_eq!(one, Some(vec![number]));
            assert_eq!(database.heads(own).unwrap().0.len(), 1);
        }
    });
}

#[test]
fn what_one_tenant_has_another_one_cannot_reach() {
    of_each(|database| {
        let database = database.as_ref();
        fill(database, 1);
        add(database, tenant(2));
        let other = tenant(2);
        let session = Session {
            digest: HASH,
            user: user(1),
            created_at: NOW,
            seen_at: NOW,
            expires_at: NOW.plus_ms(1_000),
        };
        database.put_session(tenant(1), &session).unwrap();
        let until = NOW.plus_ms(1_000);
        database
            .put_code(tenant(1), HASH, user(1), NOW, until)
            .unwrap();
        let upload = Upload {
            upload: uuid::Uuid::from_bytes([5; 16]),
            device: DeviceId::from_bytes([1; 16]),
            user: user(1),
            stream: StreamId::from_bytes([9; 16]),
            digest: HASH,
            role: "view".to_owned(),
            length: 5,
            offset: 0,
            expires_at: until,
        };
        database.put_upload(tenant(1), &upload).unwrap();

        let turn = database.turn(other).unwrap();
        assert_eq!(turn.head(upload.stream).unwrap(), None);
        assert_eq!(turn.place_of(&HASH).unwrap(), None);
        assert!(!turn.blobs_held(&[HASH]).unwrap()[&HASH]);
        assert!(database.session(other, HASH).unwrap().is_none());
        let device = DeviceId::from_bytes([3; 16]);
        let used = database.take_code(other, HASH, device, NOW).unwrap();
        assert_eq!(used, CodeUse::NotValid, "unknown and another's look alike");
        assert_eq!(database.upload(other, upload.upload).unwrap(), None);
        assert_eq!(database.uploads_of(other, upload.device).unwrap(), 0);
        assert_eq!(database.held_blob(other, HASH).unwrap(), None);
        assert_eq!(
            database.public_report(other, report().report).unwrap(),
            None
        );
        let photo = database.public_photo(other, report().report, 0).unwrap();
        assert_eq!(photo, None);
        assert!(database.sealed_identities(other).unwrap().is_empty());
        let sealed = database.sealed_identity(other, report().report).unwrap();
        assert_eq!(sealed, None);
        database.drop_identity(other, report().report).unwrap();
        assert_eq!(database.sealed_identities(tenant(1)).unwrap().len(), 1);
        database.drop_identity(tenant(1), report().report).unwrap();
        assert!(database.sealed_identities(tenant(1)).unwrap().is_empty());
        let settled =
            database.settle_public_report(other, report().report, ReportState::SetAside, None, "");
        assert!(matches!(settled, Err(StoreError::HeadMoved)));
        assert!(database.quarantined(other, None, 9).unwrap().is_empty());
        assert!(database.service_keys(other).unwrap().is_empty());
        // Its own words are not changed by what the other one did.
        assert_eq!(database.setting(other, "key").unwrap(), None);
        let pack = database.policy_by_digest(other, HASH).unwrap();
        assert_eq!(pack, None);
    });
}
