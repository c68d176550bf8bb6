//! Writes the page of a made-up run: `cargo run -p browser --example sample -- FILE [EVENTS]`.
#![allow(clippy::unwrap_used, reason = "an example for people who look at the page")]

use std::fs::File;
use std::io::BufWriter;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "target/sample.html".to_owned());
    let events = arguments.next().map_or(2000, |count| count.parse().unwrap());
    let (header, records) = browser::sample::run(events);
    let records = records.into_iter().map(Ok);
    timeline::page::write(&header, records, &mut BufWriter::new(File::create(file).unwrap())).unwrap();
}
