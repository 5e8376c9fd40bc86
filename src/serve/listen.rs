//! The server: what it listens on, how many it serves, and how it ends.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCEPT_ENCODING, ALLOW, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderName, HeaderValue, VARY,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc as channel, watch};

use super::answer::{Answer, Refused, answer};
use super::body::Body;
use super::connection::Connection;
use super::guard::{self, DATA_POLICY, HEADERS};
use super::state::{Current, Served};
use super::{Loaded, Options, Source};
use crate::load::Stamp;

/// How many bytes the head of a request may have.
const MOST_HEAD: usize = 16 * 1024;

/// How many connections are served at once; as many again are told that there are too many, and
/// further ones are closed.
const MOST_CONNECTIONS: usize = 64;

/// How long a client may take to say what it asks for, or between two requests.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// How often something is sent to those who listen for changes: then it is known that they do.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How many answers are made at once.
const MOST_AT_WORK: usize = 4;

/// How often a free port is looked for that is free for both kinds of address.
const MOST_TRIES: usize = 20;

/// Why the server cannot be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another program listens on the port.
    #[error("port {port} is taken by another program")]
    Taken {
        /// The port.
        port: u16,
    },
    /// The machine does not let us listen.
    #[error("port {port} cannot be opened: {reason}")]
    Refused {
        /// The port.
        port: u16,
        /// What the machine says.
        reason: io::Error,
    },
}

/// What the server listens on: this machine's own addresses alone, which no other machine reaches.
#[derive(Debug)]
pub struct Listeners {
    port: u16,
    all: Vec<StdListener>,
}

impl Listeners {
    /// Opens a port on 127.0.0.1 and, where the machine has it, on `[::1]`; port 0 is any that is
    /// free.
    ///
    /// # Errors
    ///
    /// [`OpenError::Taken`] where another program listens there, [`OpenError::Refused`] where the
    /// machine refuses.
    ///
    /// # Example
    ///
    /// ```
    /// use landscape_graph::serve::Listeners;
    ///
    /// let listeners = Listeners::open(0)?;
    /// assert!(Listeners::open(listeners.port()).is_err());
    /// # Ok::<(), landscape_graph::serve::OpenError>(())
    /// ```
    pub fn open(port: u16) -> Result<Self, OpenError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match Self::open_both(port) {
                // The one that was free is not on the other address: another will be.
                Err(OpenError::Taken { .. }) if port == 0 && tries < MOST_TRIES => {}
                done => return done,
            }
        }
    }

    fn open_both(port: u16) -> Result<Self, OpenError> {
        let open = |address: SocketAddr| {
            let listener = StdListener::bind(address)?;
            listener.set_nonblocking(true)?;
            Ok(listener)
        };
        let failed = |port: u16, reason: io::Error| match reason.kind() {
            ErrorKind::AddrInUse => OpenError::Taken { port },
            _ => OpenError::Refused { port, reason },
        };
        let first = open((Ipv4Addr::LOCALHOST, port).into()).map_err(|reason| failed(port, reason))?;
        let port = first.local_addr().map_err(|reason| failed(port, reason))?.port();
        let mut all = vec![first];
        match open((Ipv6Addr::LOCALHOST, port).into()) {
            Ok(second) => all.push(second),
            Err(reason) if reason.kind() == ErrorKind::AddrInUse => return Err(failed(port, reason)),
            // The machine has no such address.
            Err(_) => {}
        }
        Ok(Self { port, all })
    }

    /// Returns the port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Serves a landscape, and follows its files, until the program is told to end: by Ctrl-C, or by
/// the signal that ends programs.
///
/// The stamp was taken before the landscape was loaded, so that no change is missed.
///
/// # Errors
///
/// Where the machine refuses a thread or a signal.
pub fn serve(
    listeners: Listeners,
    source: Box<dyn Source>,
    options: Options,
    stamp: Stamp,
    loaded: Loaded,
) -> io::Result<()> {
    let served = Arc::new(Served::new(source, options, listeners.port, stamp, loaded));
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().max_blocking_threads(MOST_AT_WORK).build()?;
    let (end, ended) = mpsc::channel();
    let follower = Arc::clone(&served);
    let following =
        std::thread::Builder::new().name("follow".into()).spawn(move || follower.follow(&ended))?;
    let result = runtime.block_on(async {
        let rooms = Arc::new(Rooms::new());
        for listener in listeners.all {
            let listener = TcpListener::from_std(listener)?;
            tokio::spawn(accept(listener, Arc::clone(&served), Arc::clone(&rooms)));
        }
        told_to_end().await
    });
    drop(end);
    // An answer that takes long is not waited for.
    runtime.shutdown_background();
    // One who panics has said so.
    let _ = following.join();
    result
}

/// Waits until the program is told to end.
async fn told_to_end() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        std::future::poll_fn(|context| {
            let done = terminate.poll_recv(context).is_ready() || interrupt.poll_recv(context).is_ready();
            if done { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
        Ok(())
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Room for connections.
struct Rooms {
    served: Arc<Semaphore>,
    turned_away: Arc<Semaphore>,
}

impl Rooms {
    fn new() -> Self {
        let room = || Arc::new(Semaphore::new(MOST_CONNECTIONS));
        Self { served: room(), turned_away: room() }
    }
}

/// Takes connections for as long as the server runs.
async fn accept(listener: TcpListener, served: Arc<Served>, rooms: Arc<Rooms>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many files are open, or the client was gone at once.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        if let Ok(room) = Arc::clone(&rooms.served).try_acquire_owned() {
            let served = Arc::clone(&served);
            tokio::spawn(async move {
                talk(stream, Some(served)).await;
                drop(room);
            });
        } else if let Ok(room) = Arc::clone(&rooms.turned_away).try_acquire_owned() {
            tokio::spawn(async move {
                talk(stream, None).await;
                drop(room);
            });
        }
    }
}

/// Answers all that is asked on a connection; without anything that is served, that there are too
/// many.
async fn talk(stream: TcpStream, served: Option<Arc<Served>>) {
    let is_served = served.is_some();
    let service = service_fn(move |request| respond(served.clone(), request));
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MOST_HEAD)
        .keep_alive(is_served);
    // What goes wrong here is the client's doing, and it is gone.
    let _ = builder.serve_connection(TokioIo::new(Connection::new(stream)), service).await;
}

/// Answers a request.
async fn respond(
    served: Option<Arc<Served>>,
    request: Request<Incoming>,
) -> Result<Response<Body>, std::convert::Infallible> {
    let Some(served) = served else {
        let full = Refused::new(StatusCode::SERVICE_UNAVAILABLE, "too many connections are open")
            .with_help("close some of the tabs that show the page, then load it again");
        return Ok(response(full.answer(), false));
    };
    let (method, uri) = (request.method(), request.uri());
    if let Err(refused) = guard::check(method, uri, request.headers(), served.port) {
        return Ok(response(refused.answer(), false));
    }
    if uri.path() == "/api/changes" {
        let body = match *method {
            Method::HEAD => Body::Whole(None),
            _ => changes(served.changes()),
        };
        return Ok(headed(body, "text/event-stream", DATA_POLICY));
    }
    let gzip = takes_gzip(request.headers());
    let (path, query) = (uri.path().to_owned(), uri.query().unwrap_or_default().to_owned());
    let made = tokio::task::spawn_blocking(move || answer(&served, &path, &query)).await;
    let answer = made.unwrap_or_else(|_| {
        Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be made")
            .with_help("this is a bug: please report what you asked")
            .answer()
    });
    Ok(response(answer, gzip))
}

/// Whether a client takes what is compressed.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let all = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refuses = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
        name.trim().eq_ignore_ascii_case("gzip") && !refuses
    })
}

/// An answer with its headers.
fn response(answer: Answer, gzip: bool) -> Response<Body> {
    let (bytes, is_packed) = answer.made.bytes(gzip);
    let mut response = headed(Body::whole(bytes), answer.made.kind, answer.policy);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if answer.status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    if let Some(tag) = answer.tag.and_then(|tag| HeaderValue::from_str(&format!("\"{tag}\"")).ok()) {
        headers.insert(ETAG, tag);
    }
    response
}

/// What goes out with every answer.
fn headed(body: Body, kind: &'static str, policy: &'static str) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// Tells of changes until the client is gone: first which state is served, then each other one.
fn changes(mut current: watch::Receiver<Current>) -> Body {
    let (sender, events) = channel::channel(4);
    tokio::spawn(async move {
        let mut first = Some("retry: 1000\n\n");
        loop {
            let now = current.borrow_and_update().clone();
            let mut text = first.take().unwrap_or_default().to_owned();
            // Whoever begins to listen wants to know both.
            if now.broken.is_none() || !text.is_empty() {
                text += &event("changed", &serde_json::json!({ "state": *now.state.tag }));
            }
            if let Some(broken) = &now.broken {
                text += &event("broken", &serde_json::json!({ "text": **broken }));
            }
            if sender.send(Bytes::from(text)).await.is_err() {
                return;
            }
            loop {
                match tokio::time::timeout(HEARTBEAT, current.changed()).await {
                    Ok(Ok(())) => break,
                    // The server ends.
                    Ok(Err(_)) => return,
                    Err(_) if sender.send(Bytes::from_static(b": here\n\n")).await.is_err() => return,
                    Err(_) => {}
                }
            }
        }
    });
    Body::Events(events)
}

/// An event as text: JSON has no line breaks that would end it.
fn event(name: &str, data: &serde_json::Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_answers_go_to_those_alone_who_take_them() {
        let takes = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
            takes_gzip(&headers)
        };
        assert!(takes("gzip, deflate, br") && takes("br;q=1.0, GZIP;q=0.5"));
        assert!(!takes("br, deflate") && !takes("gzip;q=0") && !takes("gzip;q=0.0, br") && !takes("xgzip"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
