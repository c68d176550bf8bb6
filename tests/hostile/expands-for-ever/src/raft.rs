//! Fills the compiler's memory.

macro_rules! grow {
    ($($all:tt)*) => {
        grow!($($all)* $($all)*);
    };
}

grow!(1 2 3 4);
