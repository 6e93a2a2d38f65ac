use crate::hazard::keys;
use crate::inspection::{keys as visit_keys, signatures, written_in_visit};
use crate::lifecycle::{Event, Guard, LifecycleTables, RecordState, Responsible, ServiceProof};
use crate::record::{Content, RecordKind};

/// What an act puts on a paper（上文书的手写内容）by people's hand.
pub(super) struct Printed<'a> {
    /// In whose name the paper is made out.
    pub(super) body: &'a str,
    /// What is said.
    pub(super) texts: Vec<&'a str>,
    /// Who is named, how they are reached, how it was served, what was found at a visit: nothing
    /// that could be an order.
    pub(super) names: Vec<String>,
}

impl<'a> Printed<'a> {
    /// What an act puts on a paper; `None`: nothing.
    pub(super) fn by(
        state: &'a RecordState,
        content: &'a Content,
        event: &'a Event,
    ) -> Option<Self> {
        let usual = state.issuer.as_deref().unwrap_or("station");
        match event {
            Event::NoticeIssued {
                issuer,
                responsible,
                ..
            } => Some(notice(issuer, responsible, content)),
            // What the opinion of a recheck says is asked about in the name of whoever issued the
            // notice. What it quotes of the hazard was asked about then.
            Event::RecheckFailed { reason, .. } => Some(Self {
                body: usual,
                texts: vec![reason.as_str()],
                names: Vec::new(),
            }),
            Event::Served(proof) => Some(Self {
                body: usual,
                texts: Vec::new(),
                names: service(proof),
            }),
            Event::Submitted { .. } if state.kind == RecordKind::Inspection => Some(Self {
                body: usual,
                texts: Vec::new(),
                names: visit(content),
            }),
            // Who is answerable stands in the dossier and on the ledger: a name, as on a notice.
            Event::ResponsibilitySet(_) => Some(Self {
                body: usual,
                texts: Vec::new(),
                names: event
                    .remarks(&state.kind)?
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            }),
            _ => step(state, content, event).or_else(|| {
                Some(Self {
                    body: usual,
                    texts: event.remarks(&state.kind)?,
                    names: Vec::new(),
                })
            }),
        }
    }
}

fn notice<'a>(issuer: &'a str, responsible: &'a Responsible, content: &'a Content) -> Printed<'a> {
    let written = [keys::DESCRIPTION, keys::PART, keys::RECTIFICATION];
    let Responsible {
        unit,
        leader,
        person,
        phone,
    } = responsible;
    let mut names = signers(content);
    names.extend([unit, leader, person, phone].into_iter().cloned());
    Printed {
        body: issuer,
        texts: written.iter().filter_map(|key| content.text(key)).collect(),
        names,
    }
}

fn service(proof: &ServiceProof) -> Vec<String> {
    match proof {
        ServiceProof::Signed(signature) => vec![signature.signer.clone()],
        ServiceProof::Refused { witnesses, note } => {
            let names = witnesses.iter().map(|witness| witness.signer.clone());
            names.chain([note.clone()]).collect()
        }
        ServiceProof::Posted { .. } => Vec::new(),
        ServiceProof::Mailed { tracking } => vec![tracking.clone()],
    }
}

/// The record of a visit orders nothing, and no power stands under it: what was written into it is
/// asked like a name.
fn visit(content: &Content) -> Vec<String> {
    let listed = [visit_keys::INSPECTORS, visit_keys::ACCOMPANIED_BY];
    let listed = listed.iter().filter_map(|key| content.text(key));
    let mut names: Vec<String> = listed.map(str::to_owned).collect();
    names.extend(signers(content));
    names.extend(written_in_visit(content));
    names
}

/// A step of a case whose row of the table asks for it.
fn step<'a>(state: &'a RecordState, content: &'a Content, event: &'a Event) -> Option<Printed<'a>> {
    let Event::Step(step) = event else {
        return None;
    };
    let kind = &state.kind;
    let table = LifecycleTables::standard().of(kind)?;
    let row = table
        .rows
        .iter()
        .find(|row| row.event == step.name() && row.guards.contains(&Guard::NoCompulsion))?;
    let said = Some(step.field("issuer")).filter(|issuer| !issuer.is_empty());
    let usual = match kind {
        RecordKind::Letter => "village",
        _ => "station",
    };
    let mut texts: Vec<&str> = content.text("text").into_iter().collect();
    texts.extend(step.fields.values().map(String::as_str));
    Some(Printed {
        body: said.or(row.issuer.as_deref()).unwrap_or(usual),
        texts,
        names: signers(content),
    })
}

fn signers(content: &Content) -> Vec<String> {
    let signed = signatures(content).into_iter();
    signed.map(|signature| signature.signer).collect()
}
