#!/bin/sh
# Installs Hangar for all users from this folder, and from nothing else.
#
#   sh install.sh [--allow-downgrade] [--also PACKAGE] [FINGERPRINT]
#
# FINGERPRINT is the signing key's, as it reached you on another way than this media; without it you
# are asked to compare. Run it as root. Everything is copied to the disk first and verified there, so
# that what is installed is what was verified. On Debian and Ubuntu apt installs, with this folder as
# its only source; elsewhere dnf, or rpm where there is no dnf. Nothing is fetched. Your site's
# sources, keys and pins are neither used nor changed. Running it again repairs the installation; a
# newer folder upgrades it. Policy and users' data stay.
# Exit status: 0 installed, 1 refused or failed, 2 wrong usage.
# shellcheck disable=SC2086 # lists of packages are words, and hold no blanks
set -eu
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
unset CDPATH APT_CONFIG
umask 022

stop() {
    printf '%s\n%s\n' "$1" "$2" >&2
    exit 1
}

usage() {
    printf '%s\n%s\n' "$1" \
        'Usage: sh install.sh [--allow-downgrade] [--also PACKAGE] [FINGERPRINT]' >&2
    exit 2
}

allow_downgrade=no
packages=hangar
fingerprint=
while [ $# -gt 0 ]; do
    case $1 in
        --allow-downgrade) allow_downgrade=yes ;;
        --also)
            shift
            case ${1-} in
                hangar-[a-z]*) packages="$packages $1" ;;
                *) usage '--also takes the name of a package of Hangar, such as hangar-gpu-vulkan.' ;;
            esac
            ;;
        -*) usage "There is no option $1." ;;
        *) fingerprint="$fingerprint$1" ;;
    esac
    shift
done
if [ "$(id -u)" -ne 0 ]; then
    stop 'Only root can install for all users; nothing was done.' 'Run: sudo sh install.sh'
fi

# A copy that only root can write: a medium can be changed, or change itself, between two readings.
media=$(cd -- "$(dirname -- "$0")" && pwd -P)
work=$(mktemp -d /var/tmp/hangar-install.XXXXXX)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$work" # apt reads it as a user of its own
needed_kib=$(du -sk "$media" | cut -f 1)
free_kib=$(df -Pk "$work" | awk 'NR == 2 { print $4 }')
if [ "$free_kib" -lt "$needed_kib" ]; then
    stop "/var/tmp has $((free_kib / 1024)) MiB free; the copy of this folder needs $((needed_kib / 1024))." \
        'Make room there; it is used during the installation only.'
fi
printf 'Copying and verifying %s MiB ...\n' "$((needed_kib / 1024))"
cp -R -- "$media" "$work/media" || stop 'This folder could not be read.' 'Get it anew.'
chmod -R u=rwX,go=rX "$work/media"
sh "$work/media/verify.sh" ${fingerprint:+"$fingerprint"} || exit $?
media=$work/media
log=$work/log

refuse_downgrade() { # installed version, version here
    stop "Hangar $1 is installed, and this folder brings the older $2; nothing was changed." \
        'If you mean it: sh install.sh --allow-downgrade FINGERPRINT'
}

# What was installed beside Hangar goes along with it: it fits one version only.
add_installed() { # names of installed packages, a line each
    for package in $1; do
        case " $packages " in
            *" $package "*) ;;
            *) packages="$packages $package" ;;
        esac
    done
}

name_missing() { # a line for each missing dependency
    stop "This computer lacks what Hangar needs, and it is not on this media: $1" \
        'Install these from the media of your operating system, then run install.sh again.'
}

# --- Debian, Ubuntu ---------------------------------------------------------------------------

apt_here() {
    apt-get -q -y \
        -o Dir::Etc::SourceList="$work/hangar.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
        -o Dir::Etc::Trusted=/dev/null -o Dir::Etc::TrustedParts=/dev/null \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" \
        -o Acquire::AllowInsecureRepositories=false -o Acquire::AllowWeakRepositories=false \
        -o Acquire::AllowDowngradeToInsecureRepositories=false \
        -o Acquire::Check-Valid-Until=true -o Acquire::Check-Date=true \
        -o Acquire::Languages=none -o APT::Get::AllowUnauthenticated=false \
        -o APT::Update::Error-Mode=any -o APT::Install-Recommends=true \
        -o DPkg::Lock::Timeout=120 \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
        "$@"
}

first_error() {
    sed -n 's/^[EW]: *//p' "$log" | head -n 1
}

install_by_apt() {
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    printf 'deb [signed-by=%s arch=amd64] file:%s stable main\n' \
        "$media/keys/hangar.gpg" "$media/apt" >"$work/hangar.list"
    apt_here update >"$log" 2>&1 ||
        stop "apt refused the repository on this media: $(first_error)" \
            'Expired: get a newer media. The clock is wrong here: set it. Otherwise: do not use this media.'

    here=$(awk '$1 == "Package:" { name = $2 } $1 == "Version:" && name == "hangar" { print $2 }' \
        "$media/apt/dists/stable/main/binary-amd64/Packages")
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Version}' hangar 2>/dev/null |
        sed -n 's/^installed //p')
    if [ -n "$installed" ]; then
        if dpkg --compare-versions "$here" lt "$installed" && [ "$allow_downgrade" = no ]; then
            refuse_downgrade "$installed" "$here"
        fi
    fi
    add_installed "$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' \
        'hangar-gpu-*' 2>/dev/null | sed -n 's/ installed$//p')"
    wanted=
    for package in $packages; do
        wanted="$wanted $package/stable"
    done
    set -- install --reinstall --no-remove
    if [ "$allow_downgrade" = yes ]; then set -- "$@" --allow-downgrades; fi
    # Once for show, so that a dependency that is nowhere is named before anything is changed.
    if ! apt_here "$@" --simulate $wanted >"$log" 2>&1; then
        lacking=$(sed -n 's/^ .*\(Pre\)\{0,1\}Depends: \([^ ]*\).*/\2/p' "$log" | sort -u | tr '\n' ' ')
        if [ -n "$lacking" ]; then name_missing "$lacking"; fi
        stop "apt cannot install Hangar: $(first_error)" 'Nothing was changed.'
    fi
    printf 'Installing with apt ...\n'
    DEBIAN_FRONTEND=noninteractive apt_here "$@" $wanted >"$log" 2>&1 </dev/null || {
        cat "$log" >&2
        stop "apt could not install Hangar: $(first_error)" \
            'See above. Running install.sh again is safe.'
    }
    installed=$(dpkg-query --show --showformat='${Version}' hangar)
}

# --- Fedora, Red Hat, SUSE and their like -----------------------------------------------------

keys_known() {
    rpm -q gpg-pubkey 2>/dev/null | grep '^gpg-pubkey-' | sort || :
}

# The key is trusted for this installation only: with it, rpm would take any package we ever sign.
forget_key() {
    keys_known >"$work/keys-after"
    comm -13 "$work/keys-before" "$work/keys-after" | while read -r key; do
        rpm -e --allmatches "$key"
    done
}

install_by_rpm() {
    add_installed "$(rpm -qa --queryformat '%{NAME}\n' 'hangar-gpu-*' 2>/dev/null)"
    set --
    wanted=
    for package in $packages; do
        file=$(find "$media/rpm" -name "$package-[0-9]*.rpm" | sort | tail -n 1)
        if [ -z "$file" ]; then stop "There is no $package on this media." 'See the folder rpm/.'; fi
        set -- "$@" "$file"
        wanted="$wanted $(rpm -qp --nosignature --queryformat '%{NEVRA}' "$file" 2>/dev/null)"
    done
    here=$(rpm -qp --nosignature --queryformat '%{VERSION}-%{RELEASE}' "$1" 2>/dev/null)
    installed=$(rpm -q --queryformat '%{VERSION}-%{RELEASE}' hangar 2>/dev/null) || installed=
    order=0
    if [ -n "$installed" ]; then
        order=$(rpm --eval "%{lua: print(rpm.vercmp('$here', '$installed'))}")
        if [ "$order" -lt 0 ] && [ "$allow_downgrade" = no ]; then
            refuse_downgrade "$installed" "$here"
        fi
    fi
    keys_known >"$work/keys-before"
    trap 'forget_key; rm -rf -- "$work"' EXIT
    rpm --import "$media/keys/hangar.asc"
    # Without the macro, rpm calls a package without any signature good.
    rpmkeys --define '_pkgverify_level all' --checksig "$@" >"$log" 2>&1 ||
        stop "rpm refused the signature: $(head -n 1 "$log")" 'Do not install from this media.'

    if command -v dnf >/dev/null 2>&1; then
        with_dnf
    else
        with_rpm "$@"
    fi
    installed=$(rpm -q --queryformat '%{VERSION}-%{RELEASE}' hangar 2>/dev/null) || installed=none
}

dnf_here() {
    dnf -y --noplugins --setopt=reposdir="$work/repos" --setopt=cachedir="$work/cache" \
        --setopt=localpkg_gpgcheck=1 "$@" >"$log" 2>&1 </dev/null
}

with_dnf() {
    mkdir -p "$work/repos"
    printf '%s\n' '[hangar]' 'name=Hangar on this media' "baseurl=file://$media/rpm" enabled=1 \
        gpgcheck=1 repo_gpgcheck=1 localpkg_gpgcheck=1 "gpgkey=file://$media/keys/hangar.asc" \
        >"$work/repos/hangar.repo"
    printf 'Installing with dnf ...\n'
    if [ "$installed" = "$here" ]; then
        dnf_here reinstall hangar || : # what is not mended by this is named below
    fi
    # By version: of a name alone, dnf is content with any version that is there.
    dnf_here install $wanted || {
        lacking=$(sed -n 's/.*nothing provides \(.*\) needed by .*/\1/p' "$log" | sort -u | tr '\n' ' ')
        if [ -n "$lacking" ]; then name_missing "$lacking"; fi
        cat "$log" >&2
        stop "dnf could not install Hangar: $(sed -n 's/^Error: *//p' "$log" | head -n 1)" \
            'See above. Running install.sh again is safe.'
    }
}

with_rpm() {
    printf 'Installing with rpm ...\n'
    rpm -U --replacepkgs --oldpackage --define '_pkgverify_level all' "$@" >"$log" 2>&1 || {
        lacking=$(sed -n 's/^[[:space:]]*\(.*\) is needed by .*/\1/p' "$log" | sort -u | tr '\n' ' ')
        if [ -n "$lacking" ]; then name_missing "$lacking"; fi
        cat "$log" >&2
        stop 'rpm could not install Hangar.' 'See above. Running install.sh again is safe.'
    }
}

if command -v apt-get >/dev/null 2>&1 && [ -e /var/lib/dpkg/status ]; then
    if [ ! -d "$media/apt" ]; then stop 'This media has no .deb packages.' 'Get one that has.'; fi
    install_by_apt
elif command -v rpm >/dev/null 2>&1; then
    if [ ! -d "$media/rpm" ]; then stop 'This media has no .rpm packages.' 'Get one that has.'; fi
    install_by_rpm
else
    stop 'This computer has neither apt nor rpm.' 'Hangar is packed for these two.'
fi
if [ "$installed" != "$here" ]; then
    stop "After all this, version $installed is installed, and not $here." \
        'Remove it with uninstall.sh, and run install.sh again; policy and data stay.'
fi
printf '%s\n' "Hangar $here is installed." \
    'As an ordinary user: hangar doctor proves the air gap, hangar desktop opens the window.' \
    'What your site allows stands in /etc/hangar/policy.toml.'
