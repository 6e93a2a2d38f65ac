//! ARCHITECTURE.md names every package, and the README opens with the two commands.

use super::file_sizes::root;

#[test]
fn the_map_names_every_package() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("it can be read");
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("it can be read");
    let members = manifest
        .split_once("members = [")
        .expect("the workspace lists members")
        .1;
    let members = members.split_once(']').expect("the list ends").0;
    for member in members
        .lines()
        .map(|line| line.trim().trim_matches([',', '"']))
    {
        if !member.is_empty() {
            assert!(
                map.contains(&format!("`{member}`")),
                "ARCHITECTURE.md does not name {member}"
            );
        }
    }
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("it can be read");
    let opening: String = readme.lines().take(30).collect::<Vec<_>>().join("\n");
    assert!(opening.contains("make demo") && opening.contains("make test"));
}
