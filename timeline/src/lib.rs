//! Traces: everything that happened in one run, as lines of JSON, and what can be made of them.
//!
//! # What it models
//! A [`Record`](record::Record) is one line of a trace. The harness writes them while a run goes on, with an
//! [`Assembler`]; whoever wants to see the run reads them back with a [`Reader`], which holds one line at a
//! time, however long the trace is.
//!
//! # What it leaves out
//! It knows no simulator and no implementation: a trace is all that it ever sees.

mod assemble;
mod error;
mod export;
mod order;
pub mod page;
pub mod perfetto;
mod read;
pub mod record;
pub mod replace;
pub mod shiviz;
mod write;

pub use assemble::{Assembled, Assembler};
pub use error::TraceError;
pub use export::ExportError;
pub use read::Reader;
pub use write::Writer;
