//! Files that no target compiles: leftovers that look alive.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta};

use crate::finding::Finding;
use crate::source::{HANDED_IN, Source};

/// The files among `sources` that no chain of `mod` from a target's root leads to.
pub(crate) fn unreached(sources: &[Source], roots: &[String]) -> Vec<Finding> {
    let files: BTreeMap<&str, &Source> =
        sources.iter().map(|source| (source.path.as_str(), source)).collect();
    let mut reached = BTreeSet::new();
    let mut open: Vec<Module> =
        roots.iter().map(|root| Module { file: root.clone(), is_root: true }).collect();
    while let Some(module) = open.pop() {
        let Some(source) = files.get(module.file.as_str()) else { continue };
        if reached.insert(module.file.clone()) {
            let folder = module.folder();
            children(&source.parse().items, &module.file, &folder, &mut open);
        }
    }
    let advice = "no `mod` leads here: declare it or delete the file";
    files
        .into_keys()
        .filter(|path| !reached.contains(*path) && !path.starts_with(HANDED_IN))
        .map(|path| Finding::new(path, 1, advice))
        .collect()
}

struct Module {
    file: String,
    /// A target's root keeps its modules beside itself, as a `mod.rs` does.
    is_root: bool,
}

impl Module {
    /// The folder of the module's own modules.
    fn folder(&self) -> String {
        let (folder, name) = self.file.rsplit_once('/').unwrap_or(("", &self.file));
        if self.is_root || name == "mod.rs" {
            folder.to_owned()
        } else {
            self.file.trim_end_matches(".rs").to_owned()
        }
    }
}

/// Adds the files that the `mod`s among `items` may stand for; those that do not exist are passed over later.
fn children(items: &[Item], file: &str, folder: &str, open: &mut Vec<Module>) {
    for item in items {
        let Item::Mod(module) = item else { continue };
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        if let Some((_, inner)) = &module.content {
            children(inner, file, &format!("{folder}/{name}"), open);
        } else if let Some(path) = module.attrs.iter().find_map(path_attribute) {
            let beside = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            open.push(Module { file: normal(&format!("{beside}/{path}")), is_root: true });
        } else {
            let files = [format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")];
            open.extend(files.map(|file| Module { file, is_root: false }));
        }
    }
}

/// The value of `#[path = ".."]`.
fn path_attribute(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) if pair.path.is_ident("path") => Some(path.value()),
        _ => None,
    }
}

/// `path` with its `..` resolved.
pub(crate) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => parts.truncate(parts.len().saturating_sub(1)),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn a_planted_leftover() {
    let sample = Source::sample;
    let sources = [
        sample("a/src/lib.rs", "mod one;\nmod two { mod inner; }\n#[path = \"../shared/x.rs\"] mod x;"),
        sample("a/src/one.rs", "mod child;"),
        sample("a/src/one/child.rs", ""),
        sample("a/src/two/inner.rs", ""),
        sample("a/shared/x.rs", "mod y;"),
        sample("a/shared/y.rs", ""),
        sample("a/src/child.rs", ""),
        sample("a/src/three/mod.rs", "mod four;"),
        sample("a/src/three/four.rs", ""),
    ];
    let found = unreached(&sources, &["a/src/lib.rs".to_owned()]);
    let paths: Vec<&str> = found.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(paths, ["a/src/child.rs", "a/src/three/four.rs", "a/src/three/mod.rs"]);
}
