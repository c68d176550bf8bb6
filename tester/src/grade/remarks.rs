//! What a person should look at in a submission: no rule of the grader's forbids it, and no test can see it.

use super::submission::Submission;

/// The types of `std` by which a `static` can change. Peers that share one need no network to agree.
const SHARED: [&str; 8] =
    ["Atomic", "LazyCell", "LazyLock", "Mutex", "OnceCell", "OnceLock", "RefCell", "RwLock"];

/// The most that are listed.
const MOST: usize = 5;

/// One sentence for each place at which peers could share memory behind the network's back.
pub(crate) fn of(submission: &Submission) -> Vec<String> {
    let mut remarks = Vec::new();
    for (name, text) in submission.texts() {
        for (index, line) in text.lines().enumerate() {
            if may_be_shared(line) {
                let place = format!("src/{name}:{}", index + 1);
                remarks.push(format!("{place} may be memory that peers share, past the network: look at it"));
            }
        }
    }
    let more = remarks.len().saturating_sub(MOST);
    remarks.truncate(MOST);
    if more > 0 {
        remarks.push(format!("and {more} more such lines"));
    }
    remarks
}

/// Whether this line declares something that can change and outlives a peer. It is about words, not meaning:
/// a comment may be listed too, and whoever hides it behind a macro is not found.
fn may_be_shared(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    if code.contains("thread_local!") {
        return true;
    }
    let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '\'');
    let is_static = words.any(|word| word == "static");
    is_static && SHARED.iter().any(|name| code.contains(name))
}

#[cfg(test)]
mod tests {
    use super::may_be_shared;

    #[test]
    fn statics_that_can_change_are_told_from_those_that_cannot() {
        let found = [
            "static LOG: Mutex<Vec<Bytes>> = Mutex::new(Vec::new());",
            "    pub(crate) static NEXT: AtomicU64 = AtomicU64::new(0);",
            "thread_local! {",
            "    static ALL: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };",
        ];
        let fine = [
            "static NAMES: [&str; 2] = [\"a\", \"b\"];",
            "fn make() -> &'static Mutex<u64> {",
            "    state: sim::Mutex<State>,",
            "// a static Mutex would be wrong here",
        ];
        assert!(found.iter().all(|line| may_be_shared(line)), "{found:?}");
        assert!(!fine.iter().any(|line| may_be_shared(line)), "{fine:?}");
    }
}
