//! `lab list`.

use insta::assert_snapshot;

use crate::program::{lab, run};

#[test]
fn the_list_names_every_test() {
    let ran = run(&mut lab(), "list");
    assert_eq!(ran.status, 0);
    assert_snapshot!(ran.told());
}
