use crate::Digest;
use crate::draw::secret::sha256;
use crate::draw::target_key;
use crate::draw::tests::kit::place;

/// Weights of twelve places; 36 tickets in all.
const WEIGHTS: [u32; 12] = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 2, 4];
const SEEDS: u32 = 10_000;

/// How often each place came first.
fn first_picks(weights: &[u32]) -> Vec<u32> {
    let mut counts = vec![0; weights.len()];
    for number in 0..SEEDS {
        let seed: Digest = sha256(&[&number.to_be_bytes()]);
        let first = (0_u8..)
            .zip(weights)
            .map(|(n, weight)| (target_key(&seed, place(n), 1, *weight), n))
            .min()
            .unwrap();
        counts[usize::from(first.1)] += 1;
    }
    counts
}

/// Pearson's statistic, times 1000, against frequencies in proportion to `weights`.
fn chi_square_thousandths(counts: &[u32], weights: &[u32]) -> u64 {
    let all: u64 = weights.iter().map(|it| u64::from(*it)).sum();
    counts
        .iter()
        .zip(weights)
        .map(|(count, weight)| {
            // (O - E)²/E with E = SEEDS·w/W, over the common denominator: exact integers.
            let (seeds, weight) = (u64::from(SEEDS), u64::from(*weight));
            let apart = (u64::from(*count) * all).abs_diff(seeds * weight);
            apart * apart * 1000 / (seeds * weight * all)
        })
        .sum()
}

#[test]
fn the_first_pick_is_proportional_to_the_weights() {
    let counts = first_picks(&WEIGHTS);
    let statistic = chi_square_thousandths(&counts, &WEIGHTS);
    // 31.264 is the 99.9 % point with 11 degrees of freedom. The seeds are fixed, so the
    // statistic is one number for ever: this is a property of the keys, not a matter of luck.
    assert!(
        statistic < 31_264,
        "chi-square {statistic}/1000, counts {counts:?}"
    );
    // The same counts are far from equal chances: the test would see weights that are ignored.
    assert!(chi_square_thousandths(&counts, &[1; 12]) > 1_000_000);
}

#[test]
fn equal_weights_give_equal_chances() {
    let statistic = chi_square_thousandths(&first_picks(&[1; 12]), &[1; 12]);
    assert!(statistic < 31_264, "chi-square {statistic}/1000");
}
