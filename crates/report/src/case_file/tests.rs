use wangge_domain::inspection::signatures;

use super::*;

const THEN: Uuid = Uuid::from_u128(5);
const SINCE: Uuid = Uuid::from_u128(6);

fn sign(content: &mut Content, id: Uuid, signer: &str) {
    content.set(keys::signature_signer(id), signer);
    content.set(keys::signature_strokes(id), "AAAA");
}

/// Signed by one in the version that is quoted; changed and signed by another since.
fn changed(kind: RecordKind) -> RecordFile {
    let mut quoted = Content::default();
    quoted.set(keys::REMARK, "当时");
    sign(&mut quoted, THEN, "甲");
    let mut content = quoted.clone();
    content.set(keys::REMARK, "事后");
    content.set(keys::signature_signer(THEN), "改名");
    sign(&mut content, SINCE, "乙");
    RecordFile {
        record: RecordId::from_bytes([1; 16]),
        content,
        state: RecordState::new(kind),
        acts: Vec::new(),
        quoted: Some(quoted),
        void: BTreeSet::new(),
        blanked: BTreeSet::new(),
    }
}

fn signers(kind: RecordKind) -> Vec<String> {
    let shown = changed(kind).as_quoted().content;
    assert_eq!(shown.text(keys::REMARK), Some("当时"));
    signatures(&shown).into_iter().map(|it| it.signer).collect()
}

#[test]
fn a_paper_shows_the_signatures_that_belong_to_it() {
    // Under a notice somebody signs later too; under a visit or a letter nobody does.
    assert_eq!(signers(RecordKind::Rectification), ["改名", "乙"]);
    assert_eq!(signers(RecordKind::Inspection), ["甲"]);
    assert_eq!(signers(RecordKind::Letter), ["甲"]);
}

#[test]
fn without_a_version_that_is_quoted_a_record_is_shown_as_it_is() {
    let mut file = changed(RecordKind::Letter);
    file.quoted = None;
    assert_eq!(file.as_quoted(), file);
}

#[test]
fn a_paper_calls_a_premises_what_it_was_called_when_it_was_made() {
    let name = wangge_domain::premises::keys::NAME;
    let mut premises = changed(RecordKind::Premises);
    premises.content.set(name, "新名");
    if let Some(quoted) = &mut premises.quoted {
        quoted.set(name, "旧名");
    }
    let mut case = CaseFile {
        premises,
        grid: GridId::from_bytes([4; 16]),
        inspections: Vec::new(),
        hazards: Vec::new(),
        cases: Vec::new(),
        edits: BTreeMap::new(),
        photos: BTreeMap::new(),
    };
    assert_eq!(case.typed().name, "旧名");
    case.premises.quoted = None;
    assert_eq!(case.typed().name, "新名");
}
