//! What tests of sheets share: a township with a desk, a worker's phone, and a village.

use std::fmt::Display;

use serde_json::{Value, json};
use wangge_domain::people::Role;
use wangge_domain::sheet::SheetStanding;
use wangge_domain::{GridId, UserId};

use crate::world::{Desk, Phone, World};

/// A township, with a worker who is offline after the first sync.
pub(crate) struct Kit {
    pub(crate) world: World,
    pub(crate) desk: Desk,
    pub(crate) worker: Phone,
    /// The worker's small grid.
    pub(crate) grid: GridId,
    /// The village above it.
    pub(crate) village: GridId,
    /// The township.
    pub(crate) town: GridId,
}

impl Kit {
    pub(crate) async fn start() -> Self {
        let world = World::start().await;
        let (worker, grid) = world.worker_phone(0).await;
        let village = worker.core.control().expect("enrolled").path(grid)[1];
        Self {
            town: world.township.grids[0].grid,
            desk: world.officer_desk(0).await,
            village,
            grid,
            worker,
            world,
        }
    }

    /// Somebody of the station.
    pub(crate) fn officer(&self, index: usize) -> UserId {
        self.world.person(Role::StationOfficer, index)
    }

    /// Somebody of the villages.
    pub(crate) fn villager(&self, index: usize) -> UserId {
        self.world.person(Role::VillageAdmin, index)
    }

    /// Days go by; the desk signs in anew.
    pub(crate) async fn days_later(&mut self, days: i64) {
        self.world.clock.advance_days(days);
        self.desk = self.world.officer_desk(0).await;
    }

    /// How a sheet stands on the phone, offline.
    pub(crate) fn on_phone(&self, sheet: &str) -> SheetStanding {
        let found = self.worker.core.sheet_standing(sheet, None, None);
        found.expect("the pack has the sheet")
    }

    /// How a sheet stands at the desk.
    pub(crate) async fn at_desk(&self, sheet: &str) -> Value {
        self.desk.read(&format!("/api/v1/sheets/{sheet}")).await
    }
}

/// A row with the parts of its key.
pub(crate) fn row(key: &[&dyn Display], entry: Value) -> Value {
    json!({"key": joined(key), "entry": entry})
}

/// A row with its first and last day.
pub(crate) fn dated(key: &[&dyn Display], from: &str, until: &str, entry: Value) -> Value {
    let until = (!until.is_empty()).then_some(until);
    json!({"key": joined(key), "from": from, "until": until, "entry": entry})
}

/// A key from its parts.
pub(crate) fn joined(key: &[&dyn Display]) -> String {
    let parts: Vec<String> = key.iter().map(|part| part.to_string()).collect();
    parts.join("/")
}

/// The line of a key.
pub(crate) fn line<'a>(view: &'a Value, key: &[&dyn Display]) -> &'a Value {
    let key = joined(key);
    let lines = view["lines"].as_array().expect("lines");
    let found = lines.iter().find(|line| line["key"] == key.as_str());
    found.unwrap_or_else(|| panic!("{key}: {view}"))
}

/// What is wrong with a line, in words.
pub(crate) fn faults(line: &Value) -> Vec<String> {
    let findings = line["findings"].as_array().expect("findings").iter();
    findings
        .map(|it| it["zh"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// How many areas or codes have no entry.
pub(crate) fn missing(view: &Value) -> usize {
    let lines = view["lines"].as_array().expect("lines").iter();
    lines.filter(|line| line["state"] == "missing").count()
}

/// SHA-256 of some file.
pub(crate) fn digest(digit: char) -> String {
    digit.to_string().repeat(64)
}
