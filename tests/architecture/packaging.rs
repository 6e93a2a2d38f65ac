//! What is shipped beside the binary.

use crate::file_sizes::root;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("it can be read")
}

#[test]
fn a_tenant_of_several_on_one_machine_is_shut_in_as_one_alone_is() {
    let alone = read("sync-server/packaging/wangge-relay.service");
    let several = read("sync-server/packaging/wangge-relay@.service");
    for line in alone.lines().filter(|line| !line.starts_with('#')) {
        let differs = ["Description=", "ExecStart=", "StateDirectory="];
        if differs.iter().any(|start| line.starts_with(start)) {
            continue;
        }
        assert!(several.lines().any(|other| other == line), "{line}");
    }
    let own = "/var/lib/wangge/%i";
    assert!(several.contains(&format!("serve --data {own}/relay")));
    assert!(several.contains(&format!("BindPaths={own}")));
    assert!(several.contains("TemporaryFileSystem=/var/lib/wangge:ro"));
    let package = read("scripts/build-deb.sh");
    assert!(package.contains("packaging/wangge-relay@.service"));
}

#[test]
fn an_image_is_built_from_the_sources_alone() {
    let ignored = read(".dockerignore");
    for name in [".git/", "target/", "**/node_modules/", "*.sqlite"] {
        assert!(ignored.lines().any(|line| line == name), "{name}");
    }
}
