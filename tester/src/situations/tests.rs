//! Made-up runs, and what the tracker counts in them.

use std::cell::RefCell;
use std::rc::Rc;

use labrpc::facts::{CallFailed, Reason, ReplyDelivered, ReplySent, RequestDelivered, RequestSent};
use raftapi::{Inspection, Persisted, Persister, Role, Started};
use sim::{Auditor, Config, Fact, Instant, NodeId, Notice, World};

use super::subject::tests::view;
use super::{Situation, Tracker};
use crate::cluster::Cuts;
use crate::facts::{Applied, Fault, RoleChange, SnapshotInstalled, SnapshotTaken, Submitted, Weather};
use crate::value::{Command, Value};

/// A run of three peers that is made up, fact by fact.
struct Stage {
    nodes: Vec<NodeId>,
    tracker: Tracker,
    now: Instant,
    id: u64,
}

impl Stage {
    fn tell(&mut self, node: Option<NodeId>, fact: &dyn Fact) {
        self.id += 1;
        self.tracker.fact(&Notice { id: self.id, at: self.now, node, fact });
    }

    fn at(&mut self, peer: usize, fact: &impl Fact) {
        self.tell(Some(self.nodes[peer]), fact);
    }

    fn wait(&mut self) {
        self.now = Instant::from_nanos(self.now.as_nanos() + 1);
    }

    fn role(&mut self, peer: usize, term: u64, is_leader: bool) {
        self.at(peer, &RoleChange { term, is_leader });
    }

    fn start(&mut self, peer: usize, number: u64, index: u64, term: u64) {
        self.at(peer, &Submitted { command: command(number), started: Started { index, term } });
    }

    fn apply(&mut self, peers: &[usize], index: u64, number: u64) {
        for &peer in peers {
            self.at(peer, &Applied { index, command: command(number) });
        }
    }

    fn send(&mut self, from: usize, call: u64) {
        self.wait();
        self.at(from, &RequestSent { call, to: None, method: "M", size: 0, digest: 0, text: None });
    }

    fn deliver(&mut self, to: usize, call: u64) {
        self.wait();
        self.at(to, &RequestDelivered { call, from: None, method: "M", at_once: true });
    }

    fn answer(&mut self, to: usize, call: u64) {
        self.at(to, &ReplySent { call, to: None, method: "M", size: 0, digest: 0, text: None });
    }

    fn hear(&mut self, from: usize, call: u64) {
        self.wait();
        self.at(from, &ReplyDelivered { call, from: None, method: "M", awaited: true });
    }

    fn restart(&mut self, peer: usize, life: u64) {
        self.at(peer, &Fault::Disconnected);
        self.at(peer, &Fault::Crashed);
        self.at(peer, &Fault::Booted { life });
    }
}

fn command(number: u64) -> Command {
    Command::from(Value::Number(number))
}

/// What is counted in the run that `play` makes up, without what is counted in every run.
fn counted(play: impl FnOnce(&mut Stage) + 'static) -> Vec<(Situation, u64)> {
    let report = sim::run(Config::new(1), |world| async move {
        world.add_node("somebody else");
        let nodes: Vec<NodeId> = (0..3).map(|peer| world.add_node(format!("peer {peer}"))).collect();
        let tracker = Tracker::new(nodes[0], nodes.len());
        let mut stage = Stage { nodes, tracker, now: Instant::ZERO, id: 0 };
        play(&mut stage);
        stage.tracker.reached().iter().collect::<Vec<_>>()
    });
    let usual = [Situation::LeaderElected, Situation::AppliedByAll];
    let all = report.result.expect("nothing can stop this run");
    all.into_iter().filter(|(situation, _)| !usual.contains(situation)).collect()
}

/// The fact of a save, which only a disk can make.
fn saved() -> Persisted {
    #[derive(Default)]
    struct Catcher(RefCell<Option<Persisted>>);

    impl Auditor for Catcher {
        fn fact(&self, notice: &Notice<'_>) {
            self.0.replace(notice.fact().cloned());
        }
    }

    let catcher = Rc::new(Catcher::default());
    World::current().audit(catcher.clone());
    Persister::new().save("state", "");
    catcher.0.take().expect("a save is a fact")
}

fn candidate(view: Inspection) -> Inspection {
    Inspection { role: Role::Candidate, voted_for: Some(0), ..view }
}

#[test]
fn leaders_follow_each_other() {
    let reached = counted(|stage| {
        stage.role(0, 1, true);
        stage.role(0, 1, true);
        stage.role(1, 2, true);
        stage.role(0, 2, false);
        stage.role(1, 3, true);
    });
    let expected = [Situation::LeaderReplaced, Situation::LeaderDeposed, Situation::TwoLeaders];
    assert_eq!(reached, expected.map(|situation| (situation, 1)));
}

#[test]
fn rivals_without_a_winner_split_the_vote() {
    let play = |winner: Option<u64>| {
        counted(move |stage| {
            for peer in 0..2 {
                stage.role(peer, 4, false);
                stage.tracker.seen(peer, None, &candidate(view(4, (0, 0), &[])), 0);
            }
            stage.send(0, 1);
            stage.deliver(1, 1);
            if let Some(term) = winner {
                stage.role(2, term, true);
            }
        })
    };
    assert_eq!(play(None), [], "it may still have a winner");
    assert_eq!(play(Some(4)), []);
    assert_eq!(play(Some(5)), [(Situation::SplitVote, 1)]);
}

#[test]
fn a_vote_is_refused_for_an_old_log_alone() {
    let play = |own: &'static [u64], voted_for: Option<usize>| {
        counted(move |stage| {
            stage.role(0, 4, false);
            stage.tracker.seen(0, None, &candidate(view(4, (0, 0), &[1, 2])), 0);
            stage.send(0, 1);
            stage.deliver(1, 1);
            stage.role(1, 4, false);
            stage.tracker.seen(1, None, &Inspection { voted_for, ..view(4, (0, 0), own) }, 0);
            stage.answer(1, 1);
        })
    };
    assert_eq!(play(&[1, 3], None), [(Situation::OldLogRefused, 1)]);
    assert_eq!(play(&[1, 2], None), []);
    assert_eq!(play(&[1, 3], Some(2)), [], "it has voted");
}

#[test]
fn a_candidate_makes_way_in_its_own_term_only() {
    let play = |term| {
        counted(move |stage| {
            let before = candidate(view(4, (0, 0), &[]));
            stage.tracker.seen(0, None, &before, 0);
            stage.tracker.seen(0, Some(&before), &view(term, (0, 0), &[]), 0);
        })
    };
    assert_eq!((play(4), play(5)), (vec![(Situation::CandidateYields, 1)], Vec::new()));
}

#[test]
fn commands_are_under_way_and_lost() {
    let reached = counted(|stage| {
        stage.role(0, 1, true);
        stage.start(0, 101, 1, 1);
        stage.start(0, 102, 2, 1);
        stage.role(1, 2, true);
        stage.start(1, 201, 1, 2);
        stage.apply(&[0, 1, 2], 1, 201);
        stage.start(0, 109, 1, 1);
    });
    let expected = [
        (Situation::LeaderReplaced, 1),
        (Situation::TwoLeaders, 1),
        (Situation::InFlight, 1),
        (Situation::ChangeInFlight, 1),
        (Situation::AcceptedInVain, 2),
    ];
    assert_eq!(reached, expected);
}

#[test]
fn who_was_without_a_majority_catches_up() {
    let reached = counted(|stage| {
        stage.role(0, 1, true);
        stage.tell(None, &Weather::Cuts(Cuts::groups(3, &[vec![0], vec![1, 2]])));
        stage.start(0, 7, 1, 1);
        stage.apply(&[1, 2], 1, 8);
        stage.tell(None, &Weather::Cuts(Cuts::none()));
        stage.apply(&[0], 1, 8);
        for peer in 1..3 {
            stage.at(peer, &Fault::Disconnected);
        }
    });
    let expected =
        [Situation::NoQuorum, Situation::LonelyLeaderAccepts, Situation::AcceptedInVain, Situation::CaughtUp];
    assert_eq!(reached, expected.map(|situation| (situation, 1)));
}

#[test]
fn logs_lose_entries_in_many_ways() {
    let play = |before: Inspection, after: Inspection, agree| {
        let reached = counted(move |stage| stage.tracker.seen(0, Some(&before), &after, agree));
        reached.into_iter().map(|(situation, _)| situation).collect::<Vec<_>>()
    };
    let log = |terms| view(5, (0, 0), terms);
    assert_eq!(play(log(&[1, 1]), log(&[1, 1, 5]), 2), []);
    assert_eq!(play(log(&[1, 2, 2]), log(&[1, 5]), 1), [Situation::ConflictRemoved]);
    let over_terms = [Situation::ConflictRemoved, Situation::ConflictOverTerms];
    assert_eq!(play(log(&[1, 2, 3]), log(&[1, 5]), 1), over_terms);
    let all = [Situation::ConflictRemoved, Situation::LogReplaced];
    assert_eq!(play(log(&[2, 2]), log(&[5]), 0), all);
    assert_eq!(play(log(&[1, 2, 3]), view(5, (2, 2), &[]), 2), [], "a snapshot");
}

#[test]
fn a_leader_commits_what_others_left() {
    let leader =
        |commit_index| Inspection { role: Role::Leader, commit_index, ..view(5, (0, 0), &[1, 3, 5]) };
    let play = |from, to| counted(move |stage| stage.tracker.seen(0, Some(&leader(from)), &leader(to), 3));
    assert_eq!(play(1, 3), [(Situation::EarlierTermCommitted, 1)]);
    assert_eq!((play(2, 3), play(2, 2)), (Vec::new(), Vec::new()));
}

#[test]
fn messages_are_late_lost_and_doubled() {
    let reached = counted(|stage| {
        stage.role(0, 1, true);
        stage.role(1, 2, false);
        for call in 1..=3 {
            stage.send(0, call);
        }
        for call in [2, 1, 1, 3] {
            stage.deliver(1, call);
            stage.answer(1, call);
        }
        stage.hear(0, 2);
        stage.role(0, 3, true);
        stage.hear(0, 1);
        stage.at(0, &CallFailed { call: 3, to: None, method: "M", reason: Reason::ReplyLost });
    });
    let expected = [
        (Situation::OldRequest, 3),
        (Situation::StaleReply, 1),
        (Situation::LateAnswerToLeader, 1),
        (Situation::RequestOvertaken, 1),
        (Situation::ReplyOvertaken, 1),
        (Situation::DuplicateRequest, 1),
        (Situation::AnswerLost, 1),
    ];
    assert_eq!(reached, expected);
}

#[test]
fn what_is_sent_in_the_step_of_a_change_counts_as_of_the_later_term() {
    let reached = counted(|stage| {
        stage.role(1, 2, false);
        stage.send(0, 1);
        stage.role(0, 2, false);
        stage.deliver(1, 1);
    });
    assert_eq!(reached, []);
}

#[test]
fn crashes_come_at_bad_moments() {
    let play = |answers: bool| {
        counted(move |stage| {
            stage.role(0, 1, true);
            stage.start(0, 7, 1, 1);
            stage.role(1, 1, false);
            stage.send(1, 1);
            stage.deliver(0, 1);
            stage.at(0, &saved());
            if answers {
                stage.answer(0, 1);
            }
            for peer in 0..3 {
                stage.at(peer, &Fault::Disconnected);
                stage.at(peer, &Fault::Crashed);
            }
        })
    };
    let expected = [Situation::NoQuorum, Situation::EverybodyDown, Situation::LeaderCrashWithTail];
    assert_eq!(play(true), expected.map(|situation| (situation, 1)));
    let unanswered = play(false);
    assert_eq!(unanswered.len(), 4);
    assert_eq!(unanswered[3], (Situation::CrashBeforeReply, 1));
}

#[test]
fn restarts_bring_things_back() {
    let reached = counted(|stage| {
        for (life, others) in [(2, 3), (3, 4)] {
            stage.role(1, others, false);
            stage.restart(0, life);
            stage.at(0, &SnapshotInstalled { index: 4 });
            let voted = Inspection { voted_for: Some(1), ..view(3, (4, 1), &[2]) };
            stage.tracker.seen(0, None, &voted, 0);
        }
    });
    let expected = [
        (Situation::RestartWithEntries, 2),
        (Situation::RestartWithVote, 1),
        (Situation::RestartWithSnapshot, 2),
    ];
    assert_eq!(reached, expected);
}

#[test]
fn snapshots_come_from_the_service_or_from_the_leader() {
    let reached = counted(|stage| {
        stage.role(1, 3, true);
        stage.at(0, &Fault::Disconnected);
        for index in 1..=5 {
            stage.start(1, index, index, 3);
            stage.apply(&[1, 2], index, index);
        }
        stage.at(1, &SnapshotTaken { index: 4, bytes: 9 });
        stage.tracker.seen(1, Some(&view(3, (0, 0), &[3; 5])), &view(3, (4, 3), &[3]), 5);
        stage.at(0, &Fault::Connected);
        // A leader's snapshot cuts through its log twice, once where the entries are others, once where not.
        stage.tracker.seen(0, Some(&view(3, (0, 0), &[1, 2])), &view(3, (4, 3), &[]), 4);
        stage.at(0, &SnapshotInstalled { index: 4 });
        stage.tracker.seen(0, Some(&view(3, (0, 0), &[3; 5])), &view(3, (4, 3), &[3]), 5);
    });
    let expected = [
        Situation::SnapshotTaken,
        Situation::SnapshotInstalled,
        Situation::SnapshotAfterAbsence,
        Situation::SnapshotOverConflict,
        Situation::SnapshotBeforeTail,
    ];
    assert_eq!(reached, expected.map(|situation| (situation, 1)));
}
