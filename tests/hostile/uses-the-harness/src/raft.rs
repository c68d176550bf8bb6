//! Reaches for crates that are not for submissions.

extern crate libc;
extern crate rustix;
extern crate tester;

pub fn world() -> raftapi::sim::World {
    raftapi::sim::World::current()
}
