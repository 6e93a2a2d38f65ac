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
    /// Reads the bytes that a signature holds; `None`: a paper cannot draw them.
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

    /// Whether a hand has moved over the field: a line between two different points. A tap on the
    /// screen is no signature.
    #[must_use]
    pub fn is_written(&self) -> bool {
        let moved = |line: &Vec<(i32, i32)>| line.windows(2).any(|pair| pair[0] != pair[1]);
        self.strokes.iter().any(moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_paper_can_draw_is_read() {
        let good = br#"{"format":1,"width":720,"height":320,"strokes":[[[10,20],[720,320]]]}"#;
        assert!(Strokes::parse(good).is_some_and(|it| it.is_written()));
        for bad in [
            "M0,0 L10,10",
            "",
            "[]",
            r#"{"format":2,"width":720,"height":320,"strokes":[[[1,1],[2,2]]]}"#,
            r#"{"format":1,"width":0,"height":320,"strokes":[[[0,1],[0,2]]]}"#,
            r#"{"format":1,"width":720,"height":320,"strokes":[[[1,1],[721,2]]]}"#,
            r#"{"format":1,"width":720,"height":320,"strokes":[[[1,1],[2,-2]]]}"#,
        ] {
            assert!(Strokes::parse(bad.as_bytes()).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_tap_is_no_signature() {
        for (lines, written) in [
            ("[]", false),
            ("[[]]", false),
            ("[[[5,5]],[[6,6]]]", false),
            ("[[[5,5],[5,5]]]", false),
            ("[[[5,5]],[[6,6],[6,7]]]", true),
        ] {
            let text = format!(r#"{{"format":1,"width":9,"height":9,"strokes":{lines}}}"#);
            let strokes = Strokes::parse(text.as_bytes()).expect(lines);
            assert_eq!(strokes.is_written(), written, "{lines}");
        }
    }
}
