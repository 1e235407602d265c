#!/bin/sh
# Check a model pack of Hangar's with nothing but OpenSSL and coreutils, for hosts where no other
# cryptography may run (FIPS mode):
#
#     sh check-pack.sh PACK-FOLDER PUBLIC-KEY.pem
#
# It checks that the key has signed the list of files, that the files have the SHA-256 of that list,
# and that there are no others. Compare the key's fingerprint (sha256sum PUBLIC-KEY.pem) with one that
# reached you another way.
set -eu

say() { printf '%s\n' "$*"; }
refuse() { say "REFUSED: $*" >&2; exit 1; }

[ $# -eq 2 ] || { say "usage: sh check-pack.sh PACK-FOLDER PUBLIC-KEY.pem" >&2; exit 2; }
pack=$1
key=$2
bundle=$pack/model.sig
[ -f "$bundle" ] && [ ! -L "$bundle" ] || refuse "$bundle is missing or a link"
[ -f "$key" ] || refuse "$key is missing"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The bundle is one line of JSON, always written in the same way.
field() { sed -n "s/.*\"$1\":\"\([A-Za-z0-9+\/=]*\)\".*/\1/p" "$bundle"; }
field payload | base64 -d >"$work/payload" 2>/dev/null || refuse "the signature file is damaged"
field sig | base64 -d >"$work/signature" 2>/dev/null || refuse "the signature file is damaged"
[ -s "$work/payload" ] && [ -s "$work/signature" ] || refuse "the signature file is damaged"

# What is signed is not the list alone but DSSE's encoding of it, with its type and length.
type=application/vnd.in-toto+json
printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c <"$work/payload")" >"$work/signed"
cat "$work/payload" >>"$work/signed"
case $(openssl pkey -pubin -in "$key" -noout -text 2>/dev/null) in
*P-256*) hash=sha256 ;;
*P-384*) hash=sha384 ;;
*) refuse "$key is no public key on P-256 or P-384" ;;
esac
openssl dgst "-$hash" -verify "$key" -signature "$work/signature" "$work/signed" >/dev/null 2>&1 ||
    refuse "the signature is not that of $key"

# From here on the list is known to be the signer's. Each file is an object with a name and a digest;
# the digest of the whole stands in an object without a name and is passed over.
tr -d '\n' <"$work/payload" | sed 's/}/}\n/g' |
    sed -n -e 's/.*"name": *"\([^"\\]*\)",.*"digest": *"\([0-9a-f]\{64\}\)".*/\2  \1/p' \
        -e 's/.*"digest": *"\([0-9a-f]\{64\}\)",.*"name": *"\([^"\\]*\)".*/\1  \2/p' >"$work/list"
[ -s "$work/list" ] || refuse "the list of files is empty"

[ -z "$(find "$pack" ! -type f ! -type d)" ] || refuse "there are links or special files in it"
(cd "$pack" && find . -type f ! -path ./model.sig | sed 's,^\./,,' | LC_ALL=C sort) >"$work/found"
sed 's/^[0-9a-f]*  //' "$work/list" | LC_ALL=C sort >"$work/named"
cmp -s "$work/found" "$work/named" || refuse "files are missing, or there are files not signed"
(cd "$pack" && sha256sum --check --strict --quiet "$work/list") ||
    refuse "a file is not the one that was signed"

say "This pack is as it was signed with $key"
say "(SHA-256 $(sha256sum "$key" | cut -d' ' -f1)):"
cat "$work/list"
