//! A phone of the generator: enrolled with a key of its own, its pushes ready.

use std::collections::{BTreeMap, VecDeque};

use anyhow::{Result, bail};
use wangge_domain::{DeviceId, Digest, StreamId, TenantId, UserId};
use wangge_protocol::{
    Capabilities, EnrollRequest, EnrollResponse, EnvelopeId, SecretKey, Verdict, VerdictRun,
    decode, encode, sha256,
};

use super::link::{Link, PAUSE, retry_after};
use super::town;

/// Attempts to enroll: the relay may be busy with others.
const ATTEMPTS: usize = 60;

/// Who a phone is.
#[derive(Clone)]
pub(crate) struct Seat {
    pub(crate) number: usize,
    pub(crate) tenant: TenantId,
    pub(crate) user: UserId,
    pub(crate) device: DeviceId,
    /// Log of its small grid.
    pub(crate) stream: StreamId,
    pub(crate) key: SecretKey,
    pub(crate) token: String,
    pub(crate) lease: Digest,
    pub(crate) policy_revision: u32,
}

/// A push as it travels.
pub(crate) struct Push {
    /// Its envelopes, in order.
    pub(crate) ids: Vec<EnvelopeId>,
    /// Records that begin with it.
    pub(crate) records: usize,
    pub(crate) body: Vec<u8>,
}

/// A phone with what it still has to push and what was acknowledged to it.
pub(crate) struct Device {
    pub(crate) seat: Seat,
    pub(crate) queue: VecDeque<Push>,
    /// Envelopes and the places the relay named.
    pub(crate) acknowledged: BTreeMap<EnvelopeId, u64>,
}

/// What the relay said of a push.
#[derive(Default)]
pub(crate) struct Heard {
    /// Envelopes acknowledged for the first time.
    pub(crate) acknowledged: u64,
    /// Of these logged without effect.
    pub(crate) without_effect: u64,
    /// Reasons of those that it does not take.
    pub(crate) refused: Vec<String>,
    /// Some were not processed: the push is to be sent again.
    pub(crate) again: bool,
}

impl Device {
    /// Enrolls the n-th phone with a code.
    pub(crate) async fn enroll(link: &Link, number: usize, code: &str) -> Result<Self> {
        let key = SecretKey::from_seed(sha256(format!("load/{number}").as_bytes()).0);
        let device = town::device(number);
        let request = EnrollRequest {
            code: code.to_owned(),
            device,
            key: key.public(),
            proof: key.sign(&EnrollRequest::proof_message(code, device)),
            label: format!("压测{number}"),
            capabilities: Capabilities::THIS_BUILD,
            root: None,
        };
        let answer = enrolled(link, number, &encode(&request)).await?;
        let lease = answer.lease.open()?;
        let seat = Seat {
            number,
            tenant: answer.tenant,
            user: answer.user,
            device,
            stream: StreamId::of_grid(town::small_grid(number)),
            key,
            token: answer.token,
            lease: answer.lease.digest(),
            policy_revision: lease.policy_revision,
        };
        Ok(Self {
            seat,
            queue: VecDeque::new(),
            acknowledged: BTreeMap::new(),
        })
    }

    /// Takes in what the relay says of a push.
    pub(crate) fn hear(&mut self, push: &Push, runs: &[VerdictRun]) -> Heard {
        let verdicts = VerdictRun::unpack(runs, push.ids.len());
        let mut heard = Heard {
            again: verdicts.len() < push.ids.len(),
            ..Heard::default()
        };
        for (id, verdict) in push.ids.iter().zip(verdicts) {
            match verdict {
                Verdict::Accepted { seq } | Verdict::Duplicate { seq } => {
                    heard.acknowledged += u64::from(self.acknowledged.insert(*id, seq).is_none());
                }
                Verdict::NoEffect { seq } => {
                    heard.acknowledged += u64::from(self.acknowledged.insert(*id, seq).is_none());
                    heard.without_effect += 1;
                }
                Verdict::NotProcessed | Verdict::Retry { .. } => heard.again = true,
                Verdict::Refused(reason) | Verdict::Quarantined(reason) => {
                    heard.refused.push(format!("{reason:?}"));
                }
                Verdict::Need(_) => heard.refused.push("Need".to_owned()),
            }
        }
        heard
    }
}

async fn enrolled(link: &Link, number: usize, body: &[u8]) -> Result<EnrollResponse> {
    let mut last = String::new();
    for _ in 0..ATTEMPTS {
        let request = link.post(number, "/api/v1/enroll").body(body.to_vec());
        let response = request.send().await?;
        let status = response.status().as_u16();
        match status {
            200 => return Ok(decode(&response.bytes().await?)?),
            429 | 503 => {
                let wait = retry_after(&response).unwrap_or(PAUSE);
                last = status.to_string();
                tokio::time::sleep(wait).await;
            }
            _ => bail!("phone {number} is not enrolled: {status}"),
        }
    }
    bail!("phone {number} is not enrolled after {ATTEMPTS} attempts: {last}");
}
