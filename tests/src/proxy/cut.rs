/// A direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the phone to the relay.
    Up,
    /// From the relay to the phone.
    Down,
}

impl Direction {
    pub(super) fn place(self) -> usize {
        match self {
            Self::Up => 0,
            Self::Down => 1,
        }
    }
}

/// When to cut a connection, once. What lies before the place is delivered, what lies behind it is
/// lost, and both sides see a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// After so many bytes of this direction, over all connections from arming on.
    AtByte {
        /// Which way the bytes go.
        direction: Direction,
        /// How many pass; 0: the first one is lost.
        byte: u64,
    },
    /// Within one exchange, after so many bytes of this direction. `Up` with 0: the request is lost
    /// whole. `Down` with 0: the request arrives and the answer is lost.
    AtExchange {
        /// Counted from arming on, over all connections, from 0.
        exchange: u64,
        /// Which way the bytes go.
        direction: Direction,
        /// How many pass.
        byte: u64,
    },
}
