//! The township under load: a small grid and a grid worker for every phone.

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use wangge_domain::control::{Grid, GridLevel};
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::{DeviceId, GridId, Timestamp, UserId};
use wangge_sync_server::admin::{ImportFile, ImportPerson};

/// The township and its village stand before the small grids.
const ABOVE: usize = 2;

/// Account and password of the station officer at a browser.
pub(crate) const DESK: &str = "desk";
pub(crate) const PASSWORD: &str = "压测-镇站-2026";

fn desk() -> UserId {
    UserId::from_bytes(numbered(0xE1, 0))
}

/// The n-th grid worker.
pub(crate) fn user(number: usize) -> UserId {
    UserId::from_bytes(numbered(0xE0, number))
}

/// The phone of the n-th grid worker.
pub(crate) fn device(number: usize) -> DeviceId {
    DeviceId::from_bytes(numbered(0xD0, number))
}

/// The small grid of the n-th grid worker.
pub(crate) fn small_grid(number: usize) -> GridId {
    grid(number + ABOVE)
}

/// Grids, people, roles and certificates for so many phones.
pub(crate) fn import_file(devices: usize) -> Result<ImportFile> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).context("a day")?;
    let last = NaiveDate::from_ymd_opt(2099, 12, 31).context("a day")?;
    let draw = |number: usize, level, parent: Option<usize>, name: String| Grid {
        grid: grid(number),
        level,
        parent: parent.map(grid),
        code: format!("500118119-{number:05}"),
        name,
        head: None,
        valid_from: first,
        valid_until: None,
        boundary: Vec::new(),
    };
    let mut grids = vec![
        draw(0, GridLevel::Large, None, "压测镇".to_owned()),
        draw(1, GridLevel::Medium, Some(0), "一村".to_owned()),
    ];
    grids.extend((0..devices).map(|number| {
        let name = format!("一村第{}网格", number + 1);
        draw(number + ABOVE, GridLevel::Small, Some(1), name)
    }));
    let desk = ImportPerson {
        person: Person {
            user: desk(),
            name: "站长".to_owned(),
            phone: String::new(),
            organization: String::new(),
        },
        account: Some(DESK.to_owned()),
        password: Some(PASSWORD.to_owned()),
    };
    let officer = RoleGrant {
        user: desk.person.user,
        role: Role::StationOfficer,
        scope: Scope::Subtree(grid(0)),
        from: Timestamp(0),
        until: None,
        department: None,
    };
    let people = (0..devices).map(|number| ImportPerson {
        person: Person {
            user: user(number),
            name: format!("网格员{}", number + 1),
            phone: String::new(),
            organization: String::new(),
        },
        account: None,
        password: None,
    });
    let grants = (0..devices).map(|number| RoleGrant {
        user: user(number),
        role: Role::GridWorker,
        scope: Scope::Subtree(small_grid(number)),
        from: Timestamp(0),
        until: None,
        department: None,
    });
    let credentials = (0..devices).map(|number| Credential {
        user: user(number),
        kind: Credential::INSPECTION.to_owned(),
        number: format!("P-{number}"),
        issuer: "消防救援大队".to_owned(),
        valid_from: first,
        valid_until: last,
    });
    Ok(ImportFile {
        grids,
        people: people.chain([desk]).collect(),
        grants: grants.chain([officer]).collect(),
        credentials: credentials.collect(),
        totals: Vec::new(),
    })
}

fn grid(number: usize) -> GridId {
    GridId::from_bytes(numbered(0xC0, number))
}

fn numbered(kind: u8, number: usize) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[0] = kind;
    bytes[8..].copy_from_slice(&(number as u64).to_be_bytes());
    bytes
}
