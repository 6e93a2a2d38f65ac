//! Check day（检查日）: twelve phones without any network, then twelve phones on a bad line.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use indicatif::ProgressBar;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use wangge_domain::GridId;
use wangge_tests::proxy::LinkConditions;

use super::camera::Camera;
use super::case::Case;
use super::cast;
use super::clock::september;
use super::filing::Site;
use super::phone::Phone;
use super::plan;
use super::stage::Stage;
use super::visit;

/// Phones at work in the field at the same time: photos are processed on two threads.
const AT_ONCE: usize = 2;

/// A worker's phone with the grid and the premises in it.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) phone: Phone,
    pub(crate) grid: GridId,
    pub(crate) sites: Vec<Site>,
}

/// The morning: every worker's phone is enrolled and brings its grid.
pub(crate) async fn enroll(stage: &Arc<Stage>, sites: &[Site]) -> Result<Vec<Arc<Worker>>> {
    let people = cast::workers(&stage.township);
    let mut phones = JoinSet::new();
    for (place, (person, grid)) in people.into_iter().enumerate() {
        let own = sites
            .iter()
            .filter(|site| site.listed.grid == grid)
            .cloned()
            .collect();
        let stage = Arc::clone(stage);
        phones.spawn(async move {
            let phone = Phone::enroll(&stage, &person, LinkConditions::VILLAGE).await?;
            anyhow::Ok((
                place,
                Arc::new(Worker {
                    phone,
                    grid,
                    sites: own,
                }),
            ))
        });
    }
    let mut workers = Vec::new();
    while let Some(enrolled) = phones.join_next().await {
        workers.push(enrolled??);
    }
    workers.sort_by_key(|(place, _)| *place);
    Ok(workers.into_iter().map(|(_, worker)| worker).collect())
}

/// The day in the field, two phones at a time to spare the machine, and each one's way back to
/// the network as soon as its own day is done. Gives the hazards found.
pub(crate) async fn inspect_and_return(
    stage: &Arc<Stage>,
    workers: &[Arc<Worker>],
    camera: &Arc<Camera>,
) -> Result<Vec<Case>> {
    let visits = workers.iter().map(|worker| worker.sites.len()).sum();
    let visited = stage.show.bar("离线检查", visits);
    let uploaded = stage.show.bar("照片上传", 0);
    for worker in workers {
        worker.phone.go_offline();
        worker.phone.clock.stay_behind_at(september(8, 8, 30));
    }
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    // Those with the most to carry go first, so that the line is busy while others still inspect.
    let mut order: Vec<usize> = (0..workers.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(workers[*place].sites.len()));
    let mut days = JoinSet::new();
    let mut cases = Vec::new();
    for place in order {
        let (worker, camera) = (Arc::clone(&workers[place]), Arc::clone(camera));
        let (visited, uploaded) = (visited.clone(), uploaded.clone());
        let turn = Arc::clone(&turns).acquire_owned();
        let turn = turn.await.context("检查已停止")?;
        // A failure ends the story now, not after everybody else's day.
        while let Some(done) = days.try_join_next() {
            let found: Result<Vec<Case>> = done?;
            cases.extend(found?);
        }
        days.spawn(async move {
            let holder = Arc::clone(&worker);
            let field = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                field_day(&holder, place, &camera, &visited)
            });
            let cases = field.await??;
            let status = worker.phone.core.status()?;
            uploaded.inc_length(status.views.total + status.thumbnails.total);
            worker.phone.come_back();
            worker.phone.sync_photos(&uploaded).await?;
            anyhow::Ok(cases)
        });
    }
    while let Some(done) = days.join_next().await {
        cases.extend(done??);
    }
    visited.finish_and_clear();
    uploaded.finish_and_clear();
    cases.sort_by_key(|case| (case.worker, case.hazard));
    Ok(cases)
}

fn field_day(
    worker: &Worker,
    place: usize,
    camera: &Camera,
    visited: &ProgressBar,
) -> Result<Vec<Case>> {
    let visits = plan::visits(place, worker.sites.len());
    let mut cases = Vec::new();
    for (site, visit) in worker.sites.iter().zip(&visits) {
        cases.extend(visit::make(&worker.phone, camera, site, visit, place)?);
        visited.inc(1);
    }
    Ok(cases)
}
