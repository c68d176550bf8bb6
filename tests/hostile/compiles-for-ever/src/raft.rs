//! Keeps the compiler busy.

#[allow(long_running_const_eval)]
pub const NEVER: u64 = {
    let mut count = 0_u64;
    loop {
        count = count.wrapping_add(1);
        if count == u64::MAX {
            break count;
        }
    }
};
