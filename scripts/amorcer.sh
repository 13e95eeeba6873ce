#!/bin/sh
# Finds a Python recent enough and hands over to amorcer.py. Usage: amorcer.sh VENV REQUIREMENTS [PORT]
set -eu

trouve=
for nom in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    chemin=$(command -v "$nom" 2>/dev/null) || continue
    trouve=${trouve:-$chemin}
    if "$chemin" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$chemin" "$(dirname "$0")/amorcer.py" "$@"
    fi
done

if [ -z "$trouve" ]; then
    echo "Il faut Python 3.11 ou plus récent, et cette machine n’a pas de commande python3." >&2
else
    version=$("$trouve" -c 'import platform; print(platform.python_version())' 2>/dev/null || echo "trop ancien")
    echo "Il faut Python 3.11 ou plus récent ; celui de cette machine est $version." >&2
fi
exit 1
