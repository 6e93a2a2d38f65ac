use wangge_domain::people::{Role, Scope};
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_mobile_core::simulation::PhoneStore;
use wangge_protocol::StreamUpdate;
use wangge_sync_engine::client::{SyncEffect, SyncInput, SyncMachine};
use wangge_sync_engine::store::Identity;
use wangge_sync_engine::testing::{Phone, World};

use crate::chance::Chance;
use crate::disk::{CrashDisk, Files};

const KEY: [u8; 32] = [0x4b; 32];

/// A transaction of the phone's store, with the files on which it begins.
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) files: Files,
    act: Act,
}

enum Act {
    Open,
    Enroll(Box<Identity>),
    Draft,
    Seal,
    Photo,
    Close,
    Step(Box<(SyncMachine, SyncInput)>),
}

/// A phone whose transactions can be carried out again and again on the same files.
pub(crate) struct CrashBench {
    phone: Phone,
    stream: StreamId,
    kinds: Vec<Kind>,
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// Opens the database of a disk.
pub(crate) fn open(disk: &CrashDisk) -> Result<PhoneStore, String> {
    PhoneStore::open(&disk.database(), KEY)
}

impl CrashBench {
    /// Every kind of transaction, each on the files that a phone's life has led to.
    pub(crate) fn new() -> (Self, Vec<Kind>) {
        let world = World::in_memory();
        let stream = world.stream(0);
        let disk = CrashDisk::new();
        let mut chance = Chance::new(1);
        let store = open(&disk).expect("a fresh database opens");
        store.close();
        let fresh = disk.files();
        let store = open(&disk).expect("it was open before");
        let mut identity = None;
        let scope = Scope::Subtree(world.grids[0]);
        let phone = world.enroll(Role::GridWorker, scope, |enrolled| {
            store.enroll(enrolled.clone()).expect("there is room");
            identity = Some(enrolled);
            store.client()
        });
        let identity = Box::new(identity.expect("it was enrolled"));
        let mut bench = Self {
            phone,
            stream,
            kinds: Vec::new(),
        };
        bench.add("first opening", Files::new(), Act::Open);
        bench.add("enroll", fresh, Act::Enroll(identity));
        bench.phone.premises(record(0x12), stream, "面馆");
        bench.phone.submit(record(0x12)).expect("it can be sealed");
        bench.phone.sync(&world, chance.source());
        let mut colleague = world.worker(0);
        for number in 0..9 {
            colleague.premises(record(0x30 + number), stream, "出租屋");
            colleague.submit(record(0x30 + number)).expect("sealed");
        }
        colleague.sync(&world, chance.source());
        bench.phone.premises(record(0x12), stream, "面馆二");
        bench.phone.submit(record(0x12)).expect("it can be sealed");
        bench.phone.premises(record(0x13), stream, "小卖部");
        let (files, store) = bench.at_rest(&disk, &store);
        bench.add("draft save", files.clone(), Act::Draft);
        bench.add("seal", files.clone(), Act::Seal);
        bench.add("photo row", files.clone(), Act::Photo);
        bench.add("app closing", files, Act::Close);
        bench.record_a_sync(&world, &disk, store);
        disk.discard();
        let kinds = std::mem::take(&mut bench.kinds);
        (bench, kinds)
    }

    fn add(&mut self, name: &str, files: Files, act: Act) {
        let name = name.to_owned();
        self.kinds.push(Kind { name, files, act });
    }

    fn at_rest(&mut self, disk: &CrashDisk, store: &PhoneStore) -> (Files, PhoneStore) {
        store.close();
        let files = disk.files();
        let store = open(disk).expect("it was open before");
        self.phone.store = store.client();
        (files, store)
    }

    /// Every step of a sync, with the files before it.
    fn record_a_sync(&mut self, world: &World, disk: &CrashDisk, mut store: PhoneStore) {
        let mut machine = SyncMachine::new(self.phone.config.clone());
        let mut inputs = vec![SyncInput::Start];
        while let Some(input) = inputs.pop() {
            let name = match &input {
                SyncInput::Response { response, .. } if !response.verdicts.is_empty() => {
                    "verdicts taken in"
                }
                SyncInput::Response { response, .. } => {
                    let mut streams = response.streams.iter();
                    if streams.any(|it| matches!(it, StreamUpdate::Page(_))) {
                        "page taken in"
                    } else {
                        "answer taken in"
                    }
                }
                _ => "drafts sealed before a sync",
            };
            let files;
            (files, store) = self.at_rest(disk, &store);
            let act = Act::Step(Box::new((machine.clone(), input.clone())));
            self.add(name, files, act);
            let mut chance = Chance::new(2);
            let effects = machine.step(&self.phone.ctx(), input, chance.source());
            for effect in effects.expect("nothing goes wrong yet") {
                if let SyncEffect::Send { id, request, .. } = effect {
                    let answer = world.exchange(self.phone.device, self.phone.user, &request);
                    let response = answer.expect("the relay answers");
                    inputs.insert(0, SyncInput::Response { id, response });
                }
            }
        }
        store.close();
    }

    /// Carries a transaction out on a disk that lies ready. `store`: the open database; none for
    /// the first opening. True: it was acknowledged.
    pub(crate) fn carry_out(
        &mut self,
        kind: &Kind,
        disk: &CrashDisk,
        store: Option<&PhoneStore>,
    ) -> bool {
        let Some(store) = store else {
            let opened = open(disk);
            if let Ok(store) = &opened {
                store.close();
            }
            return opened.is_ok();
        };
        self.phone.store = store.client();
        let phone = &self.phone;
        match &kind.act {
            Act::Open => false,
            Act::Enroll(identity) => store.enroll((**identity).clone()).is_ok(),
            Act::Draft => {
                let kind = wangge_domain::record::RecordKind::Premises;
                let edits = [("address", "六里街".into()), ("remark", "后门锁住".into())];
                let done = phone.edit(record(0x12), &kind, self.stream, &edits);
                done.is_ok()
            }
            Act::Seal => phone.submit(record(0x13)).is_ok(),
            Act::Photo => {
                let digest = Digest([9; 32]);
                let at = Timestamp(World::START_MS);
                let added = store.add_photo(digest, record(0x14), self.stream, at);
                added.is_ok()
            }
            Act::Close => {
                store.close();
                true
            }
            Act::Step(step) => {
                let (machine, input) = (**step).clone();
                let mut machine = machine;
                let mut chance = Chance::new(2);
                machine.step(&phone.ctx(), input, chance.source()).is_ok()
            }
        }
    }

    /// Whether the transaction begins with an open database.
    pub(crate) fn begins_open(kind: &Kind) -> bool {
        !matches!(kind.act, Act::Open)
    }

    /// Whether the transaction leaves the database closed.
    pub(crate) fn ends_closed(kind: &Kind) -> bool {
        matches!(kind.act, Act::Open | Act::Close)
    }
}
