#!/bin/sh
# Removes Hangar from this computer, and says where users' data remain.
#
#   sh uninstall.sh [--purge]
#
# Run it as root. The site's policy in /etc/hangar stays, unless --purge is given. What users have
# indexed and the models that they have added stay in any case: that is theirs to delete.
# Exit status: 0 removed, 1 failed, 2 wrong usage.
# shellcheck disable=SC2086 # lists of packages are words, and hold no blanks
set -eu
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH

stop() {
    printf '%s\n%s\n' "$1" "$2" >&2
    exit 1
}

purge=no
case $#${1-} in
    0) ;;
    1--purge) purge=yes ;;
    *)
        printf 'Usage: sh uninstall.sh [--purge]\n' >&2
        exit 2
        ;;
esac
if [ "$(id -u)" -ne 0 ]; then
    stop 'Only root can remove it; nothing was done.' 'Run: sudo sh uninstall.sh'
fi

is_here=no
if command -v dpkg-query >/dev/null 2>&1 && [ -e /var/lib/dpkg/status ]; then
    # After a removal that kept the policy, the package is still known by it.
    known=$(dpkg-query --show --showformat='${binary:Package} ${db:Status-Status}\n' \
        hangar 'hangar-gpu-*' 2>/dev/null | awk '$2 != "not-installed" { print $1 }') || :
    if [ -n "$known" ]; then
        is_here=yes
        if [ "$purge" = yes ]; then verb=--purge; else verb=--remove; fi
        had_opt=no
        if [ -d /opt ]; then had_opt=yes; fi
        # dpkg alone: apt would have to know where packages come from, and takes others along.
        dpkg "$verb" $known >/dev/null || stop 'dpkg could not remove Hangar.' 'See above.'
        # No package owns /opt, so that dpkg takes it along when it gets empty.
        if [ "$had_opt" = yes ]; then mkdir -p /opt; fi
    fi
elif command -v rpm >/dev/null 2>&1; then
    known=$(rpm -qa --queryformat '%{NAME}\n' hangar 'hangar-gpu-*')
    if [ -n "$known" ]; then
        is_here=yes
        rpm -e $known || stop 'rpm could not remove Hangar.' 'See above.'
    fi
    if [ "$purge" = yes ]; then
        rm -f /etc/hangar/policy.toml /etc/hangar/policy.toml.rpmsave /etc/hangar/policy.toml.rpmnew
        rmdir /etc/hangar 2>/dev/null || :
    fi
fi
if [ "$is_here" = yes ]; then
    printf 'Hangar is removed.\n'
else
    printf 'Hangar is not installed here.\n'
fi
if [ -d /etc/hangar ]; then
    printf 'What the site set is kept in /etc/hangar.\n'
fi

printf '%s\n' "Users' data are kept: libraries, models, settings and logs, in ~/.local/share/hangar of" \
    'each user, or where a user set HANGAR_HOME or XDG_DATA_HOME. Found here:'
getent passwd | cut -d : -f 6 | sort -u | while read -r home; do
    if [ -d "$home/.local/share/hangar" ]; then printf '    %s\n' "$home/.local/share/hangar"; fi
done
