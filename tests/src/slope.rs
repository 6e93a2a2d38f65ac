//! Whether something grows: a line through samples, and how sure it is.

/// Quantile of the normal distribution for 95 %.
const SURE: f64 = 1.959_964;

/// A line through samples by least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// The middle of the samples, which the line goes through.
    middle: (f64, f64),
    /// What is added in a second.
    pub per_second: f64,
    /// Half the width of the interval that holds it with 95 %, if samples stray by themselves.
    pub give_or_take: f64,
}

impl Slope {
    /// Through (seconds, value); `None` with fewer than three samples, or all at one moment.
    #[must_use]
    pub fn through(samples: &[(f64, f64)]) -> Option<Self> {
        let count = samples.len() as f64;
        if samples.len() < 3 {
            return None;
        }
        let mean = |of: fn(&(f64, f64)) -> f64| samples.iter().map(of).sum::<f64>() / count;
        let (at, value) = (mean(|it| it.0), mean(|it| it.1));
        let spread: f64 = samples.iter().map(|it| (it.0 - at).powi(2)).sum();
        if spread <= 0.0 {
            return None;
        }
        let together = samples.iter().map(|it| (it.0 - at) * (it.1 - value));
        let per_second = together.sum::<f64>() / spread;
        let astray = samples
            .iter()
            .map(|it| (it.1 - value - per_second * (it.0 - at)).powi(2));
        let free = count - 2.0;
        let error = (astray.sum::<f64>() / free / spread).sqrt();
        Some(Self {
            middle: (at, value),
            per_second,
            give_or_take: error * student(free),
        })
    }

    /// What the line says of another place.
    #[must_use]
    pub fn value_at(&self, place: f64) -> f64 {
        self.middle.1 + self.per_second * (place - self.middle.0)
    }
}

/// Student's quantile for 95 % by its expansion around the normal one; within one per cent from five
/// degrees of freedom on.
fn student(free: f64) -> f64 {
    let z = SURE;
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    z + first / free + second / free.powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_and_noise_widens_it() {
        let straight: Vec<(f64, f64)> = (0..20).map(|at| (f64::from(at), 5.0)).collect();
        let flat = Slope::through(&straight).unwrap();
        assert_eq!((flat.per_second, flat.give_or_take), (0.0, 0.0));
        let steep: Vec<(f64, f64)> = straight.iter().map(|it| (it.0, 3.0 * it.0)).collect();
        let steep = Slope::through(&steep).unwrap();
        assert!((steep.per_second - 3.0).abs() < 1e-9 && steep.give_or_take < 1e-6);
        assert!((steep.value_at(100.0) - 300.0).abs() < 1e-6);
        let noisy = |it: &(f64, f64)| (it.0, if it.0 % 2.0 > 0.5 { 1.0 } else { -1.0 });
        let noisy: Vec<(f64, f64)> = straight.iter().map(noisy).collect();
        let noisy = Slope::through(&noisy).unwrap();
        assert!(noisy.per_second.abs() < noisy.give_or_take, "{noisy:?}");
        assert_eq!(Slope::through(&straight[..2]), None);
        assert_eq!(Slope::through(&[(1.0, 1.0); 5]), None);
        assert!((student(10.0) - 2.228).abs() < 0.01);
    }
}
