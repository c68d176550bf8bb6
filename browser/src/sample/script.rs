//! The script of a made-up run: commands, faults, and a broken rule at the end.

use timeline::record::{Role, What};

use super::network::{Due, MS, Message, World};

/// The sentence about the broken rule.
pub(crate) const BROKEN: &str =
    "peer 1, which leads term 5, raised its commit_index from 0 to entry 2 of term 1 (event 280)";

/// Runs the world until it has had `events` events, and breaks a rule then.
pub(crate) fn drive(world: &mut World, events: u64) {
    for node in 0..world.peers.len() {
        boot(world, node);
        world.event(Some(node), None, "connected".to_owned(), What::Connect {});
    }
    step(world, "begin", "the test begins".to_owned());
    world.at(600 * MS, Due::Script);
    while world.tell.last_id() + 4 < events {
        let Some(due) = world.next() else { break };
        meet(world, due);
    }
    world.event(None, None, "one(7) agreed at index 9".to_owned(), What::Test { step: "agreed".to_owned() });
    let rule = "commit-own-term".to_owned();
    let what = What::Violation { rule: rule.clone(), message: BROKEN.to_owned(), peers: vec![1, 2] };
    world.event(Some(1), None, format!("{rule}: {BROKEN}"), what);
}

fn step(world: &mut World, step: &str, text: String) -> u64 {
    world.event(None, None, text, What::Test { step: step.to_owned() })
}

fn boot(world: &mut World, node: usize) {
    world.peers[node].forget();
    world.peers[node].is_up = true;
    world.peers[node].life += 1;
    let life = world.peers[node].life;
    let text = if life == 1 { "started".to_owned() } else { format!("life {life} begins") };
    world.event(Some(node), None, text, What::Boot { life });
    world.state(node);
    world.rest(node);
}

fn crash(world: &mut World, node: usize) {
    world.event(Some(node), None, "crashed".to_owned(), What::Crash {});
    world.peers[node].is_up = false;
    world.state(node);
}

fn meet(world: &mut World, due: Due) {
    match due {
        Due::Request { call, from, to, cause, message, is_copy } => {
            world.request(call, (from, to), cause, message, is_copy);
        }
        Due::Lost { call, from, to, cause, method, reason } => {
            world.lost((call, from, to, cause), method, reason);
        }
        Due::Answer { call, from, to, cause, message, granted, term } => {
            if world.peers[from].is_up {
                let method =
                    if matches!(message, Message::Vote { .. }) { "RequestVote" } else { "AppendEntries" };
                let text = format!("#{call} back from {to}: Raft.{method} answered");
                let method = format!("Raft.{method}");
                let what = What::Answer { call, from: Some(to), method, awaited: true };
                world.event(Some(from), Some(cause), text, what);
                answered(world, from, to, message, granted, term);
                world.state(from);
            }
        }
        Due::Timeout(node) => timeout(world, node),
        Due::Beat(node, term) => {
            let peer = &world.peers[node];
            if peer.is_up && peer.role == Role::Leader && peer.term == term {
                // The last event before this line is mostly another peer's.
                world.tell.line(world.now, peer, "debug", format!("heartbeats of peer {node}"));
                world.replicate(node);
                world.at(100 * MS, Due::Beat(node, term));
            }
        }
        Due::Script => script(world),
    }
}

fn answered(world: &mut World, me: usize, from: usize, message: Message, granted: bool, term: u64) {
    if world.peers[me].follow(term) {
        world.persist(me);
        world.role(me);
        world.rest(me);
        return;
    }
    let majority = world.peers.len() / 2 + 1;
    let peer = &mut world.peers[me];
    match message {
        Message::Vote { term, .. } if term == peer.term && granted && peer.role == Role::Candidate => {
            peer.votes += 1;
            if peer.votes == majority {
                peer.role = Role::Leader;
                peer.next = vec![peer.log.len(); peer.next.len()];
                peer.matched = vec![0; peer.next.len()];
                world.role(me);
                world.at(0, Due::Beat(me, term));
            }
        }
        Message::Append { term, prev, entries, .. } if term == peer.term && peer.role == Role::Leader => {
            if granted {
                let matched = prev.0 + entries.len() as u64;
                peer.matched[from] = peer.matched[from].max(matched);
                peer.next[from] = usize::try_from(matched).unwrap_or(usize::MAX);
                peer.count();
                world.apply(me);
            } else {
                peer.next[from] = peer.next[from].saturating_sub(5);
            }
        }
        _ => {}
    }
}

fn timeout(world: &mut World, node: usize) {
    let now = world.now;
    let peer = &mut world.peers[node];
    if !peer.is_up || peer.role == Role::Leader || peer.deadline > now {
        return;
    }
    if peer.paused_until > now {
        let wait = peer.paused_until - now;
        world.at(wait, Due::Timeout(node));
        return;
    }
    peer.term += 1;
    peer.role = Role::Candidate;
    peer.voted_for = Some(node);
    peer.votes = 1;
    let (term, last) = (peer.term, (peer.term_at(peer.last()), peer.last()));
    world.persist(node);
    world.role(node);
    for to in (0..world.peers.len()).filter(|to| *to != node) {
        world.send(node, to, Message::Vote { term, last });
    }
    world.state(node);
    world.rest(node);
}

/// A command for the leader, and now and then a fault.
fn script(world: &mut World) {
    let wait = (20 + world.below(60)) * MS;
    world.at(wait, Due::Script);
    let leader = world.peers.iter().position(|peer| peer.is_up && peer.role == Role::Leader);
    if let Some(leader) = leader {
        let digest = u32::try_from(world.below(1 << 32)).unwrap_or_default();
        let term = world.peers[leader].term;
        world.peers[leader].log.push((term, digest));
        let (index, digest) = (world.peers[leader].last(), format!("{digest:08x}"));
        world.persist(leader);
        let text = format!("took {digest} for index {index} in term {term}");
        let what = What::Start { index, term, command: digest.clone(), digest };
        world.event(Some(leader), None, text, what);
        world.replicate(leader);
        world.state(leader);
    }
    if world.below(8) == 0 {
        fault(world, leader);
    }
}

fn fault(world: &mut World, leader: Option<usize>) {
    let any = usize::try_from(world.below(world.peers.len() as u64)).unwrap_or_default();
    let node = if world.below(3) == 0 { leader.unwrap_or(any) } else { any };
    step(world, "round", "round".to_owned());
    match world.below(7) {
        0 | 1 if world.peers[node].is_up => crash(world, node),
        0..=2 => {
            if let Some(down) = world.peers.iter().position(|peer| !peer.is_up) {
                boot(world, down);
            }
        }
        3 => {
            world.peers[node].is_connected ^= true;
            let (text, what) = if world.peers[node].is_connected {
                ("connected", What::Connect {})
            } else {
                ("disconnected", What::Disconnect {})
            };
            world.event(Some(node), None, text.to_owned(), what);
        }
        4 => {
            world.is_reliable ^= true;
            let text = if world.is_reliable { "a reliable network" } else { "an unreliable network" };
            let on = world.is_reliable;
            world.event(None, None, text.to_owned(), What::Reliable { on });
        }
        5 if world.peers[node].is_up => {
            let until = world.now + 150 * MS;
            world.peers[node].paused_until = until;
            world.event(Some(node), None, "stands still for 150 ms".to_owned(), What::Pause { until });
        }
        _ => {
            let links = if world.cut.is_empty() { vec![(0, 1), (1, 0), (0, 2), (2, 0)] } else { Vec::new() };
            let text = if links.is_empty() { "no link is cut" } else { "links cut: 0-1, 0-2" };
            world.cut.clone_from(&links);
            world.event(None, None, text.to_owned(), What::Cut { links });
        }
    }
}
