//! The path of one request, as in the lab's `labrpc`:
//!
//! 1. It is taken in, and counted with the bytes of its arguments.
//! 2. The world is sampled: is the link enabled, which server has its name now, how is the network set?
//! 3. With nobody there it will fail: step 13.
//! 4. An unreliable network delays it,
//! 5. and loses one in ten, which the caller learns when the delay is over.
//! 6. The handler is called;
//! 7. the server counts it, and the arguments are decoded.
//! 8. Every 100 ms somebody looks whether the answer of a slow handler could still be delivered.
//! 9. When it has answered, somebody looks once more.
//! 10. An unreliable network loses one reply in ten,
//! 11. long reordering delays two in three,
//! 12. and the rest is delivered, whoever may have been cut off or crashed since.
//! 13. With nobody there, failing takes up to 100 ms, or up to seven seconds with long delays.

use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use sim::{Device, NodeId, Place};

use super::call::Answer;
use super::chance::{Chance, Course};
use super::flight::{Flight, Stage};
use super::{Inner, Link, Request};
use crate::content::Content;
use crate::facts::{
    CallFailed, Reason, ReplyDelivered, ReplySent, RequestDelivered, RequestDuplicated, RequestSent,
};
use crate::fate::Fate;
use crate::mishap::{self, Mishap, Troubles};
use crate::server::{Core, Reply};
use crate::silence::SilentHandler;

/// How often somebody looks whether a handler that takes long could still deliver its answer (step 8).
const LIVENESS_POLL: Duration = Duration::from_millis(100);

impl Inner {
    /// Steps 1 to 5: takes a request in, samples the world, and decides what will become of the request.
    pub(super) fn take_in(&self, request: Request, content: Option<Content>) -> usize {
        let Request { link, method, args, .. } = request;
        self.rpcs.set(self.rpcs.get() + 1);
        self.bytes.set(self.bytes.get() + args.len() as u64);
        let call = self.rpcs.get();
        let (target, server, course) = self.sample(link);
        let (digest, size) = (sim::Digest::of(&args), args.len());
        let to = self.server_name_if(content.is_some(), target);
        self.world.emit(RequestSent { call, to, method, size, digest, content });

        let copy = server.as_ref().and_then(|_| Some((course.troubles.copy?, args.clone())));
        let (stage, delay) = if server.is_none() {
            (Stage::Failing(Reason::NobodyThere), course.nobody_there())
        } else if course.troubles.request_lost {
            (Stage::Failing(Reason::RequestLost), course.request_delay())
        } else {
            (Stage::Outbound(args), course.request_delay())
        };
        let flight = Flight {
            call,
            method,
            caller: self.world.current_node(),
            since: self.world.now(),
            link,
            message: course.message,
            target,
            server,
            reply: course.reply(),
            is_copy: false,
            stage,
            ticket: 0,
            waiter: None,
            abandoned: false,
        };
        if let Some((delay, args)) = copy {
            self.send_copy(&flight, delay, args);
        }
        let slot = self.flights.borrow_mut().insert(flight);
        self.move_on_after(slot, delay);
        slot
    }

    /// The second delivery of a request. It goes its own way, and what comes of it is nobody's concern.
    fn send_copy(&self, original: &Flight, delay: Duration, args: Bytes) {
        self.world.emit(RequestDuplicated { call: original.call, method: original.method });
        let copy = Flight {
            server: original.server.clone(),
            is_copy: true,
            stage: Stage::Outbound(args),
            waiter: None,
            abandoned: true,
            ..*original
        };
        let slot = self.flights.borrow_mut().insert(copy);
        self.move_on_after(slot, delay);
    }

    /// Step 2. The server only if the link is enabled.
    fn sample(&self, link: usize) -> (Option<usize>, Option<Rc<Core>>, Course) {
        let mut links = self.links.borrow_mut();
        let Link { enabled, target, stream, gusts, told, met } = &mut links[link];
        let gust = gusts.next(self.storm.get(), &self.world);
        let (fate, message) = (Fate::draw(stream), gusts.messages());
        let troubles = match told {
            None => Chance { knobs: self.knobs.get(), gust }.troubles(&fate),
            Some(list) => Troubles::told(list, message),
        };
        let server =
            target.filter(|_| *enabled).and_then(|target| self.servers.borrow()[target].server.clone());
        if self.keeps_ledger.get() {
            met.extend(troubles.of_request(server.is_some()).map(|what| Mishap { message, what }));
        }
        (*target, server, Course { message, fate, troubles })
    }

    /// The request is there. A node that stands still takes nothing in: what comes waits for it.
    fn arrive(self: &Rc<Self>, slot: usize, args: Bytes) {
        let node =
            self.flights.borrow_mut().get_mut(slot).server.as_ref().and_then(|server| server.life.node());
        let until = node.and_then(|node| self.world.paused_until(node));
        match until.filter(|until| *until > self.world.now()) {
            None => self.execute(slot, &args),
            Some(until) => {
                self.flights.borrow_mut().get_mut(slot).stage = Stage::Outbound(args);
                self.move_on_after(slot, until - self.world.now());
            }
        }
    }

    /// Steps 6 and 7: the request is taken in by its server.
    fn execute(self: &Rc<Self>, slot: usize, args: &Bytes) {
        let (call, from, method, server, is_copy) = {
            let mut flights = self.flights.borrow_mut();
            let flight = flights.get_mut(slot);
            flight.stage = Stage::Executing;
            flight.since = self.world.now();
            (flight.call, flight.caller, flight.method, flight.server.clone(), flight.is_copy)
        };
        let Some(server) = server else { return self.fail(slot, Reason::NobodyThere) };
        let answer = Answer::new(self, slot, call);
        let at_once = server.answers_at_once(method);
        let dispatched = self.world.enter_life(server.life, || {
            self.world.emit(RequestDelivered { call, from, method, at_once, is_copy });
            server.dispatch(method, args, answer).map_err(|error| self.world.abort(error))
        });
        if !self.world.is_alive(server.life) {
            // It crashed in the handler, so this may be the last that is left of the peer.
            self.world.drop_as(server.life, server);
        }
        match dispatched {
            Some(Ok(Some(reply))) => self.settle(slot, reply),
            // The handler goes on as a task.
            Some(Ok(None)) => self.move_on_after(slot, LIVENESS_POLL),
            // The run is over, or the server died while the request was under way.
            Some(Err(())) | None => self.fail(slot, Reason::CutOff),
        }
    }

    /// An asynchronous handler has answered the call, which may have failed meanwhile.
    pub(super) fn answered(&self, slot: usize, call: u64, reply: Reply) {
        if self.flights.borrow().executing(slot, call) {
            self.settle(slot, reply);
        }
    }

    /// Steps 9 to 12: the handler has answered.
    fn settle(&self, slot: usize, reply: Reply) {
        if self.is_cut_off(slot) {
            return self.fail(slot, Reason::CutOff);
        }
        let (call, to, method, fate, life, is_copy) = {
            let mut flights = self.flights.borrow_mut();
            let flight = flights.get_mut(slot);
            let life = flight.server.as_ref().and_then(|server| server.life.node());
            (flight.call, flight.caller, flight.method, flight.reply, life, flight.is_copy)
        };
        let Reply { bytes, content } = reply;
        let (size, digest) = (bytes.len(), sim::Digest::of(&bytes));
        let sent = ReplySent { call, to, method, size, digest, content, is_copy };
        match life {
            Some(node) => self.world.emit_on(node, sent),
            None => self.world.emit(sent),
        }
        if self.keeps_ledger.get() && !is_copy {
            self.note_reply(slot);
        }
        if fate.lost || is_copy {
            return self.fail(slot, Reason::ReplyLost);
        }
        self.flights.borrow_mut().get_mut(slot).stage = Stage::Returning(bytes);
        self.move_on_after(slot, fate.transit + fate.late);
    }

    /// Writes down what befalls the reply.
    fn note_reply(&self, slot: usize) {
        let (link, message, fate) = {
            let mut flights = self.flights.borrow_mut();
            let flight = flights.get_mut(slot);
            (flight.link, flight.message, flight.reply)
        };
        let met = mishap::of_reply(fate.lost, fate.late).map(|what| Mishap { message, what });
        self.links.borrow_mut()[link].met.extend(met);
    }

    /// Whether the link is disabled by now, or the name belongs to another server object ("dead" in step 8).
    fn is_cut_off(&self, slot: usize) -> bool {
        let mut flights = self.flights.borrow_mut();
        let flight = flights.get_mut(slot);
        let enabled = self.links.borrow()[flight.link].enabled;
        let servers = self.servers.borrow();
        let now = flight.target.and_then(|target| servers[target].server.as_ref());
        let same = flight.server.as_ref().zip(now).is_some_and(|(then, now)| Rc::ptr_eq(then, now));
        !(enabled && same)
    }

    /// The caller learns that there is no answer. Of a copy it learns nothing.
    fn fail(&self, slot: usize, reason: Reason) {
        let is_copy = self.flights.borrow_mut().get_mut(slot).is_copy;
        let (call, caller, method, target) = self.finish(slot, None);
        if is_copy {
            return;
        }
        let to = self.server_name_if(self.world.recording(), target);
        self.emit_for(caller, CallFailed { call, to, method, reason });
    }

    /// Step 8, and an end to it where one was set.
    fn wait_on(&self, slot: usize) {
        match self.silence(slot) {
            Some((place, error)) => self.world.abort_at(place, error),
            None => self.move_on_after(slot, LIVENESS_POLL),
        }
    }

    /// The silence of a handler that is alive, and has had all the time that it was given. A handler whose
    /// node has crashed is not silent but dead.
    fn silence(&self, slot: usize) -> Option<(Place, SilentHandler)> {
        let flights = &mut *self.flights.borrow_mut();
        let &mut Flight { method, caller, since, ref server, .. } = flights.get_mut(slot);
        let (world, server) = (&self.world, server.as_ref()?);
        let at = world.now();
        if !self.patience.get().is_over(since, at) || !world.is_alive(server.life) {
            return None;
        }
        let label =
            |node: Option<NodeId>| node.map_or_else(|| "test script".into(), |node| world.label(node));
        let node = server.life.node();
        let place = Place { node, label: label(node), spawned: server.site(method), at };
        Some((place, SilentHandler { method, caller: label(caller), since }))
    }

    /// Step 12: no further look at whether anybody is still connected or alive.
    fn deliver(&self, slot: usize, reply: Bytes) {
        self.bytes.set(self.bytes.get() + reply.len() as u64);
        let awaited = !self.flights.borrow_mut().get_mut(slot).abandoned;
        let (call, caller, method, target) = self.finish(slot, Some(reply));
        let from = self.server_name_if(self.world.recording(), target);
        self.emit_for(caller, ReplyDelivered { call, from, method, awaited });
    }

    /// Leaves the outcome for the caller and wakes it.
    fn finish(
        &self,
        slot: usize,
        outcome: Option<Bytes>,
    ) -> (u64, Option<sim::NodeId>, &'static str, Option<usize>) {
        let mut flights = self.flights.borrow_mut();
        let flight = flights.get_mut(slot);
        let facts = (flight.call, flight.caller, flight.method, flight.target);
        flight.stage = Stage::Done(outcome);
        flight.ticket = 0;
        let waiter = flight.waiter.take();
        let gone = flight.abandoned.then(|| flights.remove(slot));
        drop(flights);
        drop(gone);
        if let Some(waiter) = waiter {
            waiter.wake();
        }
        facts
    }

    fn move_on_after(&self, slot: usize, delay: Duration) {
        let token = self.flights.borrow_mut().ticket(slot);
        self.world.schedule(self.world.now() + delay, self.device.get(), token);
    }

    fn emit_for(&self, node: Option<sim::NodeId>, fact: impl sim::Fact) {
        match node {
            Some(node) => self.world.emit_on(node, fact),
            None => self.world.emit(fact),
        }
    }

    /// Names are only wanted by readers of a kept trace.
    fn server_name_if(&self, wanted: bool, target: Option<usize>) -> Option<crate::Name> {
        if wanted { self.server_name(target) } else { None }
    }
}

/// The network's timers: a request or reply arrives, a failure is reported, or a slow handler is looked
/// after.
impl Device for Inner {
    fn fire(self: Rc<Self>, token: u64) {
        let due = {
            let mut flights = self.flights.borrow_mut();
            let Some(slot) = flights.by_token(token) else { return };
            let stage = std::mem::replace(&mut flights.get_mut(slot).stage, Stage::Executing);
            (slot, stage)
        };
        match due {
            (slot, Stage::Outbound(args)) => self.arrive(slot, args),
            (slot, Stage::Failing(reason)) => self.fail(slot, reason),
            (slot, Stage::Executing) if self.is_cut_off(slot) => self.fail(slot, Reason::CutOff),
            (slot, Stage::Executing) => self.wait_on(slot),
            (slot, Stage::Returning(reply)) => self.deliver(slot, reply),
            (slot, done @ Stage::Done(_)) => self.flights.borrow_mut().get_mut(slot).stage = done,
        }
    }

    fn reseed(&self) {
        let mut links = self.links.borrow_mut();
        for (name, &position) in &*self.ends.borrow() {
            let Link { stream, gusts, .. } = &mut links[position];
            *stream = self.world.stream("link", &[name.digest()]);
            gusts.reseed();
        }
    }

    /// Servers hold the peers and the peers their ends, which hold the network: this parts them.
    fn shut_down(&self) {
        self.closed.set(true);
        let flights = self.flights.borrow_mut().drain();
        self.world.drop_each(flights);
        let servers: Vec<_> =
            self.servers.borrow_mut().iter_mut().filter_map(|entry| entry.server.take()).collect();
        self.world.drop_each(servers);
        self.links.take();
        self.ends.take();
    }
}
