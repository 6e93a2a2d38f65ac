use std::path::Path;

use wangge_domain::RecordId;
use wangge_mobile_core::{Core, SignatureInput};

use crate::command_error::CommandError;
use crate::input_file::read_bytes;
use crate::script::ScriptSignature;

/// A signature under what stands in a record now.
pub(crate) fn signature(
    core: &Core,
    record: RecordId,
    folder: &Path,
    signature: &ScriptSignature,
) -> Result<SignatureInput, CommandError> {
    Ok(SignatureInput {
        strokes: read_bytes(&folder.join(&signature.strokes))?,
        signer: signature.signer.clone(),
        role: signature.role.clone(),
        statement: core.get_record(record)?.statement,
    })
}
