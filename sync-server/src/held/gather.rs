use serde::Serialize;
use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;

use super::asked::Asked;
use super::directory::{HeldPerson, people};
use super::records::{HeldRecord, records};
use super::registers::{HeldEntry, entries};
use super::reporters::{HeldReport, reports};
use super::requests::is_entered;
use super::{AccessFailure, AccessRefusal, AccessRequest};
use crate::reporter::ReporterKey;
use crate::tenant::Tenant;

/// What is held about somebody（查阅结果）.
#[derive(Debug, Serialize)]
pub(crate) struct Held {
    /// Form of this file.
    pub(super) format: u32,
    /// Number of the request.
    pub(super) number: String,
    /// Whom it asks about, as it was asked.
    pub(super) name: String,
    pub(super) phone: String,
    /// Whose data they are.
    pub(super) tenant: String,
    /// When, milliseconds since 1970, and who looked.
    pub(super) made_at: i64,
    pub(super) made_by: String,
    /// In the directory of those who work with it.
    pub(super) people: Vec<HeldPerson>,
    /// In premises, visits, hazards, letters and all other records.
    pub(super) records: Vec<HeldRecord>,
    /// In registers, with their past rows.
    pub(super) registers: Vec<HeldEntry>,
    /// As somebody who reported.
    pub(super) reports: Vec<HeldReport>,
    /// There is more than the file takes.
    pub(super) cut: bool,
    /// Where nobody looked, and why.
    pub(super) not_searched: Vec<String>,
}

/// Looks for what is held about somebody（查阅个人信息）: in everything of the tenant, whoever may read it.
/// Who reported is opened with the key of reporters, each of them with a look written down; without
/// the key that part is said to be left out.
pub(crate) fn what_is_held(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    request: &AccessRequest,
    key: Option<&ReporterKey>,
) -> Result<Held, AccessFailure> {
    let asked = Asked::new(&request.name, &request.phone).map_err(AccessFailure::Refused)?;
    let number = request.number.trim();
    if !is_entered(control, policy, number) {
        return Err(AccessFailure::Refused(AccessRefusal::RequestUnknown));
    }
    let by = control.people.get(&request.by);
    let mut held = Held {
        format: 1,
        number: number.to_owned(),
        name: request.name.trim().to_owned(),
        phone: request.phone.trim().to_owned(),
        tenant: tenant.row.name.clone(),
        made_at: tenant.now().0,
        made_by: by.map(|person| person.name.clone()).unwrap_or_default(),
        people: Vec::new(),
        records: Vec::new(),
        registers: Vec::new(),
        reports: Vec::new(),
        cut: false,
        not_searched: vec![
            "照片画面和照片说明".to_owned(),
            "已被后来的修改替换的旧内容（留在日志中）".to_owned(),
            "备份（与上列数据相同，到期更替）".to_owned(),
            "审计日志（只有编号，没有姓名和电话）".to_owned(),
        ],
    };
    let asked = people(tenant, control, asked, &mut held)?;
    records(tenant, control, &asked, &mut held)?;
    entries(
        control,
        policy,
        &asked,
        tenant.now().china_date(),
        &mut held,
    );
    match key {
        Some(key) => reports(tenant, key, request, &asked, &mut held)?,
        None => held
            .not_searched
            .push("举报人信息（须由有权查看举报人的人员另行查阅）".to_owned()),
    }
    Ok(held)
}
