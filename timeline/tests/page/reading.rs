//! Reads a page's data: what the page's script does, once more and in Rust.

use serde_json::Value;

/// An event, as the page has it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) id: u64,
    pub(crate) at: u64,
    pub(crate) node: i64,
    pub(crate) term: i64,
    pub(crate) kind: String,
    pub(crate) parents: Vec<u64>,
    pub(crate) text: String,
    pub(crate) task: Option<String>,
}

/// All that a page has of a run.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) events: Vec<Read>,
    pub(crate) data: Vec<Value>,
    pub(crate) states: usize,
    pub(crate) lines: usize,
    words: Vec<String>,
}

/// Takes a page apart.
pub(crate) fn read(page: &str) -> Told {
    let (columns, details) = (scripts(page, "class=\"columns\""), scripts(page, "class=\"details\""));
    assert_eq!(columns.len(), details.len());
    let mut told = Told::default();
    for (columns, details) in columns.iter().zip(&details) {
        told.chunk(columns, details.as_array().unwrap());
    }
    told
}

fn scripts(page: &str, attribute: &str) -> Vec<Value> {
    let opening = format!("<script type=\"application/json\" {attribute}>");
    let texts = page.split(&opening).skip(1).map(|rest| rest.split("</script>").next().unwrap());
    texts.map(|text| serde_json::from_str(text).unwrap()).collect()
}

impl Told {
    fn chunk(&mut self, columns: &Value, details: &[Value]) {
        let words = columns["words"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned());
        self.words.extend(words);
        let (mut id, mut at) = self.events.last().map_or((0, 0), |last| (last.id, last.at));
        let mut parents = columns["parents"].as_array().unwrap().iter().map(|back| back.as_u64().unwrap());
        for (place, detail) in details.iter().enumerate() {
            id += columns["id"][place].as_u64().unwrap();
            at += columns["at"][place].as_u64().unwrap();
            let family = usize::try_from(columns["family"][place].as_u64().unwrap()).unwrap();
            let kind = usize::try_from(columns["kind"][place].as_u64().unwrap()).unwrap();
            self.events.push(Read {
                id,
                at,
                node: columns["node"][place].as_i64().unwrap(),
                term: columns["term"][place].as_i64().unwrap(),
                kind: self.words[kind].clone(),
                parents: parents.by_ref().take(family).map(|back| id - back).collect(),
                text: detail[0].as_str().unwrap().to_owned(),
                task: detail[2].as_str().map(str::to_owned),
            });
            self.data.push(detail[1].clone());
        }
        assert!(parents.next().is_none(), "parents of nobody");
        self.states += columns["states"].as_array().unwrap().len();
        self.lines += columns["lines"].as_array().unwrap().len();
    }
}
