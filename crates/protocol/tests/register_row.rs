//! The bytes of a register's row in the control stream are frozen.
#![expect(clippy::unwrap_used, reason = "a test")]

use wangge_domain::UserId;
use wangge_domain::control::ControlEvent;
use wangge_domain::register::RegisterRow;
use wangge_protocol::{decode, encode};

const BYTES: &str = "a16c72656769737465725f736574";

#[test]
fn a_register_row_keeps_its_bytes_and_comes_back_whole() {
    let event = ControlEvent::RegisterSet(RegisterRow {
        register: "visit_rule".to_owned(),
        key: "default".to_owned(),
        from: "2026-09-01".parse().unwrap(),
        until: Some("2026-12-31".parse().unwrap()),
        entry: r#"{"merge_within_days":30}"#.to_owned(),
        set_by: Some(UserId::from_bytes([7; 16])),
        reason: "县消安办通知".to_owned(),
    });
    let bytes = encode(&event);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, BYTES);
    assert_eq!(decode::<ControlEvent>(&bytes).unwrap(), event);
}

#[test]
fn an_event_of_a_later_version_is_no_control_event() {
    let later = std::collections::BTreeMap::from([("register_burnt", 1_u8)]);
    assert!(decode::<ControlEvent>(&encode(&later)).is_err());
}
