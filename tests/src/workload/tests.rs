use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{InspectionDocument, Workload, WorkloadError, read_documents};

#[test]
fn workload_w_has_its_size_and_shape() {
    let workload = Workload::generate(42);
    assert_eq!((workload.documents.len(), workload.edits.len()), (2000, 60));
    assert!(workload.edits.iter().all(|it| it.edits.len() == 3));
    assert!(workload.documents.iter().all(|it| it.answers.len() == 25));
    let lines: Vec<_> = workload
        .documents
        .iter()
        .map(InspectionDocument::to_json)
        .collect();
    let mean = lines.iter().map(String::len).sum::<usize>() / lines.len();
    // The peers' set has 2,060 bytes a document.
    assert!((1_950..=2_150).contains(&mean), "{mean} bytes a document");
    // And compresses to 511,310 bytes by gzip, a hundred documents at a time.
    let gzip: usize = lines
        .chunks(100)
        .map(|batch| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
            encoder.write_all(batch.join("\n").as_bytes()).unwrap();
            encoder.finish().unwrap().len()
        })
        .sum();
    assert!((450_000..=570_000).contains(&gzip), "{gzip} bytes by gzip");
}

#[test]
fn a_seed_fixes_every_byte() {
    assert_eq!(Workload::generate(1), Workload::generate(1));
    assert_ne!(
        Workload::generate(1).documents[0],
        Workload::generate(2).documents[0]
    );
    let one = Workload::fresh_documents(1, "device/1", 3);
    let other = Workload::fresh_documents(1, "device/2", 3);
    assert_ne!(one[0].id, other[0].id);
}

#[test]
fn edits_change_what_they_name_and_nothing_else() {
    let workload = Workload::generate(42);
    let edited = workload.edited().unwrap();
    let changed = edited
        .iter()
        .zip(&workload.documents)
        .filter(|(now, was)| now != was)
        .count();
    assert_eq!(changed, 60);
    let stray = Workload {
        documents: Vec::new(),
        ..workload
    };
    assert!(matches!(
        stray.edited(),
        Err(WorkloadError::UnknownDocument(_))
    ));
}

#[test]
fn flat_keys_lose_nothing_and_edits_on_them_come_to_the_same() {
    let workload = Workload::generate(42);
    let edited = workload.edited().unwrap();
    for document in &workload.documents {
        let back = InspectionDocument::from_flat(&document.id, &document.to_flat()).unwrap();
        assert_eq!(&back, document);
    }
    for edits in &workload.edits {
        let before = workload
            .documents
            .iter()
            .find(|it| it.id == edits.id)
            .unwrap();
        let after = edited.iter().find(|it| it.id == edits.id).unwrap();
        let mut flat = before.to_flat();
        flat.extend(edits.to_flat(before).unwrap());
        assert_eq!(
            &InspectionDocument::from_flat(&edits.id, &flat).unwrap(),
            after
        );
    }
}

#[test]
fn files_of_the_peers_harness_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let document = r#"{"id":"0f","header":{"title":"电气安全检查-2026000001","site":"站","area":"A1区2层","inspector":"王","reviewer":"李","dept":"部","status":"draft","weather":"晴","temp_c":-5,"created_at":1760000000,"lat":31.123456,"lng":121.5,"summary":"好"},"answers":[{"q":"q01","result":"合格","photo_ids":[]},{"q":"q02","result":"不合格","photo_ids":["ab"],"note":"漏"}]}"#;
    let edits = r#"{"id":"0f","edits":[{"path":["answers",1,"result"],"set":"不合格"},{"path":["answers",0,"note"],"set":"新"},{"path":["answers",1,"photo_ids"],"push":"cd"}]}"#;
    std::fs::write(folder.path().join("docs.jsonl"), format!("{document}\n")).unwrap();
    std::fs::write(folder.path().join("edits.jsonl"), format!("{edits}\n\n")).unwrap();
    let workload = Workload::read(folder.path()).unwrap();
    assert_eq!(workload.documents[0].to_json(), document, "byte for byte");
    let edited = workload.edited().unwrap();
    assert_eq!(edited[0].answers[0].note.as_deref(), Some("新"));
    assert_eq!(edited[0].answers[1].photo_ids, ["ab", "cd"]);
}

#[test]
fn a_bad_line_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("docs.jsonl");
    std::fs::write(&path, "\n{\"id\":1}\n").unwrap();
    assert!(matches!(
        read_documents(&path),
        Err(WorkloadError::Line { line: 2, .. })
    ));
    let missing = folder.path().join("none");
    assert!(matches!(
        read_documents(&missing),
        Err(WorkloadError::File { .. })
    ));
}
