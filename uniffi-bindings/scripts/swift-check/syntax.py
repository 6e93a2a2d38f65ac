#!/usr/bin/env python3
"""Reads Swift with a grammar of Swift, and fails where it cannot.

    syntax.py SOURCES…
"""
import pathlib
import sys

import tree_sitter
import tree_sitter_swift


def broken(node):
    """Pieces that are no Swift."""
    if node.type == "ERROR" or node.is_missing:
        yield node
    for child in node.children:
        yield from broken(child)


def main():
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_swift.language()))
    wrong = []
    for file in map(pathlib.Path, sys.argv[1:]):
        for node in broken(parser.parse(file.read_bytes()).root_node):
            line, column = node.start_point
            wrong.append(f"{file}:{line + 1}:{column + 1}: {node.type} {node.text[:40].decode(errors='replace')}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"   {len(sys.argv) - 1} Swift files are Swift by its grammar")


main()
