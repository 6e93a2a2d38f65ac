//! Writes the Kotlin, Swift and Python sources out of the built library（生成绑定代码）.

fn main() {
    uniffi::uniffi_bindgen_main();
}
