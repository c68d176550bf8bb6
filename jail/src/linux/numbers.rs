//! The system calls that are spoken of here.

use When::{Always, Bits, Is};

/// The number of a system call.
pub(super) type Number = libc::c_long;

/// Which of a call's arguments is looked at, and how.
#[derive(Debug, Clone, Copy)]
pub(super) enum When {
    /// Whatever the arguments are.
    Always,
    /// If the argument of this position, taken as 32 bits, is this.
    Is(u8, u32),
    /// If, of the argument of this position, just these of the masked bits are set: position, mask, bits.
    Bits(u8, u64, u64),
}

/// Flags of `mmap` and `mprotect`: memory that holds code.
const EXECUTABLE: u64 = 4;
/// Flag of `clone`: a thread, and no process.
const THREAD: u64 = 0x1_0000;
/// What `seccomp` is asked for: another filter.
const SET_MODE_FILTER: u32 = 1;

/// What a process needs that computes, and talks over what it has open: `own` is its number.
pub(super) fn of_a_host(own: u32) -> Vec<(Number, When)> {
    let plain = PLAIN.iter().map(|number| (*number, Always));
    let limited = [
        // No code but the program's own.
        (libc::SYS_mmap, Bits(2, EXECUTABLE, 0)),
        (libc::SYS_mprotect, Bits(2, EXECUTABLE, 0)),
        (libc::SYS_clone, Bits(0, THREAD, THREAD)),
        // Another filter refuses it in such a way that the C library falls back to `clone`.
        (libc::SYS_clone3, Always),
        // To nobody but oneself: so a process aborts.
        (libc::SYS_tgkill, Is(0, own)),
        // On what is connected already: no address.
        (libc::SYS_sendto, Bits(4, u64::MAX, 0)),
        // Limits can be read, not set.
        (libc::SYS_prlimit64, Bits(2, u64::MAX, 0)),
        (libc::SYS_prctl, Is(0, libc::PR_SET_NAME.unsigned_abs())),
        // A thread may be confined further.
        (libc::SYS_prctl, Is(0, libc::PR_SET_NO_NEW_PRIVS.unsigned_abs())),
        (libc::SYS_seccomp, Is(0, SET_MODE_FILTER)),
    ];
    plain.chain(limited).collect()
}

/// These give nothing that the process does not have.
const PLAIN: &[Number] = &[
    // Memory
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    // What is open
    libc::SYS_close,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_recvfrom,
    libc::SYS_shutdown,
    libc::SYS_write,
    libc::SYS_writev,
    // Threads
    libc::SYS_exit,
    libc::SYS_futex,
    libc::SYS_gettid,
    libc::SYS_membarrier,
    libc::SYS_rseq,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    // Signals, as of a stack that overflows
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    // The clock, and chance
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_gettimeofday,
    libc::SYS_nanosleep,
    // The process itself
    libc::SYS_exit_group,
    libc::SYS_getpid,
    libc::SYS_getrusage,
];

/// All that starts threads and processes.
pub(super) const STARTS: &[(Number, When)] = &[
    (libc::SYS_clone, Always),
    (libc::SYS_clone3, Always),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_fork, Always),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_vfork, Always),
];

/// The one that starts threads and processes in a way that no filter can tell apart.
pub(super) const CLONE3: &[(Number, When)] = &[(libc::SYS_clone3, Always)];

/// What no compiler needs.
pub(super) const NO_TOOLS: &[(Number, When)] = &[
    // The network, and services that listen on sockets
    (libc::SYS_socket, Always),
    // A way around every filter
    (libc::SYS_io_uring_setup, Always),
    (libc::SYS_io_uring_enter, Always),
    (libc::SYS_io_uring_register, Always),
    // Other processes
    (libc::SYS_kcmp, Always),
    (libc::SYS_pidfd_getfd, Always),
    (libc::SYS_process_madvise, Always),
    (libc::SYS_process_vm_readv, Always),
    (libc::SYS_process_vm_writev, Always),
    (libc::SYS_ptrace, Always),
    // The file system as others see it
    (libc::SYS_chroot, Always),
    (libc::SYS_fsconfig, Always),
    (libc::SYS_fsmount, Always),
    (libc::SYS_fsopen, Always),
    (libc::SYS_fspick, Always),
    (libc::SYS_mount, Always),
    (libc::SYS_mount_setattr, Always),
    (libc::SYS_move_mount, Always),
    (libc::SYS_name_to_handle_at, Always),
    (libc::SYS_open_by_handle_at, Always),
    (libc::SYS_open_tree, Always),
    (libc::SYS_pivot_root, Always),
    (libc::SYS_quotactl, Always),
    (libc::SYS_setns, Always),
    (libc::SYS_swapoff, Always),
    (libc::SYS_swapon, Always),
    (libc::SYS_umount2, Always),
    (libc::SYS_unshare, Always),
    // The kernel
    (libc::SYS_acct, Always),
    (libc::SYS_add_key, Always),
    (libc::SYS_adjtimex, Always),
    (libc::SYS_bpf, Always),
    (libc::SYS_clock_adjtime, Always),
    (libc::SYS_clock_settime, Always),
    (libc::SYS_delete_module, Always),
    (libc::SYS_finit_module, Always),
    (libc::SYS_init_module, Always),
    (libc::SYS_kexec_file_load, Always),
    (libc::SYS_kexec_load, Always),
    (libc::SYS_keyctl, Always),
    (libc::SYS_lookup_dcookie, Always),
    (libc::SYS_perf_event_open, Always),
    (libc::SYS_reboot, Always),
    (libc::SYS_request_key, Always),
    (libc::SYS_setdomainname, Always),
    (libc::SYS_sethostname, Always),
    (libc::SYS_settimeofday, Always),
    (libc::SYS_syslog, Always),
    (libc::SYS_userfaultfd, Always),
    (libc::SYS_vhangup, Always),
];
