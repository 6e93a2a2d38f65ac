use serde::{Deserialize, Serialize};

/// Points of one signature at most: a hand that never stops is no signature.
const MAX_POINTS: usize = 20_000;

/// The lines of a signature on the screen（手写笔迹）, in the shape that papers can draw:
/// `{"format": 1, "width": 720, "height": 320, "strokes": [[[x, y], …], …]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strokes {
    /// 1.
    pub format: u32,
    /// Width of the field it was written in.
    pub width: i32,
    /// Height of that field.
    pub height: i32,
    /// Lines of points.
    pub strokes: Vec<Vec<(i32, i32)>>,
}

impl Strokes {
    /// Reads the bytes that a signature holds; `None` if they are in an app's own format.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let strokes: Self = serde_json::from_slice(bytes).ok()?;
        let points: usize = strokes.strokes.iter().map(Vec::len).sum();
        let fits = |side: i32| (1..=100_000).contains(&side);
        let inside = |point: &(i32, i32)| {
            (0..=strokes.width).contains(&point.0) && (0..=strokes.height).contains(&point.1)
        };
        let good = strokes.format == 1
            && fits(strokes.width)
            && fits(strokes.height)
            && points <= MAX_POINTS
            && strokes.strokes.iter().flatten().all(inside);
        good.then_some(strokes)
    }
}
