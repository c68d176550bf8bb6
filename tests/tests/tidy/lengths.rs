//! How long files and functions are.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::finding::Finding;
use crate::source::Source;

/// Lines in any file.
const FILE_MAX: usize = 500;

/// Lines in a file that is not only tests.
const SOURCE_FILE_MAX: usize = 400;

/// Files that may have more than [`SOURCE_FILE_MAX`] lines, because they hold one idea that gains nothing by
/// a cut.
const LONG_FILES: [&str; 0] = [];

/// Lines from a function's `fn` to its closing brace.
const FUNCTION_MAX: usize = 70;

/// The file, if it is too long.
pub(crate) fn file(source: &Source) -> Vec<Finding> {
    let may_be_longer = source.is_test() || LONG_FILES.contains(&source.path.as_str());
    let limit = if may_be_longer { FILE_MAX } else { SOURCE_FILE_MAX };
    let lines = source.text.lines().count();
    let text = format!("{lines} lines, {limit} are allowed: give its second idea a file of its own");
    if lines > limit { vec![Finding::new(&source.path, limit + 1, text)] } else { Vec::new() }
}

/// The functions that are too long.
pub(crate) fn functions(source: &Source) -> Vec<Finding> {
    let mut meter = Meter { path: &source.path, findings: Vec::new() };
    meter.visit_file(&source.parse());
    meter.findings
}

struct Meter<'a> {
    path: &'a str,
    findings: Vec<Finding>,
}

impl Meter<'_> {
    fn measure(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let first = signature.span().start().line;
        let lines = body.brace_token.span.close().end().line - first + 1;
        if lines > FUNCTION_MAX {
            let name = &signature.ident;
            let text = format!("`{name}` has {lines} lines, {FUNCTION_MAX} are allowed: name its steps");
            self.findings.push(Finding::new(self.path, first, text));
        }
    }
}

impl<'ast> Visit<'ast> for Meter<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(body) = &function.default {
            self.measure(&function.sig, body);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod planted {
    use super::*;
    use crate::finding::lines;

    #[test]
    fn a_long_file() {
        let text = "\n".repeat(SOURCE_FILE_MAX + 1);
        assert_eq!(lines(&file(&Source::sample("sim/src/a.rs", &text))), [SOURCE_FILE_MAX + 1]);
        assert!(file(&Source::sample("sim/tests/a.rs", &text)).is_empty());
        let text = "\n".repeat(FILE_MAX + 1);
        assert_eq!(lines(&file(&Source::sample("sim/tests/a.rs", &text))), [FILE_MAX + 1]);
        assert!(file(&Source::sample("sim/src/a.rs", &"\n".repeat(SOURCE_FILE_MAX))).is_empty());
    }

    #[test]
    fn long_functions_of_every_kind() {
        let body = |rows: usize| "\n".repeat(rows);
        let (long, fits) = (body(FUNCTION_MAX), body(FUNCTION_MAX - 1));
        let at = |text: &str| lines(&functions(&Source::sample("a.rs", text)));
        assert_eq!(
            at(&format!("/// Two lines\n/// of words\nfn a() {{{long}}}{fits}fn b() {{{fits}}}")),
            [3]
        );
        assert_eq!(at(&format!("impl A {{\n    fn a(&self) {{{long}}}\n}}")), [2]);
        assert_eq!(at(&format!("trait A {{\n\n    fn a(&self) {{{long}}}\n    fn b(&self);\n}}")), [3]);
        assert_eq!(at(&format!("mod m {{ fn outer() {{ fn inner() {{{long}}} }} }}")), [1, 1]);
    }
}
