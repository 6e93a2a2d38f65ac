use std::ops::ControlFlow;

use wangge_sync_engine::store::StoreError;

use crate::store::{ListQuery, ListedRecord};
use crate::tenant::Tenant;

impl Tenant {
    /// Every record of a list, page by page, until one ends it; gives what that one ended it with.
    /// A page is no snapshot: by deadline a record is missed whose deadline moves meanwhile.
    pub(crate) fn each_listed<B>(
        &self,
        mut query: ListQuery,
        mut each: impl FnMut(ListedRecord) -> ControlFlow<B>,
    ) -> Result<Option<B>, StoreError> {
        loop {
            let page = self.list(&query)?;
            let is_last = page.len() < usize::try_from(query.limit).unwrap_or(usize::MAX);
            if let Some(last) = page.last() {
                query.order = query.order.behind(last);
            }
            for listed in page {
                if let ControlFlow::Break(end) = each(listed) {
                    return Ok(Some(end));
                }
            }
            if is_last {
                return Ok(None);
            }
        }
    }
}
