//! Which parts of the code memory are free.
//!
//! First fit over a list sorted by place, neighbours merged: there are few hundred pieces at most, and they come and
//! go with procedures, so nothing cleverer is needed.

/// Pieces start at multiples of this many bytes, a cache line: wherever else the same code came to lie, it took up to a
/// sixth more time.
pub(super) const ALIGNMENT: usize = 64;

/// Free ranges, sorted, none touching the next.
#[derive(Debug)]
pub(super) struct FreeList {
    ranges: Vec<(usize, usize)>,
}

impl FreeList {
    /// All of `size` bytes.
    pub(super) fn new(size: usize) -> FreeList {
        FreeList {
            ranges: vec![(0, size)],
        }
    }

    /// Takes `size` bytes, rounded up: offset and what was really taken.
    pub(super) fn take(&mut self, size: usize) -> Option<(usize, usize)> {
        let size = size.max(1).next_multiple_of(ALIGNMENT);
        let i = self.ranges.iter().position(|range| range.1 >= size)?;
        let (start, length) = self.ranges[i];
        if length == size {
            self.ranges.remove(i);
        } else {
            self.ranges[i] = (start + size, length - size);
        }
        Some((start, size))
    }

    /// Gives back what was taken.
    pub(super) fn give(&mut self, start: usize, size: usize) {
        let i = self.ranges.partition_point(|range| range.0 < start);
        self.ranges.insert(i, (start, size));
        if let Some(&(next, length)) = self.ranges.get(i + 1)
            && start + size == next
        {
            self.ranges[i].1 += length;
            self.ranges.remove(i + 1);
        }
        if i > 0 {
            let (before, length) = self.ranges[i - 1];
            if before + length == start {
                self.ranges[i - 1].1 += self.ranges[i].1;
                self.ranges.remove(i);
            }
        }
    }

    /// Bytes that are free.
    #[cfg(test)]
    pub(super) fn total(&self) -> usize {
        self.ranges.iter().map(|range| range.1).sum()
    }

    /// How many ranges they are in.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.ranges.len()
    }
}
