//! Putting right（整改）: the owners mend, the workers enter it for them, and two people recheck.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use indicatif::ProgressBar;
use serde_json::json;
use tokio::task::JoinSet;
use wangge_domain::UserId;
use wangge_domain::inspection::PhotoStage;
use wangge_mobile_core::RecheckInput;

use super::camera::Camera;
use super::case::Case;
use super::check_day::Worker;
use super::desk::Desk;
use super::phone::Phone;

/// Body in whose series the closing of a fix on the spot is numbered.
const ISSUER: &str = "station";

/// What was fixed on the spot is verified by somebody else: the officer at the desk, by the photos.
pub(crate) async fn verify_fixes(desk: &Desk, cases: &[Case]) -> Result<u64> {
    let mut verified = 0;
    for case in cases.iter().filter(|case| case.days.is_none()) {
        let event =
            json!({"fix_verified": {"issuer": ISSUER, "note": "前后照片比对一致，同意销号"}});
        desk.act(&case.hazard.to_string(), event).await?;
        verified += 1;
    }
    Ok(verified)
}

/// The workers visit the owners and enter what they did, with a photo after; the phones sync
/// before and after.
pub(crate) async fn enter_feedback(
    workers: &[Arc<Worker>],
    camera: &Arc<Camera>,
    cases: &[Case],
    bar: &ProgressBar,
) -> Result<u64> {
    let mut phones = JoinSet::new();
    for (place, worker) in workers.iter().enumerate() {
        let own: Vec<Case> = cases
            .iter()
            .filter(|case| case.worker == place)
            .cloned()
            .collect();
        if own.is_empty() {
            continue;
        }
        let (worker, camera, bar) = (Arc::clone(worker), Arc::clone(camera), bar.clone());
        phones.spawn(async move {
            worker.phone.sync().await?;
            let (holder, taken) = (Arc::clone(&worker), own.len() as u64);
            let entered = tokio::task::spawn_blocking(move || {
                own.iter()
                    .try_for_each(|case| feedback(&holder.phone, &camera, case))
            });
            entered.await??;
            // Thumbnail and view copy of each photo.
            bar.inc_length(2 * taken);
            worker.phone.sync_photos(&bar).await?;
            anyhow::Ok(taken)
        });
    }
    let mut entered = 0;
    while let Some(done) = phones.join_next().await {
        entered += done??;
    }
    Ok(entered)
}

fn feedback(phone: &Phone, camera: &Camera, case: &Case) -> Result<()> {
    let after = phone.photo(
        camera,
        case.hazard,
        &case.item,
        PhotoStage::After,
        case.place,
    )?;
    phone
        .core
        .feedback(case.hazard, "业主已按通知书要求整改完毕", vec![after], true)
        .with_context(|| format!("隐患 {} 代填反馈失败", case.hazard))?;
    Ok(())
}

/// Who goes to recheck, with whom, and what.
pub(crate) struct Team {
    pub(crate) phone: Arc<Phone>,
    pub(crate) with: UserId,
    pub(crate) cases: Vec<Case>,
}

/// Two people recheck each case on the spot. The one of `failing` is found not put right.
pub(crate) async fn recheck(
    teams: Vec<Team>,
    camera: &Arc<Camera>,
    failing: Option<&Case>,
    bar: &ProgressBar,
) -> Result<u64> {
    let mut going = JoinSet::new();
    for team in teams {
        let (camera, bar) = (Arc::clone(camera), bar.clone());
        let failing = failing.map(|case| case.hazard);
        going.spawn(async move {
            team.phone.sync().await?;
            let (holder, checked) = (Arc::clone(&team.phone), team.cases.len() as u64);
            let rechecked = tokio::task::spawn_blocking(move || {
                team.cases.iter().try_for_each(|case| {
                    look_again(
                        &holder,
                        &camera,
                        case,
                        team.with,
                        failing == Some(case.hazard),
                    )
                })
            });
            rechecked.await??;
            bar.inc_length(2 * checked);
            team.phone.sync_photos(&bar).await?;
            anyhow::Ok(checked)
        });
    }
    let mut rechecked = 0;
    while let Some(done) = going.join_next().await {
        rechecked += done??;
    }
    Ok(rechecked)
}

fn look_again(
    phone: &Phone,
    camera: &Camera,
    case: &Case,
    with: UserId,
    fails: bool,
) -> Result<()> {
    let photo = phone.photo(
        camera,
        case.hazard,
        &case.item,
        PhotoStage::Recheck,
        case.place,
    )?;
    let photos = vec![photo];
    let input = if fails {
        RecheckInput::Failed {
            reason: "现场仍未整改到位，请继续整改".to_owned(),
            photos,
            with: Vec::new(),
        }
    } else {
        RecheckInput::Passed {
            with: vec![with],
            photos,
        }
    };
    let done = phone.core.recheck(case.hazard, input);
    done.with_context(|| format!("隐患 {} 复查失败", case.hazard))?;
    Ok(())
}
