//! The macro that makes the lab's tests the `#[test]` functions of the crate that calls it.

/// Makes every test of the lab a `#[test]` function for one implementation: `initial_election_2A` and so on.
///
/// A student's whole test target is this one line. The functions print the lab's statistics even where they
/// pass and their output is captured; [`libtest`](crate::libtest) says which seeds they run.
///
/// ```no_run
/// # mod raft {
/// #     use raftapi::prelude::*;
/// #     pub struct Peer;
/// #     impl Raft for Peer {
/// #         fn make(_: PeerContext) -> Rc<Self> { Rc::new(Peer) }
/// #         fn register(self: &Rc<Self>, _: &mut Server) {}
/// #         fn start(self: &Rc<Self>, _: Bytes) -> Option<Started> { None }
/// #         fn state(&self) -> PeerState { PeerState { term: 0, is_leader: false } }
/// #         fn snapshot(self: &Rc<Self>, _: u64, _: Bytes) {}
/// #     }
/// # }
/// tester::lab_tests!(raft::Peer);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! lab_tests {
    ($peer:ty) => {
        $crate::with_lab_test_names! { [$crate::lab_test_functions] ($peer) }
    };
}

/// Calls another macro with an argument and the names of all tests, in the order of the suite.
///
/// A macro cannot read a table, so the names stand here a second time; a test of this crate holds the two
/// together.
#[doc(hidden)]
#[macro_export]
macro_rules! with_lab_test_names {
    ([$($callback:tt)*] $argument:tt) => {
        $($callback)* ! {
            $argument
            initial_election_2A
            reelection_2A
            many_elections_2A
            basic_agree_2B
            rpc_bytes_2B
            follower_failure_2B
            leader_failure_2B
            fail_agree_2B
            fail_no_agree_2B
            concurrent_starts_2B
            rejoin_2B
            backup_2B
            count_2B
            persist1_2C
            persist2_2C
            persist3_2C
            figure8_2C
            unreliable_agree_2C
            figure8_unreliable_2C
            reliable_churn_2C
            unreliable_churn_2C
            snapshot_basic_2D
            snapshot_install_2D
            snapshot_install_unreliable_2D
            snapshot_install_crash_2D
            snapshot_install_uncrash_2D
            snapshot_all_crash_2D
            snapshot_init_2D
            swarm_X
            bridge_X
            majority_ring_X
            flapping_X
            blackout_X
            crash_at_save_X
            old_term_commit_X
            deposed_tail_X
            stale_but_long_X
            diverged_snapshot_X
            slow_heir_X
            one_way_leader_X
            late_votes_X
            late_acks_X
            reelected_X
            second_vote_X
            acked_then_crashed_X
            even_split_X
            stale_appends_X
            paused_leader_X
            settle_X
        }
    };
}

/// One `#[test]` function for each name.
#[doc(hidden)]
#[macro_export]
macro_rules! lab_test_functions {
    (($peer:ty) $($name:ident)*) => {
        $(
            #[test]
            #[allow(non_snake_case, reason = "the part's name ends in a capital letter")]
            fn $name() -> ::core::result::Result<(), $crate::libtest::TestFailed> {
                // The caller's package, since this is compiled there.
                let package = ::core::env!("CARGO_MANIFEST_DIR");
                let factory = $crate::host::Factory::of::<$peer>();
                let module = ::core::module_path!();
                $crate::libtest::check(::core::stringify!($name), module, package, &factory)
            }
        )*
    };
}

#[cfg(test)]
mod tests {
    macro_rules! listed {
        (() $($name:ident)*) => { [$(stringify!($name)),*] };
    }

    #[test]
    fn the_macro_lists_the_suite() {
        let suite: Vec<&str> = crate::suite::all().iter().map(|test| test.name).collect();
        assert_eq!(with_lab_test_names!([listed]()).to_vec(), suite);
    }
}
