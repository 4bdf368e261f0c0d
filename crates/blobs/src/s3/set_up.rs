//! Which bucket, where its server is, and by whose keys: `s3://BUCKET[/PREFIX]` and the usual variables of the environment.

use ureq::http::Uri;

use super::sign::Signer;

/// Where a bucket is, and who asks it.
pub struct SetUp {
    pub(super) signer: Signer,
    /// `https://host[:port]`.
    pub(super) server: String,
    /// `host[:port]`.
    pub(super) host: String,
    /// What a path begins with: `/`, or `/bucket/`.
    pub(super) path: String,
    /// What an object's name begins with: nothing, or `prefix/`.
    pub(super) prefix: String,
    /// `s3://bucket/prefix`.
    pub(super) name: String,
}

/// Why a bucket can't be asked at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetUpError {
    /// No bucket's address.
    #[error(
        "{0:?} is no store: s3://BUCKET or s3://BUCKET/PREFIX, in letters, digits, dots, hyphens (and _ / in the prefix)"
    )]
    Address(String),
    /// A variable that must be set.
    #[error(
        "{0} is not set: a bucket needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_REGION or AWS_ENDPOINT_URL"
    )]
    NotSet(&'static str),
    /// No server's address.
    #[error(
        "AWS_ENDPOINT_URL is {0:?}: expected https://HOST[:PORT] or http://HOST[:PORT], and nothing after it"
    )]
    Endpoint(String),
}

impl SetUp {
    /// Reads a store's address; `variable` gives a variable of the environment.
    ///
    /// With `AWS_ENDPOINT_URL` the bucket is the first part of paths (`https://host/bucket/...`), which every server speaks; without it,
    /// it is a part of AWS's own host name.
    pub fn new(address: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<SetUp, SetUpError> {
        let (bucket, prefix) = parts(address).ok_or_else(|| SetUpError::Address(address.to_owned()))?;
        let given = |name| variable(name).filter(|value| !value.is_empty());
        let need = |name: &'static str| given(name).ok_or(SetUpError::NotSet(name));
        let (key_id, secret) = (need("AWS_ACCESS_KEY_ID")?, need("AWS_SECRET_ACCESS_KEY")?);
        let (server, host, path, region) = if let Some(endpoint) = given("AWS_ENDPOINT_URL") {
            let (server, host) = endpoint_parts(&endpoint).ok_or(SetUpError::Endpoint(endpoint))?;
            // Servers elsewhere know one region, which they call as AWS calls its first.
            let region = given("AWS_REGION").unwrap_or_else(|| "us-east-1".to_owned());
            (server, host, format!("/{bucket}/"), region)
        } else {
            let region = need("AWS_REGION")?;
            let host = format!("{bucket}.s3.{region}.amazonaws.com");
            (format!("https://{host}"), host, "/".to_owned(), region)
        };
        let name = format!("s3://{bucket}/{prefix}").trim_end_matches('/').to_owned();
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(SetUp { signer: Signer { key_id, secret, region }, server, host, path, prefix, name })
    }
}

/// Bucket and prefix of an address. What they may hold needs no encoding in a path.
fn parts(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("s3://")?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
    let of_bucket =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let of_prefix = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let is_bucket = (3..=63).contains(&bucket.len()) && bucket.bytes().all(of_bucket);
    let is_part = |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(of_prefix);
    let is_prefix = prefix.is_empty() || (prefix.len() <= 512 && prefix.split('/').all(is_part));
    (is_bucket && is_prefix).then_some((bucket, prefix))
}

fn endpoint_parts(endpoint: &str) -> Option<(String, String)> {
    let uri: Uri = endpoint.parse().ok()?;
    let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
    let host = uri.authority()?.as_str();
    let plain = matches!(uri.path(), "" | "/") && uri.query().is_none() && !host.contains('@');
    plain.then(|| (format!("{scheme}://{host}"), host.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(address: &str, variables: &[(&str, &str)]) -> Result<SetUp, SetUpError> {
        let find = |name: &str| Some(variables.iter().find(|(known, _)| *known == name)?.1.to_owned());
        SetUp::new(address, &find)
    }

    const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", "secret")];

    #[test]
    fn a_bucket_is_a_part_of_paths_on_servers_elsewhere_and_of_the_host_on_aws() {
        let [id, secret] = KEYS;
        let there =
            with("s3://photos/2024/count/", &[id, secret, ("AWS_ENDPOINT_URL", "http://127.0.0.1:9000/")]);
        let there = there.ok().unwrap();
        assert_eq!((there.server.as_str(), there.path.as_str()), ("http://127.0.0.1:9000", "/photos/"));
        assert_eq!((there.prefix.as_str(), there.name.as_str()), ("2024/count/", "s3://photos/2024/count"));
        let aws = with("s3://photos", &[id, secret, ("AWS_REGION", "ap-southeast-3")]).ok().unwrap();
        assert_eq!(aws.server, "https://photos.s3.ap-southeast-3.amazonaws.com");
        assert_eq!((aws.path.as_str(), aws.prefix.as_str(), aws.name.as_str()), ("/", "", "s3://photos"));
    }

    #[test]
    fn what_lacks_is_named() {
        let [id, secret] = KEYS;
        let region = ("AWS_REGION", "x");
        let refused = |address: &str, variables: &[(&str, &str)]| with(address, variables).err().unwrap();
        for address in [
            "photos",
            "s3:/photos",
            "s3://",
            "s3://Photos",
            "s3://ab",
            "s3://photos//x",
            "s3://photos/../x",
            "s3://photos/a b",
        ] {
            assert_eq!(refused(address, &[id, secret, region]), SetUpError::Address(address.to_owned()));
        }
        assert_eq!(refused("s3://photos", &[secret, region]), SetUpError::NotSet("AWS_ACCESS_KEY_ID"));
        assert_eq!(refused("s3://photos", &[id, region]), SetUpError::NotSet("AWS_SECRET_ACCESS_KEY"));
        assert_eq!(refused("s3://photos", &[id, secret]), SetUpError::NotSet("AWS_REGION"));
        for endpoint in ["127.0.0.1:9000", "ftp://x", "http://x/path", "http://u@x", "http://x?q"] {
            let variables = [id, secret, ("AWS_ENDPOINT_URL", endpoint)];
            assert_eq!(refused("s3://photos", &variables), SetUpError::Endpoint(endpoint.to_owned()));
        }
    }
}
