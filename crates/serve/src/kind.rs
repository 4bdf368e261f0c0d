//! What a path of a publication is: how long its answer may be kept, and as what its bytes are read. For a server here and for a bucket
//! elsewhere alike.

/// What pages may do: run the publication's own programs, and fetch the publication's own files. Scripts carry it too, for their workers.
/// Anybody may show a page in a frame: it holds no session and asks nobody to decide anything.
pub const CONTENT_SECURITY: &str = include_str!("content-security-policy.txt");

/// The one page that is a program in one file; it says the same of itself.
pub(crate) const ONE_FILE: &str = "program/verify.html";
pub(crate) const ONE_FILE_SECURITY: &str = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The page of mirrors asks each of them which cut it shows: it alone may fetch from elsewhere.
const MIRRORS: &str = "/mirrors.html";
pub(crate) const MIRRORS_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' https: http:; base-uri 'none'; form-action 'self'";

/// How long an answer may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// The path never has other bytes.
    Permanent,
    /// The path never has other bytes, but these may be redacted: shared caches ask again within the hour, so that they are gone from there.
    Redactable,
    /// The path shows the newest cut.
    Newest,
}

impl Keeping {
    /// The header `Cache-Control`.
    pub fn header(self) -> &'static str {
        match self {
            Keeping::Permanent => "public, max-age=31536000, immutable",
            Keeping::Redactable => "public, max-age=31536000, s-maxage=3600, immutable",
            Keeping::Newest => "public, max-age=10, stale-while-revalidate=30, stale-if-error=86400",
        }
    }
}

/// How long what this path has may be kept.
pub fn keeping(path: &str) -> Keeping {
    let permanent = match path.split_once('/') {
        // A partial tile goes when the full one is there.
        Some(("ledger", rest)) => rest.starts_with("tile/") && !rest.contains(".p/"),
        Some(("cuts", rest)) => rest.contains('/'),
        Some(("bundles", rest)) => !matches!(rest, "latest.json" | "latest.tar.gz" | "index.csv"),
        Some(("photo" | "blob", rest)) if is_hash(rest) => return Keeping::Redactable,
        Some(_) | None => false,
    };
    if permanent { Keeping::Permanent } else { Keeping::Newest }
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

/// The header `Content-Type` of what this path has.
pub fn media(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js" | "mjs")) => "text/javascript; charset=utf-8",
        Some((_, "csv")) => "text/csv; charset=utf-8",
        Some((_, "json")) => "application/json",
        Some((_, "wasm")) => "application/wasm",
        Some((_, "svg")) => "image/svg+xml",
        Some((_, "png")) => "image/png",
        Some((_, "jpg" | "jpeg")) => "image/jpeg",
        Some((_, "atom")) => "application/atom+xml; charset=utf-8",
        Some((_, "xml")) => "application/xml; charset=utf-8",
        Some((_, "ttl")) => "text/turtle; charset=utf-8",
        Some((_, "md")) => "text/markdown; charset=utf-8",
        Some((_, "txt" | "toml" | "cff")) => "text/plain; charset=utf-8",
        Some((_, "pdf")) => "application/pdf",
        Some((_, "parquet")) => "application/vnd.apache.parquet",
        Some((_, "xlsx")) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some((_, "zip")) => "application/zip",
        Some((_, "gz")) => "application/gzip",
        Some(_) | None if matches!(name, "checkpoint" | "manifest" | "index" | "policy") => {
            "text/plain; charset=utf-8"
        }
        Some(_) | None => "application/octet-stream",
    }
}

/// Whether what this path has gets smaller when it is compressed.
pub(crate) fn packs(path: &str) -> bool {
    let media = media(path);
    media.starts_with("text/")
        || media.contains("xml") && !media.contains("openxml")
        || matches!(media, "application/json" | "application/wasm")
}

/// Whether many ask for it: programs, styles, and pages of the upper levels (`<language>/<contest>/<1>/<1-2>.html` and above). These are
/// compressed as small as can be.
pub(crate) fn is_busy(path: &str) -> bool {
    match path.rsplit_once('.') {
        Some((_, "js" | "css" | "wasm" | "svg")) => true,
        Some((_, "html")) => path.split('/').count() <= BUSY_PARTS,
        Some(_) | None => false,
    }
}

const BUSY_PARTS: usize = 4;

/// Whether it is the same from cut to cut, so that it is worth seconds to compress.
pub(crate) fn is_program(path: &str) -> bool {
    matches!(path.rsplit_once('.'), Some((_, "js" | "wasm")))
}

/// The header `Content-Security-Policy`, where one is of use.
pub(crate) fn security(path: &str) -> Option<&'static str> {
    if path == ONE_FILE {
        return Some(ONE_FILE_SECURITY);
    }
    if path.ends_with(MIRRORS) {
        return Some(MIRRORS_SECURITY);
    }
    let media = media(path);
    let runs = ["text/html", "text/javascript", "image/svg", "application/xml", "application/atom"];
    runs.iter().any(|kind| media.starts_with(kind)).then_some(CONTENT_SECURITY)
}

/// The file that a request's path names; none: no published file can have that name. A path that ends in a slash is the folder's page.
pub fn file_of(path: &str) -> Option<String> {
    let path = path.strip_prefix('/')?;
    let (folders, name) = path.rsplit_once('/').map_or((None, path), |(folders, name)| (Some(folders), name));
    let fits = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'+'))
    };
    if path.len() > LONGEST || !folders.is_none_or(|folders| folders.split('/').all(fits)) {
        return None;
    }
    if name.is_empty() {
        return Some(format!("{path}index.html"));
    }
    fits(name).then(|| path.to_owned())
}

/// No published path is longer.
const LONGEST: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_paths() {
        for (path, file) in [
            ("/", "index.html"),
            ("/id/", "id/index.html"),
            ("/latest.json", "latest.json"),
            ("/ledger/tile/0/x001/067.p/5", "ledger/tile/0/x001/067.p/5"),
        ] {
            assert_eq!(file_of(path).as_deref(), Some(file));
        }
        let long = format!("/{}", "a".repeat(2000));
        for path in [
            "",
            "x",
            "//",
            "//evil.example",
            "/..",
            "/../keys/a",
            "/a/../b",
            "/a//b",
            "/./a",
            "/.a.tmp",
            "/a/.git/config",
            "/%2e%2e/a",
            "/a%2fb",
            "/a\\b",
            "/a b",
            "/a\0",
            "/é",
            "*",
            "http://x/a",
            &long,
        ] {
            assert_eq!(file_of(path), None, "{path}");
        }
    }

    #[test]
    fn only_what_never_changes_is_kept_for_ever() {
        let hash = "0".repeat(64);
        for (path, wanted) in [
            ("cuts/12/manifest", Keeping::Permanent),
            ("cuts/index", Keeping::Newest),
            ("ledger/checkpoint", Keeping::Newest),
            ("ledger/tile/0/000", Keeping::Permanent),
            ("ledger/tile/entries/x001/234", Keeping::Permanent),
            ("ledger/tile/0/001.p/7", Keeping::Newest),
            ("bundles/latest.json", Keeping::Newest),
            ("bundles/latest.tar.gz", Keeping::Newest),
            ("bundles/2024-02-14.tar.gz", Keeping::Permanent),
            ("latest.json", Keeping::Newest),
            ("id/ppwp/11.html", Keeping::Newest),
            ("photo/x", Keeping::Newest),
        ] {
            assert_eq!(keeping(path), wanted, "{path}");
        }
        assert_eq!(keeping(&format!("photo/{hash}")), Keeping::Redactable);
    }

    #[test]
    fn only_the_page_of_mirrors_may_ask_elsewhere() {
        let asks = |path: &str| security(path).is_some_and(|policy| policy.contains("https:"));
        assert!(asks("id/mirrors.html") && asks("en/mirrors.html"));
        for path in ["id/index.html", "id/ppwp/embed.html", "assets/mirrors.js", "program/verify.html"] {
            assert!(!asks(path), "{path}");
        }
        // A frame's page reads its addresses as another of the same publication.
        assert!(security("id/ppwp/11/embed.html").is_some_and(|policy| policy.contains("base-uri 'self'")));
    }

    #[test]
    fn upper_levels_pages_and_programs_are_compressed_hardest() {
        for path in [
            "index.html",
            "id/ppwp/11.html",
            "id/ppwp/11/1101.html",
            "program/verify.wasm",
            "assets/table.js",
        ] {
            assert!(is_busy(path) && packs(path), "{path}");
        }
        for path in ["id/ppwp/11/1101/110101.html", "latest.json", "data/x.csv"] {
            assert!(!is_busy(path) && packs(path), "{path}");
        }
        for path in ["data/x.parquet", "data/x.xlsx", "a.png", "bundles/a.zip", "ledger/tile/0/000"] {
            assert!(!packs(path), "{path}");
        }
    }
}
