//! The shape of events: their bytes are frozen once the first log is written.

use super::kit::well_formed;
use crate::lifecycle::{Event, RecordState};
use crate::record::RecordKind;

#[test]
fn every_event_is_tagged_with_its_name_and_reads_back() {
    let state = RecordState::new(RecordKind::Rectification);
    for name in Event::NAMES {
        let event = well_formed(name, &state, 7);
        assert_eq!(event.name(), *name);
        let json = serde_json::to_value(&event).unwrap();
        let tags: Vec<&String> = json.as_object().expect("no unit variants").keys().collect();
        assert_eq!(
            tags,
            [name],
            "a map with one key, so that fields can be added later"
        );
        let back: Event = serde_json::from_value(json).unwrap();
        assert_eq!(back, event);
    }
}

#[test]
fn fields_of_a_later_version_are_passed_over_and_unknown_events_are_not_read() {
    let later = r#"{"urged":{"days":2,"by_telephone":true}}"#;
    assert_eq!(
        serde_json::from_str::<Event>(later).unwrap(),
        Event::Urged { days: 2 }
    );
    let earlier = r#"{"fix_verified":{}}"#;
    let event: Event = serde_json::from_str(earlier).unwrap();
    assert_eq!(
        event,
        Event::FixVerified {
            issuer: None,
            note: String::new()
        }
    );
    assert!(serde_json::from_str::<Event>(r#"{"mediation_opened":{}}"#).is_err());
}
