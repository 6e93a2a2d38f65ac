//! Relays with their enrolled phones.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use tokio::task::JoinSet;
use wangge_tests::workload::InspectionDocument;

use super::asked_again::missing;
use super::author::{Author, contents};
use super::device::Device;
use super::link::Link;
use super::relays::Relays;
use super::schedule::Schedule;
use super::settings::StoreKind;
use super::tally::Tally;

/// Phones that enroll at the same time.
const TOGETHER: usize = 16;

/// A township under load.
pub(crate) struct Fleet {
    pub(crate) relays: Relays,
    pub(crate) link: Link,
    pub(crate) devices: Vec<Device>,
    instances: usize,
}

impl Fleet {
    /// Fresh relays, and so many phones enrolled with them.
    pub(crate) async fn enroll(store: StoreKind, devices: usize, instances: usize) -> Result<Self> {
        let (mut relays, codes) = Relays::found(store, devices)?;
        relays.serve(instances)?;
        let link = Link::to(relays.addresses())?;
        let mut enrolled = Vec::with_capacity(devices);
        let numbered: Vec<(usize, String)> = codes.into_iter().enumerate().collect();
        for few in numbered.chunks(TOGETHER) {
            let mut running = JoinSet::new();
            for (number, code) in few.iter().cloned() {
                let link = link.clone();
                running.spawn(async move { Device::enroll(&link, number, &code).await });
            }
            while let Some(ended) = running.join_next().await {
                enrolled.push(ended??);
            }
        }
        enrolled.sort_by_key(|device: &Device| device.seat.number);
        say(&format!(
            "{} phones enrolled, {} relays on {}",
            enrolled.len(),
            instances,
            store.name()
        ));
        Ok(Self {
            relays,
            link,
            devices: enrolled,
            instances,
        })
    }

    /// Writes and seals so many pushes of five envelopes for every phone, on all cores.
    pub(crate) fn prepare(&mut self, pushes_each: usize) -> Result<()> {
        self.write_with(pushes_each, true)
    }

    /// The same, whose envelopes are a single change each, without an event.
    pub(crate) fn prepare_single_changes(&mut self, pushes_each: usize) -> Result<()> {
        self.write_with(pushes_each, false)
    }

    fn write_with(&mut self, pushes_each: usize, hands_in: bool) -> Result<()> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let share = self.devices.len().div_ceil(cores).max(1);
        let contents = contents();
        let contents = contents.as_slice();
        std::thread::scope(|scope| {
            let workers: Vec<_> = self
                .devices
                .chunks_mut(share)
                .map(|devices| scope.spawn(move || write(devices, contents, pushes_each, hands_in)))
                .collect();
            for worker in workers {
                let written = worker.join();
                written
                    .ok()
                    .context("a thread that writes pushes has failed")??;
            }
            anyhow::Ok(())
        })?;
        let pushes = pushes_each * self.devices.len();
        say(&format!("{pushes} pushes of five envelopes are ready"));
        Ok(())
    }

    /// Lets the phones push by a schedule.
    pub(crate) async fn run(&mut self, schedule: &Schedule) -> Result<Tally> {
        let devices = std::mem::take(&mut self.devices);
        let (devices, tally) = schedule.run(devices, &self.link).await?;
        self.devices = devices;
        Ok(tally)
    }

    /// Kills the relays and starts them again on what they kept.
    pub(crate) fn restart(&mut self) -> Result<()> {
        self.relays.serve(self.instances)?;
        self.link = Link::to(self.relays.addresses())?;
        Ok(())
    }

    /// Asks for every envelope that was acknowledged; gives how many are not where the relay said.
    pub(crate) async fn missing(&self) -> Result<u64> {
        missing(&self.link, &self.devices).await
    }
}

fn write(
    devices: &mut [Device],
    contents: &[InspectionDocument],
    pushes_each: usize,
    hands_in: bool,
) -> Result<()> {
    for device in devices {
        let mut author = if hands_in {
            Author::new(&device.seat, contents)
        } else {
            Author::of_single_changes(&device.seat, contents)
        };
        for _ in 0..pushes_each {
            device.queue.push_back(author.five()?);
        }
    }
    Ok(())
}

/// Says how far it is.
pub(crate) fn say(line: &str) {
    // Nowhere else to say it if the terminal is gone.
    let _said = writeln!(std::io::stdout(), "{line}");
}
