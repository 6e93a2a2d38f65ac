//! On which acts the signatures of a record rest.

use wangge_domain::inspection::Signature;
use wangge_domain::lifecycle::{
    Effect, Event, LifecycleTables, ServiceProof, SignatureRef, StepTaken,
};
use wangge_domain::record::RecordKind;

use super::signatures::strokes_digest;
use crate::case_file::RecordFile;

/// Whether a signature is one that an act in force rests on（有效签名）: of a hazard one that a service
/// cites, or an inspector's; of a case those of a step that is signed for. A signature that was refused
/// stands in the draft and is nobody's.
pub(super) fn is_in_force(file: &RecordFile, signature: &Signature) -> bool {
    match &file.state.kind {
        RecordKind::Rectification => {
            let digest = strokes_digest(signature);
            let mut cited = services(file).into_iter();
            signature.role == "inspector" || cited.any(|one| one.strokes == digest)
        }
        kind if kind.is_case() => signed_step(file).is_some(),
        _ => true,
    }
}

/// What a letter is called over which somebody signed, with its number（所签文书）; `None`: it is none.
pub(super) fn signed_letter(file: &RecordFile) -> Option<String> {
    let step = signed_step(file)?;
    let title = match step.step.as_str() {
        "letter.warn" => "告诫承诺书",
        "letter.responsibility" => "责任书",
        "letter.doorstep" => "承诺书",
        _ => return None,
    };
    let state = &file.state;
    let number = state.notice_number.as_ref();
    let number = number.or(state.provisional_number.as_ref());
    Some(match number {
        Some(number) => format!("{title}（{number}）"),
        None => title.to_owned(),
    })
}

/// The newest step of a case that is signed for.
fn signed_step(file: &RecordFile) -> Option<&StepTaken> {
    let table = LifecycleTables::standard().of(&file.state.kind)?;
    let mut steps = file.state.case.steps.iter().rev();
    steps.find(|taken| {
        let mut rows = table.rows.iter();
        rows.any(|row| row.event == taken.step && !row.asks.signatures.is_empty())
    })
}

/// The signatures that services of the notice cite, of those that took effect.
fn services(file: &RecordFile) -> Vec<&SignatureRef> {
    let history = file.state.history.iter();
    let entries: Vec<_> = history.filter(|entry| entry.event == "served").collect();
    let acts: Vec<&Event> = file
        .acts
        .iter()
        .filter(|act| matches!(act, Event::Served(_)))
        .collect();
    // Where an act cannot be read no place can be told: then those that can be read stand for all.
    let known = entries.len() == acts.len();
    let places = acts.into_iter().enumerate();
    let applied = places.filter(|(place, _)| !known || entries[*place].effect == Effect::Applied);
    applied
        .flat_map(|(_, act)| match act {
            Event::Served(ServiceProof::Signed(one)) => std::slice::from_ref(one),
            Event::Served(ServiceProof::Refused { witnesses, .. }) => witnesses.as_slice(),
            _ => &[],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use uuid::Uuid;
    use wangge_domain::inspection::{keys, signatures};
    use wangge_domain::lifecycle::{Outcome, Reason, Status};
    use wangge_domain::{Digest, Timestamp, UserId};

    use super::super::test_kit::{does, file, hazard, outcome};
    use super::*;

    const SIGNATURE: Uuid = Uuid::from_u128(7);

    fn sign(file: &mut RecordFile, role: &str) {
        let content = &mut file.content;
        content.set(keys::signature_signer(SIGNATURE), "王老板");
        content.set(keys::signature_role(SIGNATURE), role);
        content.set(
            keys::signature_strokes(SIGNATURE),
            STANDARD.encode(b"strokes"),
        );
        content.set(keys::signature_statement(SIGNATURE), "00");
    }

    fn shown(file: &RecordFile) -> bool {
        let signature = signatures(&file.content).into_iter().next().unwrap();
        is_in_force(file, &signature)
    }

    #[test]
    fn a_signature_of_a_hazard_counts_by_the_service_that_cites_it() {
        let mut one = hazard(1, "通道堵塞");
        sign(&mut one, "owner");
        assert!(!shown(&one), "nothing was served with it");
        let digest = strokes_digest(&signatures(&one.content)[0]);
        let served = || {
            Event::Served(ServiceProof::Signed(SignatureRef {
                signer: "王老板".to_owned(),
                role: "owner".to_owned(),
                strokes: digest,
                statement: Digest([2; 32]),
            }))
        };
        let refused = Outcome {
            effect: Effect::NoEffect(Reason::new("signer_serves", "S4-06")),
            ..outcome(Status::NoticeIssued)
        };
        does(&mut one, served(), &refused, 1);
        assert!(!shown(&one), "it was refused");
        does(&mut one, served(), &outcome(Status::Served), 2);
        assert!(shown(&one));
        let mut found = hazard(2, "通道堵塞");
        sign(&mut found, "inspector");
        assert!(shown(&found));
    }

    #[test]
    fn a_signature_of_a_letter_counts_by_its_step_and_names_the_letter() {
        let mut letter = file(RecordKind::Letter, 3);
        sign(&mut letter, "owner");
        assert!(!shown(&letter), "its step was refused");
        assert_eq!(signed_letter(&letter), None);
        letter.state.case.steps.push(StepTaken {
            seq: Some(1),
            step: "letter.warn".to_owned(),
            user: UserId::from_bytes([1; 16]),
            with: Vec::new(),
            unconfirmed: Vec::new(),
            time: wangge_domain::lifecycle::TimeBounds::exactly(Timestamp(0)),
            fields: std::collections::BTreeMap::new(),
            photos: Vec::new(),
            due: None,
            number: None,
        });
        assert!(shown(&letter));
        letter.state.notice_number = Some("青消诺字〔2026〕第0001号".to_owned());
        let named = signed_letter(&letter).unwrap();
        assert_eq!(named, "告诫承诺书（青消诺字〔2026〕第0001号）");
    }
}
