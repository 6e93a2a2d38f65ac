use std::path::Path;

use super::Configuration;
use super::write::write_configuration;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;
use crate::settings::Settings;
use crate::store_choice::StoreChoice;

/// Has the configuration of a folder name another store（改换存储）, with everything else as it stands. A
/// file that was named elsewhere is left alone: whoever named it has written it.
///
/// # Errors
/// The file cannot be read or written, or says something else of its store afterwards.
pub(crate) fn set_store(folder: &DataFolder, store: &StoreChoice) -> Result<(), RelayStartError> {
    let file = folder.settings();
    if folder.configuration_named().is_some() || !file.exists() {
        return Ok(());
    }
    let failed =
        |path: &Path, error: std::io::Error| RelayStartError::file(path, error.to_string());
    let text = std::fs::read_to_string(&file).map_err(|error| failed(&file, error))?;
    if text.trim_start().starts_with('{') {
        // An earlier release wrote it, and no other key.
        let settings = Settings::parse(&text)
            .map_err(|error| RelayStartError::file(&file, error.to_string()))?;
        if settings.store == *store {
            return Ok(());
        }
        std::fs::remove_file(&file).map_err(|error| failed(&file, error))?;
        return write_configuration(folder, &settings.listen, store);
    }
    let kept = without_store(&text);
    if *store == StoreChoice::Sqlite && kept.lines().count() == text.lines().count() {
        // It names none: that is a file.
        return Ok(());
    }
    let mut text = kept;
    if let StoreChoice::Postgres(url) = store {
        let secret = folder.postgres_url();
        write_durably(&secret, url.as_bytes(), true).map_err(|error| failed(&secret, error))?;
        text.push_str("\n[store]\nkind = \"postgresql\"\nurl_file = \"postgres-url.txt\"\n");
    }
    write_durably(&file, text.as_bytes(), false).map_err(|error| failed(&file, error))?;
    if Configuration::read(&file)?.store == *store {
        Ok(())
    } else {
        Err(RelayStartError::file(
            &file,
            "其中 [store] 写法特殊，请改好后重试（its [store] is written in a way that cannot be \
             changed here）",
        ))
    }
}

/// The text without the table of the store and keys of it.
fn without_store(text: &str) -> String {
    let mut kept = String::new();
    let mut is_store = false;
    for line in text.lines() {
        let word = line.trim_start();
        if word.starts_with('[') {
            let name = word.trim_start_matches('[').split(']').next();
            is_store = name.is_some_and(|name| name.trim() == "store");
        }
        let names_store = word.strip_prefix("store").is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.starts_with('=') || rest.starts_with('.')
        });
        if !is_store && !names_store {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::set_store;
    use crate::configuration::Configuration;
    use crate::data_folder::DataFolder;
    use crate::store_choice::StoreChoice;

    #[test]
    fn the_store_alone_is_changed_there_and_back() {
        let held = tempfile::TempDir::new().unwrap();
        let folder = DataFolder::new(held.path());
        let postgres = StoreChoice::Postgres("host=db1 dbname=wangge".to_owned());
        let ways = [
            "# a remark\nlisten = \"127.0.0.1:7000\"\n\n[disk]\nphotos_stop_at_mib = 5000\n",
            "listen = \"127.0.0.1:7000\"\n[store]\nkind = \"postgresql\"\nurl_file = \"gone.txt\"\n\
             [disk]\nphotos_stop_at_mib = 5000\n",
            "store.kind = \"sqlite\"\nlisten = \"127.0.0.1:7000\"\n\
             [disk]\nphotos_stop_at_mib = 5000\n",
            "{\"listen\":\"127.0.0.1:7000\",\"store\":\"sqlite\"}",
        ];
        for text in ways {
            for store in [&postgres, &StoreChoice::Sqlite, &postgres] {
                let earlier = text.starts_with('{') && !folder.configuration().exists();
                if earlier {
                    std::fs::write(held.path().join("relay.json"), text).unwrap();
                } else if !folder.configuration().exists() {
                    std::fs::write(folder.configuration(), text).unwrap();
                }
                set_store(&folder, store).unwrap();
                let read = Configuration::read(&folder.configuration()).unwrap();
                assert_eq!(&read.store, store, "{text}");
                assert_eq!(read.listen, "127.0.0.1:7000", "{text}");
                let limits = read.disk.photos != Configuration::default().disk.photos;
                assert_eq!(limits, text.contains("5000"), "{text}");
            }
            std::fs::remove_file(folder.configuration()).unwrap();
        }
    }
}
