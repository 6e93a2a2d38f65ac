//! The premises files: put on file by the village managers, checked by a station officer.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tokio::task::JoinSet;
use wangge_domain::RecordId;
use wangge_tests::proxy::LinkConditions;
use wangge_tests::township::ListedPremises;

use super::cast;
use super::phone::Phone;
use super::stage::Stage;

/// A premises of the fixture with its record on the relay.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) record: RecordId,
    pub(crate) listed: ListedPremises,
}

impl Site {
    /// Latitude and longitude, microdegrees.
    pub(crate) fn place(&self) -> (i64, i64) {
        use wangge_domain::premises::keys;
        let number = |key| self.listed.content().int(key).unwrap_or_default();
        (
            number(keys::LATITUDE_MICRODEGREES),
            number(keys::LONGITUDE_MICRODEGREES),
        )
    }
}

/// Each village manager puts the premises of the village on file, and syncs.
pub(crate) async fn put_on_file(stage: &Arc<Stage>) -> Result<Vec<Site>> {
    let bar = stage.show.bar("建档", stage.township.premises.len());
    let mut villages = JoinSet::new();
    for (person, grids) in cast::village_managers(&stage.township) {
        let (stage, bar) = (Arc::clone(stage), bar.clone());
        villages.spawn(async move {
            let phone = Phone::enroll(&stage, &person, LinkConditions::VILLAGE).await?;
            let listed: Vec<ListedPremises> = grids
                .iter()
                .flat_map(|grid| stage.township.premises_of(*grid))
                .cloned()
                .collect();
            let phone = Arc::new(phone);
            let holder = Arc::clone(&phone);
            let filed = tokio::task::spawn_blocking(move || file(&holder, listed, &bar)).await??;
            phone.sync().await?;
            phone.count_line();
            anyhow::Ok(filed)
        });
    }
    let mut sites = BTreeMap::new();
    while let Some(filed) = villages.join_next().await {
        sites.extend(
            filed??
                .into_iter()
                .map(|site| (site.listed.code.clone(), site)),
        );
    }
    bar.finish_and_clear();
    Ok(sites.into_values().collect())
}

fn file(
    phone: &Phone,
    listed: Vec<ListedPremises>,
    bar: &indicatif::ProgressBar,
) -> Result<Vec<Site>> {
    let mut sites = Vec::with_capacity(listed.len());
    for listed in listed {
        let record = phone
            .core
            .create_premises(listed.grid, &listed.filed())
            .with_context(|| format!("{} 建档失败", listed.name()))?;
        phone.wrote(record)?;
        sites.push(Site { record, listed });
        bar.inc(1);
    }
    Ok(sites)
}

/// The station officer's phone looks through all files, sets the marks that plans and draws follow,
/// and accepts them with the officer's own key.
pub(crate) async fn accept_files(officer: &Arc<Phone>, sites: &[Site]) -> Result<()> {
    officer.sync().await?;
    let (holder, sites) = (Arc::clone(officer), sites.to_vec());
    tokio::task::spawn_blocking(move || accept_all(&holder, &sites)).await??;
    officer.sync().await
}

fn accept_all(officer: &Phone, sites: &[Site]) -> Result<()> {
    for Site { record, listed } in sites {
        let marks = listed.marks();
        if !marks.is_empty() {
            officer
                .core
                .edit_premises(*record, &marks)
                .with_context(|| format!("档案 {record} 标注失败"))?;
        }
        officer
            .core
            .accept(*record)
            .with_context(|| format!("档案 {record} 审核失败"))?;
    }
    Ok(())
}
