//! What the environment holds in secret is told nowhere: the program itself, as a service and as a command.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Every secret that the environment can hold, each with words that nothing else says.
const SECRETS: [(&str, &str); 4] = [
    ("WANGGE_SIGN_ON_SECRET", "geheim-of-sign-on-9f31"),
    ("WANGGE_S3_SECRET_KEY", "geheim-of-photos-77aa"),
    ("WANGGE_BACKUP_SECRET_KEY", "geheim-of-backups-c0de"),
    (
        "WANGGE_POSTGRES",
        "postgresql://wangge:geheim-of-the-database-42@127.0.0.1:1/wangge?connect_timeout=1",
    ),
];
const MARK: &str = "geheim";

fn relay(arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wangge-relay"));
    command.args(arguments).arg("--data").arg(data);
    command.envs(SECRETS).env("WANGGE_LOG", "debug");
    command
}

/// Killed if the test ends early.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// All that a command says, on both ways.
fn said(arguments: &[&str], data: &Path) -> String {
    let output = relay(arguments, data).output().unwrap();
    let texts = [output.stdout, output.stderr];
    texts
        .map(|text| String::from_utf8_lossy(&text).into_owned())
        .concat()
}

fn must_not_tell(what: &str, text: &str) {
    assert!(!text.contains(MARK), "{what} tells a secret: {text}");
}

fn configure(data: &Path, lines: &str) {
    let file = data.join("relay.toml");
    let mut text = std::fs::read_to_string(&file).unwrap();
    text.push_str(lines);
    std::fs::write(file, text).unwrap();
}

/// Unpacks what goes to support, and reads all of it.
fn bundle(data: &Path, folder: &Path) -> String {
    let file = folder.join("support.zip");
    let _said = said(&["support-bundle", "--out", file.to_str().unwrap()], data);
    let mut archive = zip::ZipArchive::new(File::open(file).unwrap()).unwrap();
    let mut all = String::new();
    for index in 0..archive.len() {
        archive
            .by_index(index)
            .unwrap()
            .read_to_string(&mut all)
            .unwrap();
    }
    assert!(all.contains("doctor") || all.contains("findings"), "{all}");
    all
}

#[tokio::test]
async fn neg_123_secrets_of_the_environment_are_told_nowhere() {
    let folder = TempDir::new().unwrap();
    let (data, log) = (folder.path().join("relay"), folder.path().join("log"));
    must_not_tell("init", &said(&["init", "--tenant-name", "青峰镇"], &data));
    configure(
        &data,
        "\n[sign_on]\nname = \"县认证\"\nissuer = \"http://127.0.0.1:1\"\nclient_id = \"wangge\"\n\
         address = \"https://relay.county\"\nclaim = \"sub\"\n",
    );
    let child = relay(&["serve", "--listen", "127.0.0.1:0"], &data)
        .stdout(Stdio::piped())
        .stderr(File::create(&log).unwrap())
        .spawn();
    let mut serving = Serving(child.unwrap());
    let mut line = String::new();
    let stdout = serving.0.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    must_not_tell("the first line", &line);
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    let browser = reqwest::Client::builder()
        .danger_accept_invalid_certs(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let base = ready["listening"].as_str().unwrap();
    // The provider does not answer, which is logged.
    let answer = browser
        .get(format!("{base}/api/v1/sign-on/begin"))
        .send()
        .await;
    let location = answer.unwrap().headers()["location"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(location.contains("sign_on="), "{location}");
    must_not_tell("doctor", &said(&["doctor"], &data));
    must_not_tell("the support bundle", &bundle(&data, folder.path()));
    drop(serving);
    let logged = std::fs::read_to_string(&log).unwrap();
    assert!(logged.contains("sign-on failed"), "{logged}");
    must_not_tell("the log", &logged);

    // A database on a server that is not there: the connection is named, its password is not.
    let away = folder.path().join("away");
    std::fs::create_dir_all(&away).unwrap();
    std::fs::write(away.join("relay.toml"), "[store]\nkind = \"postgresql\"\n").unwrap();
    let tenant = "0198f2a0-0000-7000-8000-000000000001\n";
    std::fs::write(away.join("relay.postgres"), tenant).unwrap();
    must_not_tell("doctor of a server", &said(&["doctor"], &away));
    must_not_tell("its support bundle", &bundle(&away, folder.path()));
    must_not_tell("status", &said(&["status"], &away));
}
