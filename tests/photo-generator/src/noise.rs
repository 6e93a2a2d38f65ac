//! What a small sensor adds to every picture.

use crate::seeded::Seeded;

/// Length of the table, a power of two.
const LENGTH: usize = 1 << 16;

/// A table of bell-shaped noise, read from another place in each row: drawing 12 million numbers
/// would cost more than all the rest of a picture.
pub(super) struct Noise {
    table: Vec<i8>,
    random: Seeded,
}

impl Noise {
    /// Noise of the given standard deviation in levels of 255.
    pub(super) fn new(seed: u64, deviation: f32) -> Self {
        let mut random = Seeded::new(seed, 2);
        // The sum of three numbers from -1 to 1 has a deviation of 1.
        let table = (0..LENGTH)
            .map(|_| {
                let sum: f32 = (0..3).map(|_| random.between(-1.0, 1.0)).sum();
                (sum * deviation).round() as i8
            })
            .collect();
        Self { table, random }
    }

    /// Adds noise to a plane of the given width.
    pub(super) fn add(&mut self, plane: &mut [u8], width: usize) {
        for row in plane.chunks_mut(width) {
            for run in row.chunks_mut(LENGTH / 8) {
                let start = self.random.below(LENGTH - run.len());
                for (sample, noise) in run.iter_mut().zip(&self.table[start..]) {
                    *sample = sample.saturating_add_signed(*noise);
                }
            }
        }
    }
}
