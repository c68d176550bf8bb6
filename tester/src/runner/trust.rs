//! Whether the code that is run is trusted by whoever runs it.

/// How far the implementation is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// It is the reader's own: a thread that dies may say which run it was.
    #[default]
    Whole,
    /// It is somebody else's. Nothing that it can look at tells it the test or the seed.
    None,
    /// So too, and its process has confined itself by [`jail::confine_process`]: the run's thread goes on to
    /// [`jail::confine_thread`].
    Confined,
}

impl Trust {
    /// What a run's thread is called, of which Rust tells when it runs out of stack.
    pub(super) fn name_of_thread(self, test: &str, seed: u64) -> String {
        match self {
            Self::Whole => format!("{test} {seed}"),
            Self::None | Self::Confined => "run".to_owned(),
        }
    }

    /// Confines the calling thread, if that is how it is to be.
    pub(super) fn confine_thread(self) {
        if self == Self::Confined {
            jail::confine_thread().expect("a process that could be confined can confine its threads");
        }
    }
}
