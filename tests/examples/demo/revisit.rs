//! The last day（月末复访）: a few visits more that nobody reviews, so that there is something to decide at the
//! console.

use std::sync::Arc;

use anyhow::{Context as _, Result};

use super::camera::Camera;
use super::check_day::Worker;
use super::filing::Site;
use super::plan::{self, Visit};
use super::stage::Stage;
use super::visit;

/// Workers who visit one premises each.
const WORKERS: usize = 3;

/// Visits that wait for review at the end; gives how many.
pub(crate) async fn leave_for_review(
    stage: &Stage,
    workers: &[Arc<Worker>],
    camera: &Arc<Camera>,
) -> Result<u64> {
    let bar = stage.show.bar("复访照片", 0);
    let mut visits = 0;
    for (place, worker) in workers.iter().enumerate().take(WORKERS) {
        let site = in_order(place, worker).context("网格里没有可复访的场所")?;
        worker.phone.sync().await?;
        let (holder, camera, site) = (Arc::clone(worker), Arc::clone(camera), site.clone());
        let visited =
            tokio::task::spawn_blocking(move || visit::again(&holder.phone, &camera, &site, place));
        visited.await??;
        let status = worker.phone.core.status()?;
        let views = status.views.total - status.views.held;
        let thumbnails = status.thumbnails.total - status.thumbnails.held;
        bar.inc_length(views + thumbnails);
        worker.phone.sync_photos(&bar).await?;
        visits += 1;
    }
    bar.finish_and_clear();
    Ok(visits)
}

/// A premises of the worker at which everything was in order on check day.
fn in_order(place: usize, worker: &Worker) -> Option<&Site> {
    let visits = plan::visits(place, worker.sites.len());
    let mut planned = worker.sites.iter().zip(visits);
    let found = planned.find(|(_, visit)| {
        matches!(
            visit,
            Visit::Inspection {
                hazards: 0,
                unsigned: false,
                ..
            }
        )
    });
    found.map(|(site, _)| site)
}
