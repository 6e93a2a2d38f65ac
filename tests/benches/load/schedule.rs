//! Pushes at moments fixed beforehand: what is late is counted as late.

use std::time::Duration;

use anyhow::Result;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::device::{Device, Push};
use super::link::{Answer, Link, PAUSE};
use super::tally::Tally;

/// From the start of the tasks to the first push.
pub(crate) const LEAD: Duration = Duration::from_millis(500);

/// An open loop: the moments do not wait for answers, only a phone's own pushes wait for each
/// other, as its chain goes on.
pub(crate) struct Schedule {
    /// Pushes a second, all phones together.
    pub(crate) rate: f64,
    /// Seconds in which pushes fall due.
    pub(crate) seconds: f64,
    /// Seconds after these in which what is late still counts and is tried again.
    pub(crate) grace: f64,
}

/// The times of one run.
#[derive(Clone, Copy)]
struct Span {
    start: Instant,
    end: Instant,
}

impl Schedule {
    /// Pushes of each of so many phones at most.
    pub(crate) fn pushes_each(&self, devices: usize) -> usize {
        (self.rate * self.seconds / devices.max(1) as f64).ceil() as usize
    }

    /// Lets the phones push; gives them back in their order.
    pub(crate) async fn run(
        &self,
        devices: Vec<Device>,
        link: &Link,
    ) -> Result<(Vec<Device>, Tally)> {
        let all = devices.len();
        let start = Instant::now() + LEAD;
        let end = start + Duration::from_secs_f64(self.seconds + self.grace);
        let span = Span { start, end };
        let mut running = JoinSet::new();
        for device in devices {
            let moments = self.moments(device.seat.number, all);
            running.spawn(work(device, link.clone(), moments, span));
        }
        let mut devices = Vec::with_capacity(all);
        let mut tally = Tally::default();
        while let Some(ended) = running.join_next().await {
            let (device, part) = ended?;
            devices.push(device);
            tally.add(part);
        }
        let over = start + Duration::from_secs_f64(self.seconds);
        tally.drained_in = Instant::now().saturating_duration_since(over).as_secs_f64();
        devices.sort_by_key(|device| device.seat.number);
        Ok((devices, tally))
    }

    /// When the n-th of so many phones pushes, seconds from the start.
    fn moments(&self, number: usize, all: usize) -> Vec<f64> {
        (0..self.pushes_each(all))
            .map(|turn| (number + turn * all) as f64 / self.rate)
            .filter(|moment| *moment < self.seconds)
            .collect()
    }
}

async fn work(mut device: Device, link: Link, moments: Vec<f64>, span: Span) -> (Device, Tally) {
    let mut tally = Tally::default();
    for (turn, moment) in moments.into_iter().enumerate() {
        let due = span.start + Duration::from_secs_f64(moment);
        tokio::time::sleep_until(due).await;
        let Some(push) = device.queue.pop_front() else {
            tally.unsent += 1;
            continue;
        };
        let turn = device.seat.number + turn;
        if deliver(&mut device, &push, &link, (turn, moment), span, &mut tally).await {
            let late_ms = due.elapsed().as_secs_f64() * 1000.0;
            tally.answered.push((moment, late_ms));
        } else {
            tally.unsent += 1;
            device.queue.push_front(push);
        }
    }
    (device, tally)
}

/// Sends a push until it is answered for good. `false`: the time was up before.
async fn deliver(
    device: &mut Device,
    push: &Push,
    link: &Link,
    (mut turn, moment): (usize, f64),
    span: Span,
    tally: &mut Tally,
) -> bool {
    while Instant::now() < span.end {
        let body = push.body.clone();
        let answer = link.exchange(turn, &device.seat.token, body).await;
        let at = span.start.elapsed().as_secs_f64().max(moment);
        let wait = match answer {
            Answer::Given(response) => {
                let heard = device.hear(push, &response.verdicts);
                let (again, came_on) = (heard.again, heard.acknowledged > 0);
                tally.heard(heard);
                if !again {
                    return true;
                }
                if came_on { Duration::ZERO } else { PAUSE }
            }
            Answer::TurnedAway { status, after } => {
                tally.turned_away(at, status, after.is_some());
                after.unwrap_or(PAUSE)
            }
            Answer::Lost(error) => {
                tally.lost(at, error);
                PAUSE
            }
        };
        // Nobody waits beyond the end.
        tokio::time::sleep_until((Instant::now() + wait).min(span.end)).await;
        // Another relay of the same store may have room.
        turn += 1;
    }
    false
}
