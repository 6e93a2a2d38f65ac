use serde_json::{Value, json};

use super::kit::{drawn, person, place};
use crate::accounting::canonical_json;
use crate::draw::{DrawError, verify};

/// Changes one value of the published record, written canonically again.
fn tampered(pointer: &str, value: &Value) -> DrawError {
    let mut record = serde_json::to_value(drawn()).unwrap();
    *record.pointer_mut(pointer).unwrap() = value.clone();
    verify(canonical_json(&record).as_bytes()).unwrap_err()
}

#[test]
fn whatever_is_changed_is_found() {
    let announced = "/entries/0/act/announced";
    let drawn = "/entries/1/act/drawn";
    let zeros = json!("0".repeat(64));
    let differs = |entry| DrawError::Differs { entry };
    let table = [
        (
            format!("{announced}/inputs/targets/1/weight"),
            json!(9),
            differs(0),
        ),
        (
            format!("{announced}/inputs/title"),
            json!("另一次抽查"),
            differs(0),
        ),
        (
            format!("{announced}/inputs/inspectors/0/id"),
            json!(person(0)),
            {
                DrawError::Unknown {
                    id: person(1).to_string(),
                }
            },
        ),
        (
            format!("{announced}/inputs_hash"),
            zeros.clone(),
            differs(0),
        ),
        (
            format!("{announced}/commit"),
            zeros.clone(),
            DrawError::SecretMismatch,
        ),
        (
            format!("{drawn}/secret"),
            zeros.clone(),
            DrawError::SecretMismatch,
        ),
        (format!("{drawn}/public_value"), json!("03 08"), differs(1)),
        (format!("{drawn}/seed"), zeros.clone(), differs(1)),
        (
            format!("{drawn}/selected/0/target"),
            json!(place(0)),
            differs(1),
        ),
        (
            format!("{drawn}/selected/0/team/0/inspector"),
            json!(person(5)),
            differs(1),
        ),
        (format!("{drawn}/selected"), json!([]), differs(1)),
        ("/entries/1/previous".to_owned(), zeros, differs(1)),
        ("/entries/0/by".to_owned(), json!(person(3)), differs(1)),
    ];
    for (pointer, value, error) in table {
        assert_eq!(tampered(&pointer, &value), error, "{pointer}");
    }
    let swapped = tampered("/entries", &json!([]));
    assert_eq!(swapped, differs(0));
}

#[test]
fn other_bytes_for_the_same_record_are_not_the_record() {
    let bytes = drawn().to_bytes();
    let pretty = serde_json::to_vec_pretty(&drawn()).unwrap();
    assert_eq!(verify(&pretty), Err(DrawError::Differs { entry: 2 }));
    for bad in [&b""[..], b"{}", b"null", &bytes[..bytes.len() - 1]] {
        assert!(matches!(verify(bad), Err(DrawError::Unreadable { .. })));
    }
    let text = String::from_utf8(bytes).unwrap();
    let extra = text.replace("\"format\"", "\"extra\":1,\"format\"");
    assert!(matches!(
        verify(extra.as_bytes()),
        Err(DrawError::Unreadable { .. })
    ));
    let newer = text.replace("wangge-draw/1", "wangge-draw/2");
    assert!(matches!(
        verify(newer.as_bytes()),
        Err(DrawError::Unreadable { .. })
    ));
}
