//! A sync over a network that does what networks do.

use std::collections::VecDeque;

use wangge_domain::Timestamp;
use wangge_protocol::{SyncRequest, Verdict, VerdictRun};
use wangge_sync_engine::client::{
    SyncEffect, SyncFailure, SyncInput, SyncMachine, SyncOutcome, SyncSummary,
};
use wangge_sync_engine::store::StoreError;

use super::scenario::Scenario;

/// Steps after which a sync that does not end is a violation.
const MOST_STEPS: u32 = 3_000;

impl Scenario {
    /// Syncs a phone. `None`: the app was killed on the way, or the store failed for good.
    pub(crate) fn sync(&mut self, index: usize, with_faults: bool) -> Option<SyncSummary> {
        self.tally.syncs += 1;
        let config = self.fleet.members[index].phone.config.clone();
        let mut machine = SyncMachine::new(config);
        let mut inputs = VecDeque::from([SyncInput::Start]);
        for _ in 0..MOST_STEPS {
            let input = inputs.pop_front()?;
            if with_faults && self.chance.per_mille(8) {
                self.tally.fault("app killed in a sync");
                return None;
            }
            if with_faults && self.chance.per_mille(8) {
                self.tally.fault("phone commit failed");
                let store = &self.fleet.members[index].store;
                store.fail_commit(StoreError::Failed("no room".to_owned()));
            }
            let mut effects = None;
            for _ in 0..4 {
                let ctx = self.fleet.members[index].phone.ctx();
                if let Ok(done) = machine.step(&ctx, input.clone(), self.chance.source()) {
                    effects = Some(done);
                    break;
                }
            }
            let mut wait = None;
            for effect in effects? {
                match effect {
                    SyncEffect::Send { id, request, .. } => {
                        self.deliver(index, id, &request, with_faults, &mut inputs);
                    }
                    SyncEffect::Wait { until_ms } => wait = Some(until_ms),
                    SyncEffect::Progress {
                        control_changed: true,
                        ..
                    } => self.fleet.members[index].phone.refold(),
                    SyncEffect::Finished(summary) => {
                        self.take(index, &summary);
                        return Some(summary);
                    }
                    _ => {}
                }
            }
            if let (Some(until_ms), true) = (wait, inputs.is_empty()) {
                let phone = &mut self.fleet.members[index].phone;
                let ms = until_ms.saturating_sub(phone.now.monotonic_ms);
                phone.pass(u32::try_from(ms).unwrap_or(u32::MAX));
                inputs.push_back(SyncInput::TimerFired);
            }
        }
        self.violation(format!("the sync of phone {index} does not come to an end"));
        None
    }

    fn take(&mut self, index: usize, summary: &SyncSummary) {
        if !summary.healed.is_empty() {
            self.tally.saw("rows given back");
        }
        if summary.outcome == SyncOutcome::Waiting && self.healing_since.is_some() {
            self.tally.saw("number waited for healing");
        }
        for stream in &summary.purged {
            self.note(stream.as_bytes());
            self.tally.saw("stream purged");
        }
        if summary.rekey_needed && !self.fleet.members[index].is_silent {
            self.tally.saw("clone found out");
            self.found_out(index);
        }
        if !summary.degraded.is_empty() {
            self.violation(format!(
                "phone {index} cannot follow {:?}",
                summary.degraded
            ));
        }
    }

    fn deliver(
        &mut self,
        index: usize,
        id: u64,
        request: &SyncRequest,
        with_faults: bool,
        inputs: &mut VecDeque<SyncInput>,
    ) {
        let failed = |kind| SyncInput::Failed { id, kind };
        let fault = if with_faults {
            self.chance.below(100)
        } else {
            99
        };
        let server = |status| SyncFailure::Server {
            status,
            retry_after_ms: Some(50),
        };
        let broken = match fault {
            0..=5 => Some(("request lost", SyncFailure::Unreachable)),
            6 => Some(("captive portal", SyncFailure::CaptivePortal)),
            7 => Some(("token expired", SyncFailure::Unauthorized)),
            8 | 9 => Some(("relay busy", server(503))),
            _ => None,
        };
        if let Some((what, kind)) = broken {
            self.tally.fault(what);
            inputs.push_back(failed(kind));
            return;
        }
        if (10..=12).contains(&fault) {
            self.tally.fault("relay commit failed");
            let error = StoreError::Failed("power".to_owned());
            self.relay.fail_commit(error);
        }
        if fault == 13 {
            self.tally.fault("head moved");
            self.relay.fail_commit(StoreError::HeadMoved);
        }
        let (device, user) = {
            let phone = &self.fleet.members[index].phone;
            (phone.device, phone.user)
        };
        self.exchanges += 1;
        let mut answer = self.world.exchange(device, user, request);
        if (14..=18).contains(&fault) {
            self.tally.fault("request twice");
            answer = self.world.exchange(device, user, request);
        }
        let Ok(response) = answer else {
            inputs.push_back(failed(server(500)));
            return;
        };
        self.count_verdicts(&response.verdicts);
        self.pulled = request.want_bytes > 0;
        self.heard(index, &response);
        match fault {
            19..=27 => {
                self.tally.fault("reply lost");
                inputs.push_back(failed(SyncFailure::TimedOut));
            }
            28 | 29 => {
                self.tally.fault("reply garbled");
                inputs.push_back(failed(SyncFailure::Malformed));
            }
            30..=33 => {
                // It arrives after the phone had given it up.
                self.tally.fault("stale answer");
                inputs.push_back(failed(SyncFailure::TimedOut));
                inputs.push_back(SyncInput::Response { id, response });
            }
            34 | 35 => {
                self.tally.fault("answer twice");
                let again = response.clone();
                inputs.push_back(SyncInput::Response { id, response });
                inputs.push_back(SyncInput::Response {
                    id,
                    response: again,
                });
            }
            _ => inputs.push_back(SyncInput::Response { id, response }),
        }
    }

    fn count_verdicts(&mut self, runs: &[VerdictRun]) {
        for verdict in VerdictRun::unpack(runs, usize::MAX) {
            let what = match verdict {
                Verdict::Accepted { .. } => "verdict accepted".to_owned(),
                Verdict::Duplicate { .. } => "verdict duplicate".to_owned(),
                Verdict::NoEffect { .. } => "verdict no_effect".to_owned(),
                Verdict::Need(_) => "verdict need".to_owned(),
                Verdict::Quarantined(reason) => format!("quarantined {}", code(reason)),
                Verdict::Refused(reason) => format!("refused {}", code(reason)),
                Verdict::NotProcessed => "verdict not_processed".to_owned(),
                Verdict::Retry { .. } => "verdict retry".to_owned(),
            };
            self.tally.saw(&what);
        }
    }

    /// The phone's wall clock is set, by somebody or by the network.
    pub(crate) fn set_clock(&mut self, index: usize) {
        self.tally.fault("clock set");
        let years = i64::try_from(self.chance.below(20)).unwrap_or(0) - 10;
        let jitter = i64::try_from(self.chance.below(86_400_000)).unwrap_or(0);
        let true_time: Timestamp = self.world.now();
        let phone = &mut self.fleet.members[index].phone;
        phone.now.wall_ms = true_time.0 + years * 365 * 86_400_000 + jitter;
    }

    /// The phone is switched off and on.
    pub(crate) fn reboot(&mut self, index: usize) {
        self.tally.fault("reboot");
        let phone = &mut self.fleet.members[index].phone;
        phone.now.boot_id += 1;
        phone.now.monotonic_ms = 30_000;
    }
}

fn code(reason: wangge_protocol::Refusal) -> String {
    serde_json::to_value(reason)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
