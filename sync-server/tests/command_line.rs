//! The program itself, as a person at a terminal runs it.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

fn relay(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wangge-relay"));
    let clock = folder.join("clock");
    command
        .args(arguments)
        .arg("--data")
        .arg(folder.join("relay"))
        .arg("--clock")
        .arg(clock);
    command.env("WANGGE_LOG", "error");
    command
}

fn done(arguments: &[&str], folder: &Path, input: &str) -> Output {
    let mut child = relay(arguments, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn said(arguments: &[&str], folder: &Path, input: &str) -> String {
    let output = done(arguments, folder, input);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A relay that is killed if the test ends early.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already, as it should.
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

fn serve(folder: &Path) -> (Serving, Value) {
    let mut child = relay(&["serve", "--listen", "127.0.0.1:0"], folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (Serving(child), serde_json::from_str(&line).unwrap())
}

fn demo() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("clock"), "1788220800000").unwrap();
    let made = said(
        &["init", "--tenant-name", "青峰镇", "--demo"],
        folder.path(),
        "",
    );
    assert!(!made.contains("root-secret"), "{made}");
    assert!(made.contains("root-key.txt"), "{made}");
    folder
}

#[test]
fn a_relay_is_made_administered_while_it_serves_and_stopped() {
    let folder = demo();
    let at = folder.path();
    let (mut serving, ready) = serve(at);
    assert!(
        ready["listening"]
            .as_str()
            .unwrap()
            .starts_with("https://127.0.0.1:")
    );
    assert_eq!(ready["pin"].as_str().unwrap().len(), 64);
    let town = said(
        &[
            "grid",
            "add",
            "--level",
            "large",
            "--code",
            "500118119",
            "--name",
            "青峰镇",
        ],
        at,
        "",
    );
    let user = ["user", "add", "--name", "王志勇", "--account", "officer"];
    said(&user, at, "correct horse battery\n");
    said(
        &[
            "user",
            "grant",
            "--user",
            "officer",
            "--role",
            "station_officer",
            "--grid",
            "青峰镇",
        ],
        at,
        "",
    );
    let people = said(&["user", "list"], at, "");
    assert!(people.contains("station_officer@青峰镇"), "{people}");
    let grids = said(&["grid", "list"], at, "");
    assert!(
        grids.contains(town.trim()) && grids.contains("大网格"),
        "{grids}"
    );
    let grids = said(&["grid", "list", "--json"], at, "");
    let grids: Value = serde_json::from_str(&grids).unwrap();
    assert_eq!(grids[0]["name"], "青峰镇");
    let plain = said(&["status"], at, "");
    assert!(plain.contains("演示：是"), "{plain}");
    let code = said(
        &[
            "enroll-code",
            "--user",
            "officer",
            "--valid-hours",
            "2",
            "--json",
        ],
        at,
        "",
    );
    let code: Value = serde_json::from_str(&code).unwrap();
    assert_eq!(code["relay"], ready["listening"]);
    assert_eq!(code["pin"], ready["pin"]);
    let picture = said(&["enroll-code", "--user", "officer"], at, "");
    assert!(picture.contains('█') && picture.contains("wangge://enroll?"));
    let status: Value = serde_json::from_str(&said(&["status", "--json"], at, "")).unwrap();
    assert_eq!(
        (status["demo"].as_bool(), status["root_key_here"].as_bool()),
        (Some(true), Some(true))
    );
    let wrong = done(
        &["user", "grant", "--user", "nobody", "--role", "police"],
        at,
        "",
    );
    assert!(!wrong.status.success());
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("nobody"));
    stop(&mut serving);
    let (mut again, ready_again) = serve(at);
    assert_eq!(ready_again["pin"], ready["pin"], "the certificate stays");
    stop(&mut again);
}

/// Asks it to stop as a service manager does.
fn stop(serving: &mut Serving) {
    let id = serving.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    let status = serving.0.wait().unwrap();
    assert!(status.success(), "{status}");
}

#[test]
fn commands_on_a_folder_without_a_relay_say_what_to_do() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("clock"), "1788220800000").unwrap();
    let output = done(&["status"], folder.path(), "");
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("wangge-relay init"), "{said}");
}

#[test]
fn one_folder_is_served_by_one_relay() {
    let folder = TempDir::new().unwrap();
    let (clock, name) = (folder.path().join("clock"), "--tenant-name");
    std::fs::write(&clock, "1772500000000").unwrap();
    said(&["init", name, "青峰镇", "--demo"], folder.path(), "");
    let (first, _) = serve(folder.path());
    let second = done(&["serve", "--listen", "127.0.0.1:0"], folder.path(), "");
    assert!(!second.status.success());
    let words = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(words.contains("该目录已有中继在运行"), "{words}");
    // A killed relay leaves no lock behind.
    drop(first);
    let (_again, ready) = serve(folder.path());
    assert!(ready["listening"].is_string());
}

#[cfg(unix)]
#[test]
fn what_a_relay_keeps_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = demo();
    let data = folder.path().join("relay");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("relay.sqlite")), 0o600);
    assert_eq!(mode(&data.join("root-key.txt")), 0o600);
}

#[test]
fn a_tenant_has_a_name_and_mistakes_are_told_in_chinese_first() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("clock"), "1788220800000").unwrap();
    let nameless = done(&["init", "--tenant-name", " ", "--demo"], folder.path(), "");
    assert!(!nameless.status.success());
    let output = done(&["no-such-command"], folder.path(), "");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("错误: 没有这个命令"), "{said}");
    assert!(said.contains("no-such-command"), "{said}");
}

#[test]
fn backups_go_where_the_configuration_says_and_old_ones_are_removed() {
    let folder = demo();
    let at = folder.path();
    let json = |arguments: &[&str]| -> Value {
        let answer = said(arguments, at, "");
        serde_json::from_str(&answer).unwrap()
    };
    // There is no place yet, neither here nor there.
    let refused = done(&["backup"], at, "");
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && text.contains("[backup]"),
        "{text}"
    );
    let recipient = wangge_sync_server::admin::new_backup_key(&at.join("key.txt")).unwrap();
    let (file, links) = (at.join("relay/relay.toml"), at.join("links"));
    let mut text = std::fs::read_to_string(&file).unwrap();
    let place = links.display();
    text.push_str(&format!(
        "\n[backup]\nto = '{place}'\nrecipient = \"{recipient}\"\n"
    ));
    std::fs::write(&file, text).unwrap();
    let shipped = json(&["backup", "--json"]);
    assert_eq!(
        (&shipped["whole"], &shipped["link"]),
        (&true.into(), &1.into())
    );
    let refused = done(&["backup", "prune"], at, "");
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && text.contains("--trial"),
        "{text}"
    );
    said(&["backup", "--trial"], at, "");
    let would = json(&["backup", "prune", "--dry-run", "--json"]);
    assert_eq!(
        (&would["dry_run"], &would["removed_links"]),
        (&true.into(), &0.into())
    );
    let place = links.display().to_string();
    let done_so = json(&["backup", "prune", "--to", &place, "--json"]);
    assert_eq!(done_so["dry_run"], false);
    for nonsense in [["backup", "--dry-run"], ["backup", "shrink"]] {
        assert!(!done(&nonsense, at, "").status.success());
    }
}

/// What a command says beside its answer, of a relay in a folder, by the system's clock.
fn noted(arguments: &[&str], data: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wangge-relay"))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env("WANGGE_LOG", "error")
        .output()
        .unwrap();
    let noted = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {noted}");
    noted
}

#[test]
fn who_writes_into_a_demonstration_without_its_clock_is_told() {
    let folder = demo();
    let data = folder.path().join("relay");
    let list = folder.path().join("list.json");
    std::fs::write(&list, "{}").unwrap();
    let add = ["user", "add", "--name", "王志勇"];
    let import = ["grid", "import", list.to_str().unwrap()];
    for writes in [&add[..], &import[..]] {
        let words = noted(writes, &data);
        let told: Vec<&str> = words
            .lines()
            .filter(|line| line.contains("--clock"))
            .collect();
        assert_eq!(told.len(), 1, "{words}");
        assert!(told[0].starts_with("演示目录"), "{words}");
        assert!(told[0].contains("（demonstration: "), "{words}");
    }
    // Not who gives it, nor who only looks, nor whose relay is none of a demonstration.
    let given = done(&add, folder.path(), "");
    let words = String::from_utf8(given.stderr).unwrap();
    assert!(
        given.status.success() && !words.contains("--clock"),
        "{words}"
    );
    for looks in [["user", "list"], ["grid", "list"]] {
        assert!(!noted(&looks, &data).contains("--clock"), "{looks:?}");
    }
    let own = folder.path().join("own");
    noted(&["init", "--tenant-name", "青峰镇"], &own);
    assert!(!noted(&add, &own).contains("--clock"));
}
