//! Keys of devices and their revocation.

use super::kit::{Stream, device, enrollment, grid_id, user};
use crate::StreamId;
use crate::control::{ControlError, ControlEvent, DeviceEnrollment, KeyStanding};

#[test]
fn two_people_on_one_phone_have_two_keys() {
    let mut stream = Stream::township();
    let enroll = |one| ControlEvent::DeviceEnrolled(one);
    stream.does("2026-01-02", enroll(enrollment(1, 1, "A1")));
    stream.does("2026-01-02", enroll(enrollment(1, 2, "A2")));
    let key = |stream: &Stream, who| {
        stream
            .state
            .keys(device(1), user(who))
            .map(|one| one.public_key.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(key(&stream, 1), ["0101"]);
    assert_eq!(key(&stream, 2), ["0102"]);
    assert!(key(&stream, 3).is_empty());
    let taken = ControlError::ShortId("A2".to_owned());
    assert_eq!(
        stream.add("2026-01-03", enroll(enrollment(2, 1, "A2"))),
        Err(taken)
    );
    let unnamed = stream.add("2026-01-03", enroll(enrollment(2, 1, "")));
    assert_eq!(unnamed, Err(ControlError::ShortId(String::new())));
    let mut odd = enrollment(2, 1, "A3");
    odd.public_key = "密钥".to_owned();
    assert_eq!(
        stream.add("2026-01-03", enroll(odd)),
        Err(ControlError::PublicKey)
    );
    let rekeyed = DeviceEnrollment {
        public_key: "ffff".to_owned(),
        ..enrollment(1, 1, "A1")
    };
    stream.does("2026-02-01", enroll(rekeyed));
    assert_eq!(
        key(&stream, 1),
        ["ffff", "0101"],
        "what the old key signed stays valid"
    );
}

#[test]
fn a_revoked_device_may_write_up_to_its_frontier_and_no_further() {
    let mut stream = Stream::township();
    let stream_4 = StreamId::of_grid(grid_id(4));
    let stream_5 = StreamId::of_grid(grid_id(5));
    for who in [1, 2] {
        let one = enrollment(1, who, &format!("A{who}"));
        stream.does("2026-01-02", ControlEvent::DeviceEnrolled(one));
    }
    let revoke = |who: Option<u8>, last: u64| ControlEvent::DeviceRevoked {
        device: device(1),
        user: who.map(user),
        frontier: vec![(stream_4, last)],
        reason: "丢失".to_owned(),
    };
    stream.does("2026-02-01", revoke(Some(1), 7));
    let standing =
        |stream: &Stream, who, on, seq| stream.state.key_standing(device(1), user(who), on, seq);
    assert_eq!(standing(&stream, 1, stream_4, 7), KeyStanding::Good);
    assert_eq!(standing(&stream, 1, stream_4, 8), KeyStanding::PastFrontier);
    assert_eq!(standing(&stream, 1, stream_5, 1), KeyStanding::PastFrontier);
    assert_eq!(
        standing(&stream, 2, stream_4, 99),
        KeyStanding::Good,
        "the other person stays"
    );
    assert_eq!(standing(&stream, 3, stream_4, 1), KeyStanding::Unknown);
    stream.does("2026-02-02", revoke(None, 100));
    assert_eq!(
        standing(&stream, 1, stream_4, 8),
        KeyStanding::PastFrontier,
        "the first stands"
    );
    assert_eq!(
        standing(&stream, 2, stream_4, 101),
        KeyStanding::PastFrontier
    );
    let again = ControlEvent::DeviceEnrolled(enrollment(1, 1, "A1"));
    assert_eq!(
        stream.add("2026-03-01", again),
        Err(ControlError::DeviceRevoked(device(1)))
    );
    let unknown = ControlEvent::DeviceRevoked {
        device: device(9),
        user: None,
        frontier: Vec::new(),
        reason: String::new(),
    };
    assert_eq!(
        stream.add("2026-03-01", unknown),
        Err(ControlError::UnknownDevice(device(9)))
    );
}
