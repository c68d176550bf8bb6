//! Passages of documents that only make sense where the reference Raft and the zoo are: they stand between
//! two marks, which are comments of Markdown, and stay behind with them.

/// Where such a passage begins.
const BEGIN: &str = "<!-- raftlab -->";
/// Where it ends.
const END: &str = "<!-- /raftlab -->";

/// The text without these passages, and the marks themselves. Blank lines around a passage of whole lines
/// become one.
pub(super) fn without_marked(text: &str) -> Result<String, &'static str> {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (passage, after_mark) = after.split_once(END).ok_or("a passage that stays behind has no end")?;
        if passage.contains(BEGIN) || before.contains(END) {
            return Err("passages that stay behind lie in each other");
        }
        made.push_str(before);
        let is_of_lines = made.is_empty() || made.ends_with('\n');
        rest = match after_mark.strip_prefix('\n') {
            Some(behind) if is_of_lines && (made.is_empty() || made.ends_with("\n\n")) => {
                behind.strip_prefix('\n').unwrap_or(behind)
            }
            Some(behind) if is_of_lines => behind,
            _ => after_mark,
        };
    }
    if rest.contains(END) {
        return Err("a passage that stays behind has no beginning");
    }
    made.push_str(rest);
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_go_without_a_trace() {
        for (text, kept) in [
            ("all of it\n", "all of it\n"),
            ("one<!-- raftlab --> (two\nthree)<!-- /raftlab -->, four.\n", "one, four.\n"),
            ("one\n\n<!-- raftlab -->\ntwo\n<!-- /raftlab -->\n\nthree\n", "one\n\nthree\n"),
            ("one\n<!-- raftlab -->\ntwo\n<!-- /raftlab -->\n\nthree\n", "one\n\nthree\n"),
            ("one\n<!-- raftlab -->\ntwo\n<!-- /raftlab -->\nthree\n", "one\nthree\n"),
            ("<!-- raftlab -->(two) <!-- /raftlab -->three\n", "three\n"),
            ("one\n<!-- raftlab -->\n```\ntwo\n```\n<!-- /raftlab -->\n", "one\n"),
        ] {
            assert_eq!(without_marked(text).as_deref(), Ok(kept), "{text}");
        }
    }

    #[test]
    fn marks_that_do_not_fit_are_told() {
        for text in [
            "<!-- raftlab -->\n",
            "<!-- /raftlab -->\n",
            "<!-- /raftlab --><!-- raftlab --><!-- /raftlab -->",
            "<!-- raftlab --><!-- raftlab --><!-- /raftlab --><!-- /raftlab -->",
        ] {
            assert!(without_marked(text).is_err(), "{text}");
        }
    }
}
