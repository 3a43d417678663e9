#!/usr/bin/env python3
"""Makes the empty repositories that tests start from: restic's own, with a key file whose derivation is cheap.

    make_empty.py FOLDER        # writes FOLDER/v1 and FOLDER/v2; password "sésame"

restic spends half a second on a password on purpose, each time. Tests open repositories thousands of times and gain
nothing by it, so the key file that restic made is opened once and sealed again with N = 16, r = 1, p = 1.
Needs restic and openssl.
"""

import base64
import hashlib
import json
import os
import pathlib
import secrets
import subprocess
import sys

PASSWORD = "sésame"


def openssl(cipher: str, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
    command = ["openssl", "enc", "-" + cipher, "-nopad", "-K", key.hex()]
    if iv is not None:
        command += ["-iv", iv.hex()]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def poly1305(r: bytes, s: bytes, message: bytes) -> bytes:
    prime = (1 << 130) - 5
    factor = int.from_bytes(r, "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        total = (total + int.from_bytes(message[at : at + 16] + b"\x01", "little")) * factor % prime
    return ((total + int.from_bytes(s, "little")) % (1 << 128)).to_bytes(16, "little")


def keys_of(password: str, key_file: dict) -> tuple[bytes, bytes, bytes]:
    cost = {"n": key_file["N"], "r": key_file["r"], "p": key_file["p"]}
    derived = hashlib.scrypt(
        password.encode(), salt=base64.b64decode(key_file["salt"]), dklen=64, maxmem=1 << 30, **cost
    )
    return derived[:32], derived[32:48], derived[48:]


def tag_of(keys: tuple[bytes, bytes, bytes], iv: bytes, sealed: bytes) -> bytes:
    _, k, r = keys
    return poly1305(r, openssl("aes-128-ecb", k, iv), sealed)


def cheapen(repository: pathlib.Path) -> None:
    (path,) = (repository / "keys").iterdir()
    key_file = json.loads(path.read_text())
    keys = keys_of(PASSWORD, key_file)
    envelope = base64.b64decode(key_file["data"])
    iv, sealed, tag = envelope[:16], envelope[16:-16], envelope[-16:]
    assert tag_of(keys, iv, sealed) == tag
    master = openssl("aes-256-ctr", keys[0], sealed, iv)

    key_file.update(N=16, r=1, p=1, username="test", hostname="test")
    keys = keys_of(PASSWORD, key_file)
    iv = secrets.token_bytes(16)
    sealed = openssl("aes-256-ctr", keys[0], master, iv)
    key_file["data"] = base64.b64encode(iv + sealed + tag_of(keys, iv, sealed)).decode()
    text = json.dumps(key_file).encode()
    path.chmod(0o600)
    path.unlink()
    (repository / "keys" / hashlib.sha256(text).hexdigest()).write_bytes(text)


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    for version in ("1", "2"):
        repository = folder / f"v{version}"
        command = ["restic", "--no-cache", "-r", str(repository), "init", "--repository-version", version]
        subprocess.run(command, env={**os.environ, "RESTIC_PASSWORD": PASSWORD}, check=True, capture_output=True)
        cheapen(repository)
        command = ["restic", "--no-cache", "-r", str(repository), "check"]
        subprocess.run(command, env={**os.environ, "RESTIC_PASSWORD": PASSWORD}, check=True, capture_output=True)
        # What is left is what git can hold: empty folders are made again by the tests.
        for empty in ("data", "index", "locks", "snapshots"):
            subprocess.run(["rm", "-rf", str(repository / empty)], check=True)


if __name__ == "__main__":
    main()
