/// One direction of a link: when what is sent now arrives. Times are microseconds from any origin.
#[derive(Debug, Default)]
pub(super) struct Shaper {
    /// When the line is free again.
    free_at: u64,
}

impl Shaper {
    /// When the last of these bytes arrives if they are handed over at `now`.
    pub(super) fn arrival(
        &mut self,
        now: u64,
        bytes: usize,
        one_way_ms: u64,
        bytes_per_second: Option<u64>,
    ) -> u64 {
        let busy = match bytes_per_second {
            Some(rate) => (bytes as u64)
                .saturating_mul(1_000_000)
                .div_ceil(rate.max(1)),
            None => 0,
        };
        self.free_at = self.free_at.max(now).saturating_add(busy);
        self.free_at.saturating_add(one_way_ms.saturating_mul(1000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_queue_for_the_line_and_then_travel() {
        let mut line = Shaper::default();
        // 500 bytes at 500 kB/s occupy the line for a millisecond; the way takes 150.
        assert_eq!(line.arrival(0, 500, 150, Some(500_000)), 151_000);
        assert_eq!(line.arrival(0, 500, 150, Some(500_000)), 152_000);
        // The line has been idle since.
        assert_eq!(line.arrival(10_000, 500, 150, Some(500_000)), 161_000);
        // One byte takes its time too, rounded up.
        assert_eq!(line.arrival(20_000, 1, 0, Some(3_000_000)), 20_001);
    }

    #[test]
    fn without_limit_only_the_way_counts() {
        let mut line = Shaper::default();
        assert_eq!(line.arrival(5, 1_000_000, 0, None), 5);
        assert_eq!(line.arrival(5, 1_000_000, 2, None), 2_005);
    }

    #[test]
    fn a_second_of_data_takes_a_second_however_it_is_cut_up() {
        let mut line = Shaper::default();
        let last = (0..125)
            .map(|_| line.arrival(0, 4_000, 0, Some(500_000)))
            .last();
        assert_eq!(last, Some(1_000_000));
    }
}
