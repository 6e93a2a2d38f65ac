use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use wangge_domain::lifecycle::codes;

use crate::http::ApiError;

/// A call（吹哨）of S3-16 names each department once. Asked before the act is written; what stands in the
/// log is not judged anew.
///
/// # Errors
/// 422 `listed_twice`.
pub(crate) fn check_call(step: &str, fields: &BTreeMap<String, String>) -> Result<(), ApiError> {
    let departments = fields.get("departments").filter(|_| step == "call.whistle");
    let mut seen = BTreeSet::new();
    for code in departments.into_iter().flat_map(|all| codes(all)) {
        if !seen.insert(code) {
            return Err(ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "listed_twice",
                "同一部门列了两次（S3-16）",
                "a department is listed twice",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_is_called_once() {
        for (step, departments, taken) in [
            ("call.whistle", "URBAN,PSB", true),
            ("call.whistle", "URBAN, URBAN", false),
            ("call.whistle", "URBAN,PSB,URBAN", false),
            ("call.whistle", "", true),
            ("order.assign", "URBAN,URBAN", true),
        ] {
            let fields = BTreeMap::from([("departments".to_owned(), departments.to_owned())]);
            assert_eq!(check_call(step, &fields).is_ok(), taken, "{departments}");
        }
    }
}
