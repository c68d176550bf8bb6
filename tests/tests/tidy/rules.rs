//! Rules that failures name and nobody explains.

use std::collections::BTreeMap;

use syn::visit::Visit;
use syn::{Expr, ExprLit, Lit};

use crate::finding::Finding;
use crate::source::Source;

/// The functions that give names of rules.
const FUNCTIONS: [&str; 2] = ["rule", "other_card"];

/// The rules that the tester's failures can name and that `is_explained` does not know.
pub(crate) fn unexplained(source: &Source, is_explained: impl Fn(&str) -> bool) -> Vec<Finding> {
    if !source.path.starts_with("tester/src/") || source.path.starts_with("tester/src/rules/") {
        return Vec::new();
    }
    let unknown = named(source).into_iter().filter(|(_, rule)| !is_explained(rule));
    let advice = |rule| format!("the rule `{rule}` has no card: write one in tester/src/rules");
    unknown.map(|(line, rule)| Finding::new(&source.path, line, advice(rule))).collect()
}

/// The rules that are named in functions that give rules, and the constants among them, each with its line.
pub(crate) fn named(source: &Source) -> Vec<(usize, String)> {
    let mut names = Names { constants: BTreeMap::new(), found: Vec::new(), mentioned: Vec::new(), depth: 0 };
    names.visit_file(&source.parse());
    let constants = names.mentioned.iter().filter_map(|name| names.constants.get(name).cloned());
    names.found.extend(constants);
    names.found
}

struct Names {
    /// The file's constants that hold a text.
    constants: BTreeMap<String, (usize, String)>,
    found: Vec<(usize, String)>,
    /// The constants that are named where rules are given.
    mentioned: Vec<String>,
    /// How many such functions we are in.
    depth: usize,
}

impl Names {
    fn constant(&mut self, name: &syn::Ident, value: &Expr) {
        if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = value {
            self.constants.insert(name.to_string(), (text.span().start().line, text.value()));
        }
    }

    fn within(&mut self, name: &syn::Ident, look: impl FnOnce(&mut Self)) {
        let gives_rules = FUNCTIONS.iter().any(|function| name == function);
        self.depth += usize::from(gives_rules);
        look(self);
        self.depth -= usize::from(gives_rules);
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.within(&function.sig.ident, |this| this.visit_block(&function.block));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.within(&function.sig.ident, |this| this.visit_block(&function.block));
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(&item.ident, &item.expr);
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.constant(&item.ident, &item.expr);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(last) = path.path.segments.last().filter(|_| self.depth > 0) {
            self.mentioned.push(last.ident.to_string());
        }
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        if self.depth > 0 {
            self.found.push((text.span().start().line, text.value()));
        }
    }
}

#[test]
fn a_planted_rule_without_a_card() {
    let text = "impl A {\n  const B: &str = \"by-name\";\n  const C: &str = \"no rule\";\n\
                fn rule(&self) -> &str {\n match self {\n X => \"in-place\",\n Y => Self::B } }\n\
                fn other(&self) -> &str { \"no rule\" }\n fn other_card(&self) { Some(\"known\") } }";
    let sample = Source::sample("tester/src/failure/a.rs", text);
    let found = unexplained(&sample, |rule| rule == "known");
    assert_eq!(crate::finding::lines(&found), [6, 2]);
    assert!(unexplained(&Source::sample("sim/src/a.rs", text), |_| false).is_empty());
}
