//! The calls between peers that are under way, with what their senders and receivers were at the time.

use std::collections::VecDeque;

use sim::Instant;

/// What a peer was when it sent or received something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) peer: usize,
    pub(super) term: u64,
    pub(super) leads: bool,
}

/// One call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) method: &'static str,
    /// The digest of the arguments.
    pub(super) digest: u64,
    pub(super) sent: Instant,
    pub(super) sender: Standing,
    /// Before the request was handled; none while it is on its way.
    pub(super) receiver: Option<Standing>,
}

/// Calls by their numbers, which rise by one from call to call.
#[derive(Default)]
pub(super) struct Calls {
    /// The number of the call at the front.
    first: u64,
    /// `None` for calls that are over.
    flying: VecDeque<Option<Call>>,
}

impl Calls {
    /// A request goes out.
    pub(super) fn begin(&mut self, number: u64, call: Call) {
        if self.flying.is_empty() || number != self.first + self.flying.len() as u64 {
            self.flying.clear();
            self.first = number;
        }
        self.flying.push_back(Some(call));
    }

    fn place(&mut self, number: u64) -> Option<&mut Option<Call>> {
        let offset = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.flying.get_mut(offset)
    }

    /// The call, while it is under way.
    pub(super) fn get(&mut self, number: u64) -> Option<&mut Call> {
        self.place(number)?.as_mut()
    }

    /// A call is over.
    pub(super) fn end(&mut self, number: u64) -> Option<Call> {
        let over = self.place(number)?.take();
        while let Some(None) = self.flying.front() {
            self.flying.pop_front();
            self.first += 1;
        }
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_end_in_any_order() {
        let mut calls = Calls::default();
        let sender = Standing { peer: 1, term: 1, leads: true };
        for number in 1..=4 {
            let (method, sent) = ("A", Instant::ZERO);
            calls.begin(number, Call { method, digest: number, sent, sender, receiver: None });
        }
        let mut end = |number| calls.end(number).map(|call| call.digest);
        assert_eq!([end(2), end(2), end(4), end(1), end(9)], [Some(2), None, Some(4), Some(1), None]);
        assert_eq!((calls.get(3).map(|call| call.digest), calls.flying.len()), (Some(3), 2));
    }
}
