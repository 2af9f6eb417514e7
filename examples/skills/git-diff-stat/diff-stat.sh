# Nothing but bash and git: the input is not even parsed, because all that matters is in the folders.
set -euo pipefail
cat >/dev/null

base="$DOME_MATERIALS/base"
[ -d "$base" ] || mkdir -p "$base"

# git's own settings of this machine must not change what is counted; 1 means "there are differences".
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
counts="$TMPDIR/counts"
git diff --no-index --no-ext-diff --no-textconv --no-renames --numstat -z -- "$base" "$DOME_WORKSPACE" >"$counts" || [ $? -eq 1 ]

files=0 insertions=0 deletions=0 binary=0
# With -z a path is never quoted; the two sides of a pair follow each other, and what was added or removed has /dev/null.
while IFS=$'\t' read -r -d '' added removed path; do
  if [ -z "$path" ]; then
    IFS= read -r -d '' before
    IFS= read -r -d '' path
    [ "$path" != /dev/null ] || path=$before
  fi
  files=$((files + 1))
  if [ "$added" = - ]; then
    binary=$((binary + 1))
  else
    insertions=$((insertions + added))
    deletions=$((deletions + removed))
  fi
  path="${path#"$DOME_WORKSPACE"/}"
  printf '%6s + %6s -  %s\n' "$added" "$removed" "${path#"$base"/}"
done <"$counts"

echo "$files files, $insertions insertions, $deletions deletions"
printf 'files=%s\ninsertions=%s\ndeletions=%s\nbinary=%s\n' "$files" "$insertions" "$deletions" "$binary" >>"$DOME_OUTPUT"
printf '%s files, **+%s −%s**\n' "$files" "$insertions" "$deletions" >>"$DOME_SUMMARY"
