/// Strokes of a signature that papers can draw: one line across the field.
pub const STROKES: &[u8] = br#"{"format":1,"width":100,"height":50,"strokes":[[[5,5],[90,40]]]}"#;
