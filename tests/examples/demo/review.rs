//! Review（审核）: one officer at a browser, one on a phone with a key of their own. What comes back
//! unsigned is returned, mended by the worker and accepted.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use wangge_domain::GridId;
use wangge_domain::inspection::keys;
use wangge_domain::lifecycle::{ReturnReason, Status};
use wangge_domain::premises::Premises;
use wangge_mobile_core::{AnswerInput, SubmitInspection};

use super::check_day::Worker;
use super::desk::Desk;
use super::phone::Phone;
use super::visit;

/// Why a record is returned.
const UNSIGNED: &str = "缺少被检查人和检查人签字，请当面补签";
const VAGUE: &str = "请补充说明查看的部位";
/// What the worker says of the correction.
const CORRECTED: &str = "已当面补签，并补充查看部位";
/// Inspections looked at.
const MOST: usize = 10_000;

/// What a review did.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reviewed {
    pub(crate) accepted: u64,
    pub(crate) returned: u64,
}

impl Reviewed {
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            accepted: self.accepted + other.accepted,
            returned: self.returned + other.returned,
        }
    }
}

/// The officer at the browser looks through what was submitted in these grids.
pub(crate) async fn at_the_desk(desk: &Desk, grids: &[GridId]) -> Result<Reviewed> {
    let mut reviewed = Reviewed::default();
    for grid in grids {
        let path = format!("/api/v1/inspections?status=submitted&grid={grid}");
        for listed in desk.list(&path).await? {
            let id = listed["id"].as_str().unwrap_or_default();
            let card = desk.read(&format!("/api/v1/records/{id}")).await?;
            let version = card["submitted"].clone();
            let event = if is_signed(&card["content"]) {
                reviewed.accepted += 1;
                json!({"accepted": {"version": version}})
            } else {
                reviewed.returned += 1;
                let item = first_item(&card["content"]);
                let reasons = json!([{"text": UNSIGNED}, {"item": item, "text": VAGUE}]);
                json!({"returned": {"version": version, "reasons": reasons}})
            };
            desk.act(id, event).await?;
        }
    }
    Ok(reviewed)
}

fn is_signed(content: &Value) -> bool {
    content.as_object().is_some_and(|fields| {
        fields
            .keys()
            .any(|key| key.starts_with(keys::SIGNATURE_PREFIX))
    })
}

fn first_item(content: &Value) -> Option<&str> {
    let fields = content.as_object()?;
    fields.keys().find_map(|key| item_of(key))
}

/// The item of an answer's key.
fn item_of(key: &str) -> Option<&str> {
    key.strip_prefix(keys::ANSWER_PREFIX)?.split('/').next()
}

/// The officer on a phone looks through what was submitted in these grids, and syncs.
pub(crate) async fn on_the_phone(officer: &Arc<Phone>, grids: &[GridId]) -> Result<Reviewed> {
    officer.sync().await?;
    let (holder, grids) = (Arc::clone(officer), grids.to_vec());
    let reviewed = tokio::task::spawn_blocking(move || look_through(&holder, &grids)).await??;
    officer.sync().await?;
    Ok(reviewed)
}

fn look_through(officer: &Phone, grids: &[GridId]) -> Result<Reviewed> {
    let mut reviewed = Reviewed::default();
    for row in officer.core.list_inspections(None, MOST)? {
        if row.status != Status::Submitted {
            continue;
        }
        let view = officer.core.get_record(row.record)?;
        if !grids.contains(&view.grid) {
            continue;
        }
        if view.signatures.is_empty() {
            let item = view.content.fields.keys().find_map(|key| item_of(key));
            let reasons = vec![
                ReturnReason {
                    item: None,
                    text: UNSIGNED.to_owned(),
                },
                ReturnReason {
                    item: item.map(str::to_owned),
                    text: VAGUE.to_owned(),
                },
            ];
            officer.core.return_record(row.record, reasons)?;
            reviewed.returned += 1;
        } else {
            officer.core.accept(row.record)?;
            reviewed.accepted += 1;
        }
    }
    Ok(reviewed)
}

/// The returned records reach the phones, are mended and submitted again.
pub(crate) async fn correct(workers: &[Arc<Worker>]) -> Result<u64> {
    let mut phones = JoinSet::new();
    for worker in workers {
        let worker = Arc::clone(worker);
        phones.spawn(async move {
            worker.phone.sync().await?;
            let holder = Arc::clone(&worker);
            let mended = tokio::task::spawn_blocking(move || mend(&holder)).await??;
            worker.phone.sync().await?;
            anyhow::Ok(mended)
        });
    }
    let mut mended = 0;
    while let Some(done) = phones.join_next().await {
        mended += done??;
    }
    Ok(mended)
}

fn mend(worker: &Worker) -> Result<u64> {
    let core = &worker.phone.core;
    let mut mended = 0;
    for row in core.list_inspections(None, MOST)? {
        if row.status != Status::Returned {
            continue;
        }
        let view = core.get_record(row.record)?;
        for item in view
            .state
            .return_reasons
            .iter()
            .filter_map(|reason| reason.item.clone())
        {
            let note = Some("已查看：一楼门厅、楼梯间、厨房".to_owned());
            core.answer(
                row.record,
                &AnswerInput {
                    item,
                    note,
                    ..AnswerInput::default()
                },
            )?;
        }
        let site = worker.sites.iter().find(|site| site.record == row.premises);
        let site = site.context("退回的检查不在本网格")?;
        visit::sign(
            &worker.phone,
            row.record,
            &Premises::from_content(&site.listed.content()),
        )?;
        let input = SubmitInspection {
            correction: Some(CORRECTED.to_owned()),
            ..SubmitInspection::default()
        };
        core.submit_inspection(row.record, &input)
            .with_context(|| format!("{} 更正后提交失败", site.listed.name()))?;
        mended += 1;
    }
    Ok(mended)
}
