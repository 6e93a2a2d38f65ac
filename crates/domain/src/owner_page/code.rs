use sha2::{Digest as _, Sha256};

use crate::lifecycle::{Effect, RecordState};
use crate::policy::PolicyPack;
use crate::{Digest, RecordId};

/// Codes there are: eight digits, which anybody can type.
const CODES: u64 = 100_000_000;

/// The one-time code（一次性反馈码）of a round: eight digits out of the envelope that began it.
#[must_use]
pub fn owner_code(hazard: RecordId, round: &Digest) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"wangge/owner-code/1\0");
    hasher.update(hazard.as_bytes());
    hasher.update(round.0);
    let digest: [u8; 32] = hasher.finalize().into();
    let mut number = 0_u64;
    for byte in digest.iter().take(8) {
        number = (number << 8) | u64::from(*byte);
    }
    format!("{:08}", number % CODES)
}

/// The envelopes that began a round, in order, with their place in the history: the notice, and
/// each recheck that failed.
pub(super) fn rounds(state: &RecordState) -> Vec<(usize, Digest)> {
    let begins = |event: &str| matches!(event, "notice_issued" | "recheck_failed");
    let history = state.history.iter().enumerate();
    history
        .filter(|(_, entry)| entry.effect == Effect::Applied && begins(&entry.event))
        .map(|(place, entry)| (place, entry.envelope))
        .collect()
}

/// The code of the newest round, to be printed; `None` before a notice was issued, where the policy
/// offers no such page, or while the notice is one over a major hazard: what is done about that
/// stands in its case, and no code opens a page for it (S0-27).
#[must_use]
pub fn current_owner_code(
    policy: &PolicyPack,
    hazard: RecordId,
    state: &RecordState,
) -> Option<String> {
    policy.rectification.owner_page.as_ref()?;
    let (begun, round) = rounds(state).pop()?;
    let by_notice = state.history.get(begun)?.event == "notice_issued";
    (!(by_notice && state.major_notice)).then(|| owner_code(hazard, &round))
}

/// A code as it is printed: two groups of four.
#[must_use]
pub fn spaced(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + 1);
    for (place, digit) in code.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// What somebody typed, as far as it is digits; full-width ones count.
pub(super) fn typed(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            '0'..='9' => Some(letter),
            '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')),
            _ => None,
        })
        .collect()
}
