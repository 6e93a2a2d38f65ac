use rand_chacha::ChaCha8Rng;

use super::{Cut, Direction, HOUSEKEEPING_BYTES};
use crate::seeded::{Draw, seeded};

/// Decides what passes: the armed cut, over all connections.
#[derive(Debug, Default)]
pub(super) struct Judge {
    armed: Option<Cut>,
    bytes: [u64; 2],
    exchanges: u64,
}

/// What one connection is in the middle of.
#[derive(Debug)]
pub(super) struct Talk {
    rng: ChaCha8Rng,
    speaker: Option<Direction>,
    /// Number of the exchange since arming, and the bytes of each direction in it.
    exchange: Option<u64>,
    bytes: [u64; 2],
    /// Where chance ends this connection.
    doom: Option<(Direction, u64)>,
}

/// What becomes of a piece of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ruling {
    /// So many bytes of it pass.
    pub(super) pass: usize,
    /// Then the connection is cut.
    pub(super) cut: bool,
    /// An exchange began with it.
    pub(super) begins: bool,
}

impl Talk {
    /// The `number`-th connection through a proxy of this seed.
    pub(super) fn new(seed: u64, number: u64) -> Self {
        let rng = seeded(seed, &format!("connection/{number}"));
        Self {
            rng,
            speaker: None,
            exchange: None,
            bytes: [0; 2],
            doom: None,
        }
    }

    /// Draws whether chance ends the exchange that begins, and where: small requests are the rule
    /// and large ones must be hit too, so the number of bytes is drawn by its order of magnitude.
    fn draw_doom(&mut self, cuts_per_thousand: u64) {
        if self.doom.is_none() && self.rng.happens(cuts_per_thousand) {
            let direction = if self.rng.happens(500) {
                Direction::Up
            } else {
                Direction::Down
            };
            let magnitude = self.rng.below(18);
            self.doom = Some((direction, self.rng.below(1 << magnitude)));
        } else if let Some((_, byte)) = &mut self.doom {
            // The exchange it was drawn for was over before: the next one ends at once.
            *byte = 0;
        }
    }
}

impl Judge {
    pub(super) fn arm(&mut self, cut: Cut) {
        *self = Self {
            armed: Some(cut),
            bytes: [0; 2],
            exchanges: 0,
        };
    }

    pub(super) fn disarm(&mut self) {
        self.armed = None;
    }

    pub(super) fn is_armed(&self) -> bool {
        self.armed.is_some()
    }

    /// Rules on a piece of data of one connection, in the order in which pieces are read.
    pub(super) fn rule(
        &mut self,
        talk: &mut Talk,
        direction: Direction,
        length: usize,
        cuts_per_thousand: u64,
    ) -> Ruling {
        let begins = self.listen(talk, direction, length, cuts_per_thousand);
        let armed = self
            .armed
            .and_then(|cut| self.left_before(cut, talk, direction));
        let doomed = talk
            .doom
            .filter(|(way, _)| *way == direction)
            .map(|(_, byte)| byte.saturating_sub(talk.bytes[direction.place()]));
        let left = armed
            .into_iter()
            .chain(doomed)
            .min()
            .filter(|left| *left <= length as u64);
        let pass = left.map_or(length, |left| left as usize);
        if armed.is_some() && armed == left {
            self.armed = None;
        }
        self.bytes[direction.place()] += pass as u64;
        talk.bytes[direction.place()] += pass as u64;
        Ruling {
            pass,
            cut: left.is_some(),
            begins,
        }
    }

    /// Follows who speaks; true if an exchange begins.
    fn listen(
        &mut self,
        talk: &mut Talk,
        direction: Direction,
        length: usize,
        cuts_per_thousand: u64,
    ) -> bool {
        if length < HOUSEKEEPING_BYTES && talk.speaker.is_some() {
            return false;
        }
        let begins = direction == Direction::Up && talk.speaker != Some(Direction::Up);
        talk.speaker = Some(direction);
        if begins {
            talk.exchange = Some(self.exchanges);
            talk.bytes = [0; 2];
            self.exchanges += 1;
            talk.draw_doom(cuts_per_thousand);
        }
        begins
    }

    /// How many bytes of this direction may still pass on this connection before the armed cut.
    fn left_before(&self, cut: Cut, talk: &Talk, now: Direction) -> Option<u64> {
        match cut {
            Cut::AtByte { direction, byte } if direction == now => {
                Some(byte.saturating_sub(self.bytes[now.place()]))
            }
            Cut::AtExchange {
                exchange,
                direction,
                byte,
            } if direction == now && talk.exchange == Some(exchange) => {
                Some(byte.saturating_sub(talk.bytes[now.place()]))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts in so many exchanges of 200 bytes up and 1000 down, a new connection after each cut.
    fn cuts(seed: u64, cuts_per_thousand: u64, exchanges: u64) -> Vec<u64> {
        let mut judge = Judge::default();
        let mut connection = 0;
        let mut talk = Talk::new(seed, connection);
        let mut cut_at = Vec::new();
        for exchange in 0..exchanges {
            for (direction, length) in [(Direction::Up, 200), (Direction::Down, 1000)] {
                if judge
                    .rule(&mut talk, direction, length, cuts_per_thousand)
                    .cut
                {
                    cut_at.push(exchange);
                    connection += 1;
                    talk = Talk::new(seed, connection);
                    break;
                }
            }
        }
        cut_at
    }

    #[test]
    fn chance_cuts_its_share_and_the_seed_says_which() {
        let found = cuts(42, 20, 20_000);
        assert!((300..=500).contains(&found.len()), "{}", found.len());
        assert_eq!(found, cuts(42, 20, 20_000));
        assert_ne!(found, cuts(43, 20, 20_000));
        assert!(cuts(42, 0, 1_000).is_empty());
        assert!(
            cuts(42, 1000, 100).len() >= 50,
            "a cut may fall into the exchange after its own"
        );
    }

    #[test]
    fn an_armed_byte_counts_over_all_connections_and_fires_once() {
        let mut judge = Judge::default();
        let mut one = Talk::new(1, 0);
        let mut other = Talk::new(1, 1);
        judge.arm(Cut::AtByte {
            direction: Direction::Up,
            byte: 250,
        });
        let whole = Ruling {
            pass: 200,
            cut: false,
            begins: true,
        };
        assert_eq!(judge.rule(&mut one, Direction::Up, 200, 0), whole);
        assert!(!judge.rule(&mut one, Direction::Down, 9_000, 0).cut);
        let half = Ruling {
            pass: 50,
            cut: true,
            begins: true,
        };
        assert_eq!(judge.rule(&mut other, Direction::Up, 200, 0), half);
        assert!(!judge.is_armed());
        assert!(!judge.rule(&mut one, Direction::Up, 9_000, 0).cut);
    }

    #[test]
    fn an_armed_byte_at_the_end_of_a_piece_lets_the_piece_pass() {
        let mut judge = Judge::default();
        judge.arm(Cut::AtByte {
            direction: Direction::Down,
            byte: 100,
        });
        let mut talk = Talk::new(1, 0);
        judge.rule(&mut talk, Direction::Up, 100, 0);
        assert_eq!(judge.rule(&mut talk, Direction::Down, 100, 0).pass, 100);
        assert!(!judge.is_armed());
    }

    #[test]
    fn an_armed_exchange_is_found_by_its_number_and_way() {
        let mut judge = Judge::default();
        let mut talk = Talk::new(1, 0);
        judge.rule(&mut talk, Direction::Up, 100, 0);
        judge.rule(&mut talk, Direction::Down, 100, 0);
        judge.arm(Cut::AtExchange {
            exchange: 1,
            direction: Direction::Down,
            byte: 0,
        });
        for (direction, length, cut) in [
            (Direction::Up, 100, false), // exchange 0 from arming on
            (Direction::Down, 100, false),
            (Direction::Up, 13, false),  // a window update begins nothing
            (Direction::Up, 100, false), // exchange 1: its request arrives whole
            (Direction::Up, 5_000, false),
            (Direction::Down, 17, true), // and its answer is lost
        ] {
            let ruling = judge.rule(&mut talk, direction, length, 0);
            assert_eq!(ruling.cut, cut, "{direction:?} {length}");
            assert_eq!(ruling.pass, if cut { 0 } else { length });
        }
    }
}
