use std::sync::Arc;

use crate::keyring::Keyring;
use crate::{Core, CoreConfig, FileKeyVault, SystemClock, SystemRandom};

#[test]
fn a_first_start_that_was_cut_does_not_bar_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let vault = || {
        let path = folder.path().join("vault");
        FileKeyVault::open(&path, Box::new(SystemRandom)).unwrap()
    };
    let config = CoreConfig::new(folder.path().join("data"));
    std::fs::create_dir_all(&config.folder).unwrap();
    // The power went when the keys were made and the database was not: a part of it lies there.
    Keyring::open(config.keyring(), false, &vault(), &SystemRandom).unwrap();
    std::fs::write(config.database(), vec![0x5a; 6_000]).unwrap();
    let open = || {
        Core::open(
            config.clone(),
            Arc::new(vault()),
            Arc::new(SystemClock::new()),
            Arc::new(SystemRandom),
        )
        .unwrap()
    };
    let core = open();
    let moved = core.open_report().set_aside.clone().unwrap();
    assert_eq!(std::fs::read(moved).unwrap(), vec![0x5a; 6_000]);
    assert_eq!(core.status().unwrap().pending, 0);
    core.close().unwrap();
    drop(core);
    assert_eq!(open().open_report().set_aside, None);
}
