//! Other programs' eyes: what they would refuse of the files that are written for them. The tests of whole
//! gradings look with them too.

pub(crate) mod gradescope;
pub(crate) mod junit;
