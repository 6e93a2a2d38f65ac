use wangge_domain::policy::PolicyPack;
use wangge_protocol::sha256;

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::keys::policy_key;

/// Signs a policy pack（签署政策包）with the tenant's policy key; gives the file that the console uploads. It
/// needs no database: the folder may hold nothing but `keys/policy.key`, on another machine.
pub fn sign_policy(folder: &DataFolder, json: &[u8]) -> Result<Vec<u8>, RelayStartError> {
    PolicyPack::parse_new(json).map_err(|error| {
        let place = error.path();
        RelayStartError::invalid(format!("政策包有误，位置 {place}（{error}）"))
    })?;
    if !folder.keys().join("policy.key").exists() {
        return Err(RelayStartError::invalid(
            "这个目录里没有 keys/policy.key（no policy key in this folder）",
        ));
    }
    let pack = std::str::from_utf8(json)
        .map_err(|error| RelayStartError::invalid(format!("政策包不是 UTF-8（{error}）")))?;
    let signature = policy_key(folder)?.sign(&sha256(json).0);
    let signed = serde_json::json!({ "pack": pack, "signature": hex::encode(signature.0) });
    Ok(signed.to_string().into_bytes())
}
