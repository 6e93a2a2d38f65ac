use std::sync::{Mutex, PoisonError};
use std::vec::IntoIter;

/// Work that several threads take one by one（分摊的工作）.
pub(super) struct Taken<'a, T>(&'a Mutex<IntoIter<T>>);

impl<T> Taken<'_, T> {
    /// The next piece that nobody has taken.
    pub(super) fn next(&self) -> Option<T> {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        left.next()
    }
}

/// Lets every core take its share of the work; gives what each made of it, in no order. The first
/// error counts.
pub(super) fn on_all_cores<T, R, E>(
    work: Vec<T>,
    each: impl Fn(&Taken<'_, T>) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E>
where
    T: Send,
    R: Send,
    E: Send,
{
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(work.len()).max(1);
    let left = Mutex::new(work.into_iter());
    std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| each(&Taken(&left))))
            .collect();
        started
            .into_iter()
            .map(|thread| {
                let ended = thread.join();
                ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_once_and_an_error_is_told() {
        let parts = on_all_cores((0..100_u32).collect(), |taken: &Taken<'_, u32>| {
            let mut own = Vec::new();
            while let Some(one) = taken.next() {
                own.push(one);
            }
            Ok::<_, ()>(own)
        });
        let mut all: Vec<u32> = parts.unwrap().into_iter().flatten().collect();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        let failed = on_all_cores(vec![1], |_: &Taken<'_, u32>| Err::<(), _>("no"));
        assert_eq!(failed, Err("no"));
        let nothing = on_all_cores(Vec::new(), |_: &Taken<'_, u32>| Ok::<_, ()>(()));
        assert_eq!(nothing, Ok(vec![()]));
    }
}
