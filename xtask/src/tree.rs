//! The source tree as the tasks see it: every file below the root, with its text.
//!
//! The tree is walked, not asked from git: a CI checkout may be owned by another user (which git
//! refuses to read) or be an unpacked archive. Build output (`target`) and hidden folders other
//! than `.ci` and `.cargo` are left out.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the tree.
pub(crate) struct SourceFile {
    /// Path from the root, with `/` between the parts.
    pub(crate) path: String,
    /// The contents; files that are not UTF-8 are not in the tree.
    pub(crate) text: String,
}

impl SourceFile {
    /// Does the file's name end in `.extension`?
    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, found)| found == extension)
    }
}

/// All files and folders of the project.
pub(crate) struct Tree {
    /// Text files, sorted by path.
    pub(crate) files: Vec<SourceFile>,
    /// Every path, of folders and of files of any kind.
    pub(crate) paths: Vec<String>,
}

impl Tree {
    /// Reads the whole tree below `root`.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub(crate) fn read(root: &Path) -> Result<Tree, String> {
        let mut tree = Tree {
            files: Vec::new(),
            paths: Vec::new(),
        };
        let mut pending = vec![PathBuf::new()];
        while let Some(folder) = pending.pop() {
            let entries = fs::read_dir(root.join(&folder))
                .map_err(|error| format!("{}: {error}", folder.display()))?;
            for entry in entries {
                let entry = entry.map_err(|error| format!("{}: {error}", folder.display()))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = folder.join(&name);
                let kind = entry
                    .file_type()
                    .map_err(|error| format!("{name}: {error}"))?;
                if name == ".git" {
                    // In a second work tree, it is a file.
                    continue;
                }
                if kind.is_dir() {
                    let hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
                    if name == "target" || hidden {
                        continue;
                    }
                    pending.push(path.clone());
                }
                let shown = path.to_string_lossy().replace('\\', "/");
                if kind.is_file() {
                    let bytes = fs::read(root.join(&path)).map_err(|e| format!("{shown}: {e}"))?;
                    if let Ok(text) = String::from_utf8(bytes) {
                        tree.files.push(SourceFile {
                            path: shown.clone(),
                            text,
                        });
                    }
                }
                tree.paths.push(shown);
            }
        }
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        tree.paths.sort();
        Ok(tree)
    }

    /// Is there a file or folder with this path?
    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths
            .binary_search_by(|known| known.as_str().cmp(path))
            .is_ok()
    }

    /// The files of one extension.
    pub(crate) fn with_extension<'a>(
        &'a self,
        extension: &'a str,
    ) -> impl Iterator<Item = &'a SourceFile> {
        self.files
            .iter()
            .filter(move |file| file.has_extension(extension))
    }
}

/// The root of the workspace: the folder above this crate.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable when it runs us, so a moved checkout works without a rebuild.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest
        .parent()
        .map_or(manifest.clone(), Path::to_path_buf)
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The cargo that runs us, or the one on the path.
pub(crate) fn cargo() -> std::process::Command {
    let mut command =
        std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}
