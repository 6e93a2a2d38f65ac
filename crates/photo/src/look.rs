//! What a picture looks like, in 64 bits.

use crate::picture::Picture;

/// Cells of a row; one more than the bits, for each bit compares two neighbors.
const COLUMNS: usize = 9;
const ROWS: usize = 8;

/// A hash of differences（感知指纹）: for each of 8 × 8 places whether it gets brighter to the right.
/// Copies in another size or quality differ in few bits; other pictures in about half of them.
pub(crate) fn look(picture: &Picture) -> u64 {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mean = |row: usize, column: usize| -> u64 {
        let across = span(column, COLUMNS, width);
        let (mut sum, mut count) = (0_u64, 0_u64);
        for y in span(row, ROWS, height) {
            let line = y * width;
            for sample in &picture.luma.samples[line + across.start..line + across.end] {
                sum += u64::from(*sample);
                count += 1;
            }
        }
        // In 256ths, so that neighbors of almost the same brightness still differ.
        (sum * 256).checked_div(count).unwrap_or(0)
    };
    let mut hash = 0;
    for row in 0..ROWS {
        for column in 1..COLUMNS {
            hash = hash << 1 | u64::from(mean(row, column - 1) < mean(row, column));
        }
    }
    hash
}

/// The samples of one of `cells` parts of a side; at least one, also of a picture that is smaller.
fn span(cell: usize, cells: usize, side: usize) -> std::ops::Range<usize> {
    let start = (cell * side / cells).min(side.saturating_sub(1));
    let end = ((cell + 1) * side / cells).clamp(start + 1, side.max(start + 1));
    start..end.min(side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Plane;

    fn gray(width: u32, height: u32, at: impl Fn(u32, u32) -> u8) -> Picture {
        let samples = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| at(x, y))
            .collect();
        Picture {
            luma: Plane {
                width,
                height,
                samples,
            },
            blue: Plane::neutral(),
            red: Plane::neutral(),
        }
    }

    #[test]
    fn size_and_brightness_do_not_matter_and_content_does() {
        let slope = |x: u32, side: u32| u8::try_from(x * 200 / side).unwrap_or(u8::MAX);
        let large = gray(640, 480, |x, _| slope(x, 640));
        let small = gray(90, 70, |x, _| slope(x, 90) / 2 + 20);
        assert_eq!(look(&large), u64::MAX);
        assert_eq!(look(&large), look(&small));
        let other = gray(640, 480, |x, _| 255 - slope(x, 640));
        assert_eq!(look(&other), 0);
        assert_eq!(
            look(&gray(1, 1, |_, _| 7)),
            0,
            "a single pixel is no trouble"
        );
    }
}
