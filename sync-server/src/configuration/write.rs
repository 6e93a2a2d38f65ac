use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;
use crate::store_choice::StoreChoice;

/// Writes the configuration of a new folder. A connection string may hold a password: it goes into
/// a file of its own that nobody else reads.
pub(crate) fn write_configuration(
    folder: &DataFolder,
    listen: &str,
    store: &StoreChoice,
) -> Result<(), RelayStartError> {
    if folder.configuration_named().is_some() {
        // Whoever names a file has written it.
        return Ok(());
    }
    // A JSON string is a basic string of TOML.
    let listen = serde_json::Value::from(listen);
    let mut text = format!(
        "# 中继配置；各项说明见 docs/CONFIGURATION.md（every key is documented there）\nlisten = {listen}\n"
    );
    if let StoreChoice::Postgres(url) = store {
        let secret = folder.postgres_url();
        write(&secret, url, true)?;
        text.push_str("\n[store]\nkind = \"postgresql\"\nurl_file = \"postgres-url.txt\"\n");
    }
    write(&folder.configuration(), &text, false)
}

fn write(path: &std::path::Path, text: &str, is_secret: bool) -> Result<(), RelayStartError> {
    write_durably(path, text.as_bytes(), is_secret)
        .map_err(|error| RelayStartError::file(path, error.to_string()))
}
