//! Who may ask: nobody but a browser or a program on this machine, and no page of somebody else.
//!
//! A page from elsewhere can make a browser ask this server. It may have given its own name the
//! address of this machine (DNS rebinding): then the host is not one of ours. It may ask in its own
//! name: then a browser says so in `Origin` and `Sec-Fetch-Site`.

use hyper::header::{HOST, HeaderMap, HeaderValue, ORIGIN};
use hyper::{Method, StatusCode, Uri};

use super::answer::Refused;

/// The names under which this machine reaches itself.
const HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What is said with every answer.
pub(super) const HEADERS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// What the page may do: the rest of its policy is in the page itself, with the hashes of its
/// script and its style sheet.
pub(super) const PAGE_POLICY: &str = "frame-ancestors 'self'";

/// What everything else may do: nothing.
pub(super) const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'self'";

/// Refuses what may not be asked.
pub(super) fn check(method: &Method, uri: &Uri, headers: &HeaderMap, port: u16) -> Result<(), Refused> {
    let ours = format!("open http://127.0.0.1:{port}/ in a browser on this machine");
    let is_host = |host: &str| is_ours(host, port);
    let hosts: Vec<&HeaderValue> = headers.get_all(HOST).iter().collect();
    let named = match hosts[..] {
        [host] => host.to_str().is_ok_and(is_host),
        _ => false,
    };
    // A request may name a host of its own in its first line.
    if !named || uri.authority().is_some_and(|authority| !is_host(authority.as_str())) {
        return Err(Refused::new(StatusCode::FORBIDDEN, "the host is not this machine").with_help(ours));
    }
    let is_origin = |origin: &HeaderValue| {
        origin.to_str().is_ok_and(|origin| origin.strip_prefix("http://").is_some_and(is_host))
    };
    if !headers.get_all(ORIGIN).iter().all(is_origin) {
        return Err(Refused::new(StatusCode::FORBIDDEN, "the page of another site asks").with_help(ours));
    }
    if headers.get_all("sec-fetch-site").iter().any(|site| site == "cross-site") {
        return Err(Refused::new(StatusCode::FORBIDDEN, "another site asks").with_help(
            "type the address into the address bar of the browser: a link from another site is refused",
        ));
    }
    if method != Method::GET && method != Method::HEAD {
        return Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, format!("`{method}` is not allowed"))
            .with_help("`GET` reads; commands such as `landscape link` change the files"));
    }
    Ok(())
}

/// Whether a host is this machine, with our port.
fn is_ours(host: &str, port: u16) -> bool {
    let Some((name, said)) = host.rsplit_once(':') else { return false };
    said == port.to_string() && HOSTS.iter().any(|ours| name.eq_ignore_ascii_case(ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_with_our_port_is_ours() {
        for host in ["localhost:7777", "LocalHost:7777", "127.0.0.1:7777", "[::1]:7777"] {
            assert!(is_ours(host, 7777), "{host}");
        }
        let foreign = [
            "",
            "localhost",
            "localhost:",
            "localhost:7778",
            "localhost:07777",
            "127.0.0.1.evil.com:7777",
            "evil.com:7777",
            "0.0.0.0:7777",
            "127.0.0.2:7777",
            "::1:7777",
            "[::]:7777",
            "localhost.:7777",
            "a@localhost:7777",
            " localhost:7777",
        ];
        for host in foreign {
            assert!(!is_ours(host, 7777), "{host}");
        }
    }
}
