import type { TemplateProgram } from './template-program.ts';

const PROGRAM = String.raw`# A skill in bash. Exit code 0 is success, 1 says that the check did not hold, and any other that it broke.
set -euo pipefail

# The input is JSON on standard input. Its plain members are variables, too: INPUT_WORD and INPUT_MOST.
cat >/dev/null

# In commands that are printed, these characters stand for themselves only when written like this.
escaped() { local text=${"${1//'%'/%25}"}; printf '%s' "${"${text//$'\\r'/%0D}"}"; }
named() { local text; text=$(escaped "$1"); text=${'${text//:/%3A}'}; printf '%s' "${'${text//,/%2C}'}"; }

# The working folder is the skill's own copy of the workspace.
paths=()
while IFS= read -r -d '' path; do paths+=("${'${path#./}'}"); done < <(find . -name .git -prune -o -type f -print0)

files=0 marks=0
: >"$DOME_ARTIFACTS/marks.txt"
for path in ${'${paths[@]+"${paths[@]}"}'}; do
  files=$((files + 1))
  while IFS=: read -r line text; do
    marks=$((marks + 1))
    echo "$path:$line: $text" >>"$DOME_ARTIFACTS/marks.txt"
    # An annotation: something that was found, with its place.
    echo "::warning file=$(named "$path"),line=$line,title=left to do::$(escaped "$text")"
  done < <(grep -InF -e "$INPUT_WORD" -- "$path" || true)
  percent=$((files * 100 / ${'${#paths[@]}'}))
  printf '::progress value=%d.%02d::%d files\n' $((percent / 100)) $((percent % 100)) "$files"
done

# Whatever else is printed is the log.
echo "$INPUT_WORD: $marks found, $INPUT_MOST allowed"

# The output, which gates may read, and a summary in Markdown for people.
printf 'files=%d\nmarks=%d\n' "$files" "$marks" >>"$DOME_OUTPUT"
echo "**$marks** left to do (files read: $files)" >>"$DOME_SUMMARY"

[ "$marks" -le "$INPUT_MOST" ]
`;

export const BASH_PROGRAM: TemplateProgram = {
  runs: '{ using: process, command: [bash, ./main.sh] }',
  files: [{ path: 'main.sh', text: PROGRAM, says: 'the program, in bash' }],
  needs: 'bash, find and grep',
};
