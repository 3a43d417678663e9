#!/usr/bin/env python3
"""Adds to an empty repository of version 1 a restore point of 2^DEPTH paths in DEPTH + 1 directories, each of which
holds the next one twice.

    add_many_paths.py REPOSITORY DEPTH        # password "sésame"

No backup program writes such a thing; whoever has its password can. Needs openssl.
"""

import base64
import hashlib
import json
import pathlib
import secrets
import struct
import sys

from make_empty import PASSWORD, keys_of, openssl, tag_of


def master_of(repository: pathlib.Path) -> tuple[bytes, bytes, bytes]:
    (path,) = (repository / "keys").iterdir()
    key_file = json.loads(path.read_text())
    envelope = base64.b64decode(key_file["data"])
    opened = openssl("aes-256-ctr", keys_of(PASSWORD, key_file)[0], envelope[16:-16], envelope[:16])
    keys = json.loads(opened)
    return tuple(base64.b64decode(one) for one in (keys["encrypt"], keys["mac"]["k"], keys["mac"]["r"]))


def seal(keys: tuple[bytes, bytes, bytes], data: bytes) -> bytes:
    iv = secrets.token_bytes(16)
    sealed = openssl("aes-256-ctr", keys[0], data, iv)
    return iv + sealed + tag_of(keys, iv, sealed)


def node(name: str, kind: str, more: dict) -> dict:
    times = {time: "2026-11-20T08:00:00Z" for time in ("mtime", "atime", "ctime")}
    return {"name": name, "type": kind, "mode": 420, "uid": 0, "gid": 0, **times, **more}


def main() -> None:
    repository = pathlib.Path(sys.argv[1])
    keys = master_of(repository)

    def keep(folder: str, content: dict) -> None:
        sealed = seal(keys, json.dumps(content).encode())
        (repository / folder).mkdir(exist_ok=True)
        (repository / folder / hashlib.sha256(sealed).hexdigest()).write_bytes(sealed)

    body = header = b""
    blobs = []
    tree = ""
    for level in range(int(sys.argv[2]) + 1):
        file = node("durand.txt", "file", {"size": 0, "content": []})
        nodes = [file] if level == 0 else [node(name, "dir", {"subtree": tree}) for name in ("a", "b")]
        text = (json.dumps({"nodes": nodes}, separators=(",", ":")) + "\n").encode()
        tree = hashlib.sha256(text).hexdigest()
        sealed = seal(keys, text)
        blobs.append({"id": tree, "type": "tree", "offset": len(body), "length": len(sealed)})
        header += struct.pack("<BI", 1, len(sealed)) + bytes.fromhex(tree)
        body += sealed
    sealed = seal(keys, header)
    pack = body + sealed + struct.pack("<I", len(sealed))
    name = hashlib.sha256(pack).hexdigest()
    folder = repository / "data" / name[:2]
    folder.mkdir(parents=True)
    (folder / name).write_bytes(pack)
    keep("index", {"packs": [{"id": name, "blobs": blobs}]})
    keep("snapshots", {"time": "2026-11-20T20:00:00Z", "tree": tree, "paths": ["/srv"], "hostname": "poste"})


main()
