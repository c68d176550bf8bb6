//! What is read from a rubric, and what is refused.

use super::*;
use crate::failure::Class;

fn read(text: &str) -> Rubric {
    Rubric::parse(text, "r.toml").expect("a rubric")
}

fn refusal(text: &str) -> String {
    Rubric::parse(text, "r.toml").expect_err("wrong").to_string()
}

fn worth(rubric: &Rubric, name: &str) -> String {
    let found = rubric.points.iter().find(|(test, _)| test.name == name);
    found.map_or_else(|| "-".to_owned(), |(_, points)| points.to_string())
}

#[test]
fn the_file_that_is_written_out_is_the_built_in_rubric() {
    for text in [DEFAULT, ""] {
        assert_eq!(format!("{:?}", read(text)), format!("{:?}", Rubric::default()));
    }
    assert_eq!(Rubric::default().possible().to_string(), "100");
}

#[test]
fn a_course_gets_a_secret_of_its_own() {
    let secret = Secret::new("a secret for tests").expect("long enough");
    let rubric = read(&Rubric::text_with(&secret));
    assert_eq!((rubric.seeds.hidden, rubric.seeds.base), (10, Some(secret.clone())));
    let hurried = read(&Rubric::hurried_text_with(&secret));
    assert!(hurried.limits.test_seconds < rubric.limits.test_seconds);
}

#[test]
fn what_is_written_for_a_course_says_which_values_are_not_the_usual_ones() {
    let secret = Secret::new("a secret for tests").expect("long enough");
    let usual = Rubric::default();
    let (hidden, seconds) = (usual.seeds.hidden, usual.limits.test_seconds);
    let header = |text: &str| {
        let comments = text.lines().skip(2).take_while(|line| line.starts_with('#'));
        comments.map(|line| line.trim_start_matches("# ")).collect::<Vec<_>>().join(" ")
    };
    let (plain, hurried) = (Rubric::text_with(&secret), Rubric::hurried_text_with(&secret));
    assert!(
        header(DEFAULT).starts_with("Every key may be left out and has then the value that stands here; ")
    );
    let of_hidden = format!("the value that stands here, but for `hidden`, which is then {hidden}");
    assert!(header(&plain).contains(&format!("{of_hidden}; [points]")), "{plain}");
    let of_both = format!("{of_hidden}, and `test_seconds`, which is then {seconds}; [points]");
    assert!(header(&hurried).contains(&of_both), "{hurried}");
    let widest = hurried.lines().map(str::len).max();
    assert!(widest <= Some(120), "{hurried}");
}

#[test]
fn every_key_is_heard() {
    let rubric = read(
        "title = \"T\"\nhints = \"none\"\ndeterminism = false\n[points]\n2A = 7.5\n[seeds]\npublic = 0\n\
         hidden = 3\nbase = \"sixteen letters!\"\nsearch = 0\n[limits]\npatience_seconds = 1\n\
         test_seconds = 2\nmemory_mib = 64\nbuild_seconds = 3\nbuild_memory_mib = 2048\ngive_up = 1\n\
         [keep]\nsafety = 0.25\nhang = 1\n",
    );
    assert_eq!((rubric.title.as_str(), rubric.hints, rubric.determinism), ("T", Hints::None, false));
    assert_eq!((rubric.possible().to_string().as_str(), rubric.points.len()), ("7.5", 3));
    assert_eq!((rubric.seeds.public, rubric.seeds.hidden, rubric.seeds.search), (0, 3, 0));
    let Limits { patience, test_seconds, memory_mib, build_seconds, build_memory_mib, give_up } =
        rubric.limits;
    assert_eq!((patience.as_secs(), test_seconds, memory_mib), (1, 2, 64));
    assert_eq!((build_seconds, build_memory_mib, give_up), (3, 2048, 1));
    let kept = [Class::Safety, Class::Panic, Class::Hang].map(|class| rubric.keep.of(class).hundredths());
    assert_eq!(kept, [25, 50, 100]);
}

#[test]
fn the_points_of_a_part_are_shared_by_its_tests() {
    let rubric = read("[points]\n2A = 10\n[points.tests]\nreelection_2A = 4\nfigure8_2C = 2.5\n");
    let names = ["initial_election_2A", "reelection_2A", "many_elections_2A", "figure8_2C", "backup_2B"];
    assert_eq!(names.map(|name| worth(&rubric, name)), ["3", "4", "3", "2.5", "-"]);
    let rubric = read("[points.tests]\nswarm_X = 1\n");
    assert_eq!((rubric.points.len(), worth(&rubric, "swarm_X")), (1, "1".to_owned()));
}

#[test]
fn misspelt_names_are_refused_with_their_line() {
    assert_eq!(refusal("\n[seds]\n"), "r.toml, line 2: there is no key `seds`; did you mean seeds?");
    let words = refusal("title = \"T\"\n\n[seeds]\npubic = 3\n");
    assert_eq!(words, "r.toml, line 4: there is no key `pubic` in [seeds]; did you mean public?");
    let words = refusal("[points.tests]\nfigrue8_2C = 3\n");
    assert!(words.contains("line 2") && words.contains("did you mean figure8_2C"), "{words}");
    let words = refusal("[points]\n2E = 3\n");
    assert_eq!(words, "r.toml, line 2: there is no key `2E` in [points]; there are 2A, 2B, 2C, 2D, X, tests");
    let words = refusal("[points]\n3A = 3\n");
    assert_eq!(words, "r.toml, line 2: there is no key `3A` in [points]; did you mean 2A?");
    assert!(refusal("[points.tests]\nfigure8_3C = 3\n").contains("did you mean figure8_2C"));
    assert!(refusal("[keep]\nspeed = 1").contains("there are safety, panic, nondeterminism, hang, liveness"));
    assert!(refusal("[seeds\n").starts_with("r.toml, line 1: "));
    assert!(refusal("a = 1\na = 2\n").starts_with("r.toml, line 2: "));
}

#[test]
fn values_that_make_no_sense_are_refused() {
    let cases = [
        ("[seeds]\npublic = -1", "`seeds.public` is -1; it has to be a whole number from 0 to 100000"),
        ("[seeds]\npublic = 1.5", "`seeds.public` is 1.5; it has to be a whole number"),
        ("[seeds]\npublic = 100001", "`seeds.public` is 100001; it has"),
        ("[seeds]\nbase = 123", "`seeds.base` is no text; it has to be a secret text in quotes"),
        ("[seeds]\nbase = \"short\"", "`seeds.base` has 5 letters; a secret has at least 16"),
        ("[seeds]\nhidden = 5", "`seeds.hidden` is 5, and there is no `seeds.base`: choose"),
        ("[seeds]\npublic = 0", "there are no seeds"),
        ("[limits]\nmemory_mib = 1", "from 64 to 1048576"),
        ("[limits]\ngive_up = 0", "from 1 to 100000"),
        ("[keep]\nhang = 1.01", "`keep.hang` is 1.01; it has to be a number from 0 to 1 with at most two"),
        ("[points]\n2A = -5", "`points.2A` is -5; it has to be a number from 0 to 10000 with"),
        ("[points]\n2A = \"5\"", "`points.2A` is \"5\"; it has to be"),
        ("[points]\n2A = nan", "`points.2A` is nan; it"),
        ("hints = \"lots\"\n", "`hints` is \"lots\"; it has to be \"none\", \"section\" or \"full\""),
        ("points = 3\n", "`points` is 3; it has to be a table: [points]"),
        ("title = 3\n", "`title` is 3; it has to be a text in quotes"),
    ];
    for (text, words) in cases {
        let said = refusal(text);
        let line = text.trim_end().lines().count();
        assert!(said.starts_with(&format!("r.toml, line {line}: ")) && said.contains(words), "{said}");
    }
}

#[test]
fn points_that_do_not_add_up_are_refused() {
    assert!(refusal("[points]\n2A = 0\n").starts_with("r.toml, line 1: there are no points"));
    let own = |of_part, of_last| {
        format!(
            "[points]\n2A = {of_part}\n[points.tests]\ninitial_election_2A = 1\nreelection_2A = 1\n\
             many_elections_2A = {of_last}\n"
        )
    };
    assert_eq!(read(&own(6, 4)).possible().to_string(), "6");
    let words = refusal(&own(6, 5));
    let expected = "r.toml, line 2: part 2A has 6 points, and its tests in [points.tests] have 7 already";
    assert_eq!(words, expected);
    assert!(refusal(&own(6, 3)).contains("set 2A = 5"));
}

#[test]
fn the_digest_is_of_what_a_rubric_says() {
    let digest = |text: &str| read(text).digest();
    assert_eq!(digest(DEFAULT), digest(""));
    assert_ne!(digest("[seeds]\npublic = 11"), digest(""));
    let with = |base: &str| digest(&format!("[seeds]\nhidden = 1\nbase = \"{base}\""));
    assert_eq!(with("sixteen letters!"), with("sixteen others??"));
    assert_eq!(digest("").len(), 64);
}
