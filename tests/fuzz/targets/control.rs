use wangge_domain::Timestamp;
use wangge_domain::control::{ControlEvent, ControlRow, ControlState};
use wangge_domain::lifecycle::Event;
use wangge_protocol::decode;

/// Control events, folded on nothing, and events of records.
pub(crate) fn control(bytes: &[u8]) {
    let _event = decode::<Event>(bytes);
    let Ok(event) = decode::<ControlEvent>(bytes) else {
        return;
    };
    let mut state = ControlState::default();
    for seq in 1..=2 {
        let row = ControlRow {
            seq,
            received_at: Timestamp(1_788_000_000_000),
            event: event.clone(),
        };
        // A row may change nothing.
        let _refused = state.apply(&row);
    }
}
