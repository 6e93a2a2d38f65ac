#!/usr/bin/env python3
"""Writes Java declarations of the Android classes that Kotlin sources use, to compile against.

    declare.py STUBS OUT SOURCES…

No package of this project's registries holds android.jar. But type stubs made from it are there,
for Python, with every class, member, parameter type and what may be null. STUBS is the folder they
were unpacked into. What they do not tell, and so is not proven: `int` from `long` in what is
returned, checked exceptions, and which members an older Android lacks.
"""
import ast
import pathlib
import re
import sys

# Reached by an expression of the sources, without being imported by them.
ALSO = [
    "android.content.ContentResolver", "android.content.DialogInterface", "android.net.Network", "android.webkit.WebSettings",
    "androidx.activity.OnBackPressedDispatcher", "androidx.activity.result.ActivityResultCaller",
    "androidx.activity.result.ActivityResultCallback", "androidx.activity.result.ActivityResultLauncher",
]  # fmt: skip
LONGS = {"elapsedRealtime", "getExpirationTime"}
# Interfaces of Java itself that a caller asks for; the others would want members of their own.
KEPT = {"java.security.spec.AlgorithmParameterSpec"}
# Have no constructor of their own to be seen, and are classes all the same.
CLASSES = {"android.content.Context", "android.content.ContentResolver", "android.webkit.WebSettings"}
NAMES = {"str": "String", "bool": "boolean", "int": "int", "float": "float", "None": "void", "object": "Object"}
PRIMITIVES = ["boolean", "byte", "char", "short", "int", "long", "float", "double"]
OBJECTS = {"equals", "hashCode", "toString", "getClass", "finalize", "clone"}


class Declared:
    """One class of the stubs."""

    def __init__(self, package, outer, node):
        self.package, self.outer, self.node = package, outer, node
        self.path = f"{outer.path}.{node.name}" if outer else node.name
        self.name = f"{package}.{self.path}"
        self.nested = [Declared(package, self, it) for it in node.body if isinstance(it, ast.ClassDef)]
        generic = [it for it in node.bases if isinstance(it, ast.Subscript) and dotted(it.value) == "typing.Generic"]
        self.variables = [variable(it) for base in generic for it in parts(base.slice)]
        self.bases = [it for it in node.bases if it not in generic]
        self.methods = [it for it in node.body if isinstance(it, ast.FunctionDef)]


def dotted(node):
    """`a.b.c`, or nothing."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ("None" if isinstance(node, ast.Constant) else "")


def parts(node):
    return node.elts if isinstance(node, ast.Tuple) else [node]


def variable(node):
    return dotted(node).rsplit("__", 1)[-1]


def is_variable(name):
    return name.startswith("_") and "__" in name


class World:
    """All classes of the stubs, and which of them are wanted whole or only by name."""

    def __init__(self, stubs):
        self.known, self.whole, self.named = {}, set(), set()
        for file in sorted(stubs.glob("*-stubs/**/__init__.pyi")):
            folders = file.relative_to(stubs).parts[:-1]
            package = ".".join((folders[0].removesuffix("-stubs"), *folders[1:]))
            if package.startswith(("android", "org.json")):
                for node in ast.parse(file.read_text()).body:
                    if isinstance(node, ast.ClassDef):
                        self.take(Declared(package, None, node))

    def take(self, it):
        self.known[it.name] = it
        for nested in it.nested:
            self.take(nested)

    def find(self, name, within):
        """The full name of what a stub calls by a short one."""
        if name.split(".")[0] in ("java", "javax", "org", "android", "androidx", "kotlin", "kotlinx", "dalvik"):
            return name
        return f"{within.package}.{name}"

    def want(self, name):
        """A class with all its members, and what it inherits."""
        it = self.known[name]
        while it.outer:
            it = it.outer
        if it.name not in self.whole:
            self.whole.add(it.name)
            self.inherit(it)

    def inherit(self, it):
        for base in it.bases:
            name = self.find(dotted(base.value if isinstance(base, ast.Subscript) else base), it)
            if name in self.known:
                self.want(name)
        for nested in it.nested:
            self.inherit(nested)

    def is_interface(self, it):
        if it.name in CLASSES or any(method.name == "__init__" for method in it.methods):
            return False
        names = [self.find(dotted(base.value if isinstance(base, ast.Subscript) else base), it) for base in it.bases]
        if any(name.startswith("java.") and not name.endswith(".Object") and name.endswith(("Exception", "Enum")) for name in names):
            return False
        return all(self.is_interface(self.known[name]) for name in names if name in self.known)

    def type(self, node, within, boxed=False):
        """A type of Java, and whether it may be null."""
        if isinstance(node, ast.BinOp):
            options = []
            while isinstance(node, ast.BinOp):
                options.insert(0, node.right)
                node = node.left
            options.insert(0, node)
            names = [dotted(it) for it in options]
            for primitive in PRIMITIVES:
                if f"java.j{primitive}" in names and "java.lang.Object" not in names:
                    return primitive, False
            outer = lambda it: dotted(it.value if isinstance(it, ast.Subscript) else it)
            wide = [it for it in options if outer(it).startswith("java.lang.")]
            chosen = [it for it in options if dotted(it) != "None"]
            found, _ = self.type((wide or chosen)[0], within, boxed)
            return found, "None" in names
        if isinstance(node, ast.Subscript):
            outer, inner = dotted(node.value), parts(node.slice)
            if outer == "java.chaquopy.JavaArray":
                return f"{self.type(inner[0], within)[0]}[]", False
            if outer == "typing.Type":
                found = self.type(inner[0], within, True)[0]
                return "java.lang.Class<?>" if found == "java.lang.Object" else f"java.lang.Class<{found}>", False
            raw, _ = self.type(node.value, within)
            if raw == "Object":
                return raw, False
            return f"{raw}<{', '.join(self.type(it, within, True)[0] for it in inner)}>", False
        name = dotted(node)
        if is_variable(name):
            return name.rsplit("__", 1)[-1], False
        if name.startswith("java.chaquopy.JavaArrayJ"):
            return name.removeprefix("java.chaquopy.JavaArrayJ").lower() + "[]", False
        if name.removeprefix("java.j") in PRIMITIVES and name.startswith("java.j"):
            return name.removeprefix("java.j"), False
        if name in NAMES:
            return ("Object" if boxed else NAMES[name]), False
        name = self.find(name, within)
        if name.startswith(("java.", "javax.", "org.w3c.", "org.xml.")):
            return name, False
        if name not in self.known:
            return "Object", False
        self.named.add(name)
        return name, False


class Writer:
    """Java text of classes."""

    def __init__(self, world):
        self.world = world

    def signature(self, method, it):
        arguments = method.args.posonlyargs + method.args.args
        if not any(dotted(mark) == "staticmethod" for mark in method.decorator_list):
            arguments = arguments[1:]
        types = [self.world.type(argument.annotation, it)[0] for argument in arguments]
        if method.args.vararg:
            types.append(self.world.type(method.args.vararg.annotation, it)[0] + "...")
        return types

    def inherited(self, it):
        """Methods that a class has from classes above it, by name and erased types."""
        have = set()
        for base in it.bases:
            name = self.world.find(dotted(base.value if isinstance(base, ast.Subscript) else base), it)
            above = self.world.known.get(name)
            if above is not None and self.world.is_interface(above) == self.world.is_interface(it):
                have |= {(method.name, erased(self.signature(method, above))) for method in above.methods}
                have |= self.inherited(above)
        return have

    def header(self, it, whole):
        kind = "interface" if self.world.is_interface(it) else "class"
        above, beside = "", []
        for base in it.bases:
            found, _ = self.world.type(base, it)
            known = self.world.known.get(found.split("<")[0])
            if known and self.world.is_interface(known):
                beside.append(found)
            elif known or (found.startswith("java.") and found.endswith("Exception")):
                above = found
            elif found in KEPT:
                beside.append(found)
        words = f"{kind} {it.node.name}" + (f"<{', '.join(it.variables)}>" if it.variables else "")
        if above:
            words += f" extends {above}"
        if beside and (whole or kind == "interface"):
            words += (" extends " if kind == "interface" else " implements ") + ", ".join(beside)
        return kind, above, words

    def write(self, it, whole):
        if any(dotted(base) == "java.lang.annotation.Annotation" for base in it.bases):
            return [f"public {'static ' if it.outer else ''}@interface {it.node.name} {{}}"]
        kind, above, words = self.header(it, whole)
        lines = [f"public {'static ' if it.outer else ''}{words} {{"]
        up = "super((declared.Nobody) null);" if above and not above.startswith("java.") else ""
        if kind == "class":
            lines.append(f"protected {it.node.name}(declared.Nobody nobody) {{ {up} }}")
        if whole:
            lines += self.members(it, kind, up)
        for nested in it.nested:
            if whole or any(name == nested.name or name.startswith(f"{nested.name}.") for name in self.world.named):
                lines += self.write(nested, whole)
        return [*lines, "}"]

    def members(self, it, kind, up):
        for node in it.node.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.annotation, ast.Subscript):
                found, _ = self.world.type(node.annotation.slice, it)
                value = {"int": " = 0", "long": " = 0", "boolean": " = false", "String": ' = ""', "float": " = 0"}
                yield f"public static final {found} {node.target.id}{value.get(found, ' = null')};"
        # A parent with its types filled in says it all; said again it might not be the same to Java.
        bound = any(isinstance(base, ast.Subscript) and self.world.find(dotted(base.value), it) in self.world.known for base in it.bases)
        have = self.inherited(it)
        free = [m for m in it.methods if m.name not in OBJECTS and all(re.fullmatch(r"arg\d+|self", a.arg) for a in m.args.posonlyargs + m.args.args)]
        for method in it.methods:
            types = self.signature(method, it)
            arguments = ", ".join(f"{found} a{number}" for number, found in enumerate(types))
            if method.name == "__init__":
                yield f"public {it.node.name}({arguments}) {{ {up} }}"
                continue
            if bound or (method.name, erased(types)) in have or method.name in OBJECTS:
                continue
            if method.name in ("notify", "notifyAll", "wait") and not types:
                continue
            have.add((method.name, erased(types)))
            found, nullable = self.world.type(method.returns, it)
            found = "long" if method.name in LONGS and found == "int" else found
            own = {n.id for n in ast.walk(method) if isinstance(n, ast.Name) and is_variable(n.id)}
            own = sorted({name.rsplit("__", 1)[-1] for name in own} - self.variables(it))
            generic = f"<{', '.join(own)}> " if own else ""
            mark = "@org.jetbrains.annotations.Nullable " if nullable else ""
            static = any(dotted(it) == "staticmethod" for it in method.decorator_list)
            if kind == "interface" and free == [method] and not static:
                yield f"{mark}{generic}{found} {method.name}({arguments});"
            else:
                word = "static " if static else ("default " if kind == "interface" else "")
                yield f"{mark}public {word}{generic}{found} {method.name}({arguments}) {{ throw null; }}"

    def variables(self, it):
        return set(it.variables) | (self.variables(it.outer) if it.outer else set())


def erased(types):
    return tuple(re.sub(r"<.*>", "", found) for found in types)


def main():
    stubs, out, *sources = map(pathlib.Path, sys.argv[1:])
    world = World(stubs)
    imports = {name for file in sources for name in re.findall(r"^import ((?:android|org\.json)[\w.]*)", file.read_text(), re.M)}
    missing = [name for name in imports if not name.startswith("androidx.work.") and name not in world.known]
    if missing:
        sys.exit(f"not in Android: {', '.join(sorted(missing))}")
    for name in [*imports, *ALSO]:
        if name in world.known:
            world.want(name)
    writer, done = Writer(world), {}
    while True:
        tops = world.whole | {".".join([world.known[name].package, world.known[name].path.split(".")[0]]) for name in world.named}
        before = len(world.named)
        for name in tops:
            done[name] = writer.write(world.known[name], name in world.whole)
        if len(world.named) == before:
            break
    nobody = out / "declared/Nobody.java"
    nobody.parent.mkdir(parents=True, exist_ok=True)
    nobody.write_text("package declared;\npublic final class Nobody {}\n")
    for name, lines in done.items():
        file = out / (name.replace(".", "/") + ".java")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"package {world.known[name].package};\n" + "\n".join(lines) + "\n")
    print(f"   {len(world.whole)} classes of Android declared whole, {len(done)} in all")


main()
