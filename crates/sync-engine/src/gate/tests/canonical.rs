use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use wangge_domain::record::Scalar;

use super::{DeviceId, actor, actor_id, begun, edits, first, owner, user};
use crate::Document;
use crate::gate::encode::encode_change;
use crate::gate::{GateContext, inspect};

fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![
        Just(Scalar::Null),
        any::<bool>().prop_map(Scalar::Bool),
        any::<i64>().prop_map(Scalar::Int),
        (-3_i64..3).prop_map(Scalar::Int),
        "[a-z隐患照片]{0,40}".prop_map(Scalar::Text),
    ]
}

#[test]
fn our_writing_of_a_change_is_the_librarys() {
    use automerge::transaction::Transactable;
    let (_, change) = begun();
    let mut library = automerge::Automerge::new();
    library.set_actor(automerge::ActorId::from(actor().0));
    let mut transaction = library.transaction();
    transaction.put(automerge::ROOT, "dust", false).unwrap();
    transaction.put(automerge::ROOT, "floors", 2_i64).unwrap();
    transaction.put(automerge::ROOT, "name", "面馆").unwrap();
    transaction.commit();
    assert_eq!(library.get_last_local_change().unwrap().raw_bytes(), change);
    let inspected = inspect(&change).unwrap();
    assert_eq!(encode_change(&inspected).0, change);
    let hash = automerge::Change::from_bytes(change).unwrap().hash();
    assert_eq!(hash.0, inspected.hash.0);
    let (bytes, hash) = encode_change(&first());
    assert_eq!(inspect(&bytes).unwrap().hash, hash);
    Document::new().apply(&bytes, &owner()).unwrap();
}

#[test]
fn a_later_change_reads_as_what_it_writes() {
    let (mut document, _) = begun();
    let base = document.heads();
    let all = edits(&[("name", "饭店".into()), ("beds", 4.into())]);
    let change = document.edit(&actor(), Some(&base), &all).unwrap();
    let inspected = inspect(&change).unwrap();
    assert_eq!((inspected.seq, inspected.start_op), (2, 4));
    assert_eq!(inspected.dependencies, base);
    let read: Vec<_> = inspected
        .ops
        .iter()
        .map(|op| (op.key.as_str(), op.value.clone(), op.predecessors.len()))
        .collect();
    assert_eq!(read, [("beds", 4.into(), 0), ("name", "饭店".into(), 1)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever honest devices write, alone or at the same time, passes the gate on any replica,
    /// and every replica ends up with the same document.
    #[test]
    fn honest_changes_pass(
        steps in vec((0_u8..3, 0_usize..4, btree_map("[a-f]{1,2}", scalar(), 1..5)), 1..14)
    ) {
        let mut devices: Vec<Document> = vec![Document::new(); 3];
        let mut log: Vec<(u8, Vec<u8>)> = Vec::new();
        let mut seen = [0_usize; 3];
        let owner_of = |number: u8| {
            GateContext { device: DeviceId::from_bytes([number + 1; 16]), user: user() }
        };
        for (number, receive, writes) in steps {
            let place = usize::from(number);
            // Takes in some of what the others wrote, in the order of the log.
            let upto = log.len().min(seen[place] + receive);
            for (author, change) in &log[seen[place]..upto] {
                devices[place].apply(change, &owner_of(*author)).unwrap();
            }
            seen[place] = upto;
            let base = devices[place].heads();
            let actor = actor_id(owner_of(number).device, user(), 0);
            if let Ok(change) = devices[place].edit(&actor, Some(&base), &writes) {
                log.push((number, change));
            }
        }
        let mut replica = Document::new();
        for (author, change) in &log {
            let inspected = inspect(change).unwrap();
            prop_assert_eq!(&encode_change(&inspected).0, change);
            replica.apply(change, &owner_of(*author)).unwrap();
        }
        for (place, document) in devices.iter_mut().enumerate() {
            for (author, change) in &log[seen[place]..] {
                document.apply(change, &owner_of(*author)).unwrap();
            }
            prop_assert_eq!(document.version(), replica.version());
        }
        let saved = replica.save_verified().unwrap();
        // What the library gives back after saving and loading is what was put in.
        let library = automerge::Automerge::load(&saved).unwrap();
        let mut again: Vec<Vec<u8>> =
            library.get_changes(&[]).iter().map(|it| it.raw_bytes().to_vec()).collect();
        let mut put_in: Vec<Vec<u8>> = log.iter().map(|(_, change)| change.clone()).collect();
        again.sort_unstable();
        put_in.sort_unstable();
        prop_assert_eq!(again, put_in);
        prop_assert_eq!(Document::load(&saved).unwrap().version(), replica.version());
    }

    /// No bytes at all make the gate fail.
    #[test]
    fn any_bytes_are_survived(bytes in vec(any::<u8>(), 0..300)) {
        let _ = inspect(&bytes);
        let (mut chunk, _) = crate::gate::encode::seal_chunk(1, &bytes);
        let _ = inspect(&chunk);
        let _ = Document::new().apply(&chunk, &owner());
        chunk.truncate(chunk.len() / 2);
        let _ = inspect(&chunk);
        let _ = Document::load(&bytes);
    }
}
