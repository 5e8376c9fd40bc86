//! What stands behind the question mark of an address.

use percent_encoding::percent_decode_str;

use super::answer::Refused;

/// The keys and values of an address, in the order given.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands behind the question mark.
    pub(super) fn parse(text: &str) -> Result<Self, Refused> {
        let read = |text: &str| {
            let text = text.replace('+', " ");
            let decoded = percent_decode_str(&text).decode_utf8();
            decoded.map(std::borrow::Cow::into_owned).map_err(|_| {
                Refused::wrong("the address is not UTF-8")
                    .with_help("write it as the address bar does: `%C3%A9` for `é`")
            })
        };
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((read(key)?, read(value)?))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }

    /// Iterates over the keys and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Returns all values of a key, without those that are empty.
    pub(super) fn all(&self, key: &str) -> Vec<&str> {
        self.iter().filter(|(of, value)| *of == key && !value.is_empty()).map(|(_, value)| value).collect()
    }

    /// Returns the value of a key that is given at most once.
    pub(super) fn one(&self, key: &str) -> Result<Option<&str>, Refused> {
        match self.all(key)[..] {
            [] => Ok(None),
            [value] => Ok(Some(value)),
            _ => Err(Refused::wrong(format!("`{key}` is given more than once"))),
        }
    }

    /// Returns the names of a list: values of a key, each with commas between them.
    pub(super) fn list(&self, key: &str) -> Vec<&str> {
        let names = self.all(key).into_iter().flat_map(|value| value.split(','));
        names.map(str::trim).filter(|name| !name.is_empty()).collect()
    }

    /// Refuses keys that mean nothing here.
    pub(super) fn only(&self, keys: &[&str]) -> Result<(), Refused> {
        match self.iter().find(|(key, _)| !keys.contains(key)) {
            None => Ok(()),
            Some((key, _)) => {
                let known: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                Err(Refused::wrong(format!("`{key}` means nothing here"))
                    .with_help(format!("known are {}", known.join(", "))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_browsers_write_it() {
        let query =
            Query::parse("c=a%2Cb&c=%20d+e&flag&&x=1=2").map_err(|refused| refused.error).expect("it is one");
        assert_eq!(query.all("c"), ["a,b", " d e"]);
        assert_eq!(query.list("c"), ["a", "b", "d e"]);
        assert_eq!(query.iter().find(|(key, _)| *key == "flag"), Some(("flag", "")));
        assert_eq!(query.all("x"), ["1=2"]);
        assert!(
            query.one("c").is_err()
                && query.only(&["c", "flag"]).is_err()
                && query.only(&["c", "flag", "x"]).is_ok()
        );
        assert!(Query::parse("a=%ff").is_err());
    }
}
