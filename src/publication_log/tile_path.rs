//! The paths of tiles (C2SP tlog-tiles): `LEVEL/INDEX`, with `.p/WIDTH` for a partial tile. Pure.
//!
//! An index is written in groups of three digits, all but the last with an `x` in front: 1234067 is `x001/x234/067`.

use super::tree::TILE_WIDTH;

/// The part of the tree that a tile covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TilePath {
    pub level: usize,
    pub index: usize,
    /// Number of hashes, 1 to 256; 256 for a full tile.
    pub width: usize,
}

impl TilePath {
    /// Parses a path; only the canonical form is accepted.
    pub fn parse(text: &str) -> Option<Self> {
        let (level, rest) = text.split_once('/')?;
        let level = level.parse().ok().filter(|level| *level < 64)?;
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, width.parse().ok().filter(|width| (1..TILE_WIDTH).contains(width))?),
            None => (rest, TILE_WIDTH),
        };
        let mut index: usize = 0;
        for group in groups.split('/') {
            let digits: usize = group.trim_start_matches('x').parse().ok()?;
            index = index.checked_mul(1000)?.checked_add(digits)?;
        }
        let read = Self { level, index, width };
        (read.path() == text).then_some(read)
    }

    /// Returns the path below `tile/`.
    pub fn path(&self) -> String {
        let mut groups = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups = format!("x{:03}/{groups}", rest % 1000);
            rest /= 1000;
        }
        let part = if self.width == TILE_WIDTH { String::new() } else { format!(".p/{}", self.width) };
        format!("{}/{groups}{part}", self.level)
    }
}

/// Returns the tiles of a tree of `size` leaves, level by level.
pub fn tiles(size: usize) -> Vec<TilePath> {
    let mut tiles = Vec::new();
    let (mut nodes, mut level) = (size, 0);
    while nodes > 0 {
        let full = nodes / TILE_WIDTH;
        tiles.extend((0..full).map(|index| TilePath { level, index, width: TILE_WIDTH }));
        let width = nodes % TILE_WIDTH;
        if width > 0 {
            tiles.push(TilePath { level, index: full, width });
        }
        (nodes, level) = (full, level + 1);
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_in_one_way() {
        for (level, index, width, want) in [
            (0, 0, 256, "0/000"),
            (0, 0, 5, "0/000.p/5"),
            (1, 999, 256, "1/999"),
            (0, 1000, 256, "0/x001/000"),
            (2, 1_234_067, 8, "2/x001/x234/067.p/8"),
        ] {
            let tile = TilePath { level, index, width };
            assert_eq!(tile.path(), want);
            assert_eq!(TilePath::parse(want), Some(tile));
        }
        for bad in ["", "0", "0/", "0/0", "00/000", "0/0000", "0/x000/001", "0/000.p/256", "0/000.p/0", "0/000.p/05", "64/000"] {
            assert_eq!(TilePath::parse(bad), None, "{bad}");
        }
        for bad in ["entries/000", "0/-01", "0/+01", "0/xx1/000", "0/000.p/", "0/000/", "0/99999999999999999999999"] {
            assert_eq!(TilePath::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_tiles_of_a_tree() {
        let paths = |size| tiles(size).iter().map(TilePath::path).collect::<Vec<_>>();
        assert_eq!(paths(0), [""; 0]);
        assert_eq!(paths(5), ["0/000.p/5"]);
        assert_eq!(paths(256), ["0/000", "1/000.p/1"]);
        assert_eq!(paths(520), ["0/000", "0/001", "0/002.p/8", "1/000.p/2"]);
    }
}
