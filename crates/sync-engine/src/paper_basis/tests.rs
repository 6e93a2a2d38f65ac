use std::collections::BTreeMap;

use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::lifecycle::{
    Act, Actor, Effect, Outcome, Reason, Responsible, Status, Step, TimeBounds, apply,
};
use wangge_domain::record::Scalar;
use wangge_domain::{DeviceId, Digest, Timestamp, UserId};

use super::*;
use crate::actor_id;

/// A record whose document and log are made by hand.
struct Scene {
    document: Document,
    state: RecordState,
    acts: Vec<Event>,
}

impl Scene {
    fn of(kind: RecordKind) -> Self {
        Self {
            document: Document::new(),
            state: RecordState::new(kind),
            acts: Vec::new(),
        }
    }

    /// A hazard.
    fn new() -> Self {
        let mut scene = Self::of(RecordKind::Rectification);
        scene.write(&[
            (hazard_keys::DESCRIPTION, "灭火器过期".into()),
            (hazard_keys::FOUND_AT_MS, 1_788_500_000_000_i64.into()),
        ]);
        scene
    }

    fn write(&mut self, edits: &[(&str, Scalar)]) {
        let actor = actor_id(
            DeviceId::from_bytes([1; 16]),
            UserId::from_bytes([2; 16]),
            0,
        );
        let edits: BTreeMap<String, Scalar> = edits
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect();
        self.document.edit(&actor, None, &edits).unwrap();
    }

    fn notice(&mut self, effect: Effect) {
        let event = Event::NoticeIssued {
            version: self.document.version(),
            provisional_number: "暂-A7-1".to_owned(),
            issuer: "station".to_owned(),
            deadline: DeadlineSpec::Immediate,
            responsible: Responsible::default(),
        };
        self.act(event, effect, Status::NoticeIssued);
    }

    /// A step about what stands there.
    fn step(&mut self, step: &str, status: Status) {
        let event = Event::Step(Step {
            step: step.to_owned(),
            version: Some(self.document.version()),
            ..Step::default()
        });
        self.act(event, Effect::Applied, status);
    }

    /// Hands in what stands there.
    fn submit(&mut self) {
        let event = Event::Submitted {
            version: self.document.version(),
            correction: None,
        };
        self.act(event, Effect::Applied, Status::Submitted);
    }

    fn act(&mut self, event: Event, effect: Effect, status: Status) {
        let act = Act {
            envelope: Digest([7; 32]),
            event: event.clone(),
            actor: Actor {
                user: UserId::from_bytes([2; 16]),
                device: DeviceId::from_bytes([1; 16]),
                grants: Vec::new(),
                grid_path: Vec::new(),
                grid_levels: Vec::new(),
                certified: true,
                enforcer: false,
                attested_by_relay: false,
            },
            time: TimeBounds::exactly(Timestamp(0)),
            received_at: Timestamp(0),
            policy_revision: 1,
            seen: 0,
        };
        let outcome = Outcome {
            effect,
            status,
            due: None,
            number: None,
            paper_number: None,
            timing: None,
            role: None,
            fold_revision: 1,
        };
        apply(&mut self.state, Some(1), &act, &outcome);
        self.acts.push(event);
    }

    fn drop_signature(&mut self, id: Uuid) {
        let parts = [
            keys::signature_signer(id),
            keys::signature_role(id),
            keys::signature_strokes(id),
            keys::signature_statement(id),
        ];
        let edits: Vec<(&str, Scalar)> = parts
            .iter()
            .map(|key| (key.as_str(), Scalar::Null))
            .collect();
        self.write(&edits);
    }

    /// Signs what stands there.
    fn sign(&mut self, id: Uuid) {
        let statement = statement_digest(&self.document.content()).to_string();
        let parts = [
            (keys::signature_signer(id), "王老板".to_owned()),
            (keys::signature_role(id), "owner".to_owned()),
            (keys::signature_strokes(id), "AAAA".to_owned()),
            (keys::signature_statement(id), statement),
        ];
        let edits: Vec<(&str, Scalar)> = parts
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str().into()))
            .collect();
        self.write(&edits);
    }

    fn basis(&self) -> PaperBasis {
        let content = self.document.content();
        PaperBasis::of(&self.document, &content, &self.state, &self.acts)
    }
}

const SIGNATURE: Uuid = Uuid::from_u128(5);
const LATER: Uuid = Uuid::from_u128(6);

#[test]
fn a_notice_quotes_the_version_it_was_issued_for() {
    let mut scene = Scene::new();
    assert_eq!(scene.basis().quoted, None, "there is no notice yet");
    scene.notice(Effect::Applied);
    scene.write(&[(hazard_keys::DESCRIPTION, "改写".into())]);
    // One that came too late does not decide what the paper quotes.
    scene.notice(Effect::NoEffect(Reason::new(
        "not_in_this_state",
        "handbook 5.1",
    )));
    let noticed = scene.basis().quoted.unwrap();
    assert_eq!(noticed.text(hazard_keys::DESCRIPTION), Some("灭火器过期"));
}

#[test]
fn a_version_that_the_document_never_had_is_not_quoted() {
    let mut scene = Scene::new();
    scene.notice(Effect::Applied);
    for heads in [Vec::new(), vec![Digest([9; 32])]] {
        if let Some(Event::NoticeIssued { version, .. }) = scene.acts.first_mut() {
            version.heads = heads;
        }
        assert_eq!(scene.basis().quoted, None);
    }
}

#[test]
fn a_signature_stands_while_what_the_notice_quotes_is_what_was_signed() {
    let mut scene = Scene::new();
    scene.notice(Effect::Applied);
    // What is not on the notice may be written before the owner signs, and afterwards.
    scene.write(&[(hazard_keys::INTERIM_MEASURES, "派人值守".into())]);
    scene.sign(SIGNATURE);
    scene.write(&[(hazard_keys::INTERIM_MEASURES, "已撤人".into())]);
    assert!(scene.basis().void.is_empty());
    // The notice says what it said, whatever is written later: the signature stands under that.
    scene.write(&[(hazard_keys::DESCRIPTION, "改写".into())]);
    assert!(scene.basis().void.is_empty());
}

#[test]
fn a_signature_under_other_words_than_those_of_the_notice_is_void() {
    let mut scene = Scene::new();
    scene.notice(Effect::Applied);
    scene.write(&[(hazard_keys::DESCRIPTION, "改写".into())]);
    scene.sign(SIGNATURE);
    assert_eq!(scene.basis().void, BTreeSet::from([SIGNATURE]));
}

#[test]
fn before_there_is_a_notice_a_signature_stands_under_what_is_written_now() {
    let mut scene = Scene::new();
    scene.sign(SIGNATURE);
    assert!(scene.basis().void.is_empty());
    scene.write(&[(hazard_keys::DESCRIPTION, "改写".into())]);
    assert_eq!(scene.basis().void, BTreeSet::from([SIGNATURE]));
    // Before its step a letter has no paper: nothing is void there.
    scene.state = RecordState::new(RecordKind::Letter);
    assert_eq!(scene.basis(), PaperBasis::default());
}

/// Ids of the signatures that a version holds.
fn signed_in(content: &Content) -> Vec<Uuid> {
    signatures(content).into_iter().map(|it| it.id).collect()
}

fn signed_letter() -> Scene {
    let mut scene = Scene::of(RecordKind::Letter);
    scene.write(&[("promise", "不再在楼道充电".into())]);
    scene.sign(SIGNATURE);
    scene.step("letter.warn", Status::Signed);
    scene
}

#[test]
fn a_letter_is_what_its_step_was_about_with_the_signature_that_stood_there() {
    let mut scene = signed_letter();
    let then = scene.basis();
    assert!(then.void.is_empty());
    scene.drop_signature(SIGNATURE);
    scene.write(&[("promise", "尽量不在楼道充电".into())]);
    scene.sign(LATER);
    // A later step is about other content, and not about what was signed.
    scene.step("letter.kept", Status::Ended);
    assert_eq!(scene.basis(), then);
    let quoted = then.quoted.unwrap();
    assert_eq!(quoted.text("promise"), Some("不再在楼道充电"));
    assert_eq!(signed_in(&quoted), [SIGNATURE]);
}

#[test]
fn a_signature_that_did_not_hold_when_the_letter_was_made_is_void() {
    let mut scene = Scene::of(RecordKind::Letter);
    scene.write(&[("promise", "不再在楼道充电".into())]);
    scene.sign(SIGNATURE);
    scene.write(&[("promise", "尽量不在楼道充电".into())]);
    scene.sign(LATER);
    scene.step("letter.warn", Status::Signed);
    assert_eq!(scene.basis().void, BTreeSet::from([SIGNATURE]));
}

#[test]
fn no_signature_stands_under_a_letter_that_cannot_be_read() {
    let mut scene = signed_letter();
    if let Some(Event::Step(step)) = scene.acts.first_mut() {
        step.version = Some(Version {
            heads: vec![Digest([9; 32])],
            content: Digest([9; 32]),
        });
    }
    let basis = scene.basis();
    assert_eq!(basis.quoted, None);
    assert_eq!(basis.void, BTreeSet::from([SIGNATURE]));
}

#[test]
fn an_order_is_what_it_was_when_it_was_issued() {
    let mut scene = Scene::of(RecordKind::Order);
    scene.write(&[("text", "逾期未整改".into())]);
    scene.step("order.issue_trade", Status::Open);
    scene.write(&[("text", "改写".into())]);
    let quoted = scene.basis().quoted.unwrap();
    assert_eq!(quoted.text("text"), Some("逾期未整改"));
}

#[test]
fn a_visit_is_what_was_handed_in_last() {
    let mut scene = Scene::of(RecordKind::Inspection);
    scene.write(&[(keys::REMARK, "初稿".into())]);
    assert_eq!(scene.basis(), PaperBasis::default(), "nothing is handed in");
    scene.submit();
    scene.write(&[(keys::REMARK, "更正".into())]);
    scene.sign(SIGNATURE);
    scene.submit();
    scene.write(&[(keys::REMARK, "事后改写".into())]);
    scene.sign(LATER);
    let basis = scene.basis();
    let quoted = basis.quoted.unwrap();
    assert_eq!(quoted.text(keys::REMARK), Some("更正"));
    // What was signed after it was handed in is not on its paper.
    assert_eq!(signed_in(&quoted), [SIGNATURE]);
    assert!(basis.void.is_empty());
}

#[test]
fn a_signature_that_was_handed_in_outlives_what_is_written_later() {
    let mut scene = Scene::of(RecordKind::Inspection);
    scene.write(&[(keys::REMARK, "初稿".into())]);
    scene.sign(SIGNATURE);
    scene.submit();
    scene.write(&[(keys::REMARK, "事后改写".into())]);
    assert!(scene.basis().void.is_empty());
    scene.drop_signature(SIGNATURE);
    let basis = scene.basis();
    assert_eq!(signed_in(&basis.quoted.unwrap()), [SIGNATURE]);
    assert!(basis.void.is_empty());
}

#[test]
fn a_signature_of_before_a_redaction_is_told_from_one_that_was_written_over() {
    let mut scene = Scene::new();
    scene.sign(SIGNATURE);
    assert_eq!(scene.basis().void, BTreeSet::new());
    // The document begins anew without the description.
    let mut left = scene.document.content().fields;
    left.remove(hazard_keys::DESCRIPTION);
    scene.document = Document::new();
    let edits: Vec<(&str, Scalar)> = left
        .iter()
        .map(|(key, value)| (key.as_str(), value.clone()))
        .collect();
    scene.write(&edits);
    let confirmed = |version| Event::RedactionConfirmed {
        request: Digest([9; 32]),
        version,
    };
    let version = scene.document.version();
    scene.act(confirmed(version), Effect::Applied, Status::Found);
    assert_eq!(scene.basis().blanked, BTreeSet::from([SIGNATURE]));
    scene.sign(LATER);
    assert_eq!(scene.basis().void, BTreeSet::from([SIGNATURE]));
    // A confirmation without effect began nothing.
    let other = Scene::new().document.version();
    let late = Effect::NoEffect(Reason::new("redaction_root", "design 4"));
    scene.act(confirmed(other), late, Status::Found);
    scene.write(&[(hazard_keys::DESCRIPTION, "改写".into())]);
    let basis = scene.basis();
    assert_eq!(basis.void, BTreeSet::from([SIGNATURE, LATER]));
    assert_eq!(basis.blanked, BTreeSet::from([SIGNATURE]));
}
