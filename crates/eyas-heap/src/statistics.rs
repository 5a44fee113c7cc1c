//! Counters of the collector.
//!
//! A pause is measured twice: in processor time of the thread, which tells what the collector does, and by the clock,
//! which tells what the program notices; on a busy machine the second says more about the neighbours.

use std::time::{Duration, Instant};

/// Pauses of one sort: count, sum, longest, and a histogram with eight buckets per power of two. Times are processor
/// time unless they say otherwise.
#[derive(Clone, Debug)]
pub struct Pauses {
    /// How many there were.
    pub count: u64,
    /// All together, in nanoseconds.
    pub total_ns: u64,
    /// The longest, in nanoseconds.
    pub max_ns: u64,
    /// All together by the clock, in nanoseconds.
    pub clock_total_ns: u64,
    /// The longest by the clock, in nanoseconds.
    pub clock_max_ns: u64,
    buckets: Vec<u32>,
}

impl Default for Pauses {
    fn default() -> Pauses {
        Pauses {
            count: 0,
            total_ns: 0,
            max_ns: 0,
            clock_total_ns: 0,
            clock_max_ns: 0,
            buckets: vec![0; 64 * 8],
        }
    }
}

/// A running measurement.
#[derive(Debug)]
pub struct Stopwatch {
    processor: u64,
    clock: Instant,
}

impl Stopwatch {
    /// Time counts from now on.
    pub fn start() -> Stopwatch {
        Stopwatch {
            processor: processor_ns(),
            clock: Instant::now(),
        }
    }
}

/// Processor time that this thread has used, in nanoseconds.
fn processor_ns() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is a valid place for the answer. Every system that has threads has this clock; if it had not,
    // the answer would stay zero.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

impl Pauses {
    /// Adds the time since the watch was started.
    pub fn add(&mut self, watch: &Stopwatch) {
        let clock = u64::try_from(watch.clock.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let processor = processor_ns().saturating_sub(watch.processor);
        self.add_ns(processor, clock);
    }

    fn add_ns(&mut self, processor: u64, clock: u64) {
        let ns = processor.max(8);
        self.count += 1;
        self.total_ns += ns;
        self.max_ns = self.max_ns.max(ns);
        self.clock_total_ns += clock;
        self.clock_max_ns = self.clock_max_ns.max(clock);
        let exponent = ns.ilog2();
        let eighth = (ns >> (exponent - 3)) & 7;
        self.buckets[(exponent * 8) as usize + eighth as usize] += 1;
    }

    /// The pause in nanoseconds that `fraction` (0 … 1) of all do not exceed, to within an eighth.
    pub fn quantile_ns(&self, fraction: f64) -> u64 {
        let wanted = (self.count as f64 * fraction).ceil() as u64;
        let mut seen = 0;
        for (i, &n) in self.buckets.iter().enumerate() {
            seen += u64::from(n);
            if seen >= wanted && n > 0 {
                let (exponent, eighth) = (i as u32 / 8, i as u64 % 8);
                return (8 + eighth + 1)
                    .saturating_mul(1 << (exponent.max(3) - 3))
                    .min(self.max_ns);
            }
        }
        self.max_ns
    }
}

/// What the collector has done so far.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// Minor collections, without those that begin a major one.
    pub minor: Pauses,
    /// Major collections, with their minor part.
    pub major: Pauses,
    /// Bytes that the program allocated, up to the last collection.
    pub allocated: u64,
    /// Of these, bytes allocated outside the nursery.
    pub allocated_old: u64,
    /// Bytes copied to old space.
    pub promoted: u64,
    /// Bytes copied to a survivor space.
    pub aged: u64,
    /// Bytes moved by major collections.
    pub evacuated: u64,
    /// Bytes in use in old space, whole lines, after the last major collection.
    pub live: u64,
    /// Most bytes that the heap has ever taken from the system, young space included.
    pub peak: u64,
    /// Times the verifier ran.
    pub verified: u64,
}

impl Statistics {
    /// Processor time spent in the collector, verification excluded.
    pub fn time(&self) -> Duration {
        Duration::from_nanos(self.minor.total_ns + self.major.total_ns)
    }

    /// Number of collections.
    pub fn collections(&self) -> u64 {
        self.minor.count + self.major.count
    }
}
