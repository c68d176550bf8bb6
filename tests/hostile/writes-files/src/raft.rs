//! Works, and writes wherever it can.

use std::env;
use std::fs::{self, OpenOptions};

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Writes>;

pub struct Writes;

impl Deed for Writes {
    fn when_made() {
        let places = [
            "ran",
            "../ran",
            "../../results.json",
            "../../../class.csv",
            "/tmp/raftlab-hostile-ran",
            "/dev/shm/raftlab-hostile-ran",
            "/proc/self/mem",
            "/proc/self/fd/1",
            "/proc/self/oom_score_adj",
            "/dev/stdout",
        ];
        for place in places {
            assert!(fs::write(place, "written").is_err(), "{place} was written");
            assert!(OpenOptions::new().append(true).open(place).is_err(), "{place} was opened");
        }
        assert!(fs::create_dir("folder").is_err(), "a folder was made");
        assert!(fs::read_dir(".").is_err(), "the folder was read");
        assert!(
            fs::remove_file("lab").is_err() && fs::remove_dir_all("..").is_err(),
            "something was removed"
        );
        assert!(env::current_exe().is_err(), "the program's own file was found");
        assert!(env::set_current_dir("/").is_err(), "another folder was entered");
    }
}
