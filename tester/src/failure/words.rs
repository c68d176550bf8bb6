//! Small phrases that the failures' sentences share.

use std::fmt::Display;
use std::time::Duration;

/// `peer 1`, `peers 0 and 2`, `peers 0, 1 and 4`; `no peer` if there is none.
pub(crate) fn peers(numbers: &[usize]) -> String {
    match numbers {
        [] => "no peer".into(),
        [one] => format!("peer {one}"),
        several => format!("peers {}", series(several)),
    }
}

/// `0, 1 and 4`.
pub(super) fn series(items: &[impl Display]) -> String {
    let mut text = String::new();
    for (place, item) in items.iter().enumerate() {
        text += match place {
            0 => "",
            last if last + 1 == items.len() => " and ",
            _ => ", ",
        };
        text += &item.to_string();
    }
    text
}

/// `1 peer`, `3 peers`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Seconds with one decimal, as in `4.9 s`.
pub(super) fn seconds(span: Duration) -> String {
    format!("{:.1} s", span.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_are_listed_as_people_do() {
        assert_eq!(peers(&[]), "no peer");
        assert_eq!(peers(&[1]), "peer 1");
        assert_eq!(peers(&[0, 2]), "peers 0 and 2");
        assert_eq!(peers(&[0, 1, 4]), "peers 0, 1 and 4");
        assert_eq!((count(1, "peer"), count(3, "peer")), ("1 peer".into(), "3 peers".into()));
    }
}
