#!/bin/sh
# Verifies the journal in this folder with openssl, awk, sha256sum and basenc (coreutils) alone.
#   sh verify.sh
# What it does is described in docs/formats/journal.md of Garde. It writes nothing beside the journal.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $*"
  exit 1
}
digest() { sha256sum | cut -d ' ' -f 1; }
bytes() { tr a-f A-F | basenc --base16 --decode; }
line() { awk -v word="$1" '$1 == word { print $2; exit }' "$2"; }

# The signature is one of the text of the checkpoint, by the key that the journal names.
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in checkpoint.txt -sigfile checkpoint.sig >"$work/openssl" 2>&1 ||
  fail "the signature is not one of checkpoint.txt"
key=$(openssl pkey -pubin -in key.pem -outform DER | tail -c 32 | basenc --base16 --wrap 0 | tr A-F a-f)
[ "$key" = "$(line key journal.garde)" ] || fail "key.pem is not the key of the journal"
echo "ok: signature"

# The checkpoint names the header.
header=$(awk '/^signature / { exit } 1' journal.garde | digest)
[ "$header" = "$(line header checkpoint.txt)" ] || fail "the header is not the one that was signed"
echo "ok: header"

# Every entry, up to the line before its leaf, hashes to that leaf.
awk -v work="$work" '
  /^entry / { file = sprintf("%s/entry-%09d", work, ++count) }
  /^leaf /  { print $2 > (work "/stored"); close(file); file = "" }
  file      { print > file }
  END       { print count + 0 > (work "/count") }
' journal.garde
: >"$work/leaves"
for entry in "$work"/entry-*; do
  [ -e "$entry" ] || continue
  { printf '\000'; cat "$entry"; } | digest >>"$work/leaves"
done
touch "$work/stored"
cmp -s "$work/leaves" "$work/stored" ||
  fail "not what was sealed: entry $(paste -d ' ' "$work/leaves" "$work/stored" | awk '$1 != $2 { print NR; exit }')"
count=$(cat "$work/count")
[ "$count" = "$(line size checkpoint.txt)" ] || fail "$count entries, not the number that was signed"
echo "ok: $count entries"

# Leaves are paired from left to right; a last one without a partner goes up as it is.
while [ "$(wc -l <"$work/leaves")" -gt 1 ]; do
  paste -d ' ' - - <"$work/leaves" | while read -r left right; do
    if [ -n "$right" ]; then
      { printf '\001'; printf '%s%s' "$left" "$right" | bytes; } | digest
    else
      echo "$left"
    fi
  done >"$work/next"
  mv "$work/next" "$work/leaves"
done
if [ "$count" = 0 ]; then digest </dev/null >"$work/leaves"; fi
[ "$(cat "$work/leaves")" = "$(line root checkpoint.txt)" ] || fail "the entries are not those that were signed"
echo "ok: root"
echo "The journal is what was signed. Compare its witness to know that its end was not cut off."
