//! How much is measured.

/// Numbers of records, devices and repetitions.
pub(crate) struct Sizes {
    /// A trial run: the figures mean nothing.
    pub(crate) quick: bool,
    /// Documents of workload W.
    pub(crate) documents: usize,
    /// Documents edited in a day, three edits each.
    pub(crate) edited: usize,
    /// Records at the first and the second idle measurement.
    pub(crate) idle: [usize; 2],
    /// Small grids of the township: the streams an officer's phone holds.
    pub(crate) grids: usize,
    /// Devices that push at once.
    pub(crate) devices: usize,
    /// Records of each of them.
    pub(crate) records_each: usize,
    /// Real inspections, entered item by item.
    pub(crate) inspections: usize,
    /// Answers saved.
    pub(crate) answers: usize,
    /// Records on the phone that opens.
    pub(crate) opened: usize,
    /// Premises on the phone that searches.
    pub(crate) searched: usize,
    /// Measured runs of the photo pipeline.
    pub(crate) photos: usize,
    /// Records that a relay is filled with to see its memory.
    pub(crate) on_relay: usize,
}

impl Sizes {
    /// Workload W, or a trial run if the caller asks for one.
    pub(crate) fn chosen() -> Self {
        let asked = std::env::args().any(|argument| argument == "--quick");
        let quick = asked || std::env::var("WANGGE_BENCH_QUICK").is_ok_and(|value| value == "1");
        if quick { Self::quick() } else { Self::full() }
    }

    fn full() -> Self {
        Self {
            quick: false,
            documents: 2_000,
            edited: 60,
            idle: [1_000, 2_000],
            grids: 200,
            devices: 20,
            records_each: 100,
            inspections: 500,
            answers: 500,
            opened: 10_000,
            searched: 50_000,
            photos: 9,
            on_relay: on_relay().unwrap_or(100_000),
        }
    }

    fn quick() -> Self {
        Self {
            quick: true,
            documents: 200,
            edited: 6,
            idle: [100, 200],
            grids: 200,
            devices: 4,
            records_each: 25,
            inspections: 20,
            answers: 50,
            opened: 200,
            searched: 500,
            photos: 3,
            on_relay: 2_000,
        }
    }
}

/// Another number of records on the relay: `WANGGE_BENCH_RECORDS`.
fn on_relay() -> Option<usize> {
    std::env::var("WANGGE_BENCH_RECORDS").ok()?.parse().ok()
}
