use rcgen::{CertificateParams, KeyPair};
use tempfile::TempDir;
use wangge_tests::postgres_cluster::{PostgresCluster, ROLE, server_programs};

use super::super::session::column;
use super::name_of;
use crate::store::PostgresDatabase;
use crate::store::tests::NOW;

/// A certificate for these names that nobody else issued, and its key, both as PEM.
fn certificate(name: &str) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    (certificate.pem(), key.serialize_pem())
}

#[test]
fn a_connection_by_tls_knows_its_server_and_no_other() {
    let Some(bin) = server_programs() else {
        return;
    };
    // An address of this machine that no other process of the tests has.
    let process = std::process::id();
    let address = format!("127.{}.{}.9", 1 + process / 256 % 250, process % 256);
    let (own, key) = certificate(&address);
    let cluster = PostgresCluster::start_with_tls(&bin, &address, &own, &key);
    let folder = TempDir::new().unwrap();
    let root = |name: &str, pem: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, pem).unwrap();
        path.display().to_string()
    };
    let own = root("own.pem", &own);
    let database = cluster.database();
    let name = name_of(&database);
    let url = |mode: &str, root: &str| {
        format!("postgresql://{ROLE}@{address}/{name}?sslmode={mode}&sslrootcert={root}")
    };
    for mode in ["verify-full", "require"] {
        let database = PostgresDatabase::open(&url(mode, &own), NOW).unwrap();
        let session = database.pool.get().unwrap();
        let row = session.first(
            "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
            &[],
        );
        let by_tls: bool = column(&row.unwrap().unwrap(), 0).unwrap();
        assert!(by_tls, "{mode}");
    }
    // Somebody else's certificate, with the same name on it.
    let (other, _) = certificate(&address);
    let other = root("other.pem", &other);
    for mode in ["verify-full", "require"] {
        let refused = PostgresDatabase::open(&url(mode, &other), NOW);
        let said = refused.err().unwrap().to_string();
        assert!(
            said.contains("sslrootcert") && said.contains("证书未通过核验"),
            "{said}"
        );
    }
    // The right certificate under another name.
    let elsewhere = url("verify-full", &own).replace(&address, "127.0.0.1");
    let elsewhere = format!("{elsewhere}&hostaddr={address}");
    let refused = PostgresDatabase::open(&elsewhere, NOW);
    let said = refused.err().unwrap().to_string();
    assert!(said.contains("证书未通过核验"), "{said}");
    // Without TLS this server takes nobody.
    let open = format!("postgresql://{ROLE}@{address}/{name}");
    assert!(PostgresDatabase::open(&open, NOW).is_err());
}
