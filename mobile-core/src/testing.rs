//! Phones on real folders, with a relay of the engine's little world behind real TLS.

mod relay;
mod scene;

pub(crate) use relay::TestRelay;
pub(crate) use scene::{Scene, TestPhone, open, photo, premises_fields};

/// Strokes of a signature that papers can draw: one line across the field.
pub(crate) const STROKES: &[u8] =
    br#"{"format":1,"width":100,"height":50,"strokes":[[[5,5],[90,40]]]}"#;

/// The same in the hand of somebody, which is nobody else's.
pub(crate) fn strokes_of(signer: &str) -> Vec<u8> {
    let mut points = "[5,5],[90,40]".to_owned();
    for letter in signer.chars().map(u32::from) {
        points.push_str(&format!(",[{},{}]", letter / 50 % 100, letter % 50));
    }
    let drawn = format!(r#"{{"format":1,"width":100,"height":50,"strokes":[[{points}]]}}"#);
    drawn.into_bytes()
}
