//! The Merkle tree under a seal: a node without a sibling moves up unchanged.

use std::collections::BTreeMap;

use wangge_domain::Digest;

use crate::Hasher;

fn leaf_hash(id: &Digest) -> Digest {
    Hasher::new("wangge/leaf/1").part(&id.0).finish()
}

fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Hasher::new("wangge/node/1")
        .part(&left.0)
        .part(&right.0)
        .finish()
}

/// Every level of the tree over these envelope ids, leaves first. Empty for no ids.
fn levels(ids: &[Digest]) -> Vec<Vec<Digest>> {
    if ids.is_empty() {
        return Vec::new();
    }
    let mut levels = vec![ids.iter().map(leaf_hash).collect::<Vec<_>>()];
    while levels.last().is_some_and(|level| level.len() > 1) {
        let below = &levels[levels.len() - 1];
        let above = below
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => node_hash(left, right),
                [single] => *single,
                _ => Digest::ZERO,
            })
            .collect();
        levels.push(above);
    }
    levels
}

/// The root over these ids (zero for none).
pub(crate) fn root(ids: &[Digest]) -> Digest {
    levels(ids)
        .last()
        .and_then(|top| top.first())
        .copied()
        .unwrap_or(Digest::ZERO)
}

/// For each id, the siblings on its way to the root, leaf level first.
pub(crate) fn proofs(ids: &[Digest]) -> Vec<Vec<Digest>> {
    let levels = levels(ids);
    (0..ids.len())
        .map(|leaf| {
            let mut index = leaf;
            let mut proof = Vec::new();
            for level in &levels {
                if let Some(sibling) = level.get(index ^ 1) {
                    proof.push(*sibling);
                }
                index /= 2;
            }
            proof
        })
        .collect()
}

/// The root that follows from some leaves of a tree of `count` leaves and the nodes that the
/// leaves alone do not give, in the order level by level, left to right.
/// `None`: too few or too many nodes, or a leaf outside the tree.
pub(crate) fn root_from(
    count: usize,
    leaves: &BTreeMap<usize, Digest>,
    nodes: &[Digest],
) -> Option<Digest> {
    if leaves.is_empty() || leaves.keys().any(|index| *index >= count) {
        return None;
    }
    let mut known: BTreeMap<usize, Digest> = leaves
        .iter()
        .map(|(index, id)| (*index, leaf_hash(id)))
        .collect();
    let mut nodes = nodes.iter();
    let mut width = count;
    while width > 1 {
        let mut above = BTreeMap::new();
        for index in known.keys().copied().collect::<Vec<_>>() {
            let parent = index / 2;
            if above.contains_key(&parent) {
                continue;
            }
            let (left, right) = (parent * 2, parent * 2 + 1);
            let hash = if right >= width {
                known[&left]
            } else {
                let mut side = |at: usize| known.get(&at).or_else(|| nodes.next()).copied();
                node_hash(&side(left)?, &side(right)?)
            };
            above.insert(parent, hash);
        }
        known = above;
        width = width.div_ceil(2);
    }
    if nodes.next().is_some() {
        return None;
    }
    known.get(&0).copied()
}

/// The nodes that [`root_from`] needs for these leaves, taken from the leaves' own proofs.
pub(crate) fn joint_proof(
    count: usize,
    leaves: &BTreeMap<usize, (Digest, Vec<Digest>)>,
) -> Vec<Digest> {
    let mut out = Vec::new();
    let mut known: BTreeMap<usize, Vec<Digest>> = leaves
        .iter()
        .map(|(index, (_, proof))| (*index, proof.clone()))
        .collect();
    let mut width = count;
    while width > 1 {
        let mut above: BTreeMap<usize, Vec<Digest>> = BTreeMap::new();
        for (index, proof) in &known {
            let parent = index / 2;
            if above.contains_key(&parent) {
                continue;
            }
            let has_sibling = (index ^ 1) < width;
            let mut rest = proof.clone();
            if has_sibling && !rest.is_empty() {
                let sibling = rest.remove(0);
                if !known.contains_key(&(index ^ 1)) {
                    out.push(sibling);
                }
            }
            above.insert(parent, rest);
        }
        known = above;
        width = width.div_ceil(2);
    }
    out
}

/// The way to the root of each leaf, worked out from all leaves and the joint nodes.
pub(crate) fn separate(
    count: usize,
    leaves: &BTreeMap<usize, Digest>,
    nodes: &[Digest],
) -> Option<BTreeMap<usize, Vec<Digest>>> {
    let mut known: BTreeMap<usize, Digest> = leaves
        .iter()
        .map(|(index, id)| (*index, leaf_hash(id)))
        .collect();
    let mut proofs: BTreeMap<usize, Vec<Digest>> =
        leaves.keys().map(|index| (*index, Vec::new())).collect();
    let mut nodes = nodes.iter();
    let (mut width, mut depth) = (count, 0_u32);
    while width > 1 {
        for parent in known
            .keys()
            .map(|index| index / 2)
            .collect::<std::collections::BTreeSet<_>>()
        {
            for side in [parent * 2, parent * 2 + 1] {
                if side < width && !known.contains_key(&side) {
                    known.insert(side, *nodes.next()?);
                }
            }
        }
        for (leaf, proof) in &mut proofs {
            if let Some(sibling) = known.get(&((leaf >> depth) ^ 1)) {
                proof.push(*sibling);
            }
        }
        known = known
            .keys()
            .map(|index| index / 2)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .filter_map(|parent| {
                let left = known.get(&(parent * 2))?;
                let hash = match known.get(&(parent * 2 + 1)) {
                    Some(right) => node_hash(left, right),
                    None => *left,
                };
                Some((parent, hash))
            })
            .collect();
        width = width.div_ceil(2);
        depth += 1;
    }
    Some(proofs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: usize) -> Vec<Digest> {
        (0..count)
            .map(|n| crate::sha256(&n.to_be_bytes()))
            .collect()
    }

    #[test]
    fn any_subset_of_any_small_tree_proves_the_root() {
        for count in 1..=9_usize {
            let ids = ids(count);
            let proofs = proofs(&ids);
            for mask in 1..(1_u32 << count) {
                let chosen: BTreeMap<usize, (Digest, Vec<Digest>)> = (0..count)
                    .filter(|index| mask & (1 << index) != 0)
                    .map(|index| (index, (ids[index], proofs[index].clone())))
                    .collect();
                let nodes = joint_proof(count, &chosen);
                let leaves = chosen
                    .iter()
                    .map(|(index, (id, _))| (*index, *id))
                    .collect();
                assert_eq!(
                    root_from(count, &leaves, &nodes),
                    Some(root(&ids)),
                    "{count} {mask:b}"
                );
                let apart = separate(count, &leaves, &nodes).unwrap();
                for (index, proof) in &apart {
                    assert_eq!(*proof, proofs[*index], "{count} {mask:b} {index}");
                }
            }
        }
    }

    #[test]
    fn another_leaf_or_a_node_more_or_less_does_not_prove_it() {
        let ids = ids(5);
        let proofs = proofs(&ids);
        let mut leaves = BTreeMap::from([(3, ids[3])]);
        assert_eq!(root_from(5, &leaves, &proofs[3]), Some(root(&ids)));
        let mut longer = proofs[3].clone();
        longer.push(Digest::ZERO);
        assert_eq!(root_from(5, &leaves, &longer), None);
        assert_eq!(root_from(5, &leaves, &proofs[3][1..]), None);
        leaves.insert(3, ids[2]);
        assert_ne!(root_from(5, &leaves, &proofs[3]), Some(root(&ids)));
    }
}
