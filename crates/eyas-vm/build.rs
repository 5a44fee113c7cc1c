//! Tells the crate whether it is compiled without optimization: then handlers cannot tail-call each other, and the
//! same bodies are driven by a trampoline.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(eyas_trampoline)");
    println!("cargo::rerun-if-env-changed=OPT_LEVEL");
    if std::env::var("OPT_LEVEL").as_deref() == Ok("0") {
        println!("cargo::rustc-cfg=eyas_trampoline");
    }
}
