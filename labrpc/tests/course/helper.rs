//! The helper server of the course's own labrpc tests, and the world they start from.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use labrpc::{ClientEnd, Name, Network, Rpc, Server};
use serde::{Deserialize, Serialize};

macro_rules! methods {
    ($($name:ident($args:ty) -> $reply:ty;)*) => {$(
        #[derive(Serialize, Deserialize, Debug)]
        pub(crate) struct $name(pub(crate) $args);

        impl Rpc for $name {
            type Reply = $reply;
            const METHOD: &'static str = concat!("JunkServer.", stringify!($name));
        }
    )*};
}

methods! {
    H1(String) -> i64;
    H2(i64) -> String;
    H3(i64) -> i64;
    H4(Box<X>) -> X;
    H5(X) -> X;
    H6(String) -> usize;
    H7(usize) -> String;
}

#[derive(Serialize, Deserialize, Debug, Default)]
pub(crate) struct X {
    pub(crate) x: String,
}

/// How long H3 takes to answer.
const H3_TAKES: Duration = Duration::from_secs(20);

#[derive(Default)]
pub(crate) struct JunkServer {
    /// The strings that H1 was called with.
    pub(crate) log1: RefCell<Vec<String>>,
    /// The numbers that H2 was called with.
    pub(crate) log2: RefCell<Vec<i64>>,
}

impl JunkServer {
    pub(crate) fn server(self: &Rc<Self>) -> Server {
        let mut server = Server::new();
        server.on(self, |junk, H1(text): H1| {
            let number = text.parse().unwrap();
            junk.log1.borrow_mut().push(text);
            number
        });
        server.on(self, |junk, H2(number): H2| {
            junk.log2.borrow_mut().push(number);
            format!("handler2-{number}")
        });
        server.on_async(self, |_, H3(number): H3| async move {
            sim::sleep(H3_TAKES).await;
            -number
        });
        server.on(self, |_, _: H4| X { x: "pointer".to_owned() });
        server.on(self, |_, _: H5| X { x: "no pointer".to_owned() });
        server.on(self, |_, H6(text): H6| text.len());
        server.on(self, |_, H7(count): H7| "y".repeat(count));
        server
    }
}

/// A network with one helper server; every test starts from one.
pub(crate) struct Lab {
    pub(crate) network: Network,
    pub(crate) junk: Rc<JunkServer>,
    pub(crate) server: Name,
}

impl Lab {
    pub(crate) fn new(server: impl Into<Name>) -> Self {
        let lab = Self { network: Network::new(), junk: Rc::default(), server: server.into() };
        lab.network.add_server(&lab.server, lab.junk.server());
        lab
    }

    /// An end that points at the server and is disabled.
    pub(crate) fn disabled_end(&self, name: impl Into<Name>) -> ClientEnd {
        let end = self.network.make_end(name);
        self.network.connect(end.name(), &self.server);
        end
    }

    pub(crate) fn end(&self, name: impl Into<Name>) -> ClientEnd {
        let end = self.disabled_end(name);
        self.network.enable(end.name(), true);
        end
    }
}

/// Runs a test in a world of its own.
pub(crate) fn run<T: 'static, F: Future<Output = T> + 'static>(script: impl FnOnce() -> F) -> T {
    sim::run(sim::Config::new(2026), |_| script()).result.unwrap()
}
