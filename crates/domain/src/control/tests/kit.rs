//! A small township and its control stream in the making.

use chrono::NaiveDate;

use crate::control::*;
use crate::people::{Role, RoleGrant, Scope};
use crate::{DeviceId, GridId, RecordId, Timestamp, UserId};

pub(super) fn grid_id(n: u8) -> GridId {
    GridId::from_bytes([n; 16])
}

pub(super) fn user(n: u8) -> UserId {
    UserId::from_bytes([n; 16])
}

pub(super) fn device(n: u8) -> DeviceId {
    DeviceId::from_bytes([n; 16])
}

pub(super) fn premises(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn noon(text: &str) -> Timestamp {
    Timestamp::start_of_china_day(day(text)).plus_ms(12 * 3_600_000)
}

pub(super) fn grid(n: u8, level: GridLevel, parent: Option<u8>) -> Grid {
    Grid {
        grid: grid_id(n),
        level,
        parent: parent.map(grid_id),
        code: format!("500118119001-{n:02}"),
        name: format!("网格{n}"),
        head: None,
        valid_from: day("2026-01-01"),
        valid_until: None,
        boundary: Vec::new(),
    }
}

pub(super) fn grant(who: u8, role: Role, scope: Scope) -> RoleGrant {
    RoleGrant {
        user: user(who),
        role,
        scope,
        from: noon("2026-01-01"),
        until: None,
        department: None,
    }
}

pub(super) fn enrollment(on: u8, who: u8, short_id: &str) -> DeviceEnrollment {
    DeviceEnrollment {
        device: device(on),
        user: user(who),
        algorithm: 1,
        public_key: format!("{on:02x}{who:02x}"),
        short_id: short_id.to_owned(),
        label: String::new(),
        relay_service: false,
    }
}

/// A control stream in the making.
pub(super) struct Stream {
    pub(super) state: ControlState,
    pub(super) rows: Vec<ControlRow>,
}

impl Stream {
    /// Township 1, villages 2 and 3, small grids 4 and 5 in village 2 and 6 in village 3.
    pub(super) fn township() -> Self {
        let mut stream = Self {
            state: ControlState::default(),
            rows: Vec::new(),
        };
        for grid in [
            grid(1, GridLevel::Large, None),
            grid(2, GridLevel::Medium, Some(1)),
            grid(3, GridLevel::Medium, Some(1)),
            grid(4, GridLevel::Small, Some(2)),
            grid(5, GridLevel::Small, Some(2)),
            grid(6, GridLevel::Small, Some(3)),
        ] {
            stream
                .add("2026-01-01", ControlEvent::GridSet(grid))
                .unwrap();
        }
        stream
    }

    pub(super) fn add(&mut self, date: &str, event: ControlEvent) -> Result<(), ControlError> {
        let row = ControlRow {
            seq: self.state.seq + 1,
            received_at: noon(date),
            event,
        };
        self.rows.push(row.clone());
        let before = self.state.clone();
        let result = self.state.apply(&row);
        if result.is_err() {
            let expected = ControlState {
                seq: row.seq,
                ..before
            };
            assert_eq!(
                self.state, expected,
                "a refused row changes nothing but the place"
            );
        }
        result
    }

    pub(super) fn does(&mut self, date: &str, event: ControlEvent) {
        self.add(date, event).unwrap();
    }
}
