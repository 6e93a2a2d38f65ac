use std::collections::BTreeMap;

use super::{ControlEvent, DeviceEnrollment, DeviceOrder, Grid, PremisesMove};
use crate::people::{Credential, Person, RoleGrant};
use crate::register::RegisterBook;
use crate::{DeviceId, Digest, GridId, RecordId, Timestamp, UserId};

/// A control event at its place in the control stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlRow {
    /// Dense sequence number in the control stream, from 1.
    pub seq: u64,
    /// When the relay received it.
    pub received_at: Timestamp,
    /// What it says.
    pub event: ControlEvent,
}

/// A device with the point at which it was revoked, if it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolledDevice {
    /// How it was enrolled.
    pub enrollment: DeviceEnrollment,
    /// When, by the relay's clock.
    pub enrolled_at: Timestamp,
    /// Keys it had before it was given a new one, with the time of the change: what they signed
    /// stays valid.
    pub earlier: Vec<(DeviceEnrollment, Timestamp)>,
    /// Revoked at this control seq, with the last sequence number admitted per stream.
    pub revoked: Option<(u64, BTreeMap<crate::StreamId, u64>)>,
}

/// What the control stream says up to a sequence number: a pure fold of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ControlState {
    /// The last row folded.
    pub seq: u64,
    /// Grids by id.
    pub grids: BTreeMap<GridId, Grid>,
    /// People by id.
    pub people: BTreeMap<UserId, Person>,
    /// Grants in the order given, revoked ones with their `until` set.
    pub grants: Vec<RoleGrant>,
    /// Certificates in the order given; revoked ones removed.
    pub credentials: Vec<Credential>,
    /// Devices by (device, user).
    pub devices: BTreeMap<(DeviceId, UserId), EnrolledDevice>,
    /// Policy activations: revision, hash, from.
    pub policies: Vec<(u32, Digest, Timestamp)>,
    /// Where a premises lives now, if it ever moved.
    pub moved: BTreeMap<RecordId, GridId>,
    /// Every move of a premises, in the order of the log: an act is judged by the home of its time.
    pub moves: BTreeMap<RecordId, Vec<PremisesMove>>,
    /// What the township has set, with its history.
    pub registers: RegisterBook,
    /// The recipient of courier files, once the relay has one.
    pub courier: Option<String>,
    /// Until when the work of a (device, user) is in its lease by somebody's word.
    pub extensions: BTreeMap<(DeviceId, UserId), Timestamp>,
    /// The newest order to each (device, user).
    pub orders: BTreeMap<(DeviceId, UserId), DeviceOrder>,
}
