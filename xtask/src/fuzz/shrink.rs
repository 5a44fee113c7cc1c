//! Makes a program that fails small: takes parts away, or puts simpler ones in their place, as long as it still fails.

use super::node::Node;

/// What replaces a part.
const SIMPLE: &[&str] = &["0", "#f", "1"];

/// The smallest program found within `tries` attempts for which `fails` is true, as it is for `forms`.
pub(super) fn shrink(
    mut forms: Vec<Node>,
    mut tries: usize,
    mut fails: impl FnMut(&[Node]) -> bool,
) -> Vec<Node> {
    loop {
        let before = size(&forms);
        let mut i = forms.len();
        while i > 0 && tries > 0 {
            i -= 1;
            let mut fewer = forms.clone();
            fewer.remove(i);
            tries -= 1;
            if fails(&fewer) {
                forms = fewer;
            }
        }
        for i in (0..forms.len()).rev() {
            let mut paths = Vec::new();
            collect(&forms[i], &mut vec![], &mut paths);
            for path in paths {
                for candidate in candidates(&forms[i], &path) {
                    if tries == 0 {
                        return forms;
                    }
                    if candidate.size() >= forms[i].size() {
                        continue;
                    }
                    let mut other = forms.clone();
                    other[i] = candidate;
                    tries -= 1;
                    if fails(&other) {
                        forms = other;
                        break;
                    }
                }
            }
        }
        if size(&forms) == before {
            return forms;
        }
    }
}

fn size(forms: &[Node]) -> usize {
    forms.iter().map(Node::size).sum()
}

/// The paths of all nodes, outer ones first.
fn collect(node: &Node, path: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    all.push(path.clone());
    if let Node::List(items) = node {
        for (i, item) in items.iter().enumerate() {
            path.push(i);
            collect(item, path, all);
            path.pop();
        }
    }
}

/// The form with the node at `path` replaced by something simpler. None if the path is no longer there.
fn candidates(form: &Node, path: &[usize]) -> Vec<Node> {
    let mut whole = form.clone();
    let Some(Node::List(items)) = whole.at(path).cloned() else {
        return Vec::new();
    };
    let mut parts: Vec<Node> = SIMPLE.iter().map(|&text| Node::atom(text)).collect();
    parts.extend(items.iter().skip(1).cloned());
    for i in 0..items.len() {
        let mut fewer = items.clone();
        fewer.remove(i);
        parts.push(Node::List(fewer));
    }
    let put = |part: Node| {
        let mut whole = form.clone();
        if let Some(node) = whole.at(path) {
            *node = part;
        }
        whole
    };
    parts.into_iter().map(put).collect()
}
