//! What the files at the root of the harness's workspace say of its crates, and no more: a course's
//! repository has other members, and grades by the same harness.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::CRATES;

/// The packages that the harness consists of and is built from, as a `Cargo.lock` has them; `None` if it is
/// none.
pub(super) fn packages(lock: &str) -> Option<String> {
    let lock: Table = lock.parse().ok()?;
    let all: Vec<&Table> = lock.get("package")?.as_array()?.iter().filter_map(Value::as_table).collect();
    let mut reached = BTreeSet::new();
    let mut left: Vec<&str> = CRATES.to_vec();
    while let Some(wanted) = left.pop() {
        // The version is there only where there are several.
        let (name, version) = wanted.split_once(' ').unwrap_or((wanted, ""));
        let version = version.split(' ').next().filter(|version| !version.is_empty());
        let is_meant = |package: &&Table| {
            text(package, "name") == name && version.is_none_or(|version| text(package, "version") == version)
        };
        for package in all.iter().copied().filter(is_meant) {
            if reached.insert(["name", "version", "source", "checksum"].map(|key| text(package, key))) {
                let needed = package.get("dependencies").and_then(Value::as_array);
                left.extend(needed.into_iter().flatten().filter_map(Value::as_str));
            }
        }
    }
    Some(reached.iter().map(|package| package.join(" ")).collect::<Vec<_>>().join("\n"))
}

fn text<'p>(package: &'p Table, key: &str) -> &'p str {
    package.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// What the workspace's `Cargo.toml` decides for all of them: editions, features, and how this profile
/// compiles; `None` if it is none.
pub(super) fn settings(manifest: &str, profile: &str) -> Option<String> {
    let manifest: Table = manifest.parse().ok()?;
    let table = |key: &str| manifest.get(key).and_then(Value::as_table);
    let of_workspace = |key| table("workspace")?.get(key)?.as_table();
    let mut lines: Vec<String> = of_workspace("package").map(ToString::to_string).into_iter().collect();
    let needed = of_workspace("dependencies").into_iter().flatten();
    let of_others = needed.filter(|(_, crate_)| crate_.get("path").is_none());
    lines.extend(of_others.map(|(name, crate_)| format!("{name} {crate_}")));
    let profiles = table("profile");
    let mut next = Some(profile);
    // Cargo has seen to it that no profile inherits from itself.
    while let Some((name, own)) = next.and_then(|name| Some((name, profiles?.get(name)?))) {
        lines.push(format!("{name} {own}"));
        next = own.get("inherits").and_then(Value::as_str);
    }
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
        version = 4
        [[package]]
        name = "tester"
        version = "0.1.0"
        dependencies = ["rand 0.10.0", "serde"]
        [[package]]
        name = "rand"
        version = "0.9.0"
        checksum = "aa"
        [[package]]
        name = "rand"
        version = "0.10.0"
        checksum = "bb"
        dependencies = ["serde"]
        [[package]]
        name = "serde"
        version = "1.0.0"
        checksum = "cc"
        [[package]]
        name = "zoo"
        version = "0.1.0"
        dependencies = ["rand 0.9.0", "tester"]
    "#;

    #[test]
    fn packages_are_those_that_the_harness_needs() {
        let all = packages(LOCK).expect("a lock");
        assert_eq!(all, "rand 0.10.0  bb\nserde 1.0.0  cc\ntester 0.1.0  ");
        assert_ne!(packages(&LOCK.replace("1.0.0", "1.0.1")), Some(all.clone()));
        assert_ne!(packages(&LOCK.replace("bb", "dd")), Some(all.clone()));
        let fewer =
            LOCK.replace("rand 0.10.0", "rand").replace("name = \"rand\"\n        version = \"0.9.0\"", "");
        assert_eq!(packages(&fewer), Some(all), "there is one version of rand left, which is not named");
        assert_eq!(packages("<<<<<<<"), None);
    }

    #[test]
    fn settings_are_those_of_the_profile_and_of_all_crates() {
        let manifest = "[workspace]\nmembers = [\"tester\"]\n[workspace.package]\nedition = \"2024\"\n\
                        [workspace.dependencies]\nzoo = { path = \"zoo\" }\nserde = \"1\"\n\
                        [profile.dev]\nopt-level = 1\n[profile.release]\nlto = \"fat\"\n\
                        [profile.grade]\ninherits = \"release\"\nlto = \"off\"\n";
        let of = |from: &str, to: &str| settings(&manifest.replace(from, to), "grade");
        let all = of("", "").expect("a manifest");
        for (from, to) in
            [("\"tester\"", "\"tester\", \"zoo\""), ("path = \"zoo\"", "path = \"z\""), ("= 1\n", "= 2\n")]
        {
            assert_eq!(of(from, to).as_ref(), Some(&all), "{from}");
        }
        for (from, to) in [("2024", "2021"), ("\"1\"", "\"1.1\""), ("fat", "thin"), ("off", "thin")] {
            assert_ne!(of(from, to).as_ref(), Some(&all), "{from}");
        }
        assert_eq!(settings("<<<<<<<", "grade"), None);
    }
}
