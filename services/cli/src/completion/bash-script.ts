// The completion of bash. The script of the library calls a function of the package bash-completion, which is not on every
// machine, lets the shell evaluate the words on the line, and fails when a shell reads it twice; so this one is ours.

/** For bash 4.4 and later, and nothing besides. The program is asked as by every other shell: `complete -- WORDS…`. */
export const BASH_SCRIPT = `# bash completion for dome

__dome_complete() {
    local line=\${COMP_LINE:0:COMP_POINT} typed before offer
    local -a words offers
    # Split at blanks, and never evaluated: a word may hold what a shell would run.
    read -ra words <<<"$line"
    [[ $line == *[[:blank:]] ]] && words+=('')
    typed=\${words[-1]}
    # Bash replaces this much of the word: what stands before it, as after --output=, is not repeated.
    before=\${typed%"$2"}
    mapfile -t offers < <(dome complete -- "\${words[@]:1}" 2>/dev/null)
    COMPREPLY=()
    for offer in "\${offers[@]}"; do
        offer=\${offer%%$'\\t'*}
        # The last line is a number for the shell.
        [[ $offer == "$typed"* && $offer != :[0-9]* ]] && COMPREPLY+=("$(printf %q "\${offer#"$before"}")")
    done
    # What is inside a folder comes with the next key.
    if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace; fi
}

complete -F __dome_complete dome
`;
