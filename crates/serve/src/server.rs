//! Connections: taken by one thread, and served by as many as there are cores, each on its own.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioTimer;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::answer::answer;
use crate::patient::Patient;
use crate::site::Site;
use crate::warm;

/// What a server puts up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; more wait at the door.
    pub connections: usize,
    /// How long a connection may be open without a whole request on it.
    pub request: Duration,
    /// How long 64 KiB of an answer may take.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { connections: 8192, request: Duration::from_secs(20), answer: Duration::from_secs(30) }
    }
}

/// What is open when the server is told to end is given this long.
const FAREWELL: Duration = Duration::from_secs(10);

/// Bytes of a request's head at most.
const MOST_HEAD: usize = 16 * 1024;

/// Files that are open beside connections.
const OTHER_FILES: u64 = 1024;

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    site: Arc<Site>,
    limits: Limits,
}

type Visitor = (std::net::TcpStream, OwnedSemaphorePermit);

impl Server {
    /// Listens on an address.
    ///
    /// # Errors
    /// Where the system gives it to somebody else.
    pub fn bind(listen: &str, site: Site, limits: Limits) -> io::Result<Server> {
        let listener = TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        Ok(Server { listener, site: Arc::new(site), limits })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until the process is asked to end; answers that were begun are finished.
    ///
    /// # Errors
    /// Where threads or the listener can't be had. One connection's trouble ends that connection.
    pub fn run(self) -> io::Result<()> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let connections = self.limits.connections.min(files_allowed(self.limits.connections));
        warm::begin(&self.site)?;
        let mut workers = Vec::new();
        for number in 0..cores {
            let (to, from) = mpsc::unbounded_channel();
            let (runtime, site, limits) = (runtime()?, Arc::clone(&self.site), self.limits);
            let thread = std::thread::Builder::new().name(format!("serve-{number}"));
            workers.push((to, thread.spawn(move || runtime.block_on(serve(from, site, limits)))?));
        }
        let open = Arc::new(Semaphore::new(connections));
        let doors: Vec<_> = workers.iter().map(|(to, _)| to.clone()).collect();
        let listener = self.listener;
        runtime()?.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let admitting = tokio::spawn(admit(listener, open, doors));
            asked_to_end().await;
            admitting.abort();
            io::Result::Ok(())
        })?;
        for (door, thread) in workers {
            drop(door);
            let _ = thread.join();
        }
        Ok(())
    }
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Takes connections, and gives them to the threads in turn.
async fn admit(
    listener: tokio::net::TcpListener,
    open: Arc<Semaphore>,
    doors: Vec<mpsc::UnboundedSender<Visitor>>,
) {
    for door in doors.iter().cycle() {
        let Ok(permit) = Arc::clone(&open).acquire_owned().await else { return };
        let stream = loop {
            match listener.accept().await {
                Ok((stream, _)) => break stream,
                // No more files, most likely: some connection ends soon.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        // Small answers must not wait for the acknowledgement of the one before: 40 ms each, for a million files.
        let _ = stream.set_nodelay(true);
        if let Ok(stream) = stream.into_std() {
            let _ = door.send((stream, permit));
        }
    }
}

/// Serves the connections that come in, until no more can; those that are open then are given a while.
async fn serve(mut visitors: mpsc::UnboundedReceiver<Visitor>, site: Arc<Site>, limits: Limits) {
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.request).max_buf_size(MOST_HEAD);
    while let Some((stream, permit)) = visitors.recv().await {
        let Ok(stream) = TcpStream::from_std(stream) else { continue };
        let site = Arc::clone(&site);
        let service = service_fn(move |request| {
            let site = Arc::clone(&site);
            async move { Ok::<_, Infallible>(answer(&site, &request).await) }
        });
        let connection = http.serve_connection(Patient::new(stream, limits.answer), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // How a connection ends is its own affair.
            let _ = connection.await;
            drop(permit);
        });
    }
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
}

/// Waits for the terminal's or the system's word. Without signals the server is ended by ending the process.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            std::future::poll_fn(|context| {
                let ended =
                    interrupt.poll_recv(context).is_ready() || terminate.poll_recv(context).is_ready();
                if ended { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// How many connections the system allows, once it is asked for as many as are wanted.
fn files_allowed(connections: usize) -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let wanted = (connections as u64).saturating_add(OTHER_FILES);
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let may = maximum.map_or(wanted, |maximum| wanted.min(maximum));
        if current.is_some_and(|current| current < may) {
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(may), maximum });
        }
        let now = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
        let free = now.saturating_sub(OTHER_FILES).max(now / 2).max(1);
        usize::try_from(free).unwrap_or(usize::MAX)
    }
    #[cfg(not(unix))]
    connections
}
