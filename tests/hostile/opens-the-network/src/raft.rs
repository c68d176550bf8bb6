//! Works, unless it reaches anybody: then it tells.

use std::net::{TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Calls>;

pub struct Calls;

impl Deed for Calls {
    fn when_made() {
        assert!(TcpListener::bind("127.0.0.1:0").is_err(), "a port was opened");
        assert!(TcpStream::connect("1.1.1.1:53").is_err(), "somebody answered");
        assert!(UdpSocket::bind("0.0.0.0:0").is_err(), "a datagram could be sent");
        assert!("localhost:80".to_socket_addrs().is_err(), "a name was looked up");
        assert!(UnixStream::pair().is_err() && UnixDatagram::unbound().is_err(), "a socket was made");
        assert!(UnixListener::bind("socket").is_err(), "a socket was made in a folder");
    }
}
