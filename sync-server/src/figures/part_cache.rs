use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use wangge_domain::GridId;
use wangge_domain::policy::PolicyPack;

use super::part::PartRecords;

/// Which part of the records（分块名）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartName {
    pub(super) top: Option<GridId>,
    /// A township counted alone holds what lies in it, as a part of the county what hangs on its
    /// premises: where the two differ both are kept.
    pub(super) has_strays: bool,
}

/// All that an answer depends on beside its question（依据）. Nothing here is a time after which an
/// answer goes stale: one that rests on another state is never given.
#[derive(Clone)]
pub(super) struct PartState {
    pub(super) records: PartRecords,
    pub(super) pack: Arc<PolicyPack>,
    pub(super) today: NaiveDate,
    /// The last row of the control stream, where the answer depends on what it says.
    pub(super) control: Option<u64>,
}

impl PartState {
    fn is(&self, other: &Self) -> bool {
        self.today == other.today
            && self.control == other.control
            && Arc::ptr_eq(&self.pack, &other.pack)
            && self.records == other.records
    }
}

/// Answers by question and part（分块结果缓存）: so many questions, those that were asked last, each with
/// one answer for each part. Whoever asks what is being computed waits for it.
pub(crate) struct PartCache<Q, A> {
    asked: Mutex<Asked<Q, A>>,
    /// Questions kept.
    questions: usize,
}

struct Asked<Q, A> {
    turns: u64,
    questions: BTreeMap<Q, Answers<A>>,
}

struct Answers<A> {
    /// The turn in which it was asked last.
    last: u64,
    parts: BTreeMap<PartName, Arc<Slot<A>>>,
}

/// One answer with what it rests on; locked while it is computed.
type Slot<A> = Mutex<Option<(PartState, Arc<A>)>>;

impl<Q: Ord + Clone, A> PartCache<Q, A> {
    pub(crate) fn keeping(questions: usize) -> Self {
        Self {
            asked: Mutex::new(Asked {
                turns: 0,
                questions: BTreeMap::new(),
            }),
            questions,
        }
    }

    /// The answer for a part in this state: the one at hand if it rests on just this state, else
    /// computed now. What could not be computed is not kept.
    pub(super) fn answer<E>(
        &self,
        question: &Q,
        part: PartName,
        state: PartState,
        compute: impl FnOnce() -> Result<A, E>,
    ) -> Result<Arc<A>, E> {
        let slot = self.slot(question, part);
        let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, answer)) = kept.as_ref()
            && of.is(&state)
        {
            return Ok(Arc::clone(answer));
        }
        let answer = Arc::new(compute()?);
        *kept = Some((state, Arc::clone(&answer)));
        Ok(answer)
    }

    /// The place of an answer; the question that nobody has asked for longest gives way to a new one.
    fn slot(&self, question: &Q, part: PartName) -> Arc<Slot<A>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.turns += 1;
        let turn = asked.turns;
        if !asked.questions.contains_key(question) && asked.questions.len() >= self.questions {
            let oldest = asked.questions.iter().min_by_key(|(_, it)| it.last);
            if let Some(oldest) = oldest.map(|(oldest, _)| oldest.clone()) {
                asked.questions.remove(&oldest);
            }
        }
        let place = asked.questions.entry(question.clone());
        let answers = place.or_insert_with(|| Answers {
            last: turn,
            parts: BTreeMap::new(),
        });
        answers.last = turn;
        let slot = answers.parts.entry(part).or_default();
        Arc::clone(slot)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;

    use wangge_domain::policy::default_pack;

    use super::*;

    const PART: PartName = PartName {
        top: None,
        has_strays: false,
    };

    fn state(pack: &Arc<PolicyPack>, day: &str) -> PartState {
        PartState {
            records: PartRecords::default(),
            pack: Arc::clone(pack),
            today: day.parse().unwrap(),
            control: None,
        }
    }

    #[test]
    fn what_rests_on_another_state_is_computed_again() {
        let (pack, newer) = (Arc::new(default_pack()), Arc::new(default_pack()));
        let cache: PartCache<u8, usize> = PartCache::keeping(2);
        let computed = AtomicUsize::new(0);
        let ask = |question: u8, state: PartState| {
            let compute = || Ok::<_, ()>(computed.fetch_add(1, Ordering::SeqCst) + 1);
            *cache.answer(&question, PART, state, compute).unwrap()
        };
        assert_eq!(ask(1, state(&pack, "2026-09-01")), 1);
        assert_eq!(ask(1, state(&pack, "2026-09-01")), 1, "at hand");
        assert_eq!(ask(1, state(&pack, "2026-09-02")), 2, "another day");
        assert_eq!(ask(1, state(&newer, "2026-09-02")), 3, "another pack");
        let mut later = state(&newer, "2026-09-02");
        later.control = Some(7);
        assert_eq!(ask(1, later), 4, "another row of the control stream");
        assert_eq!(ask(1, state(&newer, "2026-09-02")), 5, "an earlier one");
        // The question that was asked last but two gives way.
        assert_eq!(ask(2, state(&pack, "2026-09-01")), 6);
        assert_eq!(ask(1, state(&newer, "2026-09-02")), 5);
        assert_eq!(ask(3, state(&pack, "2026-09-01")), 7);
        assert_eq!(ask(1, state(&newer, "2026-09-02")), 5, "still there");
        assert_eq!(ask(2, state(&pack, "2026-09-01")), 8, "gone");
    }

    #[test]
    fn what_failed_is_computed_again() {
        let pack = Arc::new(default_pack());
        let cache: PartCache<u8, usize> = PartCache::keeping(1);
        let day = || state(&pack, "2026-09-01");
        assert_eq!(
            cache.answer(&1, PART, day(), || Err("no reader")),
            Err("no reader")
        );
        let second = cache.answer(&1, PART, day(), || Ok::<_, ()>(2));
        assert_eq!(second.as_deref(), Ok(&2));
    }

    #[test]
    fn whoever_asks_meanwhile_waits_for_the_answer() {
        let pack = Arc::new(default_pack());
        let cache: PartCache<u8, usize> = PartCache::keeping(1);
        let (started, has_started) = channel();
        let (go, may_go) = channel();
        let (asking, is_asking) = channel();
        let day = || state(&pack, "2026-09-01");
        let (cache, day) = (&cache, &day);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                cache.answer(&1, PART, day(), || {
                    started.send(()).unwrap();
                    may_go.recv().unwrap();
                    Ok::<_, ()>(1)
                })
            });
            has_started.recv().unwrap();
            let other = scope.spawn(move || {
                asking.send(()).unwrap();
                *cache.answer(&1, PART, day(), || Ok::<_, ()>(2)).unwrap()
            });
            is_asking.recv().unwrap();
            go.send(()).unwrap();
            assert_eq!(other.join().unwrap(), 1);
        });
    }
}
