//! What is sent: nothing, bytes in memory, or a part of a file, read as it is sent.

use std::fs::File;
use std::io::{self, Read as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::task::JoinHandle;

/// Bytes read of a file at once.
const CHUNK: u64 = 256 * 1024;

/// A body.
pub(crate) enum Body {
    Empty,
    Memory(Bytes),
    File(Part),
}

/// A part of a file.
pub(crate) struct Part {
    file: Option<File>,
    /// Bytes that are still to be sent.
    left: u64,
    reading: Option<JoinHandle<io::Result<(File, Bytes)>>>,
}

impl Body {
    /// So many bytes from where the file stands.
    pub(crate) fn part(file: File, length: u64) -> Body {
        Body::File(Part { file: Some(file), left: length, reading: None })
    }
}

impl Part {
    fn next(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if let Some(file) = self.file.take() {
            let length = self.left.min(CHUNK);
            // A disk may take its time; others' answers don't wait for it.
            self.reading = Some(tokio::task::spawn_blocking(move || read(file, length)));
        }
        let Some(reading) = &mut self.reading else { return Poll::Ready(None) };
        let read = ready!(Pin::new(reading).poll(context)).map_err(io::Error::other).flatten();
        self.reading = None;
        Poll::Ready(Some(read.map(|(file, bytes)| {
            self.file = Some(file);
            self.left = self.left.saturating_sub(bytes.len() as u64);
            bytes
        })))
    }
}

/// The next bytes. A file that ends before its time breaks the answer off: a shorter one would pass for whole.
fn read(mut file: File, length: u64) -> io::Result<(File, Bytes)> {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
    file.read_exact(&mut bytes)?;
    Ok((file, Bytes::from(bytes)))
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let body = self.get_mut();
        match body {
            Body::Empty => Poll::Ready(None),
            Body::Memory(bytes) => {
                let bytes = std::mem::take(bytes);
                *body = Body::Empty;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Body::File(part) => part.next(context).map(|next| next.map(|bytes| bytes.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Body::Empty => true,
            Body::Memory(bytes) => bytes.is_empty(),
            Body::File(part) => part.left == 0,
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(match self {
            Body::Empty => 0,
            Body::Memory(bytes) => bytes.len() as u64,
            Body::File(part) => part.left,
        })
    }
}
