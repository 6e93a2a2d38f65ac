#!/usr/bin/env python3
"""A software bill of materials (CycloneDX 1.5, JSON) of what is locked: Cargo.lock and the
console's package-lock.json. The same input gives the same bytes.

Usage: scripts/sbom.py OUT-FILE
"""
import base64
import hashlib
import json
import pathlib
import sys
import tomllib
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent


def rust():
    """Packages of Cargo.lock with their hashes, and who needs whom."""
    packages = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    versions = {}
    for package in packages:
        versions.setdefault(package["name"], []).append(package["version"])

    def reference(name, version):
        return f"pkg:cargo/{name}@{version}"

    def named(text):
        name, _, rest = text.partition(" ")
        version = rest.split(" ")[0] if rest else versions[name][0]
        return reference(name, version)

    components, dependencies = [], []
    for package in packages:
        name, version = package["name"], package["version"]
        own = "source" not in package
        component = {
            "type": "library",
            "bom-ref": reference(name, version),
            "name": name,
            "version": version,
            "purl": reference(name, version),
            "scope": "required",
        }
        if "checksum" in package:
            component["hashes"] = [{"alg": "SHA-256", "content": package["checksum"]}]
        if own:
            component["group"] = "wangge"
        components.append(component)
        needs = sorted(named(text) for text in package.get("dependencies", []))
        dependencies.append({"ref": reference(name, version), "dependsOn": needs})
    return components, dependencies


def node():
    """Packages of the console's package-lock.json with their hashes."""
    path = ROOT / "sync-server" / "console" / "package-lock.json"
    locked = json.loads(path.read_text())["packages"]
    components = {}
    for place, package in locked.items():
        if not place:
            continue
        name = package.get("name") or place.split("node_modules/")[-1]
        version = package["version"]
        reference = f"pkg:npm/{name.replace('@', '%40')}@{version}"
        component = {
            "type": "library",
            "bom-ref": reference,
            "name": name,
            "version": version,
            "purl": reference,
            # What only builds or tests the pages does not reach a relay.
            "scope": "excluded" if package.get("dev") else "required",
        }
        if isinstance(package.get("license"), str):
            component["licenses"] = [{"expression": package["license"]}]
        algorithm, _, digest = package.get("integrity", "").partition("-")
        if algorithm == "sha512":
            content = base64.b64decode(digest).hex()
            component["hashes"] = [{"alg": "SHA-512", "content": content}]
        components[reference] = component
    return list(components.values())


def main(out):
    components, dependencies = rust()
    components += node()
    components.sort(key=lambda component: component["bom-ref"])
    dependencies.sort(key=lambda dependency: dependency["ref"])
    version = next(c["version"] for c in components if c["name"] == "wangge-sync-server")
    body = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "wangge",
                "name": "wangge",
                "version": version,
            }
        },
        "components": components,
        "dependencies": dependencies,
    }
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).digest()
    body["serialNumber"] = uuid.UUID(bytes=digest[:16], version=4).urn
    path = pathlib.Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n")
    required = sum(1 for c in components if c["scope"] == "required")
    print(f"{path}: {len(components)} components, {required} of them in what is shipped")


if __name__ == "__main__":
    main(sys.argv[1])
