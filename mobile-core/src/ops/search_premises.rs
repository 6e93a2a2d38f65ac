use crate::error::CoreError;
use crate::facade::Core;
use crate::store::PremisesRow;

impl Core {
    /// Finds premises by words of one or two characters and more, parts of telephone and house
    /// numbers, names of people, and pinyin initials（检索）; every word of the query must be met,
    /// the best first.
    ///
    /// # Errors
    /// The store failed.
    pub fn search_premises(
        &self,
        query: &str,
        limit: usize,
    ) -> Result<Vec<PremisesRow>, CoreError> {
        self.not_locked()?;
        let store = &self.inner.store;
        let mut rows = Vec::new();
        for hit in store.search(query, limit)? {
            rows.extend(store.premises_row(hit.record)?);
        }
        Ok(rows)
    }
}
