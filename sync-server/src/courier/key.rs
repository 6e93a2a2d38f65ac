use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use wangge_domain::control::ControlEvent;
use wangge_sync_engine::relay::control;
use wangge_sync_engine::store::RelayCommit;

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;
use crate::tenant::Tenant;

/// The key that courier files to this relay are encrypted to; made if there is none yet. It lies
/// beside the other keys and goes into backups with them.
pub(crate) fn courier_identity(folder: &DataFolder) -> Result<Identity, RelayStartError> {
    let path = folder.keys().join("courier.key");
    match std::fs::read_to_string(&path) {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|error: &str| RelayStartError::file(&path, error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let identity = Identity::generate();
            let text = identity.to_string();
            write_durably(&path, text.expose_secret().as_bytes(), true)
                .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
            Ok(identity)
        }
        Err(error) => Err(RelayStartError::file(&path, error.to_string())),
    }
}

/// Tells all devices the recipient of courier files, in a signed row of the control stream. A
/// relay that is being healed waits: the row may be among those that devices bring back.
pub(crate) fn publish_recipient(
    folder: &DataFolder,
    tenant: &Tenant,
) -> Result<(), RelayStartError> {
    let recipient = courier_identity(folder)?.to_public().to_string();
    if tenant.is_healing()? {
        return Ok(());
    }
    tenant.turn(|context| {
        if context.control.courier.as_ref() == Some(&recipient) {
            return Ok(((), RelayCommit::default()));
        }
        let event = ControlEvent::CourierKeySet {
            recipient: recipient.clone(),
        };
        Ok(((), control(context, &event)?))
    })?;
    Ok(())
}
