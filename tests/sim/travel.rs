//! A sync over a network that does what networks do.

use std::collections::VecDeque;

use wangge_protocol::{Refusal, SyncRequest, SyncResponse, Verdict, VerdictRun, decode, encode};
use wangge_sync_engine::client::{
    SyncEffect, SyncFailure, SyncInput, SyncMachine, SyncOutcome, SyncSummary,
};
use wangge_sync_engine::store::{RelayStore as _, StoreError};

use crate::scenario::Scenario;

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
            let mut effects = None;
            let mut failure = None;
            for _ in 0..4 {
                let odds = if with_faults {
                    self.plan.troubles / 3
                } else {
                    0
                };
                self.tempt(index, odds, "a sync");
                let member = &self.fleet.members[index];
                let build = member.app.runs();
                let ctx = member.phone.ctx();
                let step = machine.step(&ctx, input.clone(), self.chance.source());
                drop(build);
                if self.weather(index) {
                    return None;
                }
                match step {
                    Ok(done) => {
                        effects = Some(done);
                        break;
                    }
                    Err(error) => failure = Some(error),
                }
            }
            if let (false, None, Some(error)) = (with_faults, &effects, failure) {
                self.violation(format!("phone {index} cannot sync: {error}"));
            }
            self.note_told(index);
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
                let member = &mut self.fleet.members[index];
                let ms = until_ms.saturating_sub(member.phone.now.monotonic_ms);
                member.pass(u32::try_from(ms).unwrap_or(u32::MAX));
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
            if !self.fleet.members[index].is_clone {
                self.violation(format!("phone {index} is taken for a clone"));
            }
            self.tally.saw("clone found out");
            self.found_out(index);
        }
        let unlike: Vec<_> = summary.mended.iter().chain(&summary.diverged).collect();
        if !unlike.is_empty() {
            self.violation(format!(
                "phone {index} has other records than the relay in {unlike:?}, by the digest"
            ));
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
        let request = &self.fleet.members[index].app.says(request);
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
            0..=3 => Some(("request lost", SyncFailure::Unreachable)),
            4 => Some((
                "request cut on its way",
                SyncFailure::Server {
                    status: 400,
                    retry_after_ms: None,
                },
            )),
            5 => Some(("no answer in time", SyncFailure::TimedOut)),
            6 => Some(("captive portal", SyncFailure::CaptivePortal)),
            7 => Some(("token expired", SyncFailure::Unauthorized)),
            8 => Some(("relay busy", server(503))),
            9 => Some(("request too large for a proxy", server(413))),
            _ => None,
        };
        if let Some((what, kind)) = broken {
            self.tally.fault(what);
            if fault == 4 {
                self.cut_is_noticed(&encode(request));
            }
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
        let numbers = self.numbers_given();
        let mut answer = self.world.exchange(device, user, request);
        if (14..=18).contains(&fault) {
            self.tally.fault("request twice");
            answer = self.world.exchange(device, user, request);
        }
        if !self.ended_early && self.numbers_given() > numbers {
            self.violation("a final number was given while the relay was being healed".to_owned());
        }
        self.replay_something(with_faults, index, request);
        let Ok(response) = answer else {
            inputs.push_back(failed(server(500)));
            return;
        };
        self.check_verdicts(index, request, &response);
        self.pulled = request.want_bytes > 0;
        if response.compared.is_some() {
            self.tally.saw("stream compared by its digest");
        }
        self.heard(index, &response);
        match fault {
            19..=27 => {
                self.tally.fault("reply lost");
                inputs.push_back(failed(SyncFailure::TimedOut));
            }
            28 | 29 => {
                self.tally.fault("reply cut on its way");
                self.cut_is_noticed(&encode(&response));
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
            36 | 37 => {
                self.tally.fault("phone asleep before the answer");
                let asleep = u32::try_from(self.chance.below(7_200_000)).unwrap_or(0);
                self.fleet.members[index].pass(asleep);
                inputs.push_back(SyncInput::Response { id, response });
            }
            38 => {
                self.tally.fault("answer to another request");
                inputs.push_back(SyncInput::Response {
                    id: id + 1_000,
                    response: response.clone(),
                });
                inputs.push_back(SyncInput::Response { id, response });
            }
            39 => {
                self.tally.fault("timer fires early");
                inputs.push_back(SyncInput::TimerFired);
                inputs.push_back(SyncInput::Response { id, response });
            }
            _ => inputs.push_back(SyncInput::Response { id, response }),
        }
    }

    /// A message that was cut anywhere is no message.
    fn cut_is_noticed(&mut self, bytes: &[u8]) {
        let cut = &bytes[..self.chance.below(bytes.len())];
        if decode::<SyncRequest>(cut).is_ok() || decode::<SyncResponse>(cut).is_ok() {
            self.violation("a message that was cut was taken for a whole one".to_owned());
        }
    }

    /// Somebody who has recorded a request sends it again, days later.
    fn replay_something(&mut self, with_faults: bool, index: usize, request: &SyncRequest) {
        if with_faults && self.chance.per_mille(20) {
            let earlier = self.recorded.replace((index, request.clone()));
            if let Some((by, request)) = earlier {
                self.tally.fault("old request sent again");
                let phone = &self.fleet.members[by].phone;
                let (device, user) = (phone.device, phone.user);
                // What it is told does not matter: it must change nothing that counts.
                let _unheard = self.world.exchange(device, user, &request);
            }
        }
    }

    /// Final numbers given of late, those that were attested apart.
    fn numbers_given(&self) -> usize {
        if self.healing_since.is_none() {
            return 0;
        }
        let given = self.relay.numbers();
        given.iter().filter(|grant| !grant.attested).count()
    }

    /// What the relay says it has done, it has done; and nobody honest forks a chain.
    fn check_verdicts(&mut self, index: usize, request: &SyncRequest, response: &SyncResponse) {
        let sent = request.push.clone().and_then(|push| push.unpack().ok());
        let sent = sent.unwrap_or_default();
        let verdicts = VerdictRun::unpack(&response.verdicts, sent.len());
        for (envelope, verdict) in sent.iter().zip(verdicts) {
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
            let Ok(envelope) = envelope else { continue };
            self.old_home_is_honoured(&envelope.id(), &verdict);
            let place = self.relay.place_of(&envelope.id()).ok().flatten();
            let holds = match verdict {
                Verdict::Accepted { seq }
                | Verdict::NoEffect { seq }
                | Verdict::Duplicate { seq } => place.is_some_and(|(_, it)| it == Ok(seq)),
                _ => true,
            };
            if !holds {
                self.violation(format!("the relay says {verdict:?} and has {place:?}"));
            }
            let author = self.fleet.acknowledged.get(&envelope.id()).map(|it| it.by);
            let is_honest = author == Some(index) && !self.fleet.members[index].is_clone;
            if is_honest && verdict == Verdict::Quarantined(Refusal::Equivocation) {
                self.violation(format!("phone {index} forked its own chain"));
            }
        }
    }
}

fn code(reason: wangge_protocol::Refusal) -> String {
    serde_json::to_value(reason)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
