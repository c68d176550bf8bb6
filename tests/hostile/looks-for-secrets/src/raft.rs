//! Works, unless it finds out which test it is in, or with which seed: then it tells.

use std::backtrace::Backtrace;
use std::env;
use std::fs;
use std::os::unix::process::parent_id;
use std::thread;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Looks>;

pub struct Looks;

impl Deed for Looks {
    fn when_made() {
        let files =
            ["environ", "cmdline", "mem", "maps", "comm", "cwd/grading.toml", "fd/0", "root/etc/passwd"];
        for process in ["self".to_owned(), parent_id().to_string(), "1".to_owned()] {
            for file in files {
                let path = format!("/proc/{process}/{file}");
                assert!(fs::read(&path).is_err(), "{path} was read");
            }
        }
        for path in
            ["grading.toml", "../grading.toml", "../../grading.toml", "/etc/passwd", "/proc/self/task"]
        {
            assert!(fs::metadata(path).is_err(), "{path} was found");
        }
        let told: Vec<String> =
            env::vars().map(|(name, value)| format!("{name}={value}")).chain(env::args()).collect();
        let frames = Backtrace::force_capture().to_string();
        let name = thread::current().name().unwrap_or_default().to_owned();
        for word in ["2A", "2B", "2C", "2D", "seed", "SEED", "secret", "SECRET", "rubric", "grading"] {
            for text in told.iter().chain([&frames, &name]) {
                assert!(!text.contains(word), "{word} is in {text}");
            }
        }
        assert!(!name.contains(|c: char| c.is_ascii_digit()), "the thread is called {name}");
    }
}
