//! Writes the page of a trace: `cargo run -p browser --example view -- TRACE FILE`.
#![allow(clippy::unwrap_used, reason = "an example for people who look at the page")]

use std::fs::File;
use std::io::{BufReader, BufWriter};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (header, records) =
        timeline::Reader::new(BufReader::new(File::open(&arguments[0]).unwrap())).unwrap();
    let mut out = BufWriter::new(File::create(&arguments[1]).unwrap());
    timeline::page::write(&header, records, &mut out).unwrap();
}
