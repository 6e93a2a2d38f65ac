use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::GridId;
use wangge_mobile_core::OpenReport;

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::method::{Given, Later, Method, Run};
use crate::view;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "phone.status",
        what: "本机状态：什么在哪里（what is where: drafts, on its way, on the relay; photos; lease; space）",
        args: "{}",
        answer: r#"{"enrolled": true, "tenant_name": "青峰镇", "user": "…", "user_name": "邓子涵", "device": "…", "demo": true, "drafts": 1, "returned": 0, "pending": 2, "refused": 0, "thumbnails": {"total": 5, "held": 3, "lost": 0}, "views": {"total": 5, "held": 3, "lost": 0}, "originals": {"total": 5, "held": 2, "lost": 0}, "lease_days_left": 29, "lease_warning": false, "certificate_days_left": 120, "certificate_warning": false, "clock": null, "unfiled": 0, "last_sync_ms": 1788220800000, "policy_revision": 1, "free_mib": 2048, "low_space": false, "recovering": false, "cloned": false, "remote_locked": false, "initial_sync_complete": true, "diverged": 0, "syncing": false}"#,
        run: Run::Here(status),
    },
    Method {
        name: "phone.enroll",
        what: "登记本机（enrolls with the link of the QR code）",
        args: r#"{"link": "wangge://enroll?relay=…&pin=…&root=…&code=…"}"#,
        answer: "null",
        run: Run::Relay(enroll),
    },
    Method {
        name: "phone.opened",
        what: "本次启动情况：数据库损坏时另存了什么、找回多少（what happened when the data was opened）",
        args: "{}",
        answer: r#"{"first_start": false, "set_aside": false, "database_gone": false, "salvaged_envelopes": 0, "salvaged_edits": 0, "salvaged_photos": 0, "damaged_pages": 0, "pages": 0, "salvage_complete": true, "found_photos": 0, "files_without_key": 0, "files_to_trash": 0, "files_missing": 0}"#,
        run: Run::Here(opened),
    },
    Method {
        name: "phone.release_originals",
        what: "释放空间：删去服务器已核实并备份的原图；空间不足时本人同意（consent）可不等保留天数（lets go of originals that the relay holds and has backed up; with consent, and only without room for photos, before their days are over）",
        args: r#"{"consent": false}"#,
        answer: r#"{"bytes": 52428800}"#,
        run: Run::Here(release_originals),
    },
    Method {
        name: "phone.grids",
        what: "我的网格（my small grids）",
        args: "{}",
        answer: r#"[{"grid": "…", "name": "场镇社区第1网格", "code": "500118119001-01", "above": ["场镇社区", "青峰镇"], "roles": ["grid_worker"], "synced": true}]"#,
        run: Run::Here(grids),
    },
    Method {
        name: "phone.people",
        what: "名册，选同行人用（everybody of the tenant, to choose who came along）",
        args: "{}",
        answer: r#"[{"user": "…", "name": "姜鹏", "organization": "场镇社区第2网格"}]"#,
        run: Run::Here(people),
    },
    Method {
        name: "phone.contacts",
        what: "联络卡：今天找谁（whom to call from a grid today）",
        args: r#"{"grid": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"{"duty": [{}], "contacts": [{}], "village": null}"#,
        run: Run::Here(contacts),
    },
];

fn status(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    Ok(view::status(&bridge.core.status()?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enroll {
    link: String,
}

fn enroll(bridge: Bridge, value: Value) -> Later {
    Box::pin(async move {
        let Enroll { link } = args(value)?;
        bridge.core.enroll(&link, &bridge.cancel).await?;
        Ok(Value::Null)
    })
}

fn opened(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let OpenReport {
        first_start,
        set_aside,
        database_gone,
        salvaged_envelopes,
        salvaged_edits,
        salvaged_photos,
        found_photos,
        files_without_key,
        // A page has no use for a path.
        trash_folder: _,
        damaged_pages,
        pages,
        salvage_complete,
        files_to_trash,
        files_missing,
    } = bridge.core.open_report();
    Ok(json!({
        "first_start": first_start,
        "set_aside": set_aside.is_some(),
        "database_gone": database_gone,
        "salvaged_envelopes": salvaged_envelopes,
        "salvaged_edits": salvaged_edits,
        "salvaged_photos": salvaged_photos,
        "damaged_pages": damaged_pages,
        "pages": pages,
        "salvage_complete": salvage_complete,
        "found_photos": found_photos,
        "files_without_key": files_without_key,
        "files_to_trash": files_to_trash,
        "files_missing": files_missing,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    #[serde(default)]
    consent: bool,
}

fn release_originals(bridge: &Bridge, value: Value) -> Given {
    let Release { consent } = args(value)?;
    Ok(json!({ "bytes": bridge.core.release_originals(consent)? }))
}

fn grids(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let grids = bridge.core.my_grids()?;
    Ok(grids
        .iter()
        .map(|grid| {
            json!({
                "grid": grid.grid, "name": grid.name, "code": grid.code,
                "above": grid.above, "roles": grid.roles, "synced": grid.synced,
            })
        })
        .collect())
}

fn people(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let control = bridge.core.control()?;
    Ok(control
        .people
        .values()
        .map(|person| {
            json!({
                "user": person.user, "name": person.name, "organization": person.organization,
            })
        })
        .collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfGrid {
    grid: GridId,
}

fn contacts(bridge: &Bridge, value: Value) -> Given {
    let OfGrid { grid } = args(value)?;
    let card = bridge.core.contact_card(grid)?;
    Ok(json!({ "duty": card.duty, "contacts": card.contacts, "village": card.village }))
}
