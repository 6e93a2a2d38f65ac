//! Draws: of several that are announced at once each is judged by those before it, and its secret
//! comes with it.

use wangge_domain::draw::{DrawAct, DrawEntry, Withdrawal};
use wangge_domain::{Digest, RecordId, UserId};
use wangge_protocol::PublicKey;
use wangge_sync_engine::store::StoreError;

use super::{NOW, add, of_each, tenant};
use crate::store::SealedSecret;

/// What is in it is the business of the rules, not of the store.
fn entry() -> DrawEntry {
    DrawEntry {
        previous: Digest([0; 32]),
        at: NOW,
        by: UserId::from_bytes([1; 16]),
        act: DrawAct::Withdrawn(Withdrawal {
            reason: "名单有误".to_owned(),
        }),
    }
}

fn draw(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn secret(number: u8) -> SealedSecret {
    SealedSecret {
        key: PublicKey([number; 32]),
        sealed: vec![number; 72],
    }
}

#[test]
fn of_draws_that_are_announced_at_once_one_is_kept_with_its_secret() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        add(database.as_ref(), tenant(2));
        let kept: Vec<u8> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8_u8)
                .map(|number| {
                    scope.spawn(move || {
                        let (entry, secret) = (entry(), secret(number));
                        let id = draw(number);
                        match database.announce_draw(tenant(1), id, &entry, &secret, 0) {
                            Ok(()) => Some(number),
                            Err(StoreError::HeadMoved) => None,
                            Err(error) => panic!("{error}"),
                        }
                    })
                })
                .collect();
            let results = workers.into_iter().map(|worker| worker.join().unwrap());
            results.flatten().collect()
        });
        assert_eq!(kept.len(), 1, "{kept:?}");
        let announced = database.draws(tenant(1)).unwrap();
        assert_eq!(announced.len(), 1);
        for number in 0..8 {
            let found = database.draw_secret(tenant(1), draw(number)).unwrap();
            let own = (number == kept[0]).then(|| secret(number));
            assert_eq!(found, own, "{number}");
        }
        // Whoever has seen it may announce; another tenant knows nothing of either.
        let second = database.announce_draw(tenant(1), draw(9), &entry(), &secret(9), 1);
        second.unwrap();
        let again = database.announce_draw(tenant(1), draw(9), &entry(), &secret(8), 2);
        assert!(matches!(again, Err(StoreError::HeadMoved)), "{again:?}");
        let found = database.draw_secret(tenant(1), draw(9)).unwrap();
        assert_eq!(found, Some(secret(9)), "it is not changed");
        assert_eq!(database.draw_secret(tenant(2), draw(9)).unwrap(), None);
        let other = database.announce_draw(tenant(2), draw(9), &entry(), &secret(2), 0);
        other.unwrap();
        let found = database.draw_secret(tenant(1), draw(9)).unwrap();
        assert_eq!(found, Some(secret(9)));
    });
}
