//! A publication at a URL.

use std::io::Read as _;
use std::time::Duration;

use verify::{Source, SourceError};

/// The largest file fetched: above it something is wrong.
const LARGEST: u64 = 1 << 32;

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
            .http_status_as_error(false)
            .build();
        UrlSource { base: url.trim_end_matches('/').to_owned(), agent: ureq::Agent::new_with_config(config) }
    }
}

impl Source for UrlSource {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let wrong = |what: String| SourceError { path: path.to_owned(), what };
        let mut response = self
            .agent
            .get(format!("{}/{path}", self.base))
            .call()
            .map_err(|error| wrong(error.to_string()))?;
        match response.status().as_u16() {
            200 => {
                let mut bytes = Vec::new();
                let body = response.body_mut().with_config().limit(LARGEST).reader();
                body.take(LARGEST).read_to_end(&mut bytes).map_err(|error| wrong(error.to_string()))?;
                Ok(Some(bytes))
            }
            404 => Ok(None),
            other => Err(wrong(format!("the server answered {other}"))),
        }
    }

    // A web server doesn't list: files that nobody expects can't be found this way, and the report says so.
    fn list(&self, _prefix: &str) -> Result<Option<Vec<String>>, SourceError> {
        Ok(None)
    }

    fn name(&self) -> String {
        self.base.clone()
    }
}
