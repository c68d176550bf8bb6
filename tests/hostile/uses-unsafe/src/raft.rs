//! Reaches past the language.

#[allow(unsafe_code)]
pub fn exit() -> ! {
    unsafe extern "C" {
        fn _exit(status: i32) -> !;
    }
    unsafe { _exit(0) }
}
