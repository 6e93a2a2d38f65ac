/// What a link is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkConditions {
    /// Milliseconds that each direction takes: a round trip takes twice this.
    pub one_way_ms: u64,
    /// Bytes a second in each direction, shared by all connections; `None`: no limit.
    pub bytes_per_second: Option<u64>,
    /// Of a thousand exchanges, how many are cut at a random place.
    pub cuts_per_thousand: u64,
}

impl LinkConditions {
    /// A link that only counts.
    pub const PERFECT: Self = Self {
        one_way_ms: 0,
        bytes_per_second: None,
        cuts_per_thousand: 0,
    };

    /// The link of the demo's phones: 300 ms for a round trip, 4 Mbit/s, 2 % of requests cut.
    pub const VILLAGE: Self = Self {
        one_way_ms: 150,
        bytes_per_second: Some(500_000),
        cuts_per_thousand: 20,
    };
}
