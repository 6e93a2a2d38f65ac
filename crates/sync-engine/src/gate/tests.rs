//! Crafted changes: each is built byte by byte, with a valid checksum where the checksum is not
//! the point, and must be turned away before the document library sees it.

mod canonical;
mod crafted;
mod documents;
mod saved;

use std::collections::BTreeMap;

use wangge_domain::record::Scalar;
use wangge_domain::{DeviceId, Digest, UserId};

use super::change::{ActorId, FlatOp, InspectedChange};
use super::{GateContext, actor_id};
use crate::Document;

fn device() -> DeviceId {
    DeviceId::from_bytes([1; 16])
}

fn user() -> UserId {
    UserId::from_bytes([2; 16])
}

fn owner() -> GateContext {
    GateContext {
        device: device(),
        user: user(),
    }
}

fn actor() -> ActorId {
    actor_id(device(), user(), 0)
}

/// Another device's owner and actor.
fn other() -> (GateContext, ActorId) {
    let device = DeviceId::from_bytes([9; 16]);
    (
        GateContext {
            device,
            user: user(),
        },
        actor_id(device, user(), 0),
    )
}

fn edits(pairs: &[(&str, Scalar)]) -> BTreeMap<String, Scalar> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone()))
        .collect()
}

fn put(key: &str, value: impl Into<Scalar>) -> FlatOp {
    FlatOp {
        key: key.to_owned(),
        value: value.into(),
        predecessors: Vec::new(),
    }
}

/// A first change of this actor that puts one key.
fn first() -> InspectedChange {
    InspectedChange {
        hash: Digest::ZERO,
        dependencies: Vec::new(),
        actor: actor(),
        seq: 1,
        start_op: 1,
        other_actors: Vec::new(),
        ops: vec![put("name", "面馆")],
    }
}

/// A document with one honest change, and the change.
fn begun() -> (Document, Vec<u8>) {
    let mut document = Document::new();
    let all = edits(&[
        ("name", "面馆".into()),
        ("floors", 2.into()),
        ("dust", false.into()),
    ]);
    let change = document.edit(&actor(), None, &all).unwrap();
    (document, change)
}
