use super::{BaselineError, BaselineServer, upload};
use crate::proxy::{LinkConditions, Proxy};
use crate::workload::{InspectionDocument, Workload};

fn lines(count: usize) -> Vec<String> {
    let documents = Workload::fresh_documents(42, "baseline", count);
    documents.iter().map(InspectionDocument::to_json).collect()
}

#[tokio::test]
async fn what_is_uploaded_is_stored_and_survives_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = BaselineServer::start(folder.path()).await.unwrap();
    let lines = lines(250);
    let first = upload(server.address(), &lines).await.unwrap();
    assert_eq!((first.documents, first.requests), (250, 3));
    // Again: the same documents, not twice as many.
    upload(server.address(), &lines).await.unwrap();
    assert_eq!(server.count().unwrap(), 250);
    drop(server);
    let again = BaselineServer::start(folder.path()).await.unwrap();
    assert_eq!(again.count().unwrap(), 250);
}

#[tokio::test]
async fn the_bodies_counted_are_what_a_proxy_sees_less_the_headers() {
    let folder = tempfile::tempdir().unwrap();
    let server = BaselineServer::start(folder.path()).await.unwrap();
    let proxy = Proxy::start(server.address(), LinkConditions::PERFECT, 1)
        .await
        .unwrap();
    let upload = upload(proxy.address(), &lines(200)).await.unwrap();
    let counters = proxy.counters();
    assert!(counters.bytes_up > upload.body_bytes_up);
    assert!(counters.bytes_up < upload.body_bytes_up + 1000);
    assert_eq!((counters.connections, counters.exchanges), (1, 2));
}

#[tokio::test]
async fn a_batch_that_is_not_json_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let server = BaselineServer::start(folder.path()).await.unwrap();
    let mut lines = lines(2);
    lines.push("not a document".to_owned());
    let refused = upload(server.address(), &lines).await;
    assert!(matches!(refused, Err(BaselineError::Refused(400))));
    assert_eq!(server.count().unwrap(), 0);
}
