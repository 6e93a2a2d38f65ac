use wangge_domain::people::Person;
use wangge_domain::{DeviceId, Digest, StreamId, TenantId, Timestamp, UserId};

use super::key;
use crate::{Lease, SignatureError, SignedLease};

fn lease() -> Lease {
    Lease {
        tenant: TenantId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        person: Person {
            user: UserId::from_bytes([3; 16]),
            name: "张三".to_owned(),
            phone: String::new(),
            organization: "站".to_owned(),
        },
        grants: Vec::new(),
        credentials: Vec::new(),
        streams: vec![StreamId::from_bytes([4; 16])],
        short_id: "K7".to_owned(),
        home_relay: "https://relay.test:7443".to_owned(),
        control_seq: 5,
        issued_at: Timestamp(10),
        offline_until: Timestamp(20),
        policy_revision: 1,
        policy_digest: Digest([6; 32]),
    }
}

#[test]
fn a_lease_reads_back_and_is_found_by_its_hash() {
    let signed = SignedLease::sign(&lease(), &key(1));
    assert_eq!(signed.open(), Ok(lease()));
    let other = SignedLease::sign(&lease(), &key(2));
    assert_eq!(
        other.digest(),
        signed.digest(),
        "the hash is that of the lease, whoever signed"
    );
}

#[test]
fn a_lease_of_other_bytes_or_another_key_does_not_open() {
    let signed = SignedLease::sign(&lease(), &key(1));
    for byte in 0..signed.bytes.len() {
        let mut other = signed.clone();
        other.bytes[byte] ^= 1;
        assert_eq!(other.open(), Err(SignatureError::Mismatch));
        assert_ne!(other.digest(), signed.digest());
    }
    let mut other = signed;
    other.relay_key = key(2).public();
    assert_eq!(other.open(), Err(SignatureError::Mismatch));
}
