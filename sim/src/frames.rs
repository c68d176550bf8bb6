//! Backtraces of caught panics, cut down to the code that a reader has written.

use backtrace::Frame as Raw;

/// One call on the way to a panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The function's path, such as `raft::election::campaign`.
    pub function: String,
    /// The source file, as in a panic's location where that can be told, and else as the compiler knew it.
    pub file: Option<String>,
    /// The line in that file.
    pub line: Option<u32>,
}

/// Deeper calls than this are not looked at: whoever recurses so deep repeats himself.
const DEPTH: usize = 256;

/// The stack from here down to the function that has a local variable at the address `bottom`, unresolved:
/// reading debug information is slow, and most traces are never shown.
pub(crate) fn capture(bottom: usize) -> Vec<Raw> {
    let mut frames = Vec::new();
    backtrace::trace(|frame| {
        // Stacks grow downwards: what was called later lies lower.
        let is_inside = (frame.sp() as usize) < bottom;
        if is_inside {
            frames.push(frame.clone());
        }
        is_inside && frames.len() < DEPTH
    });
    frames
}

/// The calls that the frames stand for, innermost first, without those of the standard library and of the
/// simulator. `location` is the panic's, by which files are named.
pub(crate) fn resolve(raw: &[Raw], location: Option<&str>) -> Vec<Frame> {
    let mut frames = Vec::new();
    for frame in raw {
        backtrace::resolve_frame(frame, |symbol| {
            let Some(name) = symbol.name() else { return };
            let file = symbol.filename().map(|file| file.display().to_string());
            frames.push(Frame { function: format!("{name:#}"), file, line: symbol.lineno() });
        });
    }
    frames.retain(|frame| !is_machinery(frame));
    shorten(&mut frames, location);
    frames
}

/// Whether the frame belongs to what runs everybody's code.
fn is_machinery(frame: &Frame) -> bool {
    const CRATES: [&str; 8] =
        ["std", "core", "alloc", "backtrace", "sim", "__rustc", "rust_begin_unwind", "__rust_try"];
    let path = frame.function.trim_start_matches(['<', '&', '*', '(', '[']);
    let crate_name = path.split("::").next().unwrap_or_default();
    // Generic code of the library bears the names of other crates' types.
    let is_library = |file: &String| file.contains("/rustc/") || file.contains("/lib/rustlib/");
    CRATES.contains(&crate_name) || frame.file.as_ref().is_some_and(is_library)
}

/// The compiler's debug information names files from the root of the file system on, and a panic's location
/// from that of the workspace: the second reads better, and is the same on every machine.
fn shorten(frames: &mut [Frame], location: Option<&str>) {
    let file = location.and_then(|location| location.rsplitn(3, ':').nth(2));
    let Some(file) = file else { return };
    let root = frames.iter().find_map(|frame| frame.file.as_ref()?.strip_suffix(file).map(str::to_owned));
    // An empty root says that the compiler was told to shorten them itself.
    let Some(root) = root.filter(|root| !root.is_empty()) else { return };
    for frame in frames {
        if let Some(short) = frame.file.as_ref().and_then(|file| file.strip_prefix(&root)) {
            frame.file = Some(short.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(function: &str, file: &str) -> Frame {
        Frame { function: function.to_owned(), file: Some(file.to_owned()), line: Some(1) }
    }

    #[test]
    fn machinery_is_known_by_crate_and_by_file() {
        let library = "/rustc/59807616/library/core/src/ops/function.rs";
        for (function, file) in [
            ("core::panicking::panic_fmt", library),
            ("<alloc::boxed::Box<F> as core::future::future::Future>::poll", library),
            ("<raft::Peer as core::convert::Into<U>>::into", library),
            (
                "<sim::task::Joinable<F> as core::future::future::Future>::poll",
                "/home/me/lab/sim/src/task.rs",
            ),
        ] {
            assert!(is_machinery(&frame(function, file)), "{function}");
        }
        assert!(!is_machinery(&frame("simple::peer::vote", "/home/me/simple/src/peer.rs")));
        assert!(!is_machinery(&frame(
            "<raft::Peer as raftapi::Raft>::make",
            "/home/me/lab/raft/src/peer.rs"
        )));
    }

    #[test]
    fn files_are_named_as_in_the_panics_location() {
        let mut frames =
            vec![frame("raft::vote", "/home/me/lab/raft/src/vote.rs"), frame("other::f", "/opt/other/f.rs")];
        shorten(&mut frames, Some("raft/src/vote.rs:41:7"));
        let files: Vec<_> = frames.iter().map(|frame| frame.file.as_deref().unwrap_or_default()).collect();
        assert_eq!(files, ["raft/src/vote.rs", "/opt/other/f.rs"]);
    }
}
