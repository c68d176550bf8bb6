//! Every name that a file mentions, as written: `std::thread`, also out of a `use std::{fmt, thread}`, inside
//! macros too.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A name and the line it ends on. A method is written `.name`, a macro `name!`, an attribute `#name`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) name: String,
    pub(crate) line: usize,
}

/// The names in `text`, in the order of their ends. Comments and strings mention nothing.
pub(crate) fn mentions(text: &str) -> Vec<Mention> {
    let mut reader = Reader { found: Vec::new() };
    reader.read(text.parse().expect("every file is Rust"), "");
    reader.found
}

struct Reader {
    found: Vec<Mention>,
}

impl Reader {
    /// Reads `tokens`; names among them continue `prefix`, as the members of a `use` group do.
    fn read(&mut self, tokens: TokenStream, prefix: &str) {
        let mut path = Path { text: prefix.to_owned(), line: 0 };
        let mut before = String::new();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if !path.is_open() {
                        self.end(&mut path, prefix);
                        let is_method = before.ends_with('.') && !before.ends_with("..");
                        path.text.push_str(if is_method { "." } else { "" });
                    }
                    path.text.push_str(&ident.to_string());
                    path.line = ident.span().start().line;
                    before.clear();
                }
                TokenTree::Punct(punct) => {
                    before.push(punct.as_char());
                    match before.as_str() {
                        ":" if punct.spacing() == Spacing::Joint => {}
                        "::" => path.text.push_str("::"),
                        "!" if punct.spacing() == Spacing::Alone => self.end_macro(&mut path, prefix),
                        _ => self.end(&mut path, prefix),
                    }
                }
                TokenTree::Group(group) => {
                    let inner = match (group.delimiter(), before.as_str()) {
                        (Delimiter::Brace, "::") => path.continued(),
                        (Delimiter::Bracket, "#" | "#!") => "#".to_owned(),
                        _ => String::new(),
                    };
                    self.end(&mut path, prefix);
                    self.read(group.stream(), &inner);
                    before.clear();
                }
                TokenTree::Literal(_) => {
                    self.end(&mut path, prefix);
                    before.clear();
                }
            }
        }
        self.end(&mut path, prefix);
    }

    /// Notes the name that ends here, if one does.
    fn end(&mut self, path: &mut Path, prefix: &str) {
        if path.line > 0 {
            let name = path.text.trim_end_matches("::").to_owned();
            self.found.push(Mention { name, line: path.line });
        }
        // Only the first name behind an attribute's bracket is the attribute's.
        *path = Path { text: if prefix == "#" { String::new() } else { prefix.to_owned() }, line: 0 };
    }

    fn end_macro(&mut self, path: &mut Path, prefix: &str) {
        if path.line > 0 {
            path.text.push('!');
        }
        self.end(path, prefix);
    }
}

struct Path {
    text: String,
    /// 0 while no name of its own was read.
    line: usize,
}

impl Path {
    /// What the names of a group continue; the group's own name is none.
    fn continued(&mut self) -> String {
        self.line = 0;
        std::mem::take(&mut self.text)
    }

    /// Whether the next name continues this one.
    fn is_open(&self) -> bool {
        self.text.ends_with("::") || (self.line == 0 && !self.text.is_empty())
    }
}

#[cfg(test)]
mod planted {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        mentions(text).into_iter().map(|mention| mention.name).collect()
    }

    #[test]
    fn paths_are_whole() {
        assert_eq!(names("std::thread::spawn(a)"), ["std::thread::spawn", "a"]);
        assert_eq!(names("let a: b::C = d;"), ["let", "a", "b::C", "d"]);
        assert_eq!(names("Vec::<u8>::new()"), ["Vec", "u8", "new"]);
    }

    #[test]
    fn groups_of_imports_are_spelled_out() {
        let text = "use std::{fmt, time::{Duration, Instant}, thread::{self}};";
        let expected = ["use", "std::fmt", "std::time::Duration", "std::time::Instant", "std::thread::self"];
        assert_eq!(names(text), expected);
    }

    #[test]
    fn methods_macros_and_attributes_are_marked() {
        assert_eq!(names("a.unwrap()"), ["a", ".unwrap"]);
        assert_eq!(names("0..len"), ["len"]);
        assert_eq!(names("std::todo!()"), ["std::todo!"]);
        assert_eq!(names("a != b"), ["a", "b"]);
        assert_eq!(names("#[ignore] fn ignore() {}"), ["#ignore", "fn", "ignore"]);
        assert_eq!(names("#![allow(dead_code)]"), ["#allow", "dead_code"]);
    }

    #[test]
    fn macros_are_looked_into_and_comments_are_not() {
        assert_eq!(names("m! { std::thread } // std::fs\n/* std::fs */"), ["m!", "std::thread"]);
        assert_eq!(mentions("\n\nstd::\nfs;"), [Mention { name: "std::fs".into(), line: 4 }]);
    }
}
