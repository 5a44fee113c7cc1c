//! Ports as programs see them, through the functions that primitives call.

use super::*;
use crate::context::VmConfig;
use crate::error::Reason;
use crate::print::Style;

fn context() -> Box<Context> {
    Context::open(&VmConfig::default()).expect("opens")
}

fn message<T>(result: Result<T, Raise>) -> (ErrorKind, String) {
    match result.map(|_| ()).expect_err("fails").into_reason() {
        Reason::Failure(failure) => (failure.kind, failure.message.to_string()),
        other => panic!("{other:?}"),
    }
}

fn text(ctx: &Context, v: Value) -> String {
    crate::print::to_text(&ctx.mutator, v, Style::Write)
}

fn path(name: &str) -> String {
    let file = format!("eyas-port-{}-{name}", std::process::id());
    std::env::temp_dir()
        .join(file)
        .to_string_lossy()
        .into_owned()
}

/// A file with this content, open for reading.
fn file_with(ctx: &mut Context, name: &str, content: &[u8], ability: Ability) -> Value {
    let path = path(name);
    std::fs::write(&path, content).expect("writes");
    let port = open_file(ctx, "test", &path, OpenMode::Read, ability).expect("opens");
    std::fs::remove_file(path).expect("removes");
    port
}

fn everything(ctx: &mut Context, port: Value) -> String {
    let mut all = String::new();
    while let Some(c) = read_char(ctx, port).expect("reads").as_char() {
        all.push(c);
    }
    all
}

#[test]
fn characters_come_whole_across_refills() {
    let mut ctx = context();
    let content: String = "aé€𝄞".chars().cycle().take(100_001).collect();
    let port = file_with(&mut ctx, "chars", content.as_bytes(), Ability::TEXT_INPUT);
    assert_eq!(peek_char(&mut ctx, port).expect("peeks"), Value::char('a'));
    assert!(everything(&mut ctx, port) == content);
    assert_eq!(peek_char(&mut ctx, port).expect("peeks"), Value::EOF);
    assert_eq!(read_char(&mut ctx, port).expect("reads"), Value::EOF);
    let port = open_string(&mut ctx, content.clone()).expect("opens");
    assert!(everything(&mut ctx, port) == content);
}

#[test]
fn bad_utf8_is_an_error_with_its_place() {
    let mut ctx = context();
    for (content, place) in [
        (&b"ab\xff!"[..], 2),
        (b"a\xc3", 1),
        (b"\xed\xa0\x80", 0),
        (b"x\xf0\x9f\x98", 1),
    ] {
        let port = file_with(&mut ctx, "bad", content, Ability::TEXT_INPUT);
        let mut result = read_char(&mut ctx, port);
        while result.is_ok() {
            result = read_char(&mut ctx, port);
        }
        let (kind, text) = message(result);
        assert_eq!(kind, ErrorKind::Encoding);
        assert!(text.contains(&format!("at byte {place}:")), "{text}");
        let port = file_with(&mut ctx, "bad", content, Ability::TEXT_INPUT);
        assert_eq!(message(read_line(&mut ctx, port)).0, ErrorKind::Encoding);
        let port = file_with(&mut ctx, "bad", content, Ability::TEXT_INPUT);
        assert_eq!(
            message(read_string(&mut ctx, 100, 0, port)).0,
            ErrorKind::Encoding
        );
    }
}

#[test]
fn lines_end_in_any_way() {
    let mut ctx = context();
    let long = "x".repeat(100_000);
    let content = format!("a\nb\r\nc\r\r{long}\n\nlast");
    for in_memory in [true, false] {
        let port = if in_memory {
            open_string(&mut ctx, content.clone()).expect("opens")
        } else {
            file_with(&mut ctx, "lines", content.as_bytes(), Ability::TEXT_INPUT)
        };
        for line in ["a", "b", "c", "", &long, "", "last"] {
            let v = read_line(&mut ctx, port).expect("reads");
            assert!(
                v.as_string()
                    .expect("a line")
                    .chars(&ctx.mutator)
                    .equals_str(line)
            );
        }
        assert_eq!(read_line(&mut ctx, port).expect("reads"), Value::EOF);
    }
}

#[test]
fn strings_and_bytes_are_read_in_parts() {
    let mut ctx = context();
    let port = open_string(&mut ctx, "aé€𝄞z".to_owned()).expect("opens");
    for (count, part) in [
        (0, "\"\""),
        (2, "\"aé\""),
        (2, "\"€𝄞\""),
        (9, "\"z\""),
        (1, "#<eof>"),
    ] {
        let v = read_string(&mut ctx, count, 0, port).expect("reads");
        assert_eq!(text(&ctx, v), part);
    }
    let port = open_bytes(&mut ctx, vec![1, 2, 3]).expect("opens");
    assert_eq!(peek_byte(&mut ctx, port).expect("peeks"), Value::fixnum(1));
    let v = read_bytes(&mut ctx, 2, 0, port).expect("reads");
    assert_eq!(text(&ctx, v), "#u8(1 2)");
    assert_eq!(read_byte(&mut ctx, port).expect("reads"), Value::fixnum(3));
    assert_eq!(read_byte(&mut ctx, port).expect("reads"), Value::EOF);
    assert_eq!(message(read_char(&mut ctx, port)).0, ErrorKind::Type);
}

#[test]
fn closed_ports_and_wrong_ports_are_refused() {
    let mut ctx = context();
    let port = open_string(&mut ctx, "abc".to_owned()).expect("opens");
    assert_eq!(message(write_char(&mut ctx, port, 'x')).0, ErrorKind::Type);
    assert_eq!(message(read_byte(&mut ctx, port)).0, ErrorKind::Type);
    close(&mut ctx, "close-port", port, Ability::INPUT).expect("closes");
    close(&mut ctx, "close-port", port, Ability::INPUT).expect("closes twice");
    assert!(message(read_char(&mut ctx, port)).1.contains("closed"));
    assert_eq!(message(read_char(&mut ctx, Value::NIL)).0, ErrorKind::Type);
}

#[test]
fn string_ports_collect_until_asked() {
    let mut ctx = context();
    let port = output_to(&mut ctx, Ability::TEXT_OUTPUT).expect("opens");
    for c in "aé€𝄞".chars().cycle().take(1000) {
        write_char(&mut ctx, port, c).expect("writes");
    }
    print(&mut ctx, "write", Value::char('x'), 0, port, Style::Write).expect("prints");
    close(&mut ctx, "close-port", port, Ability::OUTPUT).expect("closes");
    let v = output_string(&mut ctx, "get-output-string", port).expect("gets");
    let expected = "aé€𝄞".repeat(250) + "#\\x";
    assert!(
        v.as_string()
            .expect("a string")
            .chars(&ctx.mutator)
            .equals_str(&expected)
    );
    assert!(
        message(write_char(&mut ctx, port, 'x'))
            .1
            .contains("closed")
    );
}

#[test]
fn data_are_read_from_any_port() {
    let mut ctx = context();
    let long = format!("({})", "abc (d . \"e\") ".repeat(50_000));
    let content = format!(" 1 ; c\n #!fold-case ABC {long} #;x (quote y) #| |# ");
    for in_memory in [true, false] {
        let port = if in_memory {
            open_string(&mut ctx, content.clone()).expect("opens")
        } else {
            file_with(&mut ctx, "data", content.as_bytes(), Ability::TEXT_INPUT)
        };
        let kept = ctx.mutator.push_root(port);
        let mut next = || {
            let port = ctx.mutator.root(kept);
            let v = read(&mut ctx, port).expect("reads");
            text(&ctx, v)
        };
        assert_eq!(next(), "1");
        assert_eq!(next(), "abc");
        assert_eq!(next().len(), long.len() - 1);
        assert_eq!(next(), "'y");
        assert_eq!(next(), "#<eof>");
    }
    let port = open_string(&mut ctx, "(a ) ) b (".to_owned()).expect("opens");
    assert!(read(&mut ctx, port).is_ok());
    assert_eq!(message(read(&mut ctx, port)).0, ErrorKind::Read);
    let v = read(&mut ctx, port).expect("goes on behind the error");
    assert_eq!(text(&ctx, v), "b");
    assert_eq!(message(read(&mut ctx, port)).0, ErrorKind::Read);
}

#[test]
fn files_are_written_at_close_and_at_the_end() {
    let mut ctx = context();
    let file = path("written");
    let content = |file: &str| std::fs::read_to_string(file).expect("reads");
    let open = |ctx: &mut Context, mode| {
        open_file(ctx, "test", &file, mode, Ability::TEXT_OUTPUT).expect("opens")
    };
    let port = open(&mut ctx, OpenMode::Write);
    for _ in 0..40_000 {
        write_char(&mut ctx, port, 'é').expect("writes");
    }
    close(&mut ctx, "close-port", port, Ability::OUTPUT).expect("closes");
    assert!(content(&file) == "é".repeat(40_000));
    let port = open(&mut ctx, OpenMode::Append);
    write_char(&mut ctx, port, '!').expect("writes");
    flush_all(&mut ctx).expect("writes out");
    assert!(content(&file).ends_with("é!"));
    // Nobody holds this port: a collection closes it.
    let port = open(&mut ctx, OpenMode::Write);
    write_char(&mut ctx, port, 'x').expect("writes");
    ctx.collect(Collection::Major).expect("collects");
    assert_eq!(content(&file), "x");
    std::fs::remove_file(file).expect("removes");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_never_silent() {
    let mut ctx = context();
    let open = |ctx: &mut Context| {
        let ability = Ability::TEXT_OUTPUT;
        open_file(ctx, "test", "/dev/full", OpenMode::Write, ability).expect("opens")
    };
    let port = open(&mut ctx);
    write_char(&mut ctx, port, 'x').expect("is buffered");
    assert_eq!(message(flush(&mut ctx, port)).0, ErrorKind::File);
    write_char(&mut ctx, port, 'x').expect("is buffered");
    assert_eq!(
        message(close(&mut ctx, "close-port", port, Ability::OUTPUT)).0,
        ErrorKind::File
    );
    let port = open(&mut ctx);
    write_char(&mut ctx, port, 'x').expect("is buffered");
    assert_eq!(message(flush_all(&mut ctx)).0, ErrorKind::File);
    let port = open(&mut ctx);
    write_char(&mut ctx, port, 'x').expect("is buffered");
    ctx.collect(Collection::Major).expect("collects");
    let failure = ctx.session().natives.flush_all().expect_err("was lost");
    assert_eq!(
        failure.to_string(),
        "cannot write to /dev/full: No space left on device"
    );
    flush_all(&mut ctx).expect("is said once");
}

#[test]
fn errors_of_opening_tell_the_name() {
    let mut ctx = context();
    let open = |ctx: &mut Context, name: &str| {
        message(open_file(
            ctx,
            "open-input-file",
            name,
            OpenMode::Read,
            Ability::TEXT_INPUT,
        ))
    };
    let (kind, text) = open(&mut ctx, "/nowhere/at all");
    assert_eq!(kind, ErrorKind::File);
    assert_eq!(
        text,
        "open-input-file: cannot open \"/nowhere/at all\": No such file or directory"
    );
    assert_eq!(open(&mut ctx, "/").0, ErrorKind::File);
    assert_eq!(open(&mut ctx, "a\0b").0, ErrorKind::File);
}

#[test]
fn open_files_are_bounded_only_by_those_in_use() {
    let mut ctx = context();
    for _ in 0..5000 {
        let ability = Ability::TEXT_INPUT;
        open_file(&mut ctx, "test", "/dev/null", OpenMode::Read, ability).expect("opens");
    }
}

#[test]
fn text_in_ports_counts_against_the_heap_limit() {
    let mut config = VmConfig::default();
    config.heap.limit = Some(64 << 20);
    let mut ctx = Context::open(&config).expect("opens");
    let port = output_to(&mut ctx, Ability::TEXT_OUTPUT).expect("opens");
    let kept = ctx.mutator.push_root(port);
    let failed = (0..200 << 20).find_map(|_| {
        let port = ctx.mutator.root(kept);
        write_char(&mut ctx, port, 'x').err()
    });
    assert_eq!(
        message(failed.map_or(Ok(()), Err)).0,
        ErrorKind::OutOfMemory
    );
    ctx.mutator.set_root(kept, Value::FALSE);
    let port = output_to(&mut ctx, Ability::TEXT_OUTPUT).expect("opens");
    ctx.mutator.set_root(kept, port);
    for _ in 0..20 << 20 {
        let port = ctx.mutator.root(kept);
        write_char(&mut ctx, port, 'x').expect("there is room again");
    }
}

#[test]
fn dropped_ports_give_back_their_text() {
    let mut config = VmConfig::default();
    config.heap.limit = Some(64 << 20);
    let mut ctx = Context::open(&config).expect("opens");
    ctx.reserve(1 << 21).expect("fits");
    let text = StringObject::alloc(&mut ctx.mutator, 1 << 20, 'x');
    let kept = ctx.mutator.push_root(text);
    for _ in 0..200 {
        let port = output_to(&mut ctx, Ability::TEXT_OUTPUT).expect("there is room");
        let text = ctx.mutator.root(kept);
        print(&mut ctx, "write", text, 0, port, Style::Write).expect("there is room");
    }
}
