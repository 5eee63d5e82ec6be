# Chooses the newest Python that this project runs on, or the one asked for, and lets it do the set-up.
# Usage: sh setup/start.sh [PYTHON] [ARGUMENTS OF setup]
asked=$1
[ $# -gt 0 ] && shift

suits() { # A name can be on the path and still be a shim that runs nothing, so it is really run.
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

if [ -n "$asked" ]; then
    suits "$asked" && exec "$asked" -m setup "$@"
    echo "setup: PYTHON=$asked is not a Python 3.11, 3.12 or 3.13 that runs here." >&2
    exit 1
fi
found=
# An environment that was made with a certain Python keeps it until another one is asked for.
before=$(sed -n 's/^executable = //p' .venv/pyvenv.cfg 2>/dev/null)
for python in "$before" python3.13 python3.12 python3.11 python3 python; do
    [ -n "$python" ] && suits "$python" || continue
    [ -n "$found" ] || found=$python
    # A newer one that cannot make an environment must not win over an older one that can.
    can_make_venv "$python" && exec "$python" -m setup "$@"
done
[ -n "$found" ] && exec "$found" -m setup "$@"
echo "setup: this needs Python 3.11, 3.12 or 3.13; install one, or name it with make PYTHON=/path/to/python3." >&2
exit 1
