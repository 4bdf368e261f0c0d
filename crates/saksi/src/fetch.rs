//! A publication at a URL.

use std::io::Read as _;
use std::time::Duration;

use verify::{FolderSource, Found, Listed, Source, SourceError};

/// The publication at a URL, or in a folder.
pub fn source_at(target: &str) -> Box<dyn Source + Send> {
    if target.starts_with("http://") || target.starts_with("https://") {
        Box::new(UrlSource::new(target))
    } else {
        Box::new(FolderSource::new(target))
    }
}

/// Times a file is asked for before it counts as unreadable: among a million answers some connection breaks.
const TRIES: u32 = 4;

/// Reads a publication over HTTP, connections kept open.
pub struct UrlSource {
    base: String,
    agent: ureq::Agent,
}

impl UrlSource {
    /// A publication below this URL.
    pub fn new(url: &str) -> UrlSource {
        let config = ureq::Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_recv_response(Some(Duration::from_secs(60)))
            // A server that sends a byte a minute must not hold a verification for ever.
            .timeout_recv_body(Some(Duration::from_secs(600)))
            .http_status_as_error(false)
            // What is verified is what this address serves: no server sends the reader on to another.
            .max_redirects(0)
            .build();
        UrlSource { base: url.trim_end_matches('/').to_owned(), agent: ureq::Agent::new_with_config(config) }
    }

    fn ask(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, Refused> {
        bytes.clear();
        let again = |error: String| Refused { what: error, again: true };
        let mut response = self
            .agent
            .get(format!("{}/{path}", self.base))
            .call()
            .map_err(|error| again(error.to_string()))?;
        match response.status().as_u16() {
            200 => {
                let limit = at_most.saturating_add(1);
                let body = response.body_mut().with_config().limit(u64::MAX).reader();
                let read = body.take(limit).read_to_end(bytes).map_err(|error| again(error.to_string()))?;
                Ok(if read as u64 > at_most { Found::Longer } else { Found::Whole })
            }
            404 | 410 => Ok(Found::Absent),
            status => Err(Refused {
                what: format!("the server answered {status}"),
                again: status == 429 || status >= 500,
            }),
        }
    }
}

/// An answer that is none.
struct Refused {
    what: String,
    /// Asking again may help.
    again: bool,
}

impl Source for UrlSource {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        let mut tried = 1;
        loop {
            match self.ask(path, at_most, bytes) {
                Ok(found) => return Ok(found),
                Err(refused) if refused.again && tried < TRIES => {
                    std::thread::sleep(Duration::from_millis(100 << tried));
                    tried += 1;
                }
                Err(refused) => return Err(SourceError { path: path.to_owned(), what: refused.what }),
            }
        }
    }

    // A web server doesn't list: files that nobody expects can't be found this way, and the report says so.
    fn list(&self, _folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        Ok(None)
    }

    fn name(&self) -> String {
        self.base.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::TcpListener;

    use super::*;

    /// A server that gives this answer to each connection; its address.
    fn answering(answer: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // A request is read before it is answered: closed over unread bytes, a connection may lose the answer.
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        address
    }

    #[test]
    fn a_redirect_is_not_followed() {
        let given = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\nx".to_owned();
        let elsewhere = answering(given);
        let mut bytes = Vec::new();
        let found = UrlSource::new(&elsewhere).read("latest.json", 9, &mut bytes).unwrap();
        assert_eq!((found, bytes.as_slice()), (Found::Whole, b"x".as_slice()));
        let moved = answering(format!(
            "HTTP/1.1 302 Found\r\nlocation: {elsewhere}/latest.json\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        ));
        let refused = UrlSource::new(&moved).read("latest.json", 9, &mut bytes).unwrap_err();
        assert_eq!(refused.what, "the server answered 302");
    }
}
