//! The bytes of a register's row in the control stream are frozen.

use wangge_domain::UserId;
use wangge_domain::control::ControlEvent;
use wangge_domain::register::RegisterRow;
use wangge_protocol::{decode, encode};

const BYTES: &str = concat!(
    "a16c72656769737465725f736574a76872656769737465726a76697369745f72756c65636b657967",
    "64656661756c746466726f6d6a323032362d30392d303165756e74696c6a323032362d31322d3331",
    "65656e74727978187b226d657267655f77697468696e5f64617973223a33307d667365745f627950",
    "0707070707070707070707070707070766726561736f6e72e58ebfe6b688e5ae89e58a9ee9809ae7",
    "9fa5",
);

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
