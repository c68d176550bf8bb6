//! Confines programs that are not to be trusted, as far as the system offers it.
//!
//! A [`Cell`] says what a program may have: one folder, some files, so much memory and time. Its
//! [`command`](Cell::command) starts *this* program again as a launcher, which takes everything else away
//! from itself and then becomes the program: limits, files and system calls outlast that, and nothing is
//! ever confined from outside, while it runs already. So the first thing in `main` has to be
//!
//! ```no_run
//! if jail::is_launcher() {
//!     eprintln!("{}", jail::launch());
//!     std::process::exit(3);
//! }
//! ```
//!
//! A program that knows when its trusted part is over goes further by itself: [`confine_process`] leaves it
//! nothing but memory, threads, the clock and what it has open, and [`confine_thread`] takes the threads too.
//!
//! # What confines
//! - Limits of resources: everywhere, as far as the system heeds them.
//! - Landlock: files, TCP, and signals to others. Linux, from 5.13 on; later kernels offer more of it.
//! - seccomp: system calls. Linux, on x86-64 and aarch64.
//!
//! What is missing is left out, and [`offered`] names it: a container may refuse what its kernel could do.
//!
//! # What does not
//! Time between steps, heat, and whatever the kernel itself gets wrong. A program's own memory is open to all
//! code in it: only the compiler keeps safe code from looking.

mod cell;
mod confine;
mod errand;
mod error;
mod launch;
mod limits;
#[cfg(target_os = "linux")]
mod linux;
mod protection;

pub use cell::{Calls, Cell, Limits};
pub use confine::{confine_process, confine_thread, shield_process};
pub use error::{JailError, LaunchError};
pub use launch::{is_launcher, launch};
pub use protection::{Protection, offered};
