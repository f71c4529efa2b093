//! The Merkle tree of RFC 9162 section 2.1 over leaf hashes, with its proofs and tiles. Pure.
//!
//! `ct-merkle` keeps the leaves themselves and gives only the newest root. The log keeps hashes alone, because a withdrawn
//! document is deleted, and needs older sizes. So the tree is our own, and the tests compare it with other implementations.

use sha2::{Digest, Sha256};

/// A node of the tree.
pub type Hash = [u8; 32];

/// The number of hashes in a full tile (C2SP tlog-tiles: a tile is 8 levels high).
pub const TILE_WIDTH: usize = 256;

/// Returns the hash of a leaf: SHA-256(0x00 || bytes).
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Every complete subtree, by height. It only grows.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// Returns the number of leaves.
    pub fn size(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// Adds a leaf. The cost is that of the subtrees it completes.
    pub fn push(&mut self, leaf: Hash) {
        let (mut node, mut height) = (leaf, 0);
        loop {
            if height == self.levels.len() {
                self.levels.push(Vec::new());
            }
            let Some(level) = self.levels.get_mut(height) else { return };
            level.push(node);
            match level.as_slice() {
                [.., left, right] if level.len().is_multiple_of(2) => node = node_hash(left, right),
                _ => return,
            }
            height += 1;
        }
    }

    /// Returns the hash of a leaf.
    pub fn leaf(&self, leaf: usize) -> Option<Hash> {
        self.levels.first()?.get(leaf).copied()
    }

    /// Returns the root over the first `size` leaves; `None` when there are fewer.
    pub fn root(&self, size: usize) -> Option<Hash> {
        if size == 0 { Some(Sha256::digest([]).into()) } else { self.subtree(0, size) }
    }

    /// Returns the root over the leaves from `from` up to `to`, where RFC 9162 splits the tree so.
    fn subtree(&self, from: usize, to: usize) -> Option<Hash> {
        let size = to.checked_sub(from)?;
        if size.is_power_of_two() {
            let height = usize::try_from(size.trailing_zeros()).ok()?;
            return self.levels.get(height)?.get(from / size).copied();
        }
        let middle = from + split(size)?;
        Some(node_hash(&self.subtree(from, middle)?, &self.subtree(middle, to)?))
    }

    /// Returns the proof that `leaf` is in the tree of the first `size` leaves (RFC 9162 section 2.1.3.1), from the leaf
    /// upwards.
    pub fn inclusion(&self, leaf: usize, size: usize) -> Option<Vec<Hash>> {
        if leaf >= size || size > self.size() {
            return None;
        }
        let (mut from, mut to, mut path) = (0, size, Vec::new());
        while to - from > 1 {
            let middle = from + split(to - from)?;
            if leaf < middle {
                path.push(self.subtree(middle, to)?);
                to = middle;
            } else {
                path.push(self.subtree(from, middle)?);
                from = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// Returns the proof that the tree of the first `first` leaves is a prefix of that of the first `second` (RFC 9162 section
    /// 2.1.4.1); empty when one of them is empty or both are the same.
    pub fn consistency(&self, first: usize, second: usize) -> Option<Vec<Hash>> {
        if first > second || second > self.size() {
            return None;
        }
        if first == 0 {
            return Some(Vec::new());
        }
        let (mut from, mut to, mut path, mut known) = (0, second, Vec::new(), true);
        while first < to {
            let middle = from + split(to - from)?;
            if first <= middle {
                path.push(self.subtree(middle, to)?);
                to = middle;
            } else {
                path.push(self.subtree(from, middle)?);
                from = middle;
                known = false;
            }
        }
        if !known {
            path.push(self.subtree(from, to)?);
        }
        path.reverse();
        Some(path)
    }

    /// Returns the first `width` hashes of a tile; `None` when there are fewer.
    pub fn tile(&self, level: usize, index: usize, width: usize) -> Option<&[Hash]> {
        let from = index.checked_mul(TILE_WIDTH)?;
        self.levels.get(level.checked_mul(8)?)?.get(from..from.checked_add(width)?)
    }
}

/// Returns the largest power of two that is smaller than `size`.
fn split(size: usize) -> Option<usize> {
    Some(1 << size.checked_sub(1)?.checked_ilog2()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::digest::hex;

    /// Returns the test leaves of the Certificate Transparency implementations.
    fn leaves() -> Vec<Vec<u8>> {
        let texts = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let byte = |text: &str, at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal");
        texts.iter().map(|text| (0..text.len()).step_by(2).map(|at| byte(text, at)).collect()).collect()
    }

    fn tree() -> Tree {
        let mut tree = Tree::default();
        for leaf in leaves() {
            tree.push(leaf_hash(&leaf));
        }
        tree
    }

    fn hexes(path: Option<Vec<Hash>>) -> Vec<String> {
        path.expect("a proof").iter().map(|hash| hex(hash)).collect()
    }

    #[test]
    fn the_roots_of_certificate_transparency() {
        let want = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let tree = tree();
        for (size, want) in want.iter().enumerate() {
            assert_eq!(hex(&tree.root(size).expect("a root")), *want, "{size}");
        }
        assert_eq!(tree.root(9), None);
    }

    #[test]
    fn the_proofs_of_certificate_transparency() {
        let tree = tree();
        let first = [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ];
        assert_eq!(hexes(tree.inclusion(0, 8)), first);
        assert_eq!(hexes(tree.inclusion(2, 3)), ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]);
        assert_eq!(hexes(tree.inclusion(0, 1)), [""; 0]);
        assert_eq!(hexes(tree.consistency(1, 8)), first);
        assert_eq!(hexes(tree.consistency(1, 1)), [""; 0]);
        let from_six = [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ];
        assert_eq!(hexes(tree.consistency(6, 8)), from_six);
        for (leaf, size) in [(0, 0), (1, 1), (0, 9), (9, 8)] {
            assert_eq!(tree.inclusion(leaf, size), None);
        }
        assert_eq!((tree.consistency(3, 2), tree.consistency(1, 9)), (None, None));
    }
}
