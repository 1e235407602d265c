#!/bin/sh
# Verifies this folder: one signature, over exactly the files that are here.
#
#   sh verify.sh [FINGERPRINT]
#
# FINGERPRINT is the signing key's, 40 hex digits, as it reached you on another way than this media.
# Without it you are asked to compare. Exit status: 0 all is as it was signed, 1 refused, 2 wrong usage.
# Needs gpgv, sqv or gpg, and what every system has. Writes nothing into the folder.
set -eu
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
unset CDPATH POSIXLY_CORRECT

refuse() {
    printf 'Refused: %s\n%s\n' "$1" \
        'Do not install from this folder. Get it anew, and tell whoever gave it to you.' >&2
    exit 1
}

usage() {
    printf '%s\n%s\n' "$1" 'Usage: sh verify.sh [FINGERPRINT]' >&2
    exit 2
}

# The fingerprint in capitals without spaces; spaces between its groups may make it many arguments.
expected=$(printf '%s' "$*" | tr -d ' :' | tr 'abcdef' 'ABCDEF')
case $expected in
    *[!0-9A-F]*) usage "'$*' is no fingerprint: it has the digits 0 to 9 and letters A to F." ;;
esac
if [ -n "$expected" ] && [ ${#expected} -ne 40 ]; then
    usage "'$*' is no full fingerprint: it has ${#expected} digits, not 40."
fi

cd -- "$(dirname -- "$0")"
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# 1. Who signed the list of files. The key lies beside it: it counts only by its fingerprint.
for file in SHA256SUMS SHA256SUMS.asc keys/hangar.gpg; do
    if [ -L "$file" ]; then refuse "$file is a link."; fi
    if [ ! -f "$file" ]; then refuse "$file is missing."; fi
done
if command -v gpgv >/dev/null 2>&1; then
    gpgv --status-fd 1 --keyring ./keys/hangar.gpg SHA256SUMS.asc SHA256SUMS \
        >"$scratch/status" 2>/dev/null || : >"$scratch/bad"
elif command -v gpg >/dev/null 2>&1; then
    gpg --batch --no-options --homedir "$scratch" --no-default-keyring --trust-model always \
        --no-auto-key-locate --status-fd 1 --keyring ./keys/hangar.gpg \
        --verify SHA256SUMS.asc SHA256SUMS \
        >"$scratch/status" 2>/dev/null || : >"$scratch/bad"
elif command -v sqv >/dev/null 2>&1; then
    # sqv says nothing but the fingerprints of those whose signatures hold.
    if sqv --keyring ./keys/hangar.gpg --signature-file SHA256SUMS.asc SHA256SUMS \
        >"$scratch/signers" 2>/dev/null; then
        sed 's/.*/[GNUPG:] GOODSIG\n[GNUPG:] VALIDSIG &/' "$scratch/signers" >"$scratch/status"
    else
        : >"$scratch/bad"
    fi
else
    printf '%s\n%s\n' 'There is no gpgv, gpg or sqv here, so no signature can be verified.' \
        'Install one of them from your system (the package is gpgv, gnupg2 or sqv).' >&2
    exit 1
fi
if [ -e "$scratch/bad" ]; then
    refuse 'the signature of SHA256SUMS does not hold, or is not by the key in keys/.'
fi
# An expired or revoked key has a line of its own in place of GOODSIG.
if [ "$(grep -c '^\[GNUPG:\] GOODSIG' "$scratch/status")" != 1 ]; then
    refuse 'the signature of SHA256SUMS is not one good one (is the key expired or revoked?).'
fi
signer=$(awk '$2 == "VALIDSIG" { print $NF }' "$scratch/status")

# 2. The signer is the one expected.
if [ -n "$expected" ]; then
    if [ "$signer" != "$expected" ]; then
        refuse "the key that signed is $signer, not $expected."
    fi
else
    printf 'The key that signed has the fingerprint\n    %s\n' \
        "$(printf '%s' "$signer" | sed 's/..../& /g')"
    if [ ! -t 0 ]; then
        usage 'Compare it with the one that you were given, and give that as the argument.'
    fi
    printf 'Is it the one that you were given on another way than this media? Type yes: '
    read -r answer
    if [ "$answer" != yes ]; then refuse 'you did not confirm the fingerprint.'; fi
fi

# 3. Exactly the files of the list are here, and nothing but plain files.
if grep -Eqv '^[0-9a-f]{64}  [A-Za-z0-9_][A-Za-z0-9._+~/-]*$' SHA256SUMS; then
    refuse 'SHA256SUMS holds a line that is no sum and name.'
fi
cut -c 67- SHA256SUMS | sort >"$scratch/listed"
find . ! -type f ! -type d | sed 's,^\./,,' | sort >"$scratch/special"
find . ! -type d | sed 's,^\./,,' | grep -vx 'SHA256SUMS\(\.asc\)\{0,1\}' | sort >"$scratch/found"
if [ -s "$scratch/special" ]; then
    refuse "$(head -n 1 "$scratch/special") is a link or no plain file."
fi
extra=$(comm -13 "$scratch/listed" "$scratch/found" | head -n 1)
if [ -n "$extra" ]; then refuse "$extra is not among the signed files."; fi
missing=$(comm -23 "$scratch/listed" "$scratch/found" | head -n 1)
if [ -n "$missing" ]; then refuse "$missing is missing."; fi

# 4. Each is as it was signed.
sha256sum --check --quiet --strict SHA256SUMS >"$scratch/sums" 2>/dev/null || {
    refuse "$(sed -n '1s/: FAILED.*//p' "$scratch/sums") is not as it was signed."
}
printf 'All %s files are as they were signed by %s.\n' "$(wc -l <SHA256SUMS | tr -d ' ')" "$signer"
