//! `results.json` as Gradescope reads it, by its documentation and not by the code that writes it.

use serde_json::{Map, Value};

const FORMATS: [&str; 5] = ["text", "html", "simple_format", "md", "ansi"];
const VISIBILITIES: [&str; 4] = ["hidden", "after_due_date", "after_published", "visible"];

/// What a field may be.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    Text,
    Format,
    Visibility,
    Status,
    Texts,
    Object,
    Tests,
}

const TOP: [(&str, Kind); 10] = [
    ("score", Kind::Number),
    ("execution_time", Kind::Number),
    ("output", Kind::Text),
    ("output_format", Kind::Format),
    ("test_output_format", Kind::Format),
    ("test_name_format", Kind::Format),
    ("visibility", Kind::Visibility),
    ("stdout_visibility", Kind::Visibility),
    ("extra_data", Kind::Object),
    ("tests", Kind::Tests),
];

const TEST: [(&str, Kind); 11] = [
    ("score", Kind::Number),
    ("max_score", Kind::Number),
    ("status", Kind::Status),
    ("name", Kind::Text),
    ("name_format", Kind::Format),
    ("number", Kind::Text),
    ("output", Kind::Text),
    ("output_format", Kind::Format),
    ("tags", Kind::Texts),
    ("visibility", Kind::Visibility),
    ("extra_data", Kind::Object),
];

/// What Gradescope would not take.
pub(crate) fn wrong(text: &str) -> Vec<String> {
    let Ok(Value::Object(top)) = serde_json::from_str(text) else { return vec!["no object".to_owned()] };
    let mut wrong = wrong_fields("top", &top, &TOP);
    let tests = top.get("tests").and_then(Value::as_array).cloned().unwrap_or_default();
    if !top.contains_key("score")
        && (tests.is_empty() || tests.iter().any(|test| test.get("score").is_none()))
    {
        wrong.push("neither a score nor scores of all tests".to_owned());
    }
    wrong
}

fn wrong_fields(place: &str, object: &Map<String, Value>, known: &[(&str, Kind)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (field, value) in object {
        let Some((_, kind)) = known.iter().find(|(name, _)| name == field) else {
            wrong.push(format!("{place}.{field} is unknown"));
            continue;
        };
        let one_of = |names: &[&str]| value.as_str().is_some_and(|text| names.contains(&text));
        let fits = match kind {
            Kind::Number => value.as_f64().is_some_and(|number| number >= 0.0),
            Kind::Text => value.is_string(),
            Kind::Format => one_of(&FORMATS),
            Kind::Visibility => one_of(&VISIBILITIES),
            Kind::Status => one_of(&["passed", "failed"]),
            Kind::Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
            Kind::Object => value.is_object(),
            Kind::Tests => value.as_array().is_some_and(|list| list.iter().all(Value::is_object)),
        };
        if !fits {
            wrong.push(format!("{place}.{field} may not be {value}"));
        }
        if let (Kind::Tests, Some(tests)) = (kind, value.as_array()) {
            let tests = tests.iter().filter_map(Value::as_object).enumerate();
            wrong.extend(
                tests.flat_map(|(index, test)| wrong_fields(&format!("tests[{index}]"), test, &TEST)),
            );
        }
    }
    wrong
}

#[test]
fn what_gradescope_would_refuse_is_noticed() {
    for (text, problem) in [
        ("[]", "no object"),
        ("{\"tests\": [{\"name\": \"a\"}]}", "neither a score nor scores of all tests"),
        ("{\"score\": \"1\"}", "top.score may not be \"1\""),
        ("{\"score\": 1, \"visibility\": \"no\"}", "top.visibility may not be \"no\""),
        ("{\"score\": 1, \"tests\": [{\"status\": \"ok\"}]}", "tests[0].status may not be \"ok\""),
        ("{\"score\": 1, \"tests\": [{\"points\": 1}]}", "tests[0].points is unknown"),
    ] {
        assert_eq!(wrong(text), [problem]);
    }
    assert!(wrong("{\"score\": 0, \"tests\": []}").is_empty());
}
