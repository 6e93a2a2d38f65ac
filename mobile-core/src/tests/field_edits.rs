//! Who mended the words of a hazard, and when, as the phone tells it.

use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::FieldEdit;
use wangge_domain::record::Scalar;

use crate::testing::{Scene, TestPhone, photo};
use crate::{CoreError, QuickReport};

fn write(phone: &TestPhone, hazard: RecordId, description: &str) {
    let edits = BTreeMap::from([(keys::DESCRIPTION.to_owned(), Scalar::from(description))]);
    phone.core.edit_hazard(hazard, &edits).unwrap();
}

/// The words that were written anew, with what stood there.
fn words(edits: &[FieldEdit]) -> Vec<(Vec<Scalar>, Scalar)> {
    edits
        .iter()
        .filter(|edit| edit.key == keys::DESCRIPTION)
        .map(|edit| (edit.before.clone(), edit.after.clone()))
        .collect()
}

#[tokio::test]
async fn two_phones_that_mend_a_hazard_both_tell_who_did_and_when() {
    let scene = Scene::new().await;
    let one = scene.worker(0).await;
    let other = scene.officer().await;
    let report = QuickReport {
        premises: one.premises("张记小吃店"),
        photo: photo(1),
        description: "楼道堆放杂物".to_owned(),
        life_threat: false,
    };
    let hazard = one.core.quick_report(&report).unwrap();
    one.sync().await;
    other.sync().await;
    assert_eq!(one.core.field_edits(hazard).unwrap(), []);
    scene.pass(60_000);
    write(&one, hazard, "二楼楼道堆放杂物");
    one.sync().await;
    other.sync().await;
    scene.pass(60_000);
    write(&other, hazard, "三楼楼道堆放杂物");
    other.sync().await;
    one.sync().await;
    let told = one.core.field_edits(hazard).unwrap();
    let all: [(Vec<Scalar>, Scalar); 2] = [
        (vec!["楼道堆放杂物".into()], "二楼楼道堆放杂物".into()),
        (vec!["二楼楼道堆放杂物".into()], "三楼楼道堆放杂物".into()),
    ];
    assert_eq!(words(&told), all);
    assert_eq!(other.core.field_edits(hazard).unwrap(), told);
    let [first, second] = told.as_slice() else {
        panic!("nothing else was changed: {told:?}");
    };
    let finder = one.core.get_record(hazard).unwrap().state.found_by;
    assert_eq!(finder, Some(first.user));
    assert_ne!(first.user, second.user);
    assert_ne!(first.device, second.device);
    assert!(first.seq < second.seq && first.time.best() < second.time.best());
    assert_eq!((first.late, second.late), (None, None));
    let unknown = one.core.field_edits(RecordId::from_bytes([9; 16]));
    assert!(matches!(unknown, Err(CoreError::UnknownRecord)));
}
