//! The rules of obedience, on made-up evidence.

use super::super::views::tests::view;
use super::*;

fn at(millis: u64) -> Instant {
    Instant::ZERO + Duration::from_millis(millis)
}

const FOLLOWER: Standing = Standing { peer: 0, term: 3, leads: false };
const LEADER: Standing = Standing { peer: 1, term: 3, leads: true };

fn call(method: &'static str, sender: Standing, receiver: Standing, millis: u64) -> Call {
    Call { method, digest: millis, sent: at(millis), sender, receiver: Some(receiver) }
}

#[test]
fn eight_answers_from_higher_terms_are_enough() {
    let mut peer = Obedience::default();
    let told = Standing { peer: 2, term: 5, leads: false };
    let mut hear = |millis, took| {
        peer.heard(&call("A", FOLLOWER, told, millis), FOLLOWER, at(millis + took))
            .map_err(|broken| broken.message)
    };
    for round in 0..8 {
        assert_eq!(hear(round * 100, 1), Ok(()));
        assert_eq!(hear(round * 100, 2000), Ok(()), "late answers may find nobody");
    }
    assert_eq!(hear(800, 1), Ok(()), "all within a second");
    let sentence = "peer 0 stayed in term 3 for 1.1 s, in which 10 of its calls were answered from higher terms, \
                    the last by peer 2 in term 5";
    assert_eq!(hear(1100, 1), Err(sentence.to_owned()));
}

#[test]
fn a_new_term_is_a_new_beginning() {
    let mut peer = Obedience::default();
    let told = Standing { peer: 2, term: 9, leads: false };
    for round in 0..40 {
        let now = Standing { term: 3 + round / 8, ..FOLLOWER };
        peer.heard(&call("A", now, told, round * 200), now, at(round * 200)).unwrap();
        peer.stepped(now, Standing { term: 3 + (round + 1) / 8, ..FOLLOWER });
    }
}

#[test]
fn a_candidate_that_ignores_two_heartbeats_is_stubborn() {
    let (mut peer, leader) = (Obedience::default(), Obedience::default());
    let candidate = Inspection { role: Role::Candidate, ..view(3, (0, 0), &[]) };
    let heartbeat = |millis| call("Append", LEADER, FOLLOWER, millis);
    assert!(peer.is_leaders_word(&heartbeat(1), FOLLOWER, &leader));
    peer.answered_leader(&heartbeat(1), 0, &candidate, at(1)).unwrap();
    peer.answered_leader(&heartbeat(2), 0, &candidate, at(2)).unwrap();
    let broken = peer.answered_leader(&heartbeat(100), 0, &candidate, at(101)).unwrap_err();
    let sentence = "peer 0 is still a candidate of term 3, though it has had Append from peer 1, which leads \
                    that term, for 100 ms";
    assert_eq!((broken.rule, &*broken.message), (Rule::CandidateYields, sentence));
}

#[test]
fn late_requests_for_votes_and_old_messages_are_no_leaders_word() {
    let (mut peer, mut leader) = (Obedience::default(), Obedience::default());
    peer.sends(&call("Vote", FOLLOWER, LEADER, 1));
    peer.stepped(FOLLOWER, FOLLOWER);
    assert!(!peer.is_leaders_word(&call("Vote", LEADER, FOLLOWER, 2), FOLLOWER, &leader));
    leader.sends(&call("Append", Standing { term: 2, ..LEADER }, FOLLOWER, 1));
    leader.stepped(Standing { term: 2, ..LEADER }, Standing { term: 2, leads: false, ..LEADER });
    leader.stepped(Standing { leads: false, ..LEADER }, LEADER);
    assert!(!peer.is_leaders_word(&call("Append", LEADER, FOLLOWER, 1), FOLLOWER, &leader), "sent before");
    assert!(peer.is_leaders_word(&call("Append", LEADER, FOLLOWER, 2), FOLLOWER, &leader));
}

#[test]
fn a_vote_is_a_reason_to_wait() {
    let views = |term, vote| Inspection { voted_for: Some(vote), ..view(term, (0, 0), &[]) };
    let stands = |after: u64, sent: Option<u64>| {
        let mut peer = Obedience::default();
        if let Some(millis) = sent {
            peer.sends(&call("Vote", FOLLOWER, LEADER, millis));
        }
        peer.changed(0, &views(2, 1), &views(3, 2), at(500), at(500)).unwrap();
        let candidate = Inspection { role: Role::Candidate, ..views(4, 0) };
        peer.changed(0, &views(3, 2), &candidate, at(500 + after), at(500 + after))
            .map_err(|broken| broken.message)
    };
    let sentence = "peer 0 voted for peer 2 in term 3, and 20 ms later stood for election itself";
    assert_eq!(stands(20, None), Err(sentence.to_owned()));
    assert_eq!(stands(0, None), Ok(()), "both at the same moment");
    assert_eq!(stands(60, None), Ok(()));
    assert_eq!(stands(20, Some(450)), Ok(()), "it was campaigning already");
}
