//! What a client writes into `X-Forwarded-For` never becomes who it is: the proxy's own word does.

use std::net::IpAddr;

use desk::behind;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let proxies = behind::Proxies::new(vec!["127.0.0.0/8".parse().expect("a network")]);
    let (peer, told): (IpAddr, IpAddr) = ([127, 0, 0, 1].into(), [203, 0, 113, 7].into());
    let line = format!("{text}, {told}");
    assert_eq!(proxies.client(peer, [line.as_str()].into_iter()), told);
    assert_eq!(proxies.client(told, [text].into_iter()), told);
    let _ = proxies.client(peer, text.lines());
    if let Ok(network) = text.parse::<behind::Network>() {
        let address = text.split('/').next().and_then(|address| address.parse().ok()).expect("it was read");
        assert!(network.holds(address));
    }
}
