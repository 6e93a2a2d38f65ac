use std::io::ErrorKind;
use std::path::Path;

use crate::error::CoreError;
use crate::opening::io_error;

/// Makes the folder that the user named for an export（导出目录）; one that is there is as good.
///
/// # Errors
/// [`CoreError::DiskFull`]. [`CoreError::InvalidInput`]: it is a file, lies in one, or may not be
/// written to.
pub(crate) fn make_export_folder(folder: &Path) -> Result<(), CoreError> {
    std::fs::create_dir_all(folder).map_err(|error| match error.kind() {
        ErrorKind::StorageFull => io_error(error),
        _ => CoreError::InvalidInput("export folder: cannot be made".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_within_a_file_is_a_mistake_of_the_user() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        let error = make_export_folder(&file.join("export")).unwrap_err();
        assert_eq!(error.retry(), crate::error::Retry::No);
        assert!(error.zh().contains("导出目录：无法创建"), "{error}");
        make_export_folder(&folder.path().join("a/b")).unwrap();
    }
}
