//! The tree of the publication log against two implementations that are not ours: one that follows the definitions of RFC 9162
//! word by word, written here, and the port of Go's `sumdb/tlog` in the crate `tlog_tiles`.

use answerable::publication_log::tile_path::{TilePath, tiles};
use answerable::publication_log::tree::{Hash, Tree, leaf_hash};
use sha2::{Digest, Sha256};
use tlog_tiles::{check_record, check_tree};

/// As far as every size and every leaf is tried.
const MOST: usize = 70;

fn entry(number: usize) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

fn tree(size: usize) -> Tree {
    let mut tree = Tree::default();
    (0..size).for_each(|number| tree.push(leaf_hash(&entry(number))));
    tree
}

/// RFC 9162 section 2.1.1: MTH(D[n]).
fn root(entries: &[Vec<u8>]) -> Hash {
    match entries {
        [] => Sha256::digest([]).into(),
        [one] => Sha256::new().chain_update([0]).chain_update(one).finalize().into(),
        more => {
            let (left, right) = more.split_at(half(more.len()));
            Sha256::new().chain_update([1]).chain_update(root(left)).chain_update(root(right)).finalize().into()
        }
    }
}

/// The largest power of two smaller than `n`.
fn half(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

/// RFC 9162 section 2.1.3.1: PATH(m, D[n]).
fn path(m: usize, entries: &[Vec<u8>]) -> Vec<Hash> {
    if entries.len() == 1 {
        return Vec::new();
    }
    let (left, right) = entries.split_at(half(entries.len()));
    if m < left.len() {
        [path(m, left), vec![root(right)]].concat()
    } else {
        [path(m - left.len(), right), vec![root(left)]].concat()
    }
}

/// RFC 9162 section 2.1.4.1: SUBPROOF(m, D[n], b).
fn subproof(m: usize, entries: &[Vec<u8>], whole: bool) -> Vec<Hash> {
    if m == entries.len() {
        return if whole { Vec::new() } else { vec![root(entries)] };
    }
    let (left, right) = entries.split_at(half(entries.len()));
    if m <= left.len() {
        [subproof(m, left, whole), vec![root(right)]].concat()
    } else {
        [subproof(m - left.len(), right, false), vec![root(left)]].concat()
    }
}

fn theirs(hash: Hash) -> tlog_tiles::Hash {
    tlog_tiles::Hash(hash)
}

fn all(hashes: &[Hash]) -> Vec<tlog_tiles::Hash> {
    hashes.iter().copied().map(theirs).collect()
}

#[test]
fn roots_and_proofs_of_all_sizes() {
    let entries: Vec<Vec<u8>> = (0..MOST).map(entry).collect();
    let tree = tree(MOST);
    for size in 0..=MOST {
        let whole = tree.root(size).expect("a root");
        assert_eq!(whole, root(&entries[..size]), "{size}");
        for leaf in 0..size {
            let proof = tree.inclusion(leaf, size).expect("a proof");
            assert_eq!(proof, path(leaf, &entries[..size]), "{leaf} in {size}");
            let hash = theirs(leaf_hash(&entries[leaf]));
            let (n, t) = (u64::try_from(leaf).expect("a number"), u64::try_from(size).expect("a number"));
            check_record(&all(&proof), t, theirs(whole), n, hash).expect("a proof that holds");
            let other = theirs(leaf_hash(b"another"));
            assert!(check_record(&all(&proof), t, theirs(whole), n, other).is_err());
        }
        for first in 1..=size {
            let proof = tree.consistency(first, size).expect("a proof");
            assert_eq!(proof, subproof(first, &entries[..size], true), "{first} to {size}");
            let (n, t) = (u64::try_from(first).expect("a number"), u64::try_from(size).expect("a number"));
            let old = theirs(tree.root(first).expect("a root"));
            check_tree(&all(&proof), t, theirs(whole), n, old).expect("a proof that holds");
        }
    }
}

#[test]
fn a_tree_that_grew_is_that_of_its_leaves() {
    let mut grown = Tree::default();
    for size in 0..700 {
        if size % 97 == 0 {
            assert_eq!(grown.root(size), tree(size).root(size), "{size}");
        }
        grown.push(leaf_hash(&entry(size)));
    }
}

#[test]
fn tiles_have_their_paths_and_hashes() {
    let tree = tree(70_000);
    for tile in tiles(70_000) {
        let (level, width) = (u8::try_from(tile.level).expect("a level"), u32::try_from(tile.width).expect("a width"));
        let index = u64::try_from(tile.index).expect("an index");
        let known = tlog_tiles::Tile::new(8, level, index, width, false);
        // They follow Go, whose paths begin with the height of tiles; C2SP leaves it out.
        assert_eq!(known.path(), format!("tile/8/{}", tile.path()));
        let bytes = tree.tile(tile.level, tile.index, tile.width).expect("a tile");
        if tile.width == 256 {
            let above = tree.tile(tile.level + 1, tile.index / 256, tile.index % 256 + 1).expect("a tile above");
            assert_eq!(tlog_tiles::Tile::subtree_hash(&bytes.concat()), theirs(above[tile.index % 256]));
        }
    }
    assert_eq!(TilePath::parse("2/000.p/1"), tiles(70_000).last().copied());
    assert!(tree.tile(0, 273, 113).is_none() && tree.tile(0, 273, 112).is_some());
}
