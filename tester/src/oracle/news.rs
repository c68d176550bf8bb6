//! The facts that the oracles care for, told apart by one look at their type: there are a great many facts.

use std::any::{Any, TypeId};

use labrpc::facts::{CallFailed, ReplyDelivered, ReplySent, RequestDelivered, RequestSent};
use raftapi::Persisted;
use sim::Fact;

use crate::facts::{Applied, ApplyRefused, Fault, SnapshotInstalled, Submitted};

/// A fact, if it is one of those.
pub(super) enum News<'a> {
    Sent(&'a RequestSent),
    Delivered(&'a RequestDelivered),
    Replied(&'a ReplySent),
    Answered(&'a ReplyDelivered),
    Failed(&'a CallFailed),
    Persisted(&'a Persisted),
    Applied(&'a Applied),
    Submitted(&'a Submitted),
    Installed(&'a SnapshotInstalled),
    Refused(&'a ApplyRefused),
    Fault(&'a Fault),
}

impl<'a> News<'a> {
    #[inline]
    pub(super) fn of(fact: &'a dyn Fact) -> Option<Self> {
        let any: &dyn Any = fact;
        let is = any.type_id();
        if is == TypeId::of::<RequestSent>() {
            any.downcast_ref().map(Self::Sent)
        } else if is == TypeId::of::<RequestDelivered>() {
            any.downcast_ref().map(Self::Delivered)
        } else if is == TypeId::of::<ReplySent>() {
            any.downcast_ref().map(Self::Replied)
        } else if is == TypeId::of::<ReplyDelivered>() {
            any.downcast_ref().map(Self::Answered)
        } else if is == TypeId::of::<Persisted>() {
            any.downcast_ref().map(Self::Persisted)
        } else if is == TypeId::of::<Applied>() {
            any.downcast_ref().map(Self::Applied)
        } else if is == TypeId::of::<Submitted>() {
            any.downcast_ref().map(Self::Submitted)
        } else if is == TypeId::of::<CallFailed>() {
            any.downcast_ref().map(Self::Failed)
        } else if is == TypeId::of::<Fault>() {
            any.downcast_ref().map(Self::Fault)
        } else if is == TypeId::of::<SnapshotInstalled>() {
            any.downcast_ref().map(Self::Installed)
        } else if is == TypeId::of::<ApplyRefused>() {
            any.downcast_ref().map(Self::Refused)
        } else {
            None
        }
    }

    /// Whether it is about the network or a disk, and no business of those who look from outside.
    pub(super) const fn is_inner(&self) -> bool {
        matches!(
            self,
            Self::Sent(_)
                | Self::Delivered(_)
                | Self::Replied(_)
                | Self::Answered(_)
                | Self::Failed(_)
                | Self::Persisted(_)
        )
    }
}
