//! Confines programs that are not to be trusted, as far as the system offers it.
