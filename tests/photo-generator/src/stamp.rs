//! The word that keeps a drawn photo from being taken for a real one.

use crate::canvas::{Canvas, Point};

/// Strokes of 演 and 示 on a grid of 24×24 each, designed for this stamp, so that no font is
/// needed.
const STROKES: [&[&[Point]]; 2] = [
    &[
        &[(2.0, 3.0), (5.2, 5.6)],
        &[(0.8, 9.2), (4.2, 11.6)],
        &[(1.4, 22.0), (5.8, 14.6)],
        &[(14.6, 0.8), (15.8, 3.4)],
        &[(8.2, 7.6), (8.2, 4.4), (22.6, 4.4), (21.6, 7.6)],
        &[(10.4, 8.2), (20.4, 8.2)],
        &[
            (9.4, 11.4),
            (21.2, 11.4),
            (21.2, 18.4),
            (9.4, 18.4),
            (9.4, 11.4),
        ],
        &[(9.4, 14.9), (21.2, 14.9)],
        &[(15.3, 8.2), (15.3, 18.4)],
        &[(12.6, 19.6), (8.4, 23.2)],
        &[(17.8, 19.6), (22.2, 23.2)],
    ],
    &[
        &[(5.6, 3.4), (18.4, 3.4)],
        &[(2.0, 9.4), (22.0, 9.4)],
        &[(12.0, 9.4), (12.0, 22.4), (9.0, 20.6)],
        &[(7.2, 13.0), (3.0, 19.6)],
        &[(16.6, 13.0), (21.0, 19.6)],
    ],
];

/// Puts 演示 into the lower right corner, on a red plate.
pub(super) fn put(canvas: &mut Canvas) {
    let unit = canvas.width.max(canvas.height) as f32 / 420.0;
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    let origin = (width - 60.0 * unit, height - 36.0 * unit);
    canvas.overlay(origin, unit, |canvas| {
        canvas.rectangle(
            (0.0, 0.0),
            (56.0, 32.0),
            [168.0, 22.0, 26.0],
            [140.0, 16.0, 20.0],
        );
        for (index, glyph) in STROKES.iter().enumerate() {
            let left = 3.0 + 26.0 * index as f32;
            for stroke in *glyph {
                let points: Vec<Point> = stroke.iter().map(|(x, y)| (x + left, y + 4.0)).collect();
                canvas.line(&points, 1.9, [240.0, 240.0, 240.0]);
            }
        }
    });
}
